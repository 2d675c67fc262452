import { quoteIdentifier } from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';

/** Creating a schema needs a privilege even where it exists already, so that is looked at first. */
export async function createSchema(db: Queryable, schema: string): Promise<void> {
  const { rows } = await db.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rows.length === 0) await db.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
}
