import { readFile } from 'node:fs/promises';
import { Client, type QueryResultRow } from 'pg';

/** What the demo moves; the files `*.sql` make it. */
export interface ShopTable {
  readonly name: string;
  readonly rows: number;
}

/** Fills the database at `url` with the sample schema, and says which tables it has, the largest first. */
export async function createShop(url: string): Promise<ShopTable[]> {
  await runFile(url, 'schema.sql');
  await Promise.all([runFile(url, 'data.sql'), runFile(url, 'page-views.sql')]);
  await runFile(url, 'constraints.sql');
  return query<ShopTable>(
    url,
    `SELECT relname::text AS name, reltuples::int AS rows
     FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relkind = 'r' ORDER BY reltuples DESC, relname`,
  );
}

async function runFile(url: string, name: string): Promise<void> {
  const sql = await readFile(new URL(name, import.meta.url), 'utf8');
  // Several statements sent as one are one transaction.
  await query(url, sql);
}

async function query<Row extends QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
