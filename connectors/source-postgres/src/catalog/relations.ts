import type { StreamName } from '@rapidbyte/connector';
import type { Connection } from '@rapidbyte/postgres';

/** pg_class.relkind of what can be read as a stream. */
export type RelationKind = 'r' | 'p' | 'v' | 'm' | 'f';

export const kindNames: Readonly<Record<RelationKind, string>> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

export interface RelationName extends StreamName {
  readonly kind: RelationKind;
}

export interface Relation extends RelationName {
  readonly oid: number;
  /** USAGE on its schema. */
  readonly schemaUsage: boolean;
  /** SELECT on the whole of it; false: perhaps on some columns. */
  readonly selectAll: boolean;
  /** Row-level security would hide rows from this user. */
  readonly rowSecurity: boolean;
  /** False only for a materialized view that was never refreshed. */
  readonly populated: boolean;
  /** As of the last ANALYZE or VACUUM, partitions included; 0: unknown. */
  readonly estimatedRows: number;
  readonly estimatedBytes: number;
  readonly primaryKey: readonly string[];
  readonly columns: readonly RelationColumn[];
}

export interface RelationColumn {
  readonly name: string;
  /** pg_attribute.attnum. */
  readonly number: number;
  readonly type: number;
  /** pg_attribute.atttypmod; −1: none. */
  readonly modifier: number;
  /** format_type with and without the modifier. */
  readonly formatted: string;
  readonly unmodified: string;
  readonly nullable: boolean;
  readonly selectable: boolean;
  readonly identity: '' | 'a' | 'd';
  readonly generated: '' | 's' | 'v';
  readonly expression: string | null;
  /** Where it is not the type's own. */
  readonly collation: { readonly schema: string; readonly name: string } | null;
  /** The one in effect; null for types that have none. */
  readonly sorts: EffectiveCollation | null;
}

export interface EffectiveCollation {
  readonly schema: string;
  readonly name: string;
  /** It compares the bytes in which the database keeps a text. */
  readonly bytewise: boolean;
}

/**
 * What a wildcard stands for: relations that the user can read, without those of the system, of extensions and of
 * temporary schemas, and without partitions, whose rows come with the partitioned table.
 */
const listSql = `
SELECT n.nspname AS namespace, c.relname AS name, c.relkind AS kind
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT c.relispartition
  AND has_schema_privilege(n.oid, 'USAGE')
  AND has_any_column_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname`;

const namesSql = `
SELECT n.nspname AS namespace, c.relname AS name, c.relkind AS kind
FROM unnest($1::text[], $2::text[]) AS wanted(namespace, name)
JOIN pg_namespace n ON n.nspname = wanted.namespace
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY n.nspname, c.relname`;

// A column whose NOT NULL is not validated (PostgreSQL 18) may hold NULL. Before 18, pg_constraint has none of them.
// Providers of a database's collation: before PostgreSQL 15 there was but libc (c); builtin (b) compares bytes.
const describeSql = `
WITH this_database AS MATERIALIZED (
  SELECT provider = 'b' OR (provider = 'c' AND datcollate IN ('C', 'POSIX')) AS bytewise
  FROM (SELECT d.datcollate, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') AS provider
    FROM pg_database d WHERE d.datname = current_database()) AS d
)
SELECT c.oid, n.nspname AS namespace, c.relname AS name, c.relkind AS kind,
  has_schema_privilege(n.oid, 'USAGE') AS "schemaUsage",
  has_table_privilege(c.oid, 'SELECT') AS "selectAll",
  row_security_active(c.oid) AS "rowSecurity",
  c.relispopulated AS populated,
  size.rows AS "estimatedRows",
  size.pages * current_setting('block_size')::float8 AS "estimatedBytes",
  ARRAY(
    SELECT a.attname::text
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts
    ORDER BY k.place
  ) AS "primaryKey",
  coalesce((
    SELECT jsonb_agg(jsonb_build_object(
        'name', a.attname,
        'number', a.attnum,
        'type', a.atttypid::int8,
        'modifier', a.atttypmod,
        'formatted', format_type(a.atttypid, a.atttypmod),
        'unmodified', format_type(a.atttypid, -1),
        'nullable', NOT a.attnotnull OR EXISTS (
          SELECT FROM pg_constraint k
          WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated),
        'selectable', has_column_privilege(c.oid, a.attnum, 'SELECT'),
        'identity', a.attidentity,
        'generated', a.attgenerated,
        'expression', CASE WHEN a.attgenerated <> '' THEN (
          SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = c.oid AND d.adnum = a.attnum) END,
        'collation', CASE WHEN a.attcollation <> t.typcollation THEN (
          SELECT jsonb_build_object('schema', cn.nspname, 'name', co.collname)
          FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) END,
        'sorts', (
          SELECT jsonb_build_object('schema', cn.nspname, 'name', co.collname, 'bytewise',
            co.collprovider = 'b' OR (co.collprovider = 'c' AND co.collcollate IN ('C', 'POSIX'))
              OR (co.collprovider = 'd' AND (SELECT bytewise FROM this_database)))
          FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation)
      ) ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  ), '[]') AS columns
FROM unnest($1::text[], $2::text[]) AS wanted(namespace, name)
JOIN pg_namespace n ON n.nspname = wanted.namespace
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
CROSS JOIN LATERAL (
  WITH RECURSIVE part(oid) AS (
    SELECT c.oid UNION SELECT i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.oid
  )
  SELECT coalesce(sum(greatest(p.reltuples, 0)), 0)::float8 AS rows,
    coalesce(sum(p.relpages::float8 + coalesce(toast.relpages, 0)), 0) AS pages
  FROM part JOIN pg_class p ON p.oid = part.oid LEFT JOIN pg_class toast ON toast.oid = p.reltoastrelid
  WHERE p.relkind <> 'p'
) AS size
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY n.nspname, c.relname`;

/** Names and kinds of all relations that a wildcard may stand for, or of those named as far as they exist. */
export async function listRelations(
  connection: Connection,
  names?: readonly StreamName[],
): Promise<readonly RelationName[]> {
  const query = names === undefined ? { text: listSql } : { text: namesSql, values: nameValues(names) };
  const { rows } = await connection.client.query<RelationName>(query);
  return rows.map(({ namespace, name, kind }) => ({ namespace, name, kind }));
}

/** Everything about the relations named, in one round trip and so of one moment; those that do not exist are left out. */
export async function describeRelations(
  connection: Connection,
  names: readonly StreamName[],
): Promise<readonly Relation[]> {
  const { rows } = await connection.client.query<Relation>({ text: describeSql, values: nameValues(names) });
  return rows;
}

function nameValues(names: readonly StreamName[]): [string[], string[]] {
  // No relation has a name with NUL, and PostgreSQL takes no such text.
  const possible = names.filter(({ namespace, name }) => !`${namespace}${name}`.includes('\0'));
  return [possible.map(({ namespace }) => namespace), possible.map(({ name }) => name)];
}
