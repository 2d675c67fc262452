import type { PublishedStream, Receipt, StreamSpec } from '@rapidbyte/connector';
import { type Connection, quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import type { Connections } from './connections.ts';
import { limitLockWait } from './lock.ts';
import { append } from './publish/append.ts';
import { deleteAndInsert } from './publish/delete.ts';
import { publishFresh } from './publish/fresh.ts';
import { checkReceipts } from './publish/receipts.ts';
import { refill } from './publish/refill.ts';
import { swap } from './publish/swap.ts';
import { obstaclesToSwap } from './publish/swap-obstacles.ts';
import { TargetChangedError, type Outcome, type PublishJob } from './publish/job.ts';
import type { Queryable } from './queryable.ts';
import { inTransaction, staleEpoch, type StateStore, type StreamKey } from './state.ts';
import { tableExists } from './staging.ts';
import { planStream } from './stream-plan.ts';
import { readColumns, readTargetTable } from './target-table.ts';
import { recordWriter, takeOver } from './takeover.ts';

/** A target that was made, dropped or altered between being looked at and being locked is looked at again. */
const planAttempts = 3;

export interface PublishContext {
  readonly connections: Connections;
  readonly config: DestinationConfig;
  readonly state: StateStore;
}

/**
 * Makes one stream's load visible, in one transaction, together with the note that it is. Idempotent: what is published
 * already is answered from the note.
 */
export async function publishStream(
  context: PublishContext,
  connection: Connection,
  key: StreamKey,
  spec: StreamSpec,
  epoch: number,
  loadId: string,
  receipts: readonly Receipt[],
): Promise<PublishedStream> {
  const db = connection.client;
  await freeStaging(context, db, key);
  for (let attempt = 1; ; attempt++) {
    let started: number | undefined;
    try {
      const outcome = await inTransaction(db, async () => {
        await limitLockWait(db, context.config.lockTimeoutMs);
        await recordWriter(db, key);
        const state = await context.state.read(db, key, 'update');
        // Invariant 9: a load that another one has replaced publishes nothing.
        if (state === undefined || state.loadId !== loadId || state.epoch !== epoch) throw staleEpoch(spec.name);
        const rows = checkReceipts(spec.name, receipts, await context.state.readReceipts(db, key, loadId));
        if (state.published !== null) return { done: state.published };
        if (state.staging === null) {
          const method = 'unit by unit';
          await context.state.markPublished(db, key, rows, method, 0);
          return { method, rows };
        }
        const job: PublishJob = {
          connections: context.connections,
          db,
          config: context.config,
          plan: await planStream(db, spec, context.config.schema),
          serverVersionNumber: connection.serverVersionNumber,
          staging: { schema: context.config.stagingSchema, table: state.staging },
          rows,
        };
        const how = await makeVisible(job);
        started = how.lockedSince;
        await context.state.markPublished(db, key, rows, how.method, elapsed(started));
        return { method: how.method, rows };
      });
      if ('done' in outcome) return { ...outcome.done, warnings: [] };
      return { rows: outcome.rows, method: outcome.method, lockMs: elapsed(started), warnings: [] };
    } catch (error) {
      if (!(error instanceof TargetChangedError) || attempt === planAttempts) throw error;
    }
  }
}

/**
 * A writer of an earlier epoch can't commit, but may still hold the staging table. The transaction that publishes must
 * not meet it while it keeps others waiting.
 */
async function freeStaging({ config, state }: PublishContext, db: Queryable, key: StreamKey): Promise<void> {
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await recordWriter(db, key);
      const current = await state.read(db, key, 'none');
      if (current === undefined || current.staging === null) return;
      if (!(await tableExists(db, config.stagingSchema, current.staging))) return;
      await limitLockWait(db, config.lockTimeoutMs);
      await db.query(`LOCK TABLE ${quoteQualified(config.stagingSchema, current.staging)} IN ACCESS EXCLUSIVE MODE`);
    }),
  );
}

function elapsed(since: number | undefined): number {
  return since === undefined ? 0 : performance.now() - since;
}

/** Chooses how. Each way ends with the rows in the target and the staging table gone. */
async function makeVisible(job: PublishJob): Promise<Outcome> {
  const { db, plan, staging } = job;
  const target = await readTargetTable(db, plan.target);
  if (target === undefined) return publishFresh(job);
  const obstacles = async (): Promise<readonly string[]> =>
    obstaclesToSwap(db, plan, target, await readColumns(db, staging.schema, staging.table));
  if (plan.spec.writeMode === 'append') return append(job, target, obstacles);
  if (job.config.replaceMethod === 'delete' || target.kind === 'p') return deleteAndInsert(job, target);
  return (await obstacles()).length === 0 ? swap(job, target, obstacles) : refill(job, target);
}
