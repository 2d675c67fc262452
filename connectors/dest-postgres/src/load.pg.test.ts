import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import {
  configured,
  contextOf,
  finalCheckpoint,
  int4,
  load,
  negotiate,
  rowsOf,
  streamOffer,
  text,
  writeUnit,
} from './test-load.ts';

const columns = [int4('id'), text('name')];
const orders = { namespace: 'public', name: 'orders' };
const offer = streamOffer(orders, columns, { key: ['id'] });
const never = new AbortController().signal;

let database: TestDatabase;
let destination: PostgresDestination;

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url);
});
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
  destination = await configured(database.url, { lock_timeout_ms: 200 });
});
afterEach(() => destination.close());
afterAll(() => database.drop());

const staged = async (): Promise<string[]> =>
  (
    await database.query<{ relname: string }>(
      `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE nspname = '_rapidbyte' AND relkind = 'r' AND relname NOT IN ('format', 'stream', 'receipt')`,
    )
  ).map(({ relname }) => relname);

async function begin(loadId: string) {
  const spec = await negotiate(destination, offer);
  const [begun] = await destination.begin({ loadId, streams: [spec] });
  if (begun === undefined) throw new Error('begin gave no answer');
  return { spec, begun, context: contextOf(spec, loadId, begun.epoch) };
}

