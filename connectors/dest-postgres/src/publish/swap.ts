import { quoteIdentifier, quoteLiteral } from '@rapidbyte/postgres';
import { takeLock } from '../lock.ts';
import { hashedName } from '../naming.ts';
import type { Queryable } from '../queryable.ts';
import { formatTarget, type Target, sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { moveIntoPlace, prepareStaging } from './fresh.ts';
import { applyGrants, readGrants } from './grants.ts';
import { confirmTarget, TargetChangedError, type Outcome, type PublishJob } from './job.ts';

/** What the new table takes over from the old one. */
interface Heritage {
  /** Null where it is the user's own. */
  readonly owner: string | null;
  readonly comment: string | null;
  readonly columnComments: readonly { readonly column: string; readonly comment: string }[];
  /** Constraints first: some bring an index along. */
  readonly constraints: readonly Part[];
  readonly indexes: readonly Part[];
}

interface Part {
  readonly name: string;
  /** The definition without its name and table. */
  readonly definition: string;
  readonly unique: boolean;
  readonly comment: string | null;
  /** A constraint that is an index too, and so has a name in the schema. */
  readonly indexed: boolean;
}

export interface SwapOptions {
  /** Into the staging table, once its columns have their own types and before its indexes are built. */
  fill?(): Promise<void>;
  /** At the lock. */
  readonly lockAttempts?: number;
}

/**
 * The staging table takes the place of the old one, under an exclusive lock that lasts as long as a few changes to the
 * catalog. A READ COMMITTED statement that waited for the lock looks the name up again and reads the new table, whose
 * rows were committed before.
 */
export async function swap(
  job: PublishJob,
  target: TargetTable,
  obstacles: () => Promise<readonly string[]>,
  options: SwapOptions = {},
): Promise<Outcome> {
  const { db, config, plan } = job;
  const heritage = await readHeritage(db, target.oid);
  await prepareStaging(job);
  await options.fill?.();
  const renames = await buildParts(job, heritage);
  const lock = `LOCK TABLE ${sqlName(plan.target)} IN ACCESS EXCLUSIVE MODE`;
  const lockedSince = await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs, options.lockAttempts);
  await confirmTarget(job, target);
  // Building indexes may have taken long. What somebody hung on the table meanwhile must not be lost.
  const changed = JSON.stringify(await readHeritage(db, target.oid)) !== JSON.stringify(heritage);
  if (changed || (await obstacles()).length > 0) throw new TargetChangedError(plan.target);
  const grants = await readGrants(db, target.oid);
  // RESTRICT, the default, is the safety net: should anything depend on the table after all, this fails.
  await db.query(`DROP TABLE ${sqlName(plan.target)}`);
  await moveIntoPlace(job);
  for (const rename of renames) await db.query(rename);
  await comment(db, plan.target, heritage);
  if (heritage.owner !== null) await db.query(`ALTER TABLE ${sqlName(plan.target)} OWNER TO ${heritage.owner}`);
  await applyGrants(db, plan.target, grants);
  return { method: 'swap', lockedSince };
}

const heritageSql = `SELECT
  CASE WHEN c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN NULL ELSE quote_ident(pg_get_userbyid(c.relowner)) END AS owner,
  obj_description(c.oid, 'pg_class') AS comment,
  (SELECT coalesce(json_agg(json_build_object('column', a.attname, 'comment', d.description) ORDER BY a.attnum), '[]')
     FROM pg_description d JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
    WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0) AS "columnComments",
  (SELECT coalesce(json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid), 'unique', false,
      'comment', obj_description(k.oid, 'pg_constraint'), 'indexed', k.contype <> 'c') ORDER BY k.conname), '[]')
     FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'x')) AS constraints,
  (SELECT coalesce(json_agg(json_build_object('name', x.relname, 'unique', i.indisunique, 'indexed', true,
      'comment', obj_description(x.oid, 'pg_class'),
      'definition', substr(pg_get_indexdef(x.oid), 1 + length(format('CREATE %sINDEX %I ON %I.%I ',
          CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, x.relname, n.nspname, c.relname)))) ORDER BY x.relname), '[]')
     FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.conrelid = c.oid)) AS indexes
 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1`;

async function readHeritage(db: Queryable, oid: number): Promise<Heritage> {
  const { rows } = await db.query<Heritage & Record<string, unknown>>(heritageSql, [oid]);
  const heritage = rows[0];
  if (heritage === undefined) throw new Error(`relation ${oid} is gone`);
  return heritage;
}

/**
 * Builds constraints and indexes on the staging table, before the lock. Names of indexes are a schema's, so these get
 * others in the staging schema; the statements that give them back their own are returned.
 */
async function buildParts({ db, plan, staging }: PublishJob, heritage: Heritage): Promise<string[]> {
  const table = sqlName(staging);
  const target = sqlName(plan.target);
  const renames: string[] = [];
  for (const part of heritage.constraints) {
    const name = part.indexed ? hashedName('c', [staging.table, part.name]) : part.name;
    await db.query(`ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(name)} ${part.definition}`);
    if (part.indexed) {
      renames.push(`ALTER TABLE ${target} RENAME CONSTRAINT ${quoteIdentifier(name)} TO ${quoteIdentifier(part.name)}`);
    }
  }
  for (const part of heritage.indexes) {
    const name = hashedName('i', [staging.table, part.name]);
    await db.query(
      `CREATE ${part.unique ? 'UNIQUE ' : ''}INDEX ${quoteIdentifier(name)} ON ${table} ${part.definition}`,
    );
    const moved = sqlName({ schema: plan.target.schema, table: name });
    renames.push(`ALTER INDEX ${moved} RENAME TO ${quoteIdentifier(part.name)}`);
  }
  return renames;
}

async function comment(db: Queryable, target: Target, heritage: Heritage): Promise<void> {
  const table = sqlName(target);
  const set = (what: string, text: string): Promise<unknown> => db.query(`COMMENT ON ${what} IS ${quoteLiteral(text)}`);
  if (heritage.comment !== null) await set(`TABLE ${table}`, heritage.comment);
  for (const part of heritage.columnComments) {
    await set(`COLUMN ${table}.${quoteIdentifier(part.column)}`, part.comment);
  }
  for (const part of heritage.constraints) {
    if (part.comment !== null) await set(`CONSTRAINT ${quoteIdentifier(part.name)} ON ${table}`, part.comment);
  }
  for (const part of heritage.indexes) {
    if (part.comment !== null) await set(`INDEX ${sqlName({ schema: target.schema, table: part.name })}`, part.comment);
  }
}
