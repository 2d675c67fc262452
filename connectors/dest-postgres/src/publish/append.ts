import { ConnectorError } from '@rapidbyte/connector';
import { takeLock } from '../lock.ts';
import type { Queryable } from '../queryable.ts';
import { formatTarget } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { confirmTarget, dropStaging, insertFromStaging, sqlName, type Outcome, type PublishJob } from './job.ts';
import { swap } from './swap.ts';

/**
 * Adds the rows to what is there. To put an empty table's staging table in its place costs no second copy of the rows, if
 * nothing hangs on it and nobody keeps it locked.
 */
export async function append(
  job: PublishJob,
  target: TargetTable,
  obstaclesToSwap: () => Promise<readonly string[]>,
): Promise<Outcome> {
  const obstacles = async (): Promise<readonly string[]> =>
    (await isEmpty(job.db, target)) ? obstaclesToSwap() : ['it has rows'];
  if ((await obstacles()).length > 0) return insert(job, target);
  try {
    return await swap(job, target, obstacles);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'lock_timeout') throw error;
    return insert(job, target);
  }
}

/** Without a page. One whose rows were deleted counts as filled until it is vacuumed: looking through it may take long. */
async function isEmpty(db: Queryable, target: TargetTable): Promise<boolean> {
  if (target.kind !== 'r') return false;
  const { rows } = await db.query<{ empty: boolean }>('SELECT pg_relation_size($1::oid) = 0 AS empty', [target.oid]);
  return rows[0]?.empty === true;
}

/** Keeps nobody waiting. */
async function insert(job: PublishJob, target: TargetTable): Promise<Outcome> {
  const { db, config, plan } = job;
  const lock = `LOCK TABLE ${sqlName(plan.target)} IN ROW EXCLUSIVE MODE`;
  await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs);
  await confirmTarget(job, target);
  await insertFromStaging(job, target);
  await dropStaging(job);
  return { method: 'insert from staging', lockedSince: undefined };
}
