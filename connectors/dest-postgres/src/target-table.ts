import { quoteQualified } from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';
import type { Target } from './target.ts';

/** An existing relation under a target's name. */
export interface TargetTable {
  readonly oid: number;
  /** pg_class.relkind: r table, p partitioned table; others can't be written to. */
  readonly kind: string;
  /** Of the table, or of a role that the user belongs to. */
  readonly owned: boolean;
  readonly canInsert: boolean;
  readonly canUpdate: boolean;
  readonly canTruncate: boolean;
  readonly canDelete: boolean;
  readonly canSelect: boolean;
  /** Row-level security applies to this user. */
  readonly rowSecurity: boolean;
  readonly columns: readonly TargetColumn[];
  /** Foreign keys of other tables that point here. */
  readonly referencedBy: readonly ForeignKey[];
}

export interface TargetColumn {
  readonly name: string;
  /** format_type's text, names qualified. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** attidentity: '' none, a always, d by default. */
  readonly identity: string;
  /** attgenerated: '' not. */
  readonly generated: string;
  /** oid of the collation. */
  readonly collation: number;
}

export interface ForeignKey {
  readonly name: string;
  /** The table it belongs to, quoted and qualified. */
  readonly table: string;
  readonly owned: boolean;
  /** pg_get_constraintdef's text. */
  readonly definition: string;
  readonly comment: string | null;
  /** Deferrable, and without an action that acts at once. */
  readonly canWait: boolean;
}

const tableSql = `SELECT c.oid, c.relkind AS kind, pg_has_role(c.relowner, 'USAGE') AS owned,
  has_table_privilege(c.oid, 'INSERT') AS "canInsert", has_table_privilege(c.oid, 'UPDATE') AS "canUpdate", has_table_privilege(c.oid, 'TRUNCATE') AS "canTruncate",
  has_table_privilege(c.oid, 'DELETE') AS "canDelete", has_table_privilege(c.oid, 'SELECT') AS "canSelect",
  row_security_active(c.oid) AS "rowSecurity",
  (SELECT coalesce(json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
      'hasDefault', a.atthasdef, 'identity', a.attidentity, 'generated', a.attgenerated, 'collation', a.attcollation::int8) ORDER BY a.attnum), '[]')
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT coalesce(json_agg(json_build_object(
      'name', k.conname, 'table', quote_ident(kn.nspname) || '.' || quote_ident(kc.relname), 'owned', pg_has_role(kc.relowner, 'USAGE'),
      'definition', pg_get_constraintdef(k.oid), 'comment', obj_description(k.oid, 'pg_constraint'),
      'canWait', k.condeferrable AND k.confdeltype = 'a') ORDER BY k.oid), '[]')
     FROM pg_constraint k JOIN pg_class kc ON kc.oid = k.conrelid JOIN pg_namespace kn ON kn.oid = kc.relnamespace
    WHERE k.contype = 'f' AND k.confrelid = c.oid AND k.conrelid <> c.oid AND k.conparentid = 0) AS "referencedBy"
 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`;

/** What stands under the target's name; undefined if nothing does. */
export async function readTargetTable(db: Queryable, target: Target): Promise<TargetTable | undefined> {
  const { rows } = await db.query<TargetTable & Record<string, unknown>>(tableSql, [target.schema, target.table]);
  return rows[0];
}

/** Name and type of each column of a relation, for comparing two of them. */
export async function readColumns(db: Queryable, schema: string, table: string): Promise<readonly TargetColumn[]> {
  const found = await readTargetTable(db, { schema, table });
  if (found === undefined) throw new Error(`${quoteQualified(schema, table)} does not exist`);
  return found.columns;
}
