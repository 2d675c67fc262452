import { ConnectorError } from '@rapidbyte/connector';
import { requireFit } from '../fit.ts';
import { takeLock } from '../lock.ts';
import type { Queryable } from '../queryable.ts';
import { formatTarget, sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { confirmTarget, dropStaging, insertFromStaging, type Outcome, type PublishJob } from './job.ts';
import { swap } from './swap.ts';

/** Adds the rows to what is there. */
export async function append(
  job: PublishJob,
  target: TargetTable,
  obstaclesToSwap: () => Promise<readonly string[]>,
): Promise<Outcome> {
  return (await intoEmpty(job, target, obstaclesToSwap)) ?? insert(job, target);
}

/**
 * To put an empty table's staging table in its place costs no second copy of the rows, if nothing hangs on it and nobody
 * keeps it locked. Undefined where it was not done.
 */
export async function intoEmpty(
  job: PublishJob,
  target: TargetTable,
  obstaclesToSwap: () => Promise<readonly string[]>,
  prepare?: () => Promise<void>,
): Promise<Outcome | undefined> {
  const obstacles = async (): Promise<readonly string[]> =>
    (await isEmpty(job.db, target)) ? obstaclesToSwap() : ['it has rows'];
  if ((await obstacles()).length > 0) return undefined;
  await prepare?.();
  try {
    return await swap(job, target, obstacles);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'lock_timeout') throw error;
    return undefined;
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
  requireFit(plan.spec, plan.target, target, plan.columns);
  await insertFromStaging(job, target);
  await dropStaging(job);
  return { method: 'insert from staging', lockedSince: undefined };
}
