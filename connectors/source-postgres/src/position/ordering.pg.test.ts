import { expect, test } from 'vitest';
import { resolveConnection, type Connection } from '@rapidbyte/postgres';
import { describeRelations } from '../catalog/relations.ts';
import { TypeCatalog } from '../catalog/types.ts';
import { connectSource } from '../connect.ts';
import { useTiling } from '../testing/tiling-server.ts';
import { formExpressions, isAfter, isFrom, orderBy, orderingOf, type Ordering } from './ordering.ts';
import { decodeOrder, encodeOrder } from './position.ts';

const tiling = useTiling();

async function connected<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const { connection } = resolveConnection({ url: tiling.database().url });
  const used = await connectSource(connection ?? expect.fail('no connection'), new AbortController().signal);
  try {
    return await work(used);
  } finally {
    await used.close();
  }
}

async function orderingIn(used: Connection, name: string): Promise<Ordering> {
  const [relation = expect.fail('no relation')] = await describeRelations(used, [{ namespace: 'public', name }]);
  const catalog = new TypeCatalog();
  await catalog.load(
    used,
    relation.columns.map(({ type }) => type),
  );
  const cursor = { column: 'c', tieBreakerColumn: 't', nulls: 'refuse' } as const;
  return orderingOf(cursor, relation, catalog, used.serverEncoding).ordering ?? expect.fail('no ordering');
}

const rows = 2_000;

test.for([
  ['timestamptz', 'bigint', "'2024-01-01'::timestamptz + g / 3 * interval '1 s'", 'g', '(c, t)'],
  ['text', 'uuid', "'x' || g / 3", 'md5(g::text)::uuid', '(c, t)'],
  ['text COLLATE "POSIX"', 'text COLLATE "C"', "'x' || g / 3", 'md5(g::text)', '(c, t)'],
  ['text COLLATE "ucs_basic"', 'varchar(40)', "'x' || g / 3", 'md5(g::text)', '(c DESC, t DESC)'],
  [
    'text COLLATE "en-x-icu"',
    'char(40) COLLATE "en-x-icu"',
    "'x' || g / 3",
    'md5(g::text)',
    '(c COLLATE "C", t COLLATE "C")',
  ],
  ['label', 'amount', "'x' || g / 3", 'g', '(c, t)'],
  ['numeric', 'date', 'g / 3', "'2024-01-01'::date + g", '(c, t)'],
  ['int', 'real', 'g / 3', 'g / 7.0', '(c)'],
] as const)('%s, %s: an index serves position and order', async ([cursor, tieBreaker, c, t, index], { skip }) => {
  if (cursor.includes('icu') && !tiling.icu()) skip();
  await tiling.database().query(`
    DROP TABLE IF EXISTS o; DROP DOMAIN IF EXISTS label; DROP DOMAIN IF EXISTS amount;
    CREATE DOMAIN label AS text COLLATE "C"; CREATE DOMAIN amount AS numeric(10, 2);
    CREATE TABLE o (c ${cursor}, t ${tieBreaker}, pad text);
    INSERT INTO o SELECT ${c}, ${t}, repeat('x', 500) FROM generate_series(1, ${rows}) g;
    CREATE INDEX ON o ${index};
    ANALYZE o`);
  await connected(async (used) => {
    const ordering = await orderingIn(used, 'o');
    const sorted = await used.client.query<Buffer[]>({
      text: `SELECT ${formExpressions(ordering).join(', ')} FROM public.o ${orderBy(ordering)}`,
      rowMode: 'array',
    });
    const orders = sorted.rows.map((forms) => encodeOrder('o', ordering, forms));
    expect(orders).toHaveLength(rows);
    for (const [place, order] of orders.entries()) {
      if (place > 0) expect(Buffer.compare(orders[place - 1] ?? order, order)).toBe(-1);
    }
    await used.client.query('SET enable_sort = off; SET enable_bitmapscan = off; SET enable_seqscan = off');
    for (const place of [0, 1234]) {
      const values = decodeOrder(ordering, orders[place] ?? expect.fail('no order'));
      for (const where of [isAfter(ordering, values), isFrom(ordering, values[0]?.literal ?? '')]) {
        const plan = await used.client.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN (COSTS off) SELECT * FROM public.o WHERE ${where} ${orderBy(ordering)}`,
        );
        const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(text).toContain('Index Cond');
        // An index on the cursor alone leaves the rows of one cursor to be sorted.
        if (index !== '(c)') expect(text).not.toContain('Sort');
      }
      const { rows: counted } = await used.client.query<{ count: string }>(
        `SELECT count(*) FROM public.o WHERE ${isAfter(ordering, values)}`,
      );
      expect(counted[0]?.count).toBe(String(rows - place - 1));
    }
  });
});
