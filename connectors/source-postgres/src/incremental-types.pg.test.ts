import { afterEach, expect, test } from 'vitest';
import { beginningOf, firstLoad, incremental, readOn } from './testing/incremental.ts';
import { describeOnServers } from './testing/tiling-server.ts';

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

describeOnServers((tiling) => {
  afterEach(async () => {
    // The last plan holds a lock.
    await tiling.source().release?.();
  });

  test.each(Object.entries(cursors))(
    '%s: reading on from any checkpoint gives exactly the rest',
    async (type, value) => {
      await tiling.database().query(`
    DROP TABLE IF EXISTS t;
    CREATE TABLE t (id int PRIMARY KEY, c ${type} NOT NULL);
    INSERT INTO t SELECT g, ${value} FROM generate_series(1, ${rows}) g ORDER BY random()`);
      const of = await incremental(tiling.source(), 't', { column: 'c', tieBreakerColumn: 'id' });
      expect(of.stream.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const collate = /text|char/.test(type) ? 'COLLATE "C"' : '';
      const expected = (await tiling.database().query(`SELECT id FROM t ORDER BY c ${collate}, id`)).map(
        ({ id }) => id,
      );

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
      expect((await firstLoad(of)).position).toEqual(all.last);
    },
  );
});
