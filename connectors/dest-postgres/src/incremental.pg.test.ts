import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BegunStream, Position, PublishedStream, Receipt, StreamOffer, StreamSpec } from '@rapidbyte/connector';
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
  type StreamOptions,
  type TestColumn,
} from './test-load.ts';

const columns = [int4('id'), text('name')];
const orders = { namespace: 'public', name: 'orders' };
const cursor = { column: 'id', nulls: 'refuse' } as const;
const append = streamOffer(orders, columns, { writeMode: 'append', cursor });
const upsert = streamOffer(orders, columns, { writeMode: 'upsert', cursor, key: ['id'] });
const never = new AbortController().signal;

/** One run's load of one stream. */
interface Run {
  readonly spec: StreamSpec;
  readonly loadId: string;
  readonly begun: BegunStream;
}

describe.each(serverMatrix)('an incremental stream on $name', ({ server }) => {
  let database: TestDatabase;
  let destination: PostgresDestination;

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
    await database.query(`DROP SCHEMA IF EXISTS "sch""ema; \n\\" CASCADE`);
    destination = await configured(database.url, { lock_timeout_ms: 200 });
  });
  afterEach(() => destination.close());
  afterAll(() => database.drop());

  async function begin(loadId: string, offer: StreamOffer = append): Promise<Run> {
    const spec = await negotiate(destination, offer);
    const [begun] = await destination.begin({ loadId, streams: [spec] });
    if (begun === undefined) throw new Error('begin gave no answer');
    return { spec, loadId, begun };
  }

  async function publish(
    { spec, loadId, begun }: Run,
    receipts: readonly Receipt[],
    position?: Position,
  ): Promise<PublishedStream | undefined> {
    const positions = position === undefined ? [] : [{ streamIndex: 0, position }];
    const [published] = await destination.publish({
      loadId,
      streams: [spec],
      epochs: [begun.epoch],
      receipts,
      positions,
    });
    return published;
  }

  /** The whole first load: rows with these ids, and the position of the last one. */
  async function first(ids: readonly number[], offer: StreamOffer = append): Promise<void> {
    const run = await begin('first', offer);
    expect(run.begun.position).toBeUndefined();
    const receipt = await writeUnit(destination, contextOf(run.spec, 'first', run.begun.epoch), [batch(ids, 'first')]);
    await publish(run, [receipt], positionAt(ids.at(-1) ?? 0));
  }

  const open = ({ spec, loadId, begun }: Run, unit = 'u1', position = begun.position) =>
    destination.open(continued(contextOf(spec, loadId, begun.epoch, unit), position), never);

  const batch = (ids: readonly number[], name: string) => ({
    streamIndex: 0,
    schemaEpoch: 0,
    ...rowsOf(
      columns,
      ids.map((id) => [id, name]),
    ),
  });

  const rows = () => database.query('SELECT * FROM orders ORDER BY id, name');
  const stands = async (loadId = 'looks'): Promise<Position | undefined> => (await begin(loadId)).begun.position;
  const staged = () =>
    database.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename NOT IN ('format', 'stream', 'receipt')`,
    );

  describe.each([
    ['append', append],
    ['upsert', upsert],
  ])('with write mode %s', (_, offer) => {
    it('shows the first load and stores its position at once, when it is published', async () => {
      const run = await begin('a', offer);
      expect(run.begun).toMatchObject({ receipts: [], cleaned: [] });
      expect(run.begun.position).toBeUndefined();
      const context = (unit: string) => contextOf(run.spec, 'a', run.begun.epoch, unit);
      const receipts = [
        await writeUnit(destination, context('u1'), [batch([1, 2], 'a')]),
        await writeUnit(destination, context('u2'), [batch([3], 'a')]),
      ];
      await expect(rows()).rejects.toThrow('does not exist');
      await publish(run, receipts, positionAt(3));
      expect(await rows()).toHaveLength(3);
      expect(await stands()).toEqual(positionAt(3));
    });

    it('shows each later checkpoint when it is committed, with its position', async () => {
      await first([1, 2], offer);
      const run = await begin('b', offer);
      expect(run.begun.position).toEqual(positionAt(2));
      expect(await staged()).toEqual([]);
      const session = await open(run);
      await session.write(batch([3, 4], 'b'));
      expect(await rows()).toHaveLength(2);
      expect(await session.commit(checkpointAt(1, positionAt(4)))).toMatchObject({ rows: 2, checkpointId: 1 });
      expect(await rows()).toHaveLength(4);
      await session.write(batch([5], 'b'));
      await session.write(batch([6], 'b'));
      const receipt = await session.commit(checkpointAt(2, positionAt(6)));
      expect(receipt).toMatchObject({ rows: 4, checkpointId: 2 });
      expect(await session.finish()).toMatchObject({ rows: 4 });
      expect(await staged()).toEqual([]);
      // Never published: a new run goes on all the same.
      const next = await begin('c', offer);
      expect(next.begun).toMatchObject({ receipts: [], cleaned: [], position: positionAt(6) });
      expect(await rows()).toEqual([1, 2, 3, 4, 5, 6].map((id) => ({ id, name: id < 3 ? 'first' : 'b' })));
    });

    it('keeps neither rows nor position of what was not committed', async () => {
      await first([1], offer);
      const run = await begin('b', offer);
      const session = await open(run);
      await session.write(batch([2], 'b'));
      await session.commit(checkpointAt(1, positionAt(2)));
      await session.write(batch([3], 'b'));
      await session.abort();
      expect(await rows()).toHaveLength(2);
      expect(await stands('c')).toEqual(positionAt(2));
    });

    it('is only marked by publish, which can be repeated, and ends the load', async () => {
      await first([1], offer);
      const run = await begin('b', offer);
      const session = await open(run);
      await session.write(batch([2], 'b'));
      const receipt = await session.commit(checkpointAt(1, positionAt(2)));
      for (let i = 0; i < 2; i++) {
        expect(await publish(run, [receipt])).toEqual({
          rows: 1,
          method: 'checkpoint by checkpoint',
          lockMs: 0,
          warnings: [],
        });
      }
      await session.write(batch([3], 'b'));
      await expect(session.commit(checkpointAt(2, positionAt(3)))).rejects.toMatchObject({
        code: 'load_already_published',
        commitState: 'before',
      });
      expect(await rows()).toHaveLength(2);
      expect(await stands()).toEqual(positionAt(2));
    });

    it('goes on in the same load, with the receipt that stands', async () => {
      await first([1], offer);
      const run = await begin('b', offer);
      const session = await open(run);
      await session.write(batch([2], 'b'));
      const receipt = await session.commit(checkpointAt(1, positionAt(2)));
      const again = await begin('b', offer);
      expect(again.begun).toMatchObject({ receipts: [receipt], position: positionAt(2) });
      // The older session has the position, and not the epoch.
      await session.write(batch([3], 'late'));
      await expect(session.commit(checkpointAt(2, positionAt(3)))).rejects.toMatchObject({ code: 'stale_epoch' });
      const second = await open(again);
      await second.write(batch([3], 'b'));
      expect(await second.commit(checkpointAt(1, positionAt(3)))).toMatchObject({ rows: 2 });
      expect(await rows()).toEqual([
        { id: 1, name: 'first' },
        { id: 2, name: 'b' },
        { id: 3, name: 'b' },
      ]);
    });

    it('moves on without rows, and stays with a checkpoint that names no position', async () => {
      await first([1], offer);
      const session = await open(await begin('b', offer));
      await session.commit(checkpointAt(1, positionAt(7)));
      await session.commit(checkpointAt(2, undefined));
      expect(await session.finish()).toMatchObject({ rows: 0 });
      expect(await stands()).toEqual(positionAt(7));
      expect(await rows()).toHaveLength(1);
    });

    it('takes only the position it stands at, and only later ones', async () => {
      await first([5], offer);
      const run = await begin('b', offer);
      const refused = { code: 'position_differs', category: 'protocol', commitState: 'before' };
      for (const other of [positionAt(4), positionAt(6), positionAt(5, 'other')]) {
        await expect(open(run, 'u1', other)).rejects.toMatchObject(refused);
      }
      await expect(destination.open(contextOf(run.spec, 'b', run.begun.epoch), never)).rejects.toMatchObject(refused);
      for (const other of [positionAt(4), positionAt(6, 'other')]) {
        const session = await open(run);
        await session.write(batch([6], 'b'));
        await expect(session.commit(checkpointAt(1, other))).rejects.toMatchObject(refused);
      }
      expect(await rows()).toHaveLength(1);
      expect(await stands()).toEqual(positionAt(5));
    });

    it('is written by one session at a time, whatever units they are', async () => {
      await first([1], offer);
      const run = await begin('b', offer);
      const [one, other] = [await open(run, 'u1'), await open(run, 'u2')];
      await one.write(batch([2], 'one'));
      await one.commit(checkpointAt(1, positionAt(2)));
      await other.write(batch([2], 'other'));
      await expect(other.commit(checkpointAt(1, positionAt(2)))).rejects.toMatchObject({ code: 'position_differs' });
      expect(await rows()).toEqual([
        { id: 1, name: 'first' },
        { id: 2, name: 'one' },
      ]);
    });

    it('begins anew after a full refresh, from the moment on that this is published', async () => {
      await first([1], offer);
      const { key } = offer.spec;
      const full = streamOffer(orders, columns, { writeMode: offer.spec.writeMode, key });
      const run = await begin('full', full);
      expect(run.begun.position).toBeUndefined();
      const receipt = await writeUnit(destination, contextOf(run.spec, 'full', run.begun.epoch), [batch([1], 'full')]);
      expect(await database.query('SELECT position_order FROM _rapidbyte.stream')).toEqual([
        { position_order: positionAt(1).order },
      ]);
      await publish(run, [receipt]);
      expect(await database.query('SELECT position_order FROM _rapidbyte.stream')).toEqual([{ position_order: null }]);
      const next = await begin('next', offer);
      expect(next.begun.position).toBeUndefined();
      expect(next.begun.cleaned).toEqual([]);
    });

    it('begins anew where its rows are gone, or belong elsewhere, and says so', async () => {
      await first([1, 2], offer);
      await database.query('DROP TABLE orders');
      const run = await begin('b', offer);
      expect(run.begun.position).toBeUndefined();
      expect(run.begun.cleaned).toEqual([expect.stringContaining('position in public.orders')]);
      const receipt = await writeUnit(destination, contextOf(run.spec, 'b', run.begun.epoch), [batch([1], 'b')]);
      await publish(run, [receipt], positionAt(1));
      expect(await stands()).toEqual(positionAt(1));
      await destination.close();
      destination = await configured(database.url, { schema: 'elsewhere' });
      const moved = await begin('c', offer);
      expect(moved.begun.position).toBeUndefined();
      expect(moved.begun.cleaned).toEqual([expect.stringContaining('not in elsewhere.orders')]);
    });

    it('has no position after a first load that leads nowhere', async () => {
      const run = await begin('a', offer);
      await publish(run, [await writeUnit(destination, contextOf(run.spec, 'a', run.begun.epoch), [])]);
      expect(await stands()).toBeUndefined();
    });

    it.each<[string, string]>([
      ['a wider type', 'CREATE TABLE orders (name varchar, id bigint PRIMARY KEY, more int DEFAULT 7)'],
      [
        'partitions',
        `CREATE TABLE orders (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
         CREATE TABLE low PARTITION OF orders FOR VALUES FROM (0) TO (3); CREATE TABLE high PARTITION OF orders DEFAULT`,
      ],
      ['an identity column', 'CREATE TABLE orders (name text, id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)'],
    ])('writes to a target with %s', async (what, setup) => {
      await database.query(setup);
      await first([1, 2], offer);
      const session = await open(await begin('b', offer));
      await session.write(batch([3, 4], 'b'));
      await session.commit(checkpointAt(1, positionAt(4)));
      const found = await database.query<{ id: number | string; name: string; more?: number }>(
        'SELECT * FROM orders ORDER BY id',
      );
      expect(found.map(({ id, name }) => `${id} ${name}`)).toEqual(['1 first', '2 first', '3 b', '4 b']);
      if (what === 'a wider type') expect(found.every(({ more }) => more === 7)).toBe(true);
    });

    it('refuses a target that was altered or dropped meanwhile', async () => {
      await first([1], offer);
      const run = await begin('b', offer);
      const session = await open(run);
      await session.commit(checkpointAt(1, positionAt(1)));
      await database.query('ALTER TABLE orders ALTER COLUMN id TYPE real');
      const writing = async () => {
        await session.write(batch([2], 'b'));
        await session.commit(checkpointAt(2, positionAt(2)));
      };
      await expect(writing()).rejects.toMatchObject({ category: 'schema', commitState: 'before' });
      await database.query('DROP TABLE orders');
      const other = await open(run);
      await expect(
        (async () => {
          await other.write(batch([2], 'b'));
          await other.commit(checkpointAt(1, positionAt(2)));
        })(),
      ).rejects.toMatchObject({ code: 'target_changed', commitState: 'before' });
    });

    it('refuses a position that publish has no use for', async () => {
      await first([1], offer);
      const run = await begin('b', offer);
      await expect(publish(run, [], positionAt(9))).rejects.toMatchObject({ code: 'position_unexpected' });
      const { key, writeMode } = offer.spec;
      const full = await begin('full', streamOffer(orders, columns, { writeMode, key }));
      await expect(publish(full, [], positionAt(9))).rejects.toMatchObject({ code: 'position_unexpected' });
    });

    it('writes values that travel as text, and hostile names', async () => {
      const key = 'k"; DROP TABLE x; --';
      const odd: TestColumn[] = [int4(key), text("na'me\n"), moment, text('$1')];
      const name = { namespace: 'sch"ema; \n\\', name: `t'a"b${'é'.repeat(28)}` };
      const options: StreamOptions = {
        writeMode: offer.spec.writeMode,
        key: [key],
        cursor: { column: key, tieBreakerColumn: "na'me\n", nulls: 'refuse' },
      };
      const stream = streamOffer(name, odd, options);
      const one = (id: number) => ({
        streamIndex: 0,
        schemaEpoch: 0,
        ...rowsOf(odd, [[id, `a${id}`, `${id} days`, "b'"]]),
      });
      const run = await begin('a', stream);
      const receipt = await writeUnit(destination, contextOf(run.spec, 'a', run.begun.epoch), [one(1)]);
      await publish(run, [receipt], positionAt(1));
      const session = await open(await begin('b', stream));
      await session.write(one(2));
      await session.commit(checkpointAt(1, positionAt(2)));
      const found = await database.query(
        `SELECT "${key.replaceAll('"', '""')}" AS key, "na'me\n" AS name, "mo""ment" = make_interval(days => "${key.replaceAll('"', '""')}") AS same, "$1" AS odd
           FROM "sch""ema; \n\\"."t'a""b${'é'.repeat(28)}" ORDER BY 1`,
      );
      expect(found).toEqual([
        { key: 1, name: 'a1', same: true, odd: "b'" },
        { key: 2, name: 'a2', same: true, odd: "b'" },
      ]);
    });
  });

  it('with append_visibility unit shows units of the first load as they are committed, and stores the position in publish', async () => {
    await destination.close();
    destination = await configured(database.url, { append_visibility: 'unit' });
    const run = await begin('a');
    const receipt = await writeUnit(destination, contextOf(run.spec, 'a', run.begun.epoch), [batch([1], 'a')]);
    expect(await rows()).toHaveLength(1);
    expect(await stands('a')).toBeUndefined();
    const again = await begin('a');
    await publish(again, [receipt], positionAt(1));
    const next = await begin('b');
    expect(next.begun.position).toEqual(positionAt(1));
  });

  it('goes on with the other write mode where the target has the key', async () => {
    await first([1, 2], upsert);
    const session = await open(await begin('b', append));
    await session.write(batch([3], 'b'));
    await session.commit(checkpointAt(1, positionAt(3)));
    const last = await open(await begin('c', upsert));
    await last.write(batch([2, 4], 'c'));
    await last.commit(checkpointAt(1, positionAt(4)));
    expect(await rows()).toEqual([
      { id: 1, name: 'first' },
      { id: 2, name: 'c' },
      { id: 3, name: 'b' },
      { id: 4, name: 'c' },
    ]);
  });

  it('knows nothing of other streams, pipelines and staging schemas', async () => {
    await first([1]);
    const other = await configured(database.url, { staging_schema: 'other_state' });
    const spec = await negotiate(other, append);
    const [begun] = await other.begin({ loadId: 'x', streams: [spec] });
    expect(begun?.position).toBeUndefined();
    await other.close();
    await load(destination, streamOffer({ namespace: 'public', name: 'orders2' }, columns), 'y', []);
    expect(await stands()).toEqual(positionAt(1));
  });
});

const moment: TestColumn = {
  name: 'mo"ment',
  type: 'interval',
  typname: 'interval',
  field: { kind: 'utf8' },
  metadata: {
    'ARROW:extension:name': 'arrow.opaque',
    'ARROW:extension:metadata': '{"type_name":"interval","vendor_name":"PostgreSQL"}',
  },
};