describe('write mode append', () => {
  const append = streamOffer(orders, columns, { key: ['id'], writeMode: 'append' });

  it('makes a table without a key, and adds to it', async () => {
    expect((await load(destination, append, 'a', [rowsOf(columns, [[1, 'one']])])).method).toBe('new table');
    expect((await load(destination, append, 'b', [rowsOf(columns, [[1, 'again']])])).method).toBe(
      'insert from staging',
    );
    expect(await database.query('SELECT * FROM orders ORDER BY name')).toEqual([
      { id: 1, name: 'again' },
      { id: 1, name: 'one' },
    ]);
    expect(await staged()).toEqual([]);
  });

  it('adds to a table with identity, defaults, wider types and other columns', async () => {
    await database.query(
      `CREATE TABLE orders (note text DEFAULT 'n', name varchar, id bigint GENERATED ALWAYS AS IDENTITY)`,
    );
    await load(destination, append, 'a', [rowsOf(columns, [[7, null]])]);
    expect(await database.query('SELECT * FROM orders')).toEqual([{ note: 'n', name: null, id: '7' }]);
  });

  it('takes the place of an empty table, keys and all, without a second copy', async () => {
    await database.query('CREATE TABLE orders (id int NOT NULL CONSTRAINT k PRIMARY KEY, name text)');
    expect((await load(destination, append, 'a', [rowsOf(columns, [[1, 'one']])])).method).toBe('swap');
    await expect(load(destination, append, 'b', [rowsOf(columns, [[1, 'again']])])).rejects.toMatchObject({
      code: 'constraint_violated',
    });
    expect((await load(destination, append, 'c', [rowsOf(columns, [[2, 'two']])])).method).toBe('insert from staging');
    expect(await database.query('SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(
      await database.query(`SELECT conname FROM pg_constraint WHERE contype = 'p' AND conname = 'k'`),
    ).toHaveLength(1);
  });

  it('keeps autovacuum, which holds locks, away from staged rows and their TOAST table until they are published', async () => {
    const options = (table: string): Promise<unknown> =>
      database.query(
        `SELECT t.reloptions AS "table", toast.reloptions AS toast
           FROM pg_class t JOIN pg_class toast ON toast.oid = t.reltoastrelid WHERE t.oid = $1::regclass`,
        [table],
      );
    const { spec, begun, context } = await begin('a');
    const receipt = await writeUnit(destination, context, [rowsOf(columns, [[1, 'one']])]);
    const [table] = await staged();
    const off = ['autovacuum_enabled=false'];
    expect(await options(`_rapidbyte.${table}`)).toEqual([{ table: off, toast: off }]);
    await destination.publish({ loadId: 'a', streams: [spec], epochs: [begun.epoch], receipts: [receipt] });
    expect(await options('orders')).toEqual([{ table: null, toast: null }]);
  });

  it('inserts into an empty table that something hangs on, or that somebody reads for long', async () => {
    await database.query('CREATE TABLE orders (id int NOT NULL, name text); CREATE VIEW v AS SELECT * FROM orders');
    expect((await load(destination, append, 'a', [])).method).toBe('insert from staging');
    await database.query('DROP VIEW v; BEGIN; SELECT FROM orders');
    await destination.close();
    destination = await configured(database.url, { lock_timeout_ms: 10 });
    expect((await load(destination, append, 'b', [rowsOf(columns, [[1, 'one']])])).method).toBe('insert from staging');
    await database.query('COMMIT');
    expect(await database.query('SELECT * FROM orders')).toEqual([{ id: 1, name: 'one' }]);
  });
});

describe('begin', () => {
  it('drops what an older load left, and says so', async () => {
    const first = await begin('first');
    await writeUnit(destination, first.context, [rowsOf(columns, [[1, 'one']])]);
    const old = await staged();
    expect(old).toHaveLength(1);
    const second = await begin('second');
    expect(second.begun.epoch).toBeGreaterThan(first.begun.epoch);
    expect(second.begun.receipts).toEqual([]);
    expect(second.begun.cleaned).toEqual([expect.stringContaining(old[0] ?? '?')]);
    expect(await staged()).not.toContain(old[0]);
    expect(await database.query('SELECT * FROM _rapidbyte.receipt')).toEqual([]);
  });

  it('of the same load keeps what is committed, under a new epoch', async () => {
    const first = await begin('same');
    const receipt = await writeUnit(destination, first.context, [rowsOf(columns, [[1, 'one']])]);
    const second = await begin('same');
    expect(second.begun.receipts).toEqual([receipt]);
    expect(second.begun.cleaned).toEqual([]);
    await expect(destination.open(second.context, never)).rejects.toMatchObject({ code: 'unit_already_committed' });
    const other = await writeUnit(destination, contextOf(second.spec, 'same', second.begun.epoch, 'u2'), [
      rowsOf(columns, [[2, 'two']]),
    ]);
    const publish = { loadId: 'same', streams: [second.spec], epochs: [second.begun.epoch] };
    await expect(destination.publish({ ...publish, receipts: [other] })).rejects.toMatchObject({
      code: 'receipts_differ',
    });
    const [published] = await destination.publish({ ...publish, receipts: [receipt, other] });
    expect(published?.rows).toBe(2);
    expect(await database.query('SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('can be done by several processes at once', async () => {
    const others = await Promise.all([1, 2, 3].map(() => configured(database.url)));
    const spec = await negotiate(destination, offer);
    const specs = others.map((_, i) => ({ ...spec, name: { namespace: 'fresh schema', name: `t${i}` } }));
    await Promise.all(others.map((other, i) => other.begin({ loadId: 'l', streams: [specs[i] ?? spec] })));
    expect(await staged()).toHaveLength(3);
    await Promise.all(others.map((other) => other.close()));
  });
});

describe('an older writer', () => {
  it('can not commit after another load has begun', async () => {
    const first = await begin('first');
    const session = await destination.open(first.context, never);
    await begin('second');
    // Its staging table is gone.
    await expect(
      session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'late']]) }),
    ).rejects.toMatchObject({ commitState: 'before' });
    await expect(destination.open(first.context, never)).rejects.toMatchObject({ code: 'stale_epoch' });
  });

  it('can not commit an empty unit either', async () => {
    const first = await begin('first');
    const session = await destination.open(first.context, never);
    await begin('second');
    await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({ code: 'stale_epoch', commitState: 'before' });
    expect(await database.query('SELECT * FROM _rapidbyte.receipt')).toEqual([]);
  });

  it('of the same load can not commit under its old epoch', async () => {
    const first = await begin('same');
    const session = await destination.open(first.context, never);
    await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'late']]) });
    await begin('same');
    await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({ code: 'stale_epoch' });
    expect(await database.query(`SELECT count(*)::int AS rows FROM _rapidbyte."${(await staged())[0]}"`)).toEqual([
      { rows: 0 },
    ]);
  });

  it('that holds its staging table is ended, not waited for', async () => {
    const first = await begin('first');
    const session = await destination.open(first.context, never);
    await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'late']]) });
    const { begun } = await begin('second');
    expect(begun.cleaned).toHaveLength(1);
    await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({
      code: 'stale_epoch',
      commitState: 'before',
    });
  });

  it('of the same load that holds the staging table does not keep it from being published', async () => {
    const first = await begin('same');
    const late = await destination.open(first.context, never);
    await late.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'late']]) });
    const second = await begin('same');
    const receipt = await writeUnit(destination, second.context, [rowsOf(columns, [[2, 'in time']])]);
    const [published] = await destination.publish({
      loadId: 'same',
      streams: [second.spec],
      epochs: [second.begun.epoch],
      receipts: [receipt],
    });
    expect(published?.rows).toBe(1);
    expect(await database.query('SELECT * FROM orders')).toEqual([{ id: 2, name: 'in time' }]);
    await late.abort();
  });

  it('that holds a lock without being one of ours makes begin give up', async () => {
    await begin('first');
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query(`BEGIN; SELECT count(*) FROM _rapidbyte."${(await staged())[0]}"`);
    await expect(begin('second')).rejects.toMatchObject({ code: 'writer_active' });
    await holder.end();
  });

  it('can not publish', async () => {
    const first = await begin('first');
    const receipt = await writeUnit(destination, first.context, []);
    await begin('second');
    await expect(
      destination.publish({
        loadId: 'first',
        streams: [first.spec],
        epochs: [first.begun.epoch],
        receipts: [receipt],
      }),
    ).rejects.toMatchObject({ code: 'stale_epoch' });
  });
});

