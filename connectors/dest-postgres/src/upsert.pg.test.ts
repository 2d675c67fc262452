import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BegunStream, Cursor, StreamOffer, StreamSpec } from '@rapidbyte/connector';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { serverMatrix } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import {
  checkpointAt,
  configured,
  contextOf,
  continued,
  int4,
  load,
  negotiate,
  positionAt,
  rowsOf,
  streamOffer,
  text,
  writeUnit,
  type Batch,
  type TestColumn,
} from './test-load.ts';

const columns = [int4('id'), text('name'), int4('version', true)];
const orders = { namespace: 'public', name: 'orders' };
const upsert = streamOffer(orders, columns, { writeMode: 'upsert', key: ['id'] });
const byVersion: Cursor = { column: 'version', nulls: 'include' };
const incremental = streamOffer(orders, columns, { writeMode: 'upsert', key: ['id'], cursor: byVersion });
const never = new AbortController().signal;

type Row = readonly (number | string | null)[];

const batch = (rows: readonly Row[], of: readonly TestColumn[] = columns): Batch => rowsOf(of, rows);
const jsonColumn = (name: string): TestColumn => ({ name, type: 'json', typname: 'json', field: { kind: 'utf8' } });
const interval: TestColumn = {
  name: 'during',
  type: 'interval',
  typname: 'interval',
  field: { kind: 'utf8' },
  metadata: {
    'ARROW:extension:name': 'arrow.opaque',
    'ARROW:extension:metadata': '{"type_name":"interval","vendor_name":"PostgreSQL"}',
  },
};
const uuid: TestColumn = {
  name: 'id',
  type: 'uuid',
  typname: 'uuid',
  field: { kind: 'fixed_size_binary', byteWidth: 16 },
  metadata: { 'ARROW:extension:name': 'arrow.uuid' },
  nullable: false,
};

