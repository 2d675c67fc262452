import { ConnectorError } from '@rapidbyte/connector';
import { quoteIdentifier } from '@rapidbyte/postgres';
import { isSqlState, takeLock, uniqueViolation } from '../lock.ts';
import { formatTarget, sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import type { Outcome, PublishJob } from './job.ts';
import { swap } from './swap.ts';

/** Below this size of what has arrived, merging takes less than a second, which is not worth a lock. */
const leastBytes = 32 * 2 ** 20;
/** Of the target's size: what it has beside is copied, and all of it gets new indexes. */
const leastShare = 0.5;

/**
 * An upsert that brings a large part of its table: the rows that the target has beside it are added to the staging table,
 * which then takes the target's place. Other writers wait meanwhile, readers only at the end. A third of a merge's work, and
 * no row version is left dead. Measured in docs/decisions/20261125-upsert.md.
 *
 * @returns undefined where it is not worth it, can't be done, or somebody is using the table: nothing has changed then
 */
export async function rewrite(
  job: PublishJob,
  target: TargetTable,
  obstaclesToSwap: () => Promise<readonly string[]>,
): Promise<Outcome | undefined> {
  const { db, config, plan } = job;
  if (!isPlain(job, target) || !(await isLarge(job, target)) || (await obstaclesToSwap()).length > 0) return undefined;
  await db.query('SAVEPOINT before_rewrite');
  try {
    const lock = `LOCK TABLE ONLY ${sqlName(plan.target)} IN SHARE ROW EXCLUSIVE MODE`;
    const lockedSince = await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs, 1);
    await swap(job, target, obstaclesToSwap, { fill: () => addOthers(job), lockAttempts: 1 });
    await db.query('RELEASE SAVEPOINT before_rewrite');
    return { method: 'merge and swap', lockedSince };
  } catch (error) {
    const isInUse = error instanceof ConnectorError && error.code === 'lock_timeout';
    // Several rows of one key: a merge says which.
    if (!isInUse && !isSqlState(error, uniqueViolation)) throw error;
    await db.query('ROLLBACK TO SAVEPOINT before_rewrite');
    return undefined;
  }
}

/** All that arrived wins over what is there, and keys compare as they are staged. */
function isPlain({ config, plan }: PublishJob, target: TargetTable): boolean {
  if (config.upsertMethod !== 'auto' || target.kind !== 'r' || plan.spec.syncMode !== 'full_refresh') return false;
  const { key } = plan.spec;
  return plan.columns.every(({ name, stagingType, sqlType }) => !key.includes(name) || stagingType === sqlType);
}

async function isLarge({ db, staging }: PublishJob, target: TargetTable): Promise<boolean> {
  const { rows } = await db.query<{ large: boolean }>(
    `SELECT staged >= $3 AND staged >= $4 * there AS large
       FROM (SELECT pg_table_size($1::regclass)::float8 AS staged, pg_table_size($2::oid)::float8 AS there) AS sizes`,
    [sqlName(staging), target.oid, leastBytes, leastShare],
  );
  return rows[0]?.large === true;
}

/** What the target has, and the load has not. Writers of the target are kept out. */
async function addOthers({ db, plan, staging }: PublishJob): Promise<void> {
  const columns = plan.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const sameKey = plan.spec.key.map((column) => `s.${quoteIdentifier(column)} = t.${quoteIdentifier(column)}`);
  await db.query(
    `INSERT INTO ${sqlName(staging)} (${columns}) SELECT ${columns} FROM ONLY ${sqlName(plan.target)} AS t
      WHERE NOT EXISTS (SELECT FROM ${sqlName(staging)} AS s WHERE ${sameKey.join(' AND ')})`,
  );
}