describe('publish', () => {
  it('is idempotent, also across a new begin of the same load', async () => {
    const { spec, begun, context } = await begin('l');
    const receipt = await writeUnit(destination, context, [rowsOf(columns, [[1, 'one']])]);
    const request = { loadId: 'l', streams: [spec], receipts: [receipt] };
    const [first] = await destination.publish({ ...request, epochs: [begun.epoch] });
    await database.query('INSERT INTO orders VALUES (2)');
    const [second] = await destination.publish({ ...request, epochs: [begun.epoch] });
    expect(second).toMatchObject({ rows: 1, method: first?.method });
    const again = await begin('l');
    expect(again.begun.receipts).toEqual([receipt]);
    const [third] = await destination.publish({ ...request, epochs: [again.begun.epoch] });
    expect(third).toMatchObject({ rows: 1, method: first?.method });
    expect(await database.query('SELECT count(*)::int AS rows FROM orders')).toEqual([{ rows: 2 }]);
  });

  it('gives a new table the default privileges of its schema', async () => {
    await database.query(`DO $$ BEGIN CREATE ROLE analyst_role; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO analyst_role`);
    await load(destination, offer, 'l', []);
    expect(
      await database.query(
        `SELECT has_table_privilege('analyst_role', 'orders', 'SELECT') AS may, has_table_privilege('analyst_role', 'orders', 'INSERT') AS insert`,
      ),
    ).toEqual([{ may: true, insert: false }]);
  });

  it('leaves the old rows where a key is violated', async () => {
    await load(destination, offer, 'a', [rowsOf(columns, [[1, 'one']])]);
    const twice = [
      rowsOf(columns, [
        [2, 'x'],
        [2, 'y'],
      ]),
    ];
    await expect(load(destination, offer, 'b', twice)).rejects.toMatchObject({
      category: 'data',
      code: 'constraint_violated',
    });
    expect(await database.query('SELECT * FROM orders')).toEqual([{ id: 1, name: 'one' }]);
  });
});

