import { formatTarget, sqlName } from '../target.ts';
import { takeLock } from '../lock.ts';
import type { TargetTable } from '../target-table.ts';
import { confirmTarget, dropStaging, insertFromStaging, type Outcome, type PublishJob } from './job.ts';

/**
 * DELETE and INSERT: no reader waits, and every snapshot, of a repeatable read transaction too, sees all the old rows or
 * all the new. Costs a dead version of every old row. Writers wait, so that none of their rows stays among the new ones.
 */
export async function deleteAndInsert(job: PublishJob, target: TargetTable): Promise<Outcome> {
  const { db, config, plan } = job;
  const name = sqlName(plan.target);
  const only = target.kind === 'p' ? '' : 'ONLY ';
  const lock = `LOCK TABLE ${only}${name} IN SHARE ROW EXCLUSIVE MODE`;
  const lockedSince = await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs);
  await confirmTarget(job, target);
  // Keys of other tables that may wait are checked against the new rows.
  await db.query('SET CONSTRAINTS ALL DEFERRED');
  await db.query(`DELETE FROM ${only}${name}`);
  await insertFromStaging(job, target);
  await dropStaging(job);
  return { method: 'delete and insert', lockedSince };
}
