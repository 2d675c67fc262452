import { quoteIdentifier } from '@rapidbyte/postgres';
import { randomBytes } from 'node:crypto';
import type { Queryable } from '../queryable.ts';
import { sqlName, type Target } from '../target.ts';

export interface Grant {
  /** Null: the whole table. */
  readonly column: string | null;
  /** Quoted, or PUBLIC. */
  readonly grantee: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

const grantsSql = `SELECT a.attname AS "column", g.grantee, g.privilege, g.grantable FROM (
    SELECT 0 AS attnum, * FROM (SELECT (aclexplode(coalesce(c.relacl, acldefault('r', c.relowner)))).* FROM pg_class c WHERE c.oid = $1) x
    UNION ALL
    SELECT attnum, (x.acl).grantor, (x.acl).grantee, (x.acl).privilege_type, (x.acl).is_grantable
      FROM (SELECT attnum, aclexplode(attacl) AS acl FROM pg_attribute WHERE attrelid = $1 AND NOT attisdropped) x
  ) e(attnum, grantor, grantee_oid, privilege, grantable)
  CROSS JOIN LATERAL (SELECT CASE e.grantee_oid WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee_oid)) END AS grantee, e.privilege, e.grantable) g
  LEFT JOIN pg_attribute a ON a.attrelid = $1 AND a.attnum = e.attnum AND e.attnum > 0`;

export async function readGrants(db: Queryable, oid: number): Promise<Grant[]> {
  return (await db.query<Grant & Record<string, unknown>>(grantsSql, [oid])).rows;
}

/**
 * What a table that is made in this schema gets, as ALTER DEFAULT PRIVILEGES does not act on one that is moved there.
 * Undefined where there are no default privileges at all.
 */
export async function readGrantsOfNewTable(db: Queryable, schema: string): Promise<Grant[] | undefined> {
  const { rows } = await db.query<{ present: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_default_acl WHERE defaclobjtype = 'r') AS present`,
  );
  if (rows[0]?.present !== true) return undefined;
  const name = sqlName({ schema, table: `rapidbyte_${randomBytes(8).toString('hex')}` });
  await db.query(`CREATE TABLE ${name} ()`);
  const made = await db.query<{ oid: number }>('SELECT $1::regclass::oid AS oid', [name]);
  const grants = await readGrants(db, made.rows[0]?.oid ?? 0);
  await db.query(`DROP TABLE ${name}`);
  return grants;
}

/** Gives a table exactly these privileges. */
export async function applyGrants(db: Queryable, table: Target, wanted: readonly Grant[]): Promise<void> {
  const name = sqlName(table);
  const { rows } = await db.query<{ oid: number }>('SELECT $1::regclass::oid AS oid', [name]);
  const present = await readGrants(db, rows[0]?.oid ?? 0);
  const text = (grant: Grant): string =>
    JSON.stringify([grant.column, grant.grantee, grant.privilege, grant.grantable]);
  const keep = new Set(wanted.map(text));
  const have = new Set(present.map(text));
  for (const grant of present) {
    if (!keep.has(text(grant))) await db.query(`REVOKE ${what(grant)} ON ${name} FROM ${grant.grantee}`);
  }
  for (const grant of wanted) {
    if (have.has(text(grant))) continue;
    const option = grant.grantable ? ' WITH GRANT OPTION' : '';
    await db.query(`GRANT ${what(grant)} ON ${name} TO ${grant.grantee}${option}`);
  }
}

/** Privileges are words that PostgreSQL gave: SELECT, INSERT, … */
function what({ privilege, column }: Grant): string {
  return column === null ? privilege : `${privilege} (${quoteIdentifier(column)})`;
}
