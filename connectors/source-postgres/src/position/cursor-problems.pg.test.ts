import type { Cursor, Problem } from '@rapidbyte/connector';
import { beforeAll, expect, test } from 'vitest';
import { incremental } from '../testing/incremental.ts';
import { useTiling } from '../testing/tiling-server.ts';

const tiling = useTiling();
const name = { namespace: 'public', name: 'typed' };

beforeAll(async () => {
  await tiling.database().query(`
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TYPE pair AS (a int, b int);
    CREATE DOMAIN cents AS numeric(10, 2);
    CREATE DOMAIN moods AS mood;
    CREATE TABLE typed (
      id int PRIMARY KEY, at timestamptz NOT NULL, day date, n numeric, f float8, d cents, t text, u uuid, b bytea, flag bool, clock time,
      j json, jb jsonb, x xml, p pair, a int[], r int4range, m mood, dm moods, pt point, i interval, tz timetz, ip inet, cash money,
      bits bit(3), ref regclass, ts tsvector);
    CREATE INDEX ON typed (at, id); CREATE INDEX ON typed (day) WHERE day > '2000-01-01'; CREATE INDEX ON typed (n DESC, id DESC);
    CREATE INDEX ON typed (f NULLS FIRST); CREATE INDEX ON typed (t text_pattern_ops);
    CREATE TABLE parent (id int PRIMARY KEY, c int); CREATE INDEX ON parent (c);
    CREATE TABLE child () INHERITS (parent);
    CREATE TABLE parted (id int, c int, PRIMARY KEY (id)) PARTITION BY HASH (id);
    CREATE TABLE parted_0 (extra int, id int NOT NULL, c int); ALTER TABLE parted_0 DROP COLUMN extra;
    ALTER TABLE parted ATTACH PARTITION parted_0 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
    CREATE INDEX ON parted (c);
    CREATE VIEW seen AS SELECT id, at FROM typed;
    CREATE TABLE unordered (j json, p point);
  `);
});

async function problems(
  table: string,
  cursor: Partial<Cursor> & { column: string },
  columns?: string[],
): Promise<readonly Problem[]> {
  const request = {
    name: { namespace: 'public', name: table },
    columns: columns ?? [],
    cursor: { nulls: 'refuse', ...cursor } as const,
  };
  for await (const stream of tiling.source().discover({ streams: [request], namesOnly: false })) return stream.problems;
  throw new Error(`no stream ${table}`);
}

const codes = (found: readonly Problem[]): string[] => found.map(({ severity, code }) => `${severity} ${code}`);
const late = 'warning late_commits_missed';
const sorted = 'warning cursor_not_indexed';

test('a cursor with an index, a tie-breaker that is the key and a look-back: nothing to say', async () => {
  expect(await problems('typed', { column: 'at', tieBreakerColumn: 'id', lookBack: '10 minutes' })).toEqual([]);
});

test.each([
  'json',
  'jsonb',
  'xml',
  'pair',
  'integer[]',
  'int4range',
  'mood',
  'moods',
  'point',
  'interval',
  'time with time zone',
  'inet',
  'money',
  'bit(3)',
  'regclass',
  'tsvector',
])('a cursor, or a tie-breaker, of the type %s is refused by name', async (type) => {
  const [{ column } = { column: '' }] = await tiling
    .database()
    .query<{ column: string }>(
      `SELECT attname AS column FROM pg_attribute WHERE attrelid = 'typed'::regclass AND format_type(atttypid, atttypmod) = '${type}'`,
    );
  expect(await problems('typed', { column })).toEqual([
    expect.objectContaining({
      severity: 'error',
      category: 'config',
      code: 'cursor_not_ordered',
      stream: name,
      column,
      message: expect.stringContaining(type) as string,
      hint: expect.stringContaining('timestamptz') as string,
    }),
  ]);
  expect(codes(await problems('typed', { column: 'at', tieBreakerColumn: column }))).toEqual([
    'error tie_breaker_not_ordered',
  ]);
});

test('columns that do not exist, or are not chosen, or the same', async () => {
  expect(codes(await problems('typed', { column: 'Id', tieBreakerColumn: 'missing' }))).toEqual([
    'error cursor_not_found',
    'error tie_breaker_not_found',
  ]);
  expect(codes(await problems('typed', { column: 'id', tieBreakerColumn: 'id' }))).toEqual([
    'error tie_breaker_is_cursor',
  ]);
  expect(
    codes(await problems('typed', { column: 'at', tieBreakerColumn: 'id', lookBack: '1 s' }, ['t', 'id'])),
  ).toEqual(['error cursor_not_selected']);
});