describe.each(serverMatrix)('upsert on $name', ({ server }) => {
  let database: TestDatabase;
  let destination: PostgresDestination;

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
    destination = await configured(database.url, { lock_timeout_ms: 200 });
  });
  afterEach(() => destination.close());
  afterAll(() => database.drop());

  const rows = () => database.query('SELECT id, name, version FROM orders ORDER BY id');
  const staged = () =>
    database.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename NOT IN ('format', 'stream', 'receipt')`,
    );

  /** A first load, which leads to position 1. */
  async function first(offer: StreamOffer, ...batches: readonly Batch[]): Promise<void> {
    const spec = await negotiate(destination, offer);
    const [begun] = await destination.begin({ loadId: 'first', streams: [spec] });
    const receipts = await Promise.all(
      batches.map((each, i) => writeUnit(destination, contextOf(spec, 'first', begun?.epoch ?? 0, `u${i}`), [each])),
    );
    const request = { loadId: 'first', streams: [spec], epochs: [begun?.epoch ?? 0], receipts };
    await destination.publish({ ...request, positions: [{ streamIndex: 0, position: positionAt(1) }] });
  }

  let loads = 0;
  /** A continuing load, a commit for each batch. */
  async function goOn(offer: StreamOffer, ...batches: readonly Batch[]): Promise<void> {
    const loadId = `load ${loads++}`;
    const spec: StreamSpec = await negotiate(destination, offer);
    const [begun]: readonly BegunStream[] = await destination.begin({ loadId, streams: [spec] });
    if (begun?.position === undefined) throw new Error('the stream has no position');
    const session = await destination.open(continued(contextOf(spec, loadId, begun.epoch), begun.position), never);
    for (const [i, each] of batches.entries()) {
      await session.write({ streamIndex: 0, schemaEpoch: 0, ...each });
      await session.commit(checkpointAt(i + 1, begun.position));
    }
    await session.finish();
  }

  describe('as a full refresh', () => {
    it('makes a table with a primary key, then replaces rows by their key; what is gone at the source stays', async () => {
      const one = await load(destination, upsert, 'a', [batch([[1, 'one', 1], [2, 'two', 1]])]); // prettier-ignore
      expect(one).toMatchObject({ method: 'new table', rows: 2 });
      expect(await database.query(`SELECT conname FROM pg_constraint WHERE contype = 'p' AND conrelid = 'orders'::regclass`)).toEqual([{ conname: 'orders_pkey' }]); // prettier-ignore
      const two = await load(destination, upsert, 'b', [batch([[2, 'zwei', null], [3, 'three', 1]])]); // prettier-ignore
      expect(two).toMatchObject({ method: 'merge from staging', rows: 2, lockMs: 0 });
      expect(await rows()).toEqual([
        { id: 1, name: 'one', version: 1 },
        { id: 2, name: 'zwei', version: null },
        { id: 3, name: 'three', version: 1 },
      ]);
      expect(await staged()).toEqual([]);
    });

    it.each<[string, string, string]>([
      [
        'a unique index',
        'CREATE TABLE orders (id int NOT NULL, name text, version int); CREATE UNIQUE INDEX ON orders (id)',
        'swap',
      ],
      [
        'a primary key that something hangs on',
        'CREATE TABLE orders (id int PRIMARY KEY, name text, version int); CREATE VIEW v AS SELECT * FROM orders',
        'merge from staging',
      ],
      [
        'wider types, an identity key and columns of its own',
        `CREATE TABLE orders (note text DEFAULT 'n', version bigint, name varchar, id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, twice bigint GENERATED ALWAYS AS (version * 2) STORED)`,
        'merge from staging',
      ],
      [
        'partitions',
        'CREATE TABLE orders (id int PRIMARY KEY, name text, version int) PARTITION BY HASH (id); CREATE TABLE p0 PARTITION OF orders FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE p1 PARTITION OF orders FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
        'merge from staging',
      ],
    ])('merges with a table that has %s', async (_, setup, method) => {
      await database.query(setup);
      expect((await load(destination, upsert, 'a', [batch([[1, 'one', 1], [2, 'two', 1]])])).method).toBe(method); // prettier-ignore
      await load(destination, upsert, 'b', [batch([[2, 'zwei', 2], [3, 'drei', 2]])]); // prettier-ignore
      const found = await database.query<Record<'id' | 'name' | 'version', unknown>>(
        'SELECT * FROM orders ORDER BY id',
      );
      expect(found.map(({ id, name, version }) => `${id} ${name} ${version}`)).toEqual([
        '1 one 1',
        '2 zwei 2',
        '3 drei 2',
      ]);
    });

    it('leaves what only the target has as it is', async () => {
      await database.query(
        `CREATE TABLE orders (id int PRIMARY KEY, name text, version int, note text DEFAULT 'new'); INSERT INTO orders VALUES (1, 'one', 1, 'mine')`,
      );
      await load(destination, upsert, 'a', [batch([[1, 'eins', 2], [2, 'zwei', 2]])]); // prettier-ignore
      expect(await database.query('SELECT id, name, note FROM orders ORDER BY id')).toEqual([
        { id: 1, name: 'eins', note: 'mine' },
        { id: 2, name: 'zwei', note: 'new' },
      ]);
    });

    it('does not write a row again that is the same, byte by byte: equal is not enough', async () => {
      const many = [int4('id'), interval, jsonColumn('doc')];
      const offer = streamOffer(orders, many, { writeMode: 'upsert', key: ['id'] });
      const old: readonly Row[] = [
        [1, '1 day', '{"a": 1}'],
        [2, '1 day', '{"a": 1}'],
        [3, null, null],
        [4, '1 day', '{"a": 1}'],
      ];
      await load(destination, offer, 'a', [batch(old, many)]);
      const where = async (): Promise<ReadonlyMap<number, string>> => {
        const found = await database.query<{ id: number; ctid: string }>('SELECT id, ctid::text FROM orders');
        return new Map(found.map(({ id, ctid }) => [id, ctid]));
      };
      const before = await where();
      await load(destination, offer, 'b', [
        batch([[1, '1 day', '{"a": 1}'], [2, '24:00:00', '{"a": 1}'], [3, null, null], [4, '1 day', '{"a":1}']], many), // prettier-ignore
      ]);
      const after = await where();
      expect([1, 2, 3, 4].filter((id) => after.get(id) !== before.get(id))).toEqual([2, 4]);
      expect(await database.query('SELECT during::text, doc::text FROM orders WHERE id IN (2, 4) ORDER BY id')).toEqual(
        [
          { during: '24:00:00', doc: '{"a": 1}' },
          { during: '1 day', doc: '{"a":1}' },
        ],
      );
    });

    it('refuses several rows with one key, by name, and leaves everything as it was', async () => {
      const twice = batch([[1, 'one', 1], [7, 'x', 1], [7, 'y', 2]]); // prettier-ignore
      const refusal = {
        code: 'duplicate_key',
        category: 'data',
        commitState: 'before',
        stream: 'public.orders',
        message: 'public.orders has several rows with the key id = 7: none of them is the last one',
      };
      await expect(load(destination, upsert, 'a', [twice])).rejects.toMatchObject(refusal);
      await expect(rows()).rejects.toThrow('does not exist');
      await load(destination, upsert, 'b', [batch([[7, 'x', 1]])]);
      // One of them is what is there already.
      await expect(load(destination, upsert, 'c', [twice])).rejects.toMatchObject(refusal);
      await database.query('TRUNCATE orders');
      await expect(load(destination, upsert, 'd', [twice])).rejects.toMatchObject(refusal);
      expect(await rows()).toEqual([]);
    });

    it('refuses NULL in a key, by name, before anything is visible', async () => {
      const pair = [int4('a'), int4('id', true), text('name')];
      const offer = streamOffer(orders, pair, { writeMode: 'upsert', key: ['a', 'id'] });
      expect((await destination.check([offer])).problems).toMatchObject([
        { severity: 'warning', code: 'key_may_be_null', column: 'id' },
      ]);
      await expect(
        load(destination, offer, 'a', [
          batch(
            [
              [1, 1, 'fine'],
              [2, null, 'not'],
            ],
            pair,
          ),
        ]),
      ).rejects.toMatchObject({
        // prettier-ignore
        code: 'null_key',
        category: 'data',
        column: 'id',
        stream: 'public.orders',
        commitState: 'before',
        message: 'the key column "id" of public.orders is NULL, in row 2 of the unit',
      });
      await expect(rows()).rejects.toThrow('does not exist');
    });

    it('waits for no other writer of the table for long, and undoes it all', async () => {
      await load(destination, upsert, 'a', [batch([[1, 'one', 1]])]);
      await database.query(`BEGIN; UPDATE orders SET name = 'mine' WHERE id = 1`);
      await expect(
        load(destination, upsert, 'b', [
          batch([
            [0, 'zero', 1],
            [1, 'eins', 2],
          ]),
        ]),
      ).rejects.toMatchObject({
        // prettier-ignore
        category: 'transient',
      });
      await database.query('COMMIT');
      expect(await rows()).toEqual([{ id: 1, name: 'mine', version: 1 }]);
    });
  });

  describe('by key', () => {
    it('of several columns, in any order, and of every row once', async () => {
      const wide = [text('b', false), int4('id'), text('name')];
      const offer = streamOffer(orders, wide, { writeMode: 'upsert', key: ['id', 'b'] });
      await database.query(
        'CREATE TABLE orders (id int, name text, b text); CREATE UNIQUE INDEX ON orders (b, id) INCLUDE (name)',
      );
      await load(destination, offer, 'a', [batch([['x', 1, 'x1'], ['y', 1, 'y1'], ['x', 2, 'x2']], wide)]); // prettier-ignore
      await load(destination, offer, 'b', [batch([['x', 1, 'X1'], ['', 1, 'empty']], wide)]); // prettier-ignore
      expect(await database.query('SELECT b, id, name FROM orders ORDER BY id, b')).toEqual([
        { b: '', id: 1, name: 'empty' },
        { b: 'x', id: 1, name: 'X1' },
        { b: 'y', id: 1, name: 'y1' },
        { b: 'x', id: 2, name: 'x2' },
      ]);
    });

    it('of type uuid', async () => {
      const offer = streamOffer(orders, [uuid, text('name')], { writeMode: 'upsert', key: ['id'] });
      const id = (last: number): Uint8Array => Uint8Array.from([...Array.from({ length: 15 }, () => 0xab), last]);
      await load(destination, offer, 'a', [rowsOf([uuid, text('name')], [[id(1), 'a'], [id(2), 'a']])]); // prettier-ignore
      await load(destination, offer, 'b', [rowsOf([uuid, text('name')], [[id(2), 'b']])]);
      expect(await database.query('SELECT right(id::text, 2) AS id, name FROM orders ORDER BY 1')).toEqual([
        { id: '01', name: 'a' },
        { id: '02', name: 'b' },
      ]);
    });

    it('that is all there is: rows come once', async () => {
      const only = [int4('id')];
      const offer = streamOffer(orders, only, { writeMode: 'upsert', key: ['id'] });
      for (const loadId of ['a', 'b']) await load(destination, offer, loadId, [batch([[1], [2]], only)]);
      expect(await database.query('SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    });

    it('of a table of 1600 columns', async () => {
      const wide = [int4('id'), ...Array.from({ length: 1599 }, (_, i) => int4(`c${i}`, true))];
      const offer = streamOffer(orders, wide, { writeMode: 'upsert', key: ['id'] });
      for (const loadId of ['a', 'b']) {
        await load(destination, offer, loadId, [batch([[1, ...Array.from({ length: 1599 }, () => (loadId === 'a' ? 1 : 2))]], wide)]); // prettier-ignore
      }
      expect(await database.query('SELECT c0, c1598 FROM orders')).toEqual([{ c0: 2, c1598: 2 }]);
    });
  });

  describe('by cursor', () => {
    const name = async () =>
      (await database.query<{ name: string }>('SELECT name FROM orders ORDER BY id')).map((row) => row.name);

    it.each<[string, string]>([
      ['a new table', ''],
      ['an empty table', 'CREATE TABLE orders (id int PRIMARY KEY, name text, version int)'],
      [
        'a filled table',
        `CREATE TABLE orders (id int PRIMARY KEY, name text, version int); INSERT INTO orders VALUES (2, 'old', 1), (4, 'newer', 99), (5, 'same', 7)`,
      ],
    ])('the last row of a key wins in a first load into %s', async (what, setup) => {
      await database.query(setup === '' ? 'SELECT' : setup);
      await first(
        incremental,
        batch([[1, 'one', 5], [2, 'two, late', 9], [3, 'three', null]]), // prettier-ignore
        batch([[2, 'two, early', 3], [3, 'three, with cursor', 0], [1, 'one, null', null], [4, 'four', 4], [5, 'five', 7]]), // prettier-ignore
      );
      expect(await name()).toEqual([
        'one',
        'two, late',
        'three, with cursor',
        what === 'a filled table' ? 'newer' : 'four',
        'five',
      ]);
      expect(await staged()).toEqual([]);
    });

    it('an older row never replaces a newer one, the same one once more does no harm, and NULL is how it is now', async () => {
      await first(incremental, batch([[1, 'one', 5], [2, 'two', 5], [3, 'three', 5], [4, 'four', null]])); // prettier-ignore
      await goOn(
        incremental,
        batch([[1, 'older', 4], [2, 'same cursor', 5], [3, 'null', null], [4, 'null again', null]]), // prettier-ignore
        batch([[2, 'newer, then', 6], [2, 'newest', 8], [2, 'between', 7]]), // prettier-ignore
        batch([[2, 'late', 7]]),
      );
      expect(await name()).toEqual(['one', 'newest', 'null', 'null again']);
    });

    it('the tie-breaker decides between equal cursors, and without one that is refused by key', async () => {
      const tied = [int4('id'), text('name'), int4('version', true), text('seq', false)];
      const offer = (cursor: Cursor) => streamOffer(orders, tied, { writeMode: 'upsert', key: ['id'], cursor });
      const withTies = offer({ ...byVersion, tieBreakerColumn: 'seq' });
      await first(withTies, batch([[1, 'second', 5, 'b'], [1, 'first', 5, 'a'], [2, 'x', 1, 'a']], tied)); // prettier-ignore
      await goOn(withTies, batch([[1, 'zeroth', 5, 'A'], [2, 'x', 1, 'a']], tied)); // prettier-ignore
      expect(await name()).toEqual(['second', 'x']);
      await goOn(withTies, batch([[1, 'third', 5, 'c']], tied));
      expect(await name()).toEqual(['third', 'x']);
      await expect(
        goOn(
          offer(byVersion),
          batch(
            [
              [8, 'y', 1, 'a'],
              [8, 'x', 6, 'b'],
              [8, 'z', 6, 'c'],
            ],
            tied,
          ),
        ),
      ).rejects.toMatchObject({
        // prettier-ignore
        code: 'duplicate_key',
        commitState: 'before',
        message: expect.stringContaining('with the key id = 8 and the same "version"'),
      });
      expect(await name()).toEqual(['third', 'x']);
    });

    it('of text is in the order of its bytes, whatever the collation of the column', async () => {
      await database.query('CREATE TABLE orders (id int PRIMARY KEY, name text, at text COLLATE "und-x-icu")');
      const timed = [int4('id'), text('name'), text('at')];
      const offer = streamOffer(orders, timed, {
        writeMode: 'upsert',
        key: ['id'],
        cursor: { column: 'at', nulls: 'refuse' },
      });
      // By its collation "a" comes before "B"; by bytes, after it.
      await first(offer, batch([[1, 'later', 'a'], [1, 'earlier', 'B'], [2, 'later', 'a']], timed)); // prettier-ignore
      await goOn(offer, batch([[2, 'earlier', 'B']], timed));
      expect(await name()).toEqual(['later', 'later']);
    });

    it('NULL in a key is refused before its checkpoint is durable', async () => {
      const nullable = [int4('id', true), text('name'), int4('version', true)];
      const offer = streamOffer(orders, nullable, { writeMode: 'upsert', key: ['id'], cursor: byVersion });
      await first(offer, batch([[1, 'one', 1]]));
      await expect(
        goOn(
          offer,
          batch([[2, 'two', 2]], nullable),
          batch(
            [
              [3, 'three', 3],
              [null, 'x', 4],
            ],
            nullable,
          ),
        ),
      ).rejects.toMatchObject({
        // prettier-ignore
        code: 'null_key',
        column: 'id',
        commitState: 'before',
        message: 'the key column "id" of public.orders is NULL, in row 3 of the unit',
      });
      expect(await name()).toEqual(['one', 'two']);
      expect(await staged()).toEqual([]);
    });

    it('a key index that was dropped meanwhile is missed before anything is written', async () => {
      await first(incremental, batch([[1, 'one', 1]]));
      const spec = await negotiate(destination, incremental);
      const [begun] = await destination.begin({ loadId: 'b', streams: [spec] });
      await database.query('ALTER TABLE orders DROP CONSTRAINT orders_pkey');
      const session = await destination.open(
        continued(contextOf(spec, 'b', begun?.epoch ?? 0), begun?.position),
        never,
      );
      await session.write({ streamIndex: 0, schemaEpoch: 0, ...batch([[1, 'eins', 2]]) });
      await expect(session.commit(checkpointAt(1, positionAt(2)))).rejects.toMatchObject({
        code: 'key_not_unique',
        hint: 'CREATE UNIQUE INDEX ON public.orders ("id");',
        commitState: 'before',
      });
    });
  });

  describe('check', () => {
    const problem = async (offer: StreamOffer) =>
      (await destination.check([offer])).problems.filter(({ severity }) => severity === 'error');
    const offer = (key: readonly string[], of: readonly TestColumn[] = columns, cursor?: Cursor): StreamOffer =>
      streamOffer(orders, of, { writeMode: 'upsert', key, ...(cursor === undefined ? {} : { cursor }) });

    it.each<[string, StreamOffer, string]>([
      ['no key', offer([]), 'key_missing'],
      ['a key that is no column', offer(['id', 'nope']), 'key_column_missing'],
      ['a key column twice', offer(['id', 'id']), 'same_column'],
      ['a key without equality', offer(['doc'], [int4('id'), jsonColumn('doc')]), 'key_not_comparable'],
      [
        'a cursor that does not arrive',
        offer(['id'], columns, { column: 'at', nulls: 'refuse' }),
        'cursor_not_delivered',
      ],
      [
        'a tie-breaker that does not arrive',
        offer(['id'], columns, { ...byVersion, tieBreakerColumn: 'at' }),
        'cursor_not_delivered',
      ],
      [
        'a cursor without an order',
        offer(['id'], [int4('id'), jsonColumn('doc')], { column: 'doc', nulls: 'refuse' }),
        'cursor_not_comparable',
      ],
    ])('refuses %s', async (_, refused, code) => {
      expect(await problem(refused)).toMatchObject([{ code, stream: orders, hint: expect.stringMatching(/./) }]);
    });

    it.each<[string, string]>([
      ['no index', ''],
      ['an index that is not unique', 'CREATE INDEX ON orders (id)'],
      ['an index of more columns', 'CREATE UNIQUE INDEX ON orders (id, name)'],
      ['a partial index', 'CREATE UNIQUE INDEX ON orders (id) WHERE id > 0'],
      ['an index of an expression', 'CREATE UNIQUE INDEX ON orders ((id + 0))'],
      ['a deferrable key', 'ALTER TABLE orders ADD UNIQUE (id) DEFERRABLE'],
    ])('refuses a target with %s, and says how to make one', async (_, setup) => {
      await database.query('CREATE TABLE orders (id int NOT NULL, name text, version int)');
      if (setup !== '') await database.query(setup);
      const found = await problem(upsert);
      expect(found).toMatchObject([{ code: 'key_not_unique' }]);
      await database.query(found[0]?.hint ?? '');
      expect(await problem(upsert)).toEqual([]);
    });

    it.each<[string, string, string]>([
      [
        'an identity column that can not be changed',
        'CREATE TABLE orders (id int PRIMARY KEY, name text, version int GENERATED ALWAYS AS IDENTITY)',
        'column_identity_always',
      ],
      [
        'rules',
        'CREATE TABLE orders (id int PRIMARY KEY, name text, version int); CREATE RULE r AS ON UPDATE TO orders DO ALSO NOTHING',
        'rule_in_the_way',
      ],
    ])('refuses a target with %s', async (_, setup, code) => {
      await database.query(setup);
      expect(await problem(upsert)).toMatchObject([{ code }]);
    });

    it('refuses a user that may not UPDATE or read', async () => {
      const role = `${database.name}_r`;
      await database.query(
        `CREATE TABLE orders (id int PRIMARY KEY, name text, version int); CREATE ROLE "${role}" LOGIN PASSWORD 'p';
         GRANT INSERT ON orders TO "${role}"; GRANT USAGE, CREATE ON SCHEMA public TO "${role}"; GRANT CREATE ON DATABASE "${database.name}" TO "${role}"`,
      );
      const url = new URL(database.url);
      url.username = role;
      url.password = 'p';
      const other = await configured(url.href);
      expect((await other.check([upsert])).problems).toMatchObject([
        { code: 'permission_denied', message: expect.stringContaining('UPDATE and SELECT') },
      ]);
      await database.query(`GRANT UPDATE, SELECT ON orders TO "${role}"`);
      expect((await other.check([upsert])).problems).toEqual([]);
      // Nothing more than that is needed, temporary tables in particular.
      await database.query(`REVOKE TEMP ON DATABASE "${database.name}" FROM PUBLIC`);
      const spec = await negotiate(other, incremental);
      const [begun] = await other.begin({ loadId: 'a', streams: [spec] });
      const receipt = await writeUnit(other, contextOf(spec, 'a', begun?.epoch ?? 0), [batch([[1, 'one', 1]])]);
      const request = { loadId: 'a', streams: [spec], epochs: [begun?.epoch ?? 0], receipts: [receipt] };
      await other.publish({ ...request, positions: [{ streamIndex: 0, position: positionAt(1) }] });
      const [next] = await other.begin({ loadId: 'b', streams: [spec] });
      const session = await other.open(continued(contextOf(spec, 'b', next?.epoch ?? 0), next?.position), never);
      await session.write({ streamIndex: 0, schemaEpoch: 0, ...batch([[1, 'eins', 2]]) });
      await session.commit(checkpointAt(1, positionAt(2)));
      await session.finish();
      expect(await rows()).toEqual([{ id: 1, name: 'eins', version: 2 }]);
      await other.close();
      await database.query(`DROP OWNED BY "${role}" CASCADE; DROP ROLE "${role}"`);
    });
  });
});
