import type { Source } from '@rapidbyte/connector';
import { afterEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { CollectingOutput } from './testing/collect.ts';
import { configured } from './testing/database.ts';
import { beginningOf, firstLoad, incremental, readOn, type Incremental } from './testing/incremental.ts';
import { useTiling } from './testing/tiling-server.ts';

const tiling = useTiling();
const query = async (sql: string): Promise<Record<string, unknown>[]> => tiling.database().query(sql);
afterEach(async () => {
  // The last plan holds a lock.
  await tiling.source().release?.();
});

/** Reads a stream by its first load, then what `grow` adds, then, from each checkpoint of that, the rest. */
async function loads(of: Incremental, grow: string, added: readonly unknown[], database?: TestDatabase): Promise<void> {
  const first = await firstLoad(of, 50_000);
  const before = first.columns['id']?.length ?? 0;
  expect(before).toBeGreaterThan(0);
  await of.source.release?.();
  await (database ?? tiling.database()).query(grow);
  const next = await readOn(of, first.position ?? expect.fail('no position'), { interval: { rows: 2 } });
  expect(next.columns['id']).toEqual(added);
  for (const [index, position] of next.positions.entries()) {
    expect((await readOn(of, position)).columns['id']).toEqual(added.slice(next.output.checkpoints[index]?.rows));
  }
}

const more = (table: string): string =>
  `INSERT INTO ${table} SELECT g, '2024-02-01 00:00+00'::timestamptz + g / 3 * interval '1 s', 'y' FROM generate_series(3001, 3007) g`;

describe('what is no plain table', () => {
  const columns = 'id int NOT NULL, at timestamptz NOT NULL, pad text';
  const rows = `SELECT g, '2024-01-01 00:00+00'::timestamptz + g / 3 * interval '1 s', repeat('x', 100) FROM generate_series(1, 3000) g`;
  const added = [3001, 3002, 3003, 3004, 3005, 3006, 3007];
  const cursor = { column: 'at', tieBreakerColumn: 'id' };

  test('a partitioned table, with partitions below partitions and columns in another order', async () => {
    await query(`
      CREATE TABLE parted (${columns}) PARTITION BY RANGE (at);
      CREATE TABLE parted_old (pad text, gone int, at timestamptz NOT NULL, id int NOT NULL);
      ALTER TABLE parted_old DROP COLUMN gone;
      ALTER TABLE parted ATTACH PARTITION parted_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01 00:05+00');
      CREATE TABLE parted_new PARTITION OF parted DEFAULT PARTITION BY HASH (id);
      CREATE TABLE parted_new_0 PARTITION OF parted_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE parted_new_1 PARTITION OF parted_new FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE INDEX ON parted (at, id); INSERT INTO parted ${rows}`);
    await loads(await incremental(tiling.source(), 'parted', cursor), more('parted'), added);
  });

  test('a table that others inherit from', async () => {
    await query(`
      CREATE TABLE parent (${columns}); CREATE TABLE child (more int) INHERITS (parent);
      INSERT INTO parent ${rows}; INSERT INTO child (id, at, pad) SELECT id + 100000, at, pad FROM parent`);
    await loads(
      await incremental(tiling.source(), 'parent', cursor),
      `${more('parent')}; INSERT INTO child (id, at, pad) SELECT id + 100000, at, pad FROM ONLY parent WHERE id = 3004`,
      [3001, 3002, 3003, 3004, 103_004, 3005, 3006, 3007].toSorted(
        (a, b) => Math.floor((a % 100_000) / 3) - Math.floor((b % 100_000) / 3) || a - b,
      ),
    );
  });

  test('a view, a materialized view', async () => {
    await query(`
      CREATE TABLE base (${columns}); INSERT INTO base ${rows};
      CREATE SCHEMA odd; CREATE FUNCTION odd.shown(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)';
      CREATE VIEW seen AS SELECT id, at, odd.shown(pad) AS pad FROM base WHERE id % 7 <> 0;
      CREATE MATERIALIZED VIEW kept AS SELECT * FROM base`);
    await loads(
      await incremental(tiling.source(), 'seen', cursor),
      more('base'),
      added.filter((id) => id % 7 !== 0),
    );
    await query('DELETE FROM base WHERE id > 3000');
    await loads(
      await incremental(tiling.source(), 'kept', cursor),
      `${more('base')}; REFRESH MATERIALIZED VIEW kept`,
      added,
    );
  });

  test('a view whose operators its reader’s search_path has replaced', async () => {
    await query(`
      CREATE SCHEMA trap;
      CREATE FUNCTION trap.never(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
      CREATE OPERATOR trap.> (LEFTARG = int, RIGHTARG = int, FUNCTION = trap.never);
      CREATE OPERATOR trap.>= (LEFTARG = int, RIGHTARG = int, FUNCTION = trap.never);
      CREATE TABLE plain (id int PRIMARY KEY); INSERT INTO plain SELECT generate_series(1, 10); CREATE VIEW trapped AS SELECT * FROM plain;
      DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = trap, pg_catalog, public', current_database()); END $$`);
    const source = await configured({ url: tiling.database().url });
    try {
      for (const lookBack of [undefined, '0']) {
        const of = await incremental(source, 'trapped', {
          column: 'id',
          ...(lookBack === undefined ? {} : { lookBack }),
        });
        const all = await readOn(of, await beginningOf(of), { interval: { rows: 4 } });
        const rest = await readOn(of, all.positions[1] ?? expect.fail('no position'));
        expect(rest.columns['id']).toEqual(lookBack === undefined ? [9, 10] : [8, 9, 10]);
      }
    } finally {
      await source.close?.();
      await query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET search_path', current_database()); END $$`);
    }
  });

  test('names and values that want to be SQL', async () => {
    const [table, c, t] = [`t"; DROP TABLE base; --`, `c" > '' OR 1=1 --`, `t\n'); SELECT 1 --`];
    const quoted = [table, c, t].map((name) => `"${name.replaceAll('"', '""')}"`);
    await query(`
      CREATE TABLE ${quoted[0]} (id int, ${quoted[1]} text NOT NULL, ${quoted[2]} text NOT NULL, PRIMARY KEY (${quoted[1]}, ${quoted[2]}));
      INSERT INTO ${quoted[0]} VALUES (1, $$'; DROP TABLE base; --$$, $$\\'$$), (2, $$'; DROP TABLE base; --$$, $$\\''$$), (3, $$\\\\$$, E'\\n'), (4, '"', '$1'), (5, '', '')`);
    const of = await incremental(tiling.source(), table, { column: c, tieBreakerColumn: t });
    const all = await readOn(of, await beginningOf(of), { interval: { rows: 1 } });
    expect(all.columns['id']).toEqual([5, 4, 1, 2, 3]);
    for (const [index, position] of all.positions.entries()) {
      expect((await readOn(of, position)).columns['id']).toEqual([5, 4, 1, 2, 3].slice(index + 1));
    }
  });
});

test.each(['LATIN2', 'EUC_JP', 'SQL_ASCII', 'WIN1251'])(
  'texts of a database in %s sort by its own bytes',
  async (encoding) => {
    const texts: Readonly<Record<string, string>> = {
      LATIN2: "'Ą', 'ą', 'z', 'Ž', 'é', 'ł', ''",
      EUC_JP: "'あ', 'ア', '漢', 'z', '', 'ｱ'",
      SQL_ASCII: "'Ą', 'é', 'z', ''",
      WIN1251: "'Ё', 'А', 'я', 'ё', 'z', 'Ђ'",
    };
    await using database = await createDatabase(tiling.server().url, {
      encoding,
      setup: `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, c text NOT NULL);
      SET client_encoding = 'UTF8'; INSERT INTO t (c) SELECT unnest(ARRAY[${texts[encoding] ?? ''}])`,
    });
    const source: Source = await configured({ url: database.url });
    try {
      const of = await incremental(source, 't', { column: 'c', tieBreakerColumn: 'id' });
      const expected = (await database.query('SELECT id FROM t ORDER BY c COLLATE "C", id')).map(({ id }) => id);
      const all = await readOn(of, await beginningOf(of), { interval: { rows: 1 } });
      expect(all.columns['id']).toEqual(expected);
      for (const [index, position] of all.positions.entries()) {
        expect((await readOn(of, position)).columns['id']).toEqual(expected.slice(index + 1));
      }
    } finally {
      await source.close?.();
    }
  },
);

describe('equal cursors', () => {
  test('with a tie-breaker a checkpoint stands in the middle of them, and the rest follows', async () => {
    await query(
      `CREATE TABLE ties (id int PRIMARY KEY, c int NOT NULL); INSERT INTO ties SELECT g, 7 FROM generate_series(1, 100) g`,
    );
    const of = await incremental(tiling.source(), 'ties', { column: 'c', tieBreakerColumn: 'id' });
    const { positions, output } = await readOn(of, await beginningOf(of), { interval: { rows: 9 } });
    expect(output.checkpoints.map(({ rows }) => rows)).toEqual([9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99, 100]);
    for (const [index, position] of positions.entries()) {
      const rest = await readOn(of, position);
      expect(rest.output.rows).toBe(100 - (output.checkpoints[index]?.rows ?? 0));
      expect(rest.columns['id']?.[0]).toBe(index === positions.length - 1 ? undefined : 9 * (index + 1) + 1);
    }
  });

  test('without one, or with one that is not unique, no checkpoint stands between them', async () => {
    await query(`
      CREATE TABLE groups (id int, c int NOT NULL, t int NOT NULL);
      INSERT INTO groups SELECT g, g / 10, g / 5 FROM generate_series(0, 99) g`);
    for (const [tieBreakerColumn, size] of [
      [undefined, 10],
      ['t', 5],
    ] as const) {
      const of = await incremental(tiling.source(), 'groups', {
        column: 'c',
        ...(tieBreakerColumn === undefined ? {} : { tieBreakerColumn }),
      });
      const { positions, output } = await readOn(of, await beginningOf(of), { interval: { rows: 13 } });
      for (const [index, { rows }] of output.checkpoints.entries()) {
        expect(rows % size).toBe(0);
        expect((await readOn(of, positions[index] ?? expect.fail())).output.rows).toBe(100 - rows);
      }
      expect(output.checkpoints.length).toBeGreaterThan(4);
    }
  });

  test('a stop within many of them goes on to their end, and no further than it must', async () => {
    await query(
      `CREATE TABLE heap AS SELECT g AS id, (g > 60000)::int AS c FROM generate_series(1, 120000) g; ALTER TABLE heap ALTER c SET NOT NULL`,
    );
    const of = await incremental(tiling.source(), 'heap', { column: 'c' });
    const output: CollectingOutput = new CollectingOutput({
      beforeEmit: (batch) => (batch === 1 ? output.requestStop() : undefined),
    });
    const { last } = await readOn(of, await beginningOf(of), { output });
    expect(output.rows).toBe(60_000);
    expect((await readOn(of, last)).output.rows).toBe(60_000);
  });
});
