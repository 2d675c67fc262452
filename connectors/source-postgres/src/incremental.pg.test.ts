import type { Position } from '@rapidbyte/connector';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CollectingOutput } from './testing/collect.ts';
import { configured } from './testing/database.ts';
import {
  beginningOf,
  firstLoad,
  incremental,
  plan,
  readContinuing,
  readOn,
  type Incremental,
} from './testing/incremental.ts';
import { useTiling } from './testing/tiling-server.ts';
import { readUnit } from './testing/tiling.ts';

const tiling = useTiling();
const query = async (sql: string): Promise<Record<string, unknown>[]> => tiling.database().query(sql);
const source = () => tiling.source();
afterEach(async () => {
  // The last plan holds a lock.
  await source().release?.();
});
const position = (found: { readonly position: Position | undefined }): Position =>
  found.position ?? expect.fail('no position');

describe('a stream that grows', () => {
  let of: Incremental;
  beforeEach(async () => {
    await query(`
      DROP TABLE IF EXISTS events CASCADE;
      CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, v text);
      CREATE INDEX ON events (at, id);
      INSERT INTO events (at, v) SELECT '2024-01-01 00:00+00'::timestamptz + g / 4 * interval '1 second', 'first' FROM generate_series(1, 20000) g`);
    of = await incremental(source(), 'events', { column: 'at', tieBreakerColumn: 'id' });
  });

  test('a first load in parallel, then what has come since, then nothing', async () => {
    const first = await firstLoad(of, 100_000);
    expect(first.columns['id']).toHaveLength(20_000);
    await query(`INSERT INTO events (at, v) SELECT '2024-06-01 00:00+00', 'next' FROM generate_series(1, 50)`);
    await query(`INSERT INTO events (at, v) VALUES ('2023-01-01 00:00+00', 'late')`);
    const next = await readOn(of, position(first));
    expect(next.columns['v']).toEqual(Array.from({ length: 50 }, () => 'next'));
    expect(next.problems).toEqual([]);
    const idle = await readOn(of, next.last);
    expect(idle.output.rows).toBe(0);
    expect(idle.output.checkpoints).toEqual([{ rows: 0, positions: [{ streamIndex: 0, position: next.last }] }]);
    // A row that is equal but for the tie-breaker.
    await query(`INSERT INTO events (at, v) SELECT '2024-06-01 00:00+00', 'equal'`);
    expect((await readOn(of, idle.last)).columns['v']).toEqual(['equal']);
  });

  test('the plan’s position and its rows are of one snapshot, whatever is committed between', async () => {
    const { units, position: end } = await plan(of, undefined, 100_000);
    await query(`INSERT INTO events (at, v) SELECT '2024-06-01 00:00+00', 'meanwhile' FROM generate_series(1, 10)`);
    const ids: unknown[] = [];
    for (const unit of units) ids.push(...((await readUnit(source(), of.stream, unit))['id'] ?? []));
    expect(ids).toHaveLength(20_000);
    expect((await readOn(of, position({ position: end }))).columns['v']).toEqual(
      Array.from({ length: 10 }, () => 'meanwhile'),
    );
  });

  test('a continuing unit reads up to the plan’s snapshot, and again from where its own checkpoint was', async () => {
    const start = position(await firstLoad(of));
    await query(`INSERT INTO events (at, v) SELECT '2024-06-01 00:00+00', 'seen' FROM generate_series(1, 30)`);
    const { units } = await plan(of, start);
    const [unit = expect.fail('no unit')] = units;
    await query(`INSERT INTO events (at, v) SELECT '2024-06-01 00:00+00', 'later' FROM generate_series(1, 30)`);
    const whole = await readContinuing(of, unit, start, { interval: { rows: 10 } });
    expect(whole.checkpoints.map((one) => one.rows)).toEqual([10, 20, 30]);
    const again = whole.checkpoints[1]?.positions[0]?.position ?? expect.fail('no position');
    expect((await readContinuing(of, unit, again)).rows).toBe(10);
  });

  test('checkpoints by bytes and by time', async () => {
    const start = await beginningOf(of);
    const byBytes = await readOn(of, start, { interval: { bytes: 100_000 } });
    const sizes = byBytes.output.checkpoints.map(
      ({ rows: count }, index) => count - (byBytes.output.checkpoints[index - 1]?.rows ?? 0),
    );
    expect(sizes.length).toBeGreaterThan(4);
    expect(Math.max(...sizes)).toBeLessThan(10_000);
    expect(byBytes.output.rows).toBe(20_000);
    const output = new CollectingOutput({ beforeEmit: () => new Promise((resolve) => setTimeout(resolve, 20)) });
    const byTime = await readOn(of, start, { interval: { milliseconds: 1 }, output });
    expect(byTime.output.checkpoints.length).toBeGreaterThan(1);
    expect(byTime.output.rows).toBe(20_000);
  });

  test('none but at the end, if none is asked for', async () => {
    const { output } = await readOn(of, await beginningOf(of));
    expect(output.checkpoints.map((one) => one.rows)).toEqual([20_000]);
  });

  test('a stop ends at a checkpoint behind all that was sent, from which the rest is read', async () => {
    const start = await beginningOf(of);
    const output: CollectingOutput = new CollectingOutput({
      beforeEmit: (batch) => (batch === 3 ? output.requestStop() : undefined),
    });
    const stopped = await readOn(of, start, { interval: { rows: 1000 }, output });
    expect(output.rows).toBeGreaterThan(2000);
    expect(output.rows).toBeLessThan(20_000);
    const rest = await readOn(of, stopped.last);
    expect([...(stopped.columns['id'] ?? []), ...(rest.columns['id'] ?? [])]).toEqual(
      (await query('SELECT id FROM events ORDER BY at, id')).map(({ id }) => BigInt(String(id))),
    );
  });

  test('a stop before the first row', async () => {
    const start = await beginningOf(of);
    const output = new CollectingOutput();
    output.requestStop();
    const { last } = await readOn(of, start, { output });
    expect(output.rows).toBe(0);
    expect(last).toEqual(start);
  });

  test('look_back sends once more what lies so far before, and never goes back', async () => {
    const back = await incremental(source(), 'events', {
      column: 'at',
      tieBreakerColumn: 'id',
      lookBack: '10 seconds',
    });
    expect(back.stream.problems).toEqual([]);
    const start = position(await firstLoad(back));
    await query(`INSERT INTO events (at, v) VALUES
      ('2024-01-01 00:00+00'::timestamptz + interval '4991 seconds', 'late'),
      ('2024-01-01 00:00+00'::timestamptz + interval '4989 seconds', 'too late')`);
    const { columns, positions } = await readOn(back, start, { interval: { rows: 7 } });
    expect(columns['v']?.filter((v) => v !== 'first')).toEqual(['late']);
    // 4990 to 5000, 4 rows a second but for the last.
    expect(columns['v']).toHaveLength(42);
    expect(positions.every((one) => Buffer.compare(one.order, start.order) === 0)).toBe(true);
    await query(`INSERT INTO events (at, v) SELECT '2024-06-01 00:00+00', 'next' FROM generate_series(1, 5)`);
    const next = await readOn(back, start);
    expect(Buffer.compare(next.last.order, start.order)).toBe(1);
  });

  test('a greatest cursor below the position is told', async () => {
    const start = position(await firstLoad(of));
    await query('DELETE FROM events WHERE id > 19000');
    const { problems, last } = await readOn(of, start);
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'cursor_went_backwards',
        column: 'at',
        stream: of.stream.name,
      }),
    ]);
    expect(last).toEqual(start);
  });

  test('settings of the role and of the database change nothing', async () => {
    await query(`DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET TimeZone = %L', current_database(), 'Asia/Kathmandu');
      EXECUTE format('ALTER DATABASE %I SET DateStyle = %L', current_database(), 'SQL, DMY');
      EXECUTE format('ALTER DATABASE %I SET IntervalStyle = %L', current_database(), 'iso_8601');
      EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -5', current_database());
    END $$; CREATE VIEW seen AS SELECT id, at, v, extract(epoch FROM at)::float8 / 7 AS f FROM events`);
    const other = await configured({ url: tiling.database().url });
    try {
      const before = await readOn(of, await beginningOf(of), { interval: { rows: 6000 } });
      for (const [name, column] of [
        ['events', 'at'],
        ['seen', 'at'],
        ['seen', 'f'],
      ] as const) {
        const there = await incremental(other, name, { column, tieBreakerColumn: 'id' });
        const read = await readOn(there, await beginningOf(there), { interval: { rows: 6000 } });
        expect(read.columns['id']).toEqual(before.columns['id']);
        if (column === 'at')
          expect(read.positions.map(({ order }) => order)).toEqual(before.positions.map(({ order }) => order));
        const rest = await readOn(there, read.positions[1] ?? expect.fail('no position'));
        expect(rest.columns['id']).toEqual(before.columns['id']?.slice(12_000));
      }
    } finally {
      await other.close?.();
      await query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET ALL', current_database()); END $$`);
    }
  });
});
