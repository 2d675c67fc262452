import type { Cursor, Position, Problem, WriteMode } from '@rapidbyte/connector';
import { afterEach, describe, expect, test } from 'vitest';
import { createDatabase } from '../../../../test/support/database.ts';
import { configured } from '../testing/database.ts';
import { firstLoad, incremental, plan, readContinuing, readOn, type Incremental } from '../testing/incremental.ts';
import { useTiling } from '../testing/tiling-server.ts';
import { openToken } from '../plan/token.ts';

const tiling = useTiling();
const query = async (sql: string): Promise<Record<string, unknown>[]> => tiling.database().query(sql);
afterEach(async () => {
  // The last plan holds a lock.
  await tiling.source().release?.();
});

const table = async (columns: string, values: string): Promise<void> => {
  await query(`DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (${columns}); INSERT INTO t VALUES ${values}`);
};
const by = (cursor: Partial<Cursor> & { column: string }, mode?: WriteMode): Promise<Incremental> =>
  incremental(tiling.source(), 't', cursor, mode);
const end = async (of: Incremental): Promise<Position> => (await plan(of)).position ?? expect.fail('no position');
const codes = (problems: readonly Problem[]): string[] => problems.map(({ severity, code }) => `${severity} ${code}`);

describe('NULL in the cursor', () => {
  const columns = 'id int PRIMARY KEY, c int';

  test('refused: the first load and every later one name it before a row moves', async () => {
    await table(columns, '(1, 1), (2, 2)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id' });
    const start = await end(of);
    await tiling.source().release?.();
    await query('INSERT INTO t VALUES (3, NULL)');
    for (const resume of [undefined, start]) {
      const { units, problems } = await plan(of, resume);
      expect(units).toEqual([]);
      expect(problems).toEqual([
        expect.objectContaining({
          severity: 'error',
          category: 'data',
          code: 'null_cursor_found',
          stream: of.stream.name,
          column: 'c',
        }),
      ]);
      await tiling.source().release?.();
    }
  });

  test('included, append: with the first load, and never again', async () => {
    await table(columns, '(1, 1), (2, NULL), (3, 3)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id', nulls: 'include' });
    const first = await firstLoad(of);
    expect(first.columns['id']?.toSorted()).toEqual([1, 2, 3]);
    await query('INSERT INTO t VALUES (4, NULL), (5, 5)');
    expect((await readOn(of, first.position ?? expect.fail())).columns['id']).toEqual([5]);
  });

  test('included, append: a table of nothing else stands at its beginning', async () => {
    await table(columns, '(1, NULL), (2, NULL)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id', nulls: 'include' });
    const { columns: first, position } = await firstLoad(of);
    expect(first['id']).toHaveLength(2);
    if (position === undefined) expect.fail('they would be appended again');
    expect((await readOn(of, position)).last).toEqual(position);
    await query('INSERT INTO t VALUES (3, -2147483648), (4, NULL)');
    expect((await readOn(of, position)).columns['id']).toEqual([3]);
  });

  test('included, upsert: whole, before the others, with every load', async () => {
    await table(columns, '(1, 1), (2, NULL), (3, NULL)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id', nulls: 'include' }, 'upsert');
    const start = await end(of);
    await query('INSERT INTO t SELECT g, CASE WHEN g % 2 = 0 THEN g END FROM generate_series(4, 9) g');
    const { columns: read, output, positions } = await readOn(of, start, { interval: { rows: 2 } });
    expect(read['id']?.slice(0, 5).toSorted()).toEqual([2, 3, 5, 7, 9]);
    expect(read['id']?.slice(5)).toEqual([4, 6, 8]);
    expect(output.checkpoints.map(({ rows }) => rows)).toEqual([2, 4, 5, 7, 8]);
    expect(positions.slice(0, 3)).toEqual([start, start, start]);
    expect((await readOn(of, positions[3] ?? expect.fail())).columns['id']?.slice(5)).toEqual([8]);
  });

  test('a tie-breaker that is NULL is refused, where it matters', async () => {
    await table('id int, c int', '(1, 1), (2, 2), (NULL, NULL)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id', nulls: 'include' });
    const start = await end(of);
    await query('INSERT INTO t VALUES (NULL, 1)');
    expect(codes((await plan(of, start)).problems)).toEqual([]);
    await tiling.source().release?.();
    expect(codes((await plan(of)).problems)).toEqual(['error null_tie_breaker_found']);
    await query('INSERT INTO t VALUES (NULL, 2)');
    const { problems } = await plan(of, start);
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'error', category: 'data', code: 'null_tie_breaker_found', column: 'id' }),
    ]);
  });
});

