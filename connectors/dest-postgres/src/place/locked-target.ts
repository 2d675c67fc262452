import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { takeLock } from '../lock.ts';
import type { Queryable } from '../queryable.ts';
import type { StreamPlan } from '../stream-plan.ts';
import { formatTarget, sqlName } from '../target.ts';
import { readTargetTable, type TargetTable } from '../target-table.ts';

/**
 * The target as it stands, in the open transaction: from here on its columns can't be altered under the rows. Keeps no
 * reader and no writer waiting.
 *
 * @throws {ConnectorError} `target_changed`, `lock_timeout`
 */
export async function lockTarget(db: Queryable, plan: StreamPlan, lockTimeoutMs: number): Promise<TargetTable> {
  if ((await readTargetTable(db, plan.target)) === undefined) throw targetGone(plan);
  const lock = `LOCK TABLE ${sqlName(plan.target)} IN ROW EXCLUSIVE MODE`;
  await takeLock(db, lock, formatTarget(plan.target), lockTimeoutMs);
  // Again, under the lock.
  const table = await readTargetTable(db, plan.target);
  if (table === undefined) throw targetGone(plan);
  return table;
}

export function targetGone({ spec, target }: StreamPlan): ConnectorError {
  return new ConnectorError({
    code: 'target_changed',
    category: 'transient',
    message: `${formatTarget(target)} is gone: it was dropped since the load has begun`,
    hint: 'begin a new load',
    commitState: 'before',
    stream: formatStreamName(spec.name),
  });
}
