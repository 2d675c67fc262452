import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DestinationSession, PublishedStream, Receipt, StreamSpec, WriteMode } from '@rapidbyte/connector';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { serverMatrix } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, contextOf, finalCheckpoint, int4, negotiate, rowsOf, streamOffer, text } from './test-load.ts';

// One load, many sessions, in several destination processes.

const columns = [int4('id'), text('unit')];
const orders = { namespace: 'public', name: 'orders' };
const rowsPerBatch = 50;
const batches = 4;
const rowsPerUnit = rowsPerBatch * batches;
const never = new AbortController().signal;

const write = (session: DestinationSession, unit: number, batch: number): Promise<void> =>
  session.write({
    streamIndex: 0,
    schemaEpoch: 0,
    ...rowsOf(
      columns,
      Array.from({ length: rowsPerBatch }, (_, i) => [unit * rowsPerUnit + batch * rowsPerBatch + i, `u${unit}`]),
    ),
  });

describe.each(serverMatrix)('parallel sessions on $name', ({ server }) => {
  let database: TestDatabase;
  let destinations: PostgresDestination[];

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
    destinations = await Promise.all([1, 2].map(() => configured(database.url, { lock_timeout_ms: 500 })));
  });
  afterEach(() => Promise.all(destinations.map((destination) => destination.close())));
  afterAll(() => database.drop());

  const process = (i: number): PostgresDestination => {
    const destination = destinations[i % destinations.length];
    if (destination === undefined) throw new Error('no destination');
    return destination;
  };

  async function begin(writeMode: WriteMode, loadId: string): Promise<{ spec: StreamSpec; epoch: number }> {
    const spec = await negotiate(process(0), streamOffer(orders, columns, { writeMode }));
    const [begun] = await process(0).begin({ loadId, streams: [spec] });
    return { spec, epoch: begun?.epoch ?? 0 };
  }

  async function unit(i: number, at: number, spec: StreamSpec, loadId: string, epoch: number): Promise<Receipt> {
    const session = await process(at).open(contextOf(spec, loadId, epoch, `u${i}`), never);
    for (let batch = 0; batch < batches; batch++) await write(session, i, batch);
    const receipt = await session.commit(finalCheckpoint);
    expect(await session.finish()).toMatchObject({ rows: rowsPerUnit });
    return receipt;
  }

  const connections = async (): Promise<number> =>
    (
      await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rapidbyte destination'`,
      )
    ).length;

  const visible = () =>
    database.query(
      `SELECT unit, count(*)::int AS rows, count(DISTINCT id)::int AS ids FROM orders GROUP BY unit ORDER BY unit`,
    );

  it.each(['replace', 'append'] as const)('of a load with write mode %s are all visible at once', async (writeMode) => {
    await database.query(`CREATE TABLE orders (id int NOT NULL, unit text); INSERT INTO orders VALUES (-1, 'old')`);
    const old = { unit: 'old', rows: 1, ids: 1 };
    const { spec, epoch } = await begin(writeMode, 'l');
    const sessions = await Promise.all(
      Array.from({ length: 8 }, (_, i) => process(i).open(contextOf(spec, 'l', epoch, `u${i}`), never)),
    );
    for (let batch = 0; batch < batches; batch++) {
      await Promise.all(sessions.map((session, i) => write(session, i, batch)));
    }
    // Each session on a connection of its own; a request takes one more, or an idle one.
    await process(0).forget({ loadId: 'other', streams: [spec], epochs: [0] });
    await expect.poll(connections).toBe(8 + 1);
    await sessions[5]?.abort();
    const receipts = await Promise.all(
      sessions.filter((_, i) => i !== 5).map((session) => session.commit(finalCheckpoint)),
    );
    await Promise.all(sessions.map((session) => session.finish()));
    // What was begun anew comes from another process.
    receipts.push(await unit(5, 0, spec, 'l', epoch));
    expect(receipts.map(({ rows }) => rows)).toEqual(Array.from({ length: 8 }, () => rowsPerUnit));
    expect(await visible()).toEqual([old]);
    const request = { loadId: 'l', streams: [spec], epochs: [epoch] };
    await expect(process(1).publish({ ...request, receipts: receipts.slice(1) })).rejects.toMatchObject({
      code: 'receipts_differ',
      message: expect.stringContaining('"u0"'),
    });
    expect(await visible()).toEqual([old]);
    const [published] = await process(1).publish({ ...request, receipts });
    expect(published?.rows).toBe(8 * rowsPerUnit);
    expect(await visible()).toEqual([
      ...(writeMode === 'append' ? [old] : []),
      ...Array.from({ length: 8 }, (_, i) => ({ unit: `u${i}`, rows: rowsPerUnit, ids: rowsPerUnit })),
    ]);
  });

  it('commit beside each other, while others are in the middle of theirs', async () => {
    const { spec, epoch } = await begin('replace', 'l');
    const slow = await process(0).open(contextOf(spec, 'l', epoch, 'u0'), never);
    await write(slow, 0, 0);
    const receipts = await Promise.all([1, 2, 3, 4, 5].map((i) => unit(i, i, spec, 'l', epoch)));
    for (let batch = 1; batch < batches; batch++) await write(slow, 0, batch);
    receipts.push(await slow.commit(finalCheckpoint));
    await slow.finish();
    const published: readonly PublishedStream[] = await process(0).publish({
      loadId: 'l',
      streams: [spec],
      epochs: [epoch],
      receipts,
    });
    expect(published[0]?.rows).toBe(6 * rowsPerUnit);
  });

  it('are all fenced off by one new begin', async () => {
    const { spec, epoch } = await begin('replace', 'l');
    const done = await unit(0, 0, spec, 'l', epoch);
    const sessions = await Promise.all(
      [1, 2, 3, 4].map((i) => process(i).open(contextOf(spec, 'l', epoch, `u${i}`), never)),
    );
    await Promise.all(sessions.map((session, i) => write(session, i + 1, 0)));
    const again = await begin('replace', 'l');
    for (const session of sessions) {
      await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({ code: 'stale_epoch' });
    }
    const receipts = [done];
    for (const i of [1, 2, 3, 4]) receipts.push(await unit(i, i, spec, 'l', again.epoch));
    await process(0).publish({ loadId: 'l', streams: [spec], epochs: [again.epoch], receipts });
    expect(await visible()).toEqual(
      [0, 1, 2, 3, 4].map((i) => ({ unit: `u${i}`, rows: rowsPerUnit, ids: rowsPerUnit })),
    );
  });

  it('are all ended where they hold what a new load has to drop', async () => {
    const { spec, epoch } = await begin('replace', 'l');
    const sessions = await Promise.all(
      [0, 1, 2, 3].map((i) => process(i).open(contextOf(spec, 'l', epoch, `u${i}`), never)),
    );
    await Promise.all(sessions.map((session, i) => write(session, i, 0)));
    await begin('replace', 'next');
    for (const session of sessions) {
      await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({ commitState: 'before' });
    }
  });

  it('that are cut off leave the target as it was, and their staging table to the next begin', async () => {
    await database.query(`CREATE TABLE orders (id int NOT NULL, unit text); INSERT INTO orders VALUES (-1, 'old')`);
    const { spec, epoch } = await begin('replace', 'l');
    await unit(0, 0, spec, 'l', epoch);
    const sessions = await Promise.all(
      [1, 2, 3].map((i) => process(i).open(contextOf(spec, 'l', epoch, `u${i}`), never)),
    );
    await Promise.all(sessions.map((session, i) => write(session, i + 1, 0)));
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rapidbyte destination' AND datname = current_database()`,
    );
    for (const session of sessions) {
      await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({
        category: 'transient',
        commitState: 'before',
      });
    }
    const [next] = await process(1).begin({ loadId: 'next', streams: [spec] });
    expect(next).toMatchObject({
      receipts: [],
      cleaned: [expect.stringContaining('staging table _rapidbyte.orders_')],
    });
    await process(1).forget({ loadId: 'next', streams: [spec], epochs: [next?.epoch ?? 0] });
    expect(
      await database.query(
        `SELECT tablename FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename NOT IN ('format', 'stream', 'receipt')`,
      ),
    ).toEqual([]);
    expect(await visible()).toEqual([{ unit: 'old', rows: 1, ids: 1 }]);
  });

  it('can not commit one unit twice', async () => {
    const { spec, epoch } = await begin('replace', 'l');
    const both = await Promise.all([0, 1].map((i) => process(i).open(contextOf(spec, 'l', epoch, 'u0'), never)));
    for (const session of both) await write(session, 0, 0);
    const results = await Promise.allSettled(both.map((session) => session.commit(finalCheckpoint)));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'unit_already_committed', commitState: 'before' },
    });
  });
});