test('an empty table has no position', async () => {
  await table('id int', '(1)');
  await query('TRUNCATE t');
  const { units, position } = await plan(await by({ column: 'id' }));
  expect(units).toHaveLength(1);
  expect(position).toBeUndefined();
});

describe('a position that is not certainly one of this stream is refused', () => {
  const refused = async (of: Incremental, position: Position, why: string): Promise<void> => {
    const { units, problems } = await plan(of, position);
    await of.source.release?.();
    expect(units).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        category: 'data',
        code: 'position_unknown',
        stream: of.stream.name,
        message: expect.stringContaining(why) as string,
        hint: expect.stringContaining('rapidbyte state reset public.t') as string,
      }),
    ]);
  };
  const columns = 'id int PRIMARY KEY, c int NOT NULL, other int';
  const changed = ({ order, incarnation }: Position, change: Record<string, unknown>): Position => ({
    order,
    incarnation: Buffer.from(
      JSON.stringify({ ...(JSON.parse(Buffer.from(incarnation).toString()) as object), ...change }),
    ),
  });

  test('by what it says of itself', async () => {
    await table(columns, '(1, 1)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id' });
    const start = await end(of);
    await tiling.source().release?.();
    await refused(of, { ...start, incarnation: Buffer.of(255, 0) }, 'this version');
    await refused(of, { ...start, incarnation: new Uint8Array(0) }, 'this version');
    await refused(of, changed(start, { format: 2 }), 'this version');
    await refused(of, changed(start, { system: '1' }), 'another database server');
    await refused(of, changed(start, { database: 1 }), 'another database');
    await refused(of, changed(start, { relation: 1 }), 'another table');
    await refused(of, { ...start, order: start.order.subarray(1) }, 'ends within');
    await refused(of, { ...start, order: Buffer.concat([start.order, Buffer.of(0)]) }, 'more than');
    expect((await plan(of, start)).problems).toEqual([]);
  });

  test('by what the stream is now', async () => {
    await table(columns, '(1, 1)');
    const start = await end(await by({ column: 'c', tieBreakerColumn: 'id' }));
    await tiling.source().release?.();
    await refused(await by({ column: 'c' }), start, 'other columns');
    await refused(await by({ column: 'other', tieBreakerColumn: 'id', nulls: 'include' }), start, 'other columns');
    await query('ALTER TABLE t ALTER c TYPE bigint');
    await refused(await by({ column: 'c', tieBreakerColumn: 'id' }), start, 'other columns');
    await query('ALTER TABLE t DROP c, ADD c int NOT NULL DEFAULT 7');
    await refused(await by({ column: 'c', tieBreakerColumn: 'id' }), start, 'other columns');
    await table(columns, '(1, 1)');
    await refused(await by({ column: 'c', tieBreakerColumn: 'id' }), start, 'another table');
  });

  test('also by a session, of another unit than the plan’s', async () => {
    await table(columns, '(1, 1)');
    const of = await by({ column: 'c', tieBreakerColumn: 'id' });
    const start = await end(of);
    await tiling.source().release?.();
    const { units } = await plan(of, start);
    const [unit] = units;
    if (unit === undefined) expect.fail('no unit');
    await expect(readContinuing(of, unit, changed(start, { relation: 1 }))).rejects.toMatchObject({
      code: 'position_unknown',
      category: 'data',
    });
    const token = openToken(unit.token, of.stream.name);
    expect(token.continues?.incarnation.relation).toBe(token.stream.oid);
  });

  test('of another server that holds the same', async () => {
    await table(columns, '(1, 1)');
    const start = await end(await by({ column: 'c', tieBreakerColumn: 'id' }));
    await using other = await createDatabase(tiling.server().url, {
      setup: `CREATE TABLE t (${columns}); INSERT INTO t VALUES (1, 1)`,
    });
    const source = await configured({ url: other.url });
    try {
      await refused(await incremental(source, 't', { column: 'c', tieBreakerColumn: 'id' }), start, 'another database');
    } finally {
      await source.close?.();
    }
  });
});

test('what rewrites a table and keeps its rows keeps its positions', async () => {
  await table('id int PRIMARY KEY, c int NOT NULL', '(1, 1), (2, 2)');
  const of = await by({ column: 'c', tieBreakerColumn: 'id' });
  const start = await end(of);
  await tiling.source().release?.();
  await query('VACUUM FULL t');
  await query('ALTER TABLE t ADD more int DEFAULT 5; INSERT INTO t VALUES (3, 3)');
  expect((await readOn(await by({ column: 'c', tieBreakerColumn: 'id' }), start)).columns['id']).toEqual([3]);
});

