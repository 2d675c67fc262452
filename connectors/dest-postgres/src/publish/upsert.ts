import { requireFit } from '../fit.ts';
import { takeLock } from '../lock.ts';
import { formatTarget, sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { requireKeyIndex } from '../upsert/key-index.ts';
import { merge } from '../upsert/merge.ts';
import { intoEmpty } from './append.ts';
import { confirmTarget, dropStaging, type Outcome, type PublishJob } from './job.ts';
import { rewrite } from './rewrite.ts';
import { makeUnique } from './unique.ts';

/** Merges the staged rows with what is there. An empty table is filled as an append fills it, once each key has one row. */
export async function upsert(
  job: PublishJob,
  target: TargetTable,
  obstaclesToSwap: () => Promise<readonly string[]>,
): Promise<Outcome> {
  const { db, config, plan } = job;
  await requireKeyIndex(db, plan.spec.name, plan.target, target.oid, plan.spec.key);
  const filled = await intoEmpty(job, target, obstaclesToSwap, () => makeUnique(job, target));
  if (filled !== undefined) return filled;
  const rewritten = await rewrite(job, target, obstaclesToSwap);
  if (rewritten !== undefined) return rewritten;
  const lock = `LOCK TABLE ${sqlName(plan.target)} IN ROW EXCLUSIVE MODE`;
  await takeLock(db, lock, formatTarget(plan.target), config.lockTimeoutMs);
  await confirmTarget(job, target);
  requireFit(plan.spec, plan.target, target, plan.columns);
  await merge(db, plan, target, sqlName(job.staging));
  await dropStaging(job);
  return { method: 'merge from staging', lockedSince: undefined };
}
