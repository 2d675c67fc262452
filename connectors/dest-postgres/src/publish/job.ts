import { ConnectorError } from '@rapidbyte/connector';
import type { Client } from 'pg';
import type { DestinationConfig } from '../config.ts';
import type { Connections } from '../connections.ts';
import { insertRows } from '../insert-rows.ts';
import type { StreamPlan } from '../stream-plan.ts';
import { formatTarget, sqlName, type Target } from '../target.ts';
import { readTargetTable, type TargetTable } from '../target-table.ts';

/** One stream's publish. */
export interface PublishJob {
  readonly connections: Connections;
  /** In the transaction that everything happens in. */
  readonly db: Client;
  readonly config: DestinationConfig;
  readonly plan: StreamPlan;
  readonly serverVersionNumber: number;
  readonly staging: Target;
  /** Of all receipts. */
  readonly rows: number;
}

export interface Outcome {
  readonly method: string;
  /** performance.now() from when on readers or writers were kept waiting; undefined if nobody was. */
  readonly lockedSince: number | undefined;
}

/** What was found under the target's name is not what it was before the lock. */
export class TargetChangedError extends ConnectorError {
  constructor(target: Target) {
    super({
      code: 'target_changed',
      category: 'transient',
      message: `${formatTarget(target)} was changed by somebody else while it was about to be written to`,
      hint: 'try again',
      commitState: 'before',
    });
  }
}

/**
 * Under the lock, makes sure that the target still is what the decision was made for.
 *
 * @throws {TargetChangedError}
 */
export async function confirmTarget(job: PublishJob, before: TargetTable): Promise<void> {
  const now = await readTargetTable(job.db, job.plan.target);
  if (JSON.stringify(now) !== JSON.stringify(before)) throw new TargetChangedError(job.plan.target);
}

/** Every staged row into the target; the count is compared. */
export async function insertFromStaging(job: PublishJob, target: TargetTable): Promise<void> {
  checkCount(job, await insertRows(job.db, job.plan, target, sqlName(job.staging)));
}

export function checkCount(job: PublishJob, rows: number): void {
  if (rows === job.rows) return;
  throw new ConnectorError({
    code: 'row_count_differs',
    category: 'internal',
    message: `${formatTarget(job.plan.target)} would have ${rows} rows of the load, its receipts say ${job.rows}`,
    hint: 'look for triggers and rules on the table that drop or add rows',
    commitState: 'before',
  });
}

export async function dropStaging(job: PublishJob): Promise<void> {
  await job.db.query(`DROP TABLE ${sqlName(job.staging)}`);
}
