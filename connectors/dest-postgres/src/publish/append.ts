import { formatTarget } from '../target.ts';
import { takeLock } from '../lock.ts';
import type { TargetTable } from '../target-table.ts';
import { confirmTarget, dropStaging, insertFromStaging, sqlName, type Outcome, type PublishJob } from './job.ts';

/** Adds the rows to what is there. Keeps nobody waiting. */
export async function appendToTable(job: PublishJob, target: TargetTable): Promise<Outcome> {
  const { db, config, plan } = job;
  const lock = `LOCK TABLE ${sqlName(plan.target)} IN ROW EXCLUSIVE MODE`;
  await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs);
  await confirmTarget(job, target);
  await insertFromStaging(job, target);
  await dropStaging(job);
  return { method: 'insert', lockedSince: undefined };
}
