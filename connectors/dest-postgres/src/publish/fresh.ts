import { quoteIdentifier } from '@rapidbyte/postgres';
import { isSqlState, uniqueViolation } from '../lock.ts';
import { hashedName, objectName } from '../naming.ts';
import type { Queryable } from '../queryable.ts';
import { convertTextColumnsSql } from '../staging.ts';
import { sqlName } from '../target.ts';
import { applyGrants, readGrantsOfNewTable } from './grants.ts';
import type { Outcome, PublishJob } from './job.ts';
import { makeUnique } from './unique.ts';

/** The staging table becomes the target. Its key is built first, while nobody sees it. */
export async function publishFresh(job: PublishJob): Promise<Outcome> {
  const { db, plan } = job;
  const { schema, table } = plan.target;
  await prepareStaging(job);
  const grants = await readGrantsOfNewTable(db, schema);
  const index = await addPrimaryKey(job);
  await moveIntoPlace(job);
  if (index !== undefined) {
    const name = objectName(table, 'pkey', await relationNames(db, schema));
    await db.query(
      `ALTER TABLE ${sqlName(plan.target)} RENAME CONSTRAINT ${quoteIdentifier(index)} TO ${quoteIdentifier(name)}`,
    );
  }
  if (grants !== undefined) await applyGrants(db, plan.target, grants);
  return { method: 'new table', lockedSince: undefined };
}

/** Text forms become what they are; the table is given back to autovacuum. */
export async function prepareStaging({ db, plan, staging }: PublishJob): Promise<void> {
  const convert = convertTextColumnsSql(plan, sqlName(staging));
  if (convert !== undefined) await db.query(convert);
  await db.query(`ALTER TABLE ${sqlName(staging)} RESET (autovacuum_enabled, toast.autovacuum_enabled)`);
}

/** First the schema, then the name: the staging schema has names of its own. */
export async function moveIntoPlace({ db, plan, staging }: PublishJob): Promise<void> {
  const { schema, table } = plan.target;
  await db.query(`ALTER TABLE ${sqlName(staging)} SET SCHEMA ${quoteIdentifier(schema)}`);
  const moved = sqlName({ schema, table: staging.table });
  await db.query(`ALTER TABLE ${moved} RENAME TO ${quoteIdentifier(table)}`);
}

/**
 * The stream's key, where all of it is delivered, but not if it is appended: such loads repeat keys.
 */
async function addPrimaryKey(job: PublishJob): Promise<string | undefined> {
  const { db, plan, staging } = job;
  const { key, writeMode } = plan.spec;
  const delivered = new Set(plan.columns.filter(({ nullable }) => !nullable).map(({ name }) => name));
  if (key.length === 0 || writeMode === 'append' || !key.every((column) => delivered.has(column))) return undefined;
  const name = hashedName('pkey', [staging.table]);
  const columns = key.map(quoteIdentifier).join(', ');
  const add = `ALTER TABLE ${sqlName(staging)} ADD CONSTRAINT ${quoteIdentifier(name)} PRIMARY KEY (${columns})`;
  if (writeMode === 'replace') {
    await db.query(add);
    return name;
  }
  // The index finds duplicates, sooner than anything else would; there are seldom any.
  await db.query('SAVEPOINT before_key');
  try {
    await db.query(add);
  } catch (error) {
    if (!isSqlState(error, uniqueViolation)) throw error;
    await db.query('ROLLBACK TO SAVEPOINT before_key');
    await makeUnique(job, undefined);
    await db.query(add);
  }
  return name;
}

async function relationNames(db: Queryable, schema: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ relname: string }>(
    'SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1',
    [schema],
  );
  return new Set(rows.map(({ relname }) => relname));
}