test('without a look-back it says which rows are missed, and what to do', async () => {
  const [problem] = await problems('typed', { column: 'at', tieBreakerColumn: 'id' });
  expect(problem).toMatchObject({
    code: 'late_commits_missed',
    severity: 'warning',
    column: 'at',
    hint: expect.stringContaining('look_back') as string,
  });
  const [text] = await problems('typed', { column: 'u', tieBreakerColumn: 'id' });
  expect(text?.hint).not.toContain('set look_back');
});

test('rows with equal cursors: what no index rules out is a warning', async () => {
  expect(codes(await problems('typed', { column: 'id' }))).toEqual([late]);
  expect(codes(await problems('typed', { column: 'at' }))).toEqual([late, 'warning tie_breaker_missing']);
  expect(codes(await problems('typed', { column: 'at', tieBreakerColumn: 'n' }))).toEqual([
    late,
    'warning tie_breaker_not_unique',
  ]);
  expect(codes(await problems('seen', { column: 'at', tieBreakerColumn: 'id' }))).toEqual([
    late,
    'warning tie_breaker_not_unique',
  ]);
  // A key of the parent alone says nothing of its children; one of a partitioned table holds for all.
  expect(codes(await problems('parent', { column: 'c', tieBreakerColumn: 'id' }))).toEqual([
    late,
    'warning tie_breaker_not_unique',
    sorted,
  ]);
  expect(codes(await problems('parted', { column: 'c', tieBreakerColumn: 'id' }))).toEqual([late]);
});

test.each([
  ['day', 'only some rows', true],
  ['n', 'read backwards', false],
  ['f', 'NULLs elsewhere', true],
  ['t', 'another operator class', true],
  ['u', 'none', true],
])('an index for the cursor %s (%s)', async (column, _, missing) => {
  const found = await problems('typed', { column, tieBreakerColumn: 'id' });
  expect(codes(found)).toEqual(missing ? [late, sorted] : [late]);
  if (missing) expect(found[1]?.hint).toBe(`CREATE INDEX ON "public"."typed" ("${column}", "id")`);
});

test('the index that it asks for is one that it takes', async () => {
  await tiling.database().query(`
    CREATE TABLE "Odd ""t"" (" ("c;--" ${tiling.icu() ? 'text COLLATE "en-x-icu"' : 'text'}, "t""" text COLLATE "C", UNIQUE ("c;--", "t"""))`);
  const cursor = { column: 'c;--', tieBreakerColumn: 't"' };
  const before = await problems('Odd "t" (', cursor);
  if (tiling.icu()) {
    expect(codes(before)).toEqual([late, sorted]);
    await tiling.database().query(before[1]?.hint ?? '');
  }
  expect(codes(await problems('Odd "t" (', cursor))).toEqual([late]);
});

test.each([
  ['at', '10 minutes', undefined],
  ['at', '1 day 02:03:04', undefined],
  ['at', '0 s', undefined],
  ['day', '3 days', undefined],
  ['id', '500', undefined],
  ['n', '0.5', undefined],
  ['f', '1.5', undefined],
  ['d', '10', undefined],
  ['at', '10', 'look_back_invalid'],
  ['day', '3', 'look_back_invalid'],
  ['at', '-1 hour', 'look_back_invalid'],
  ['at', 'soon', 'look_back_invalid'],
  ['at', "1 s'; DROP TABLE typed; --", 'look_back_invalid'],
  ['at', '', 'look_back_invalid'],
  ['at', '99999999999999 years', 'look_back_invalid'],
  ['id', '1.5', 'look_back_invalid'],
  ['id', '-1', 'look_back_invalid'],
  ['id', '10 minutes', 'look_back_invalid'],
  ['n', 'NaN', 'look_back_invalid'],
  ['t', '10', 'look_back_not_applicable'],
  ['u', '10 minutes', 'look_back_not_applicable'],
  ['b', '1', 'look_back_not_applicable'],
  ['flag', '1', 'look_back_not_applicable'],
  ['clock', '1 minute', 'look_back_not_applicable'],
])('look_back of %s by %j', async (column, lookBack, code) => {
  const found = await problems('typed', { column, lookBack });
  expect(found.filter(({ severity }) => severity === 'error').map((one) => one.code)).toEqual(
    code === undefined ? [] : [code],
  );
});

test('a stream says whether there is anything to read it by', async () => {
  const { stream } = await incremental(tiling.source(), 'typed', { column: 'id' });
  expect(stream.syncModes).toEqual(['full_refresh', 'incremental']);
  const { stream: other } = await incremental(tiling.source(), 'unordered', { column: 'j' });
  expect(other.syncModes).toEqual(['full_refresh']);
});
