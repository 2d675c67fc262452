import { quoteIdentifier, quoteQualified } from '@rapidbyte/postgres';
import { hashedName, identityHash, objectName } from './naming.ts';
import type { Queryable } from './queryable.ts';
import type { StreamPlan } from './stream-plan.ts';
import type { StreamKey } from './state/stream-key.ts';
import type { Target } from './target.ts';

/** The name of a load's staging table: readable, the stream's own, and another one for every load. */
export function stagingName(key: StreamKey, loadId: string): string {
  return hashedName(key.stream.name, identityOf(key), [loadId]);
}

/**
 * The staging tables of a stream, of whatever load: found by name, so that none is forgotten whose load was cut off between
 * any two steps.
 */
export async function stagingTables(db: Queryable, schema: string, key: StreamKey): Promise<readonly string[]> {
  const { rows } = await db.query<{ relname: string }>(
    `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname ~ $2 ORDER BY relname`,
    [schema, `_${identityHash(identityOf(key))}_[0-9a-f]+$`],
  );
  return rows.map(({ relname }) => relname);
}

function identityOf({ pipeline, stream }: StreamKey): readonly string[] {
  return [pipeline, stream.namespace, stream.name];
}

/**
 * A staging table: logged, NOT NULL where the stream says so, no key and no index yet (they would slow COPY down to a
 * third). Autovacuum would hold a lock on it, or on its TOAST table, just when it is published, so it is off until then.
 */
export function createStagingSql(plan: StreamPlan, { schema, table }: Target, serverVersion: number): string {
  const columns = columnDefinitions(plan, serverVersion);
  return `CREATE TABLE ${quoteQualified(schema, table)} (${columns}) WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)`;
}

/**
 * A table that a transaction makes, fills, empties into the target and drops again, so that nobody else ever sees it and
 * nothing is left of it. As fast as a temporary one, without the privilege for those.
 */
export function createPassingSql(plan: StreamPlan, { schema, table }: Target, serverVersion: number): string {
  return `CREATE UNLOGGED TABLE ${quoteQualified(schema, table)} (${columnDefinitions(plan, serverVersion)})`;
}

/** The columns that COPY is fed, of a table that is, or becomes, the target. */
export function columnDefinitions(plan: StreamPlan, serverVersion: number): string {
  const taken = new Set<string>();
  const columns = plan.columns.map((column) => {
    const type = column.stagingType === column.sqlType ? `${column.sqlType}${column.collate}` : column.stagingType;
    return `${quoteIdentifier(column.name)} ${type}${column.nullable ? '' : notNull(column.name)}`;
  });
  return columns.join(', ');

  // From PostgreSQL 18 on these constraints have names, which otherwise would be made from the staging table's.
  function notNull(column: string): string {
    if (serverVersion < 180_000) return ' NOT NULL';
    const constraint = objectName(plan.target.table, `${column}_not_null`, taken);
    taken.add(constraint);
    return ` CONSTRAINT ${quoteIdentifier(constraint)} NOT NULL`;
  }
}

/** Gives staging columns whose values travelled as text their own types. Rewrites the table if there are any. */
export function convertTextColumnsSql(plan: StreamPlan, table: string): string | undefined {
  const changes = plan.columns
    .filter(({ stagingType, sqlType }) => stagingType !== sqlType)
    .map(({ name, sqlType, collate }) => {
      const column = quoteIdentifier(name);
      return `ALTER COLUMN ${column} TYPE ${sqlType}${collate} USING ${column}::${sqlType}`;
    });
  return changes.length === 0 ? undefined : `ALTER TABLE ${table} ${changes.join(', ')}`;
}

export async function tableExists(db: Queryable, schema: string, name: string): Promise<boolean> {
  const { rows } = await db.query(
    'SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2',
    [schema, name],
  );
  return rows.length > 0;
}