describe('a session', () => {
  it('refuses a batch that contradicts its schema', async () => {
    const { context } = await begin('l');
    const session = await destination.open(context, never);
    const other = [int4('id')];
    await expect(session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(other, [[1]]) })).rejects.toMatchObject({
      code: 'batch_invalid',
      category: 'protocol',
      commitState: 'before',
    });
  });

  it('says which data the server refused', async () => {
    const { context } = await begin('l');
    const session = await destination.open(context, never);
    await expect(
      (async () => {
        await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'a\0b']]) });
        await session.commit(finalCheckpoint);
      })(),
    ).rejects.toMatchObject({
      category: 'data',
      code: 'invalid_text',
      stream: 'public.orders',
      column: 'name',
      message: expect.stringContaining('in row 1 of the unit'),
      commitState: 'before',
    });
  });

  it('names the column whose value its type can not hold', async () => {
    const day = { name: 'day', type: '', typname: '', field: { kind: 'date', unit: 'millisecond' } } as const;
    const spec = await negotiate(destination, streamOffer(orders, [day], { foreign: true }));
    const [begun] = await destination.begin({ loadId: 'l', streams: [spec] });
    const session = await destination.open(contextOf(spec, 'l', begun?.epoch ?? 0), never);
    await expect(session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf([day], [[5]]) })).rejects.toMatchObject({
      code: 'value_out_of_range',
      column: 'day',
      stream: 'public.orders',
    });
  });

  it('takes 1600 columns', async () => {
    const wide = Array.from({ length: 1600 }, (_, i) => (i % 2 === 0 ? int4(`c${i}`, true) : text(`c${i}`)));
    const stream = streamOffer(orders, wide);
    const values = wide.map((_, i) => (i % 3 === 0 ? null : i % 2 === 0 ? i : `v${i % 10}`));
    for (const loadId of ['a', 'b']) await load(destination, stream, loadId, [rowsOf(wide, [values, values])]);
    const rows = await database.query('SELECT to_json(orders) AS row FROM orders');
    const expected = Object.fromEntries(wide.map(({ name }, i) => [name, values[i]]));
    expect(rows).toEqual([{ row: expected }, { row: expected }]);
  });

  it('takes a row larger than its buffers, and many batches', async () => {
    const { spec, begun, context } = await begin('l');
    const large = 'ä'.repeat(3_000_000);
    const receipt = await writeUnit(destination, context, [
      rowsOf(columns, [
        [1, 'small'],
        [2, large],
        [3, null],
      ]),
      ...Array.from({ length: 40 }, (_, i) =>
        rowsOf(
          columns,
          Array.from({ length: 500 }, (_, j) => [4 + i * 500 + j, 'x'.repeat(j)]),
        ),
      ),
    ]);
    expect(receipt.rows).toBe(20_003);
    await destination.publish({ loadId: 'l', streams: [spec], epochs: [begun.epoch], receipts: [receipt] });
    expect(
      await database.query(
        'SELECT count(*)::int AS rows, max(length(name)) AS longest, sum(length(name))::int AS all FROM orders',
      ),
    ).toEqual([{ rows: 20_003, longest: 3_000_000, all: 3_000_005 + 40 * 124_750 }]);
  });

  it('rolls back when it is aborted, and when its signal is', async () => {
    const { context } = await begin('l');
    const controller = new AbortController();
    for (const [i, signal] of [never, controller.signal].entries()) {
      const session = await destination.open(context, signal);
      await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[i, 'x']]) });
      if (signal === never) await session.abort();
      else controller.abort();
      await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({ commitState: 'before' });
    }
    expect(await database.query(`SELECT count(*)::int AS rows FROM _rapidbyte."${(await staged())[0]}"`)).toEqual([
      { rows: 0 },
    ]);
  });

  it('fails at once when its server ends the connection', async () => {
    const { context } = await begin('l');
    const session = await destination.open(context, never);
    await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'x']]) });
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rapidbyte destination' AND datname = current_database()`,
    );
    await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({
      category: 'transient',
      commitState: 'before',
    });
    // What comes later connects anew.
    expect((await begin('l2')).begun.cleaned).toHaveLength(1);
  });
});

describe('forget', () => {
  it('drops the staging table and receipts of its load, and can be repeated', async () => {
    const { spec, begun, context } = await begin('l');
    await writeUnit(destination, context, [rowsOf(columns, [[1, 'one']])]);
    const request = { loadId: 'l', streams: [spec], epochs: [begun.epoch] };
    await destination.forget(request);
    await destination.forget(request);
    expect(await staged()).toEqual([]);
    expect(await database.query('SELECT * FROM _rapidbyte.receipt')).toEqual([]);
  });

  it('does nothing where nothing was ever begun', async () => {
    const spec = await negotiate(destination, offer);
    await destination.forget({ loadId: 'l', streams: [spec], epochs: [1] });
    expect(await database.query(`SELECT FROM pg_namespace WHERE nspname = '_rapidbyte'`)).toEqual([]);
  });
});

it('moves hostile names as they are', async () => {
  const odd = [int4('id"; DROP TABLE x; --'), text("na'me\n"), text('$1'), text('ключ')];
  const name = { namespace: 'sch"ema; \n\\', name: `t'a"b${'é'.repeat(28)}` };
  const stream = streamOffer(name, odd, { key: ['id"; DROP TABLE x; --'] });
  for (const loadId of ['a', 'b']) await load(destination, stream, loadId, [rowsOf(odd, [[1, 'a', 'b', 'c']])]);
  const rows = await database.query(`SELECT * FROM "sch""ema; \n\\"."t'a""b${'é'.repeat(28)}"`);
  expect(rows).toEqual([{ 'id"; DROP TABLE x; --': 1, "na'me\n": 'a', $1: 'b', ключ: 'c' }]);
});

it('moves a table without columns', async () => {
  const stream = streamOffer({ namespace: 'public', name: 'empty' }, []);
  for (const loadId of ['a', 'b']) {
    expect((await load(destination, stream, loadId, [rowsOf([], [[], [], []])])).rows).toBe(3);
  }
  expect(await database.query('SELECT count(*)::int AS rows FROM empty')).toEqual([{ rows: 3 }]);
});
