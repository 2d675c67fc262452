import type { Position } from '@rapidbyte/connector';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CollectingOutput } from './testing/collect.ts';
import { configured } from './testing/database.ts';
import { firstLoad, incremental, plan, readContinuing, readOn, type Incremental } from './testing/incremental.ts';
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

/** SQL of a cursor from the row's number `g`, with duplicates and, where there are any, values with the least and the greatest in them. */
const cursors: Readonly<Record<string, string>> = {
  smallint: '(g % 1000 - 500)::int2',
  int: 'g * 7 - 5000',
  bigint: "CASE g WHEN 1 THEN '-9223372036854775808'::int8 WHEN 2 THEN 9223372036854775807 ELSE g / 3 END",
  numeric: 'CASE g % 7 WHEN 0 THEN -g WHEN 1 THEN g / 7.0 WHEN 2 THEN 1e30 + g ELSE g / 5 END',
  'numeric(12, 3)': '(g / 7.0)::numeric(12, 3)',
  real: '(g % 300 - 150) / 7.0',
  'double precision': "CASE g WHEN 1 THEN '-Infinity' ELSE (g % 700 - 350) / 7.0 END",
  date: "CASE g WHEN 1 THEN '-infinity'::date ELSE '1999-12-01'::date + g / 10 END",
  timestamp: "'1999-12-31 23:59:59.999'::timestamp + g / 2 * interval '1 microsecond'",
  timestamptz: "'1999-12-31 23:59:59.999+00'::timestamptz + g / 2 * interval '1 microsecond'",
  time: "'10:00'::time + g / 5 * interval '1 microsecond'",
  uuid: "overlay(md5((g / 2)::text) placing lpad(to_hex(g / 2), 8, '0') from 1 for 8)::uuid",
  text: "CASE g % 9 WHEN 0 THEN '' WHEN 1 THEN 'it''s \\ \"' || g / 50 WHEN 2 THEN 'ü€𝄞' || g / 50 ELSE 'x' || g / 20 END",
  'text COLLATE "POSIX"': "'x' || g / 20",
  'varchar(20)': "CASE g % 2 WHEN 0 THEN 'a' || g / 9 ELSE 'A' || g / 9 END",
  'char(9)': "'c' || g / 20",
  bytea: "decode(lpad(to_hex(g / 20), 4, '0'), 'hex')",
  boolean: 'g % 2 = 0',
  oid: '(g / 3 + 2147483000)::int8::oid',
  pg_lsn: "('0/' || to_hex(g / 3))::pg_lsn",
};

const rows = 900;

test.each(Object.entries(cursors))('%s: reading on from any checkpoint gives exactly the rest', async (type, value) => {
  await query(`
    DROP TABLE IF EXISTS t;
    CREATE TABLE t (id int PRIMARY KEY, c ${type} NOT NULL);
    INSERT INTO t SELECT g, ${value} FROM generate_series(1, ${rows}) g ORDER BY random()`);
  const of = await incremental(source(), 't', { column: 'c', tieBreakerColumn: 'id' });
  expect(of.stream.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const collate = /text|char/.test(type) ? 'COLLATE "C"' : '';
  const expected = (await query(`SELECT id FROM t ORDER BY c ${collate}, id`)).map(({ id }) => id);

  // From the beginning, in checkpoints of an odd number of rows.
  const start = await beginningOf(of);
  const all = await readOn(of, start, { interval: { rows: 97 } });
  expect(all.columns['id']).toEqual(expected);
  expect(all.output.checkpoints.map((one) => one.rows)).toEqual([
    ...Array.from({ length: 9 }, (_, index) => 97 * (index + 1)),
    rows,
  ]);
  for (const [index, from] of all.positions.entries()) {
    const rest = await readOn(of, from, { interval: { rows: 500 } });
    expect(rest.columns['id']).toEqual(expected.slice(all.output.checkpoints[index]?.rows));
    expect(rest.last).toEqual(all.last);
  }
  // And what the first load says of itself is the end of it.
  expect(position(await firstLoad(of))).toEqual(all.last);
});

/** Where a stream stands that has only rows without a cursor: before every row with one. */
async function beginningOf(of: Incremental): Promise<Position> {
  const { position: end } = await plan(of);
  if (end === undefined) throw new Error('no position');
  return { ...end, order: new Uint8Array(0) };
}

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