test.each([
  ['timestamptz', "'infinity'", 'infinity'],
  ['date', "'infinity'", 'infinity'],
  ['float8', "'NaN'", 'NaN'],
  ['numeric', "'Infinity'", 'Infinity'],
  ['numeric', "'NaN'", 'NaN'],
])('a greatest %s of %s is told: nothing comes after it', async (type, value, shown) => {
  await table(`id int PRIMARY KEY, c ${type} NOT NULL`, `(1, ${value})`);
  const of = await by({ column: 'c', tieBreakerColumn: 'id' });
  const first = await plan(of);
  const warning = expect.objectContaining({
    severity: 'warning',
    code: 'cursor_endless',
    column: 'c',
    message: expect.stringContaining(` ${shown}:`) as string,
  });
  expect(first.problems).toEqual([warning]);
  expect((await plan(of, first.position)).problems).toEqual([warning]);
});

test('a server that was promoted since is told', async () => {
  await table('id int PRIMARY KEY', '(1)');
  const of = await by({ column: 'id' });
  const { order, incarnation } = await end(of);
  const before = { ...(JSON.parse(Buffer.from(incarnation).toString()) as object), timeline: 7 };
  expect(codes((await plan(of, { order, incarnation: Buffer.from(JSON.stringify(before)) })).problems)).toEqual([
    'warning timeline_changed',
  ]);
});

test('a user who may not read the control file has positions all the same', async () => {
  await table('id int PRIMARY KEY', '(1), (2)');
  await query(`REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC;
    DROP ROLE IF EXISTS plain_reader; CREATE ROLE plain_reader LOGIN PASSWORD 'plain'; GRANT SELECT ON t TO plain_reader`);
  const url = new URL(tiling.database().url);
  url.username = 'plain_reader';
  url.password = 'plain';
  const source = await configured({ url: url.href });
  try {
    const of = await incremental(source, 't', { column: 'id' });
    const start = await end(of);
    await query('INSERT INTO t VALUES (3)');
    expect((await readOn(of, start)).columns['id']).toEqual([3]);
    expect(Buffer.from(start.incarnation).toString()).toContain(`server ${url.hostname}`);
    // Which system it is can't be told: better refused than guessed at.
    const owner = await by({ column: 'id' });
    expect(codes((await plan(owner, start)).problems)).toEqual(['error position_unknown']);
  } finally {
    await source.close?.();
    await tiling.source().release?.();
    await query(
      'GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC; DROP OWNED BY plain_reader; DROP ROLE plain_reader',
    );
  }
});

test('a value that is too long for a position is refused', async () => {
  await table('c text NOT NULL', "(repeat('x', 20000))");
  const { problems } = await plan(await by({ column: 'c' }));
  expect(problems).toEqual([
    expect.objectContaining({ severity: 'error', category: 'data', code: 'cursor_value_too_large', column: 'c' }),
  ]);
});

test('a stream without a cursor, and one whose look-back does not fit, are refused', async () => {
  await table('id int PRIMARY KEY, c text NOT NULL', "(1, 'a')");
  const { spec, ...of } = await by({ column: 'id' });
  const { cursor: _, ...bare } = spec;
  expect(codes((await plan({ ...of, spec: bare })).problems)).toEqual(['error cursor_missing']);
  await tiling.source().release?.();
  const cursor = { column: 'c', nulls: 'refuse', lookBack: '5' } as const;
  expect(codes((await plan({ ...of, spec: { ...spec, cursor } })).problems)).toEqual([
    'error look_back_not_applicable',
  ]);
});

test('warnings are given once, and the unit is given once', async () => {
  await table('id int PRIMARY KEY', '(1), (2)');
  const of = await by({ column: 'id' });
  const start = await end(of);
  await tiling.source().release?.();
  await query('DELETE FROM t WHERE id = 2');
  const { units, problems } = await plan(of, start);
  expect(codes(problems)).toEqual(['warning cursor_went_backwards']);
  const again = await tiling.source().plan?.({
    loadId: 'load',
    streams: [of.spec],
    overrides: [],
    targetUnitBytes: 0,
    done: units.map(({ id }) => id),
    effectiveParallelism: 4,
    resume: [{ streamIndex: 0, position: start }],
  });
  expect(again).toMatchObject({ units: [], problems: [] });
});
