import {
  ConnectorError,
  type Position,
  type PublishedStream,
  type Receipt,
  type StreamSpec,
} from '@rapidbyte/connector';
import { formatStreamName, type Connection, quoteQualified } from '@rapidbyte/postgres';
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
import { upsert } from './publish/upsert.ts';
import type { Queryable } from './queryable.ts';
import { tableExists } from './staging.ts';
import { staleEpoch } from './state/refusals.ts';
import type { StateStore } from './state/store.ts';
import type { StreamKey } from './state/stream-key.ts';
import type { LoadIdentity, StoredPosition } from './state/streams.ts';
import { planStream } from './stream-plan.ts';
import { readColumns, readTargetTable } from './target-table.ts';
import { recordWriter, takeOver } from './takeover.ts';
import { targetOf } from './target.ts';
import { inTransaction } from './transaction.ts';

/** A target that was made, dropped or altered between being looked at and being locked is looked at again. */
const planAttempts = 3;

export interface PublishContext {
  readonly connections: Connections;
  readonly config: DestinationConfig;
  readonly state: StateStore;
}

export interface LoadToPublish extends LoadIdentity {
  /** The host's list of its units. */
  readonly receipts: readonly Receipt[];
  /** Where its rows lead, if it is the first load of an incremental stream. */
  readonly position: Position | undefined;
}

/**
 * Makes one stream's load visible, in one transaction, together with the note that it is, and where the stream stands now: a
 * first load at its position, a full refresh nowhere, so that an incremental load begins anew. A continuing load is visible,
 * and has moved the position, already. Idempotent: what is published is answered from the note.
 */
export async function publishStream(
  context: PublishContext,
  connection: Connection,
  key: StreamKey,
  spec: StreamSpec,
  load: LoadToPublish,
): Promise<PublishedStream> {
  const db = connection.client;
  await freeStaging(context, db, key, load);
  for (let attempt = 1; ; attempt++) {
    let started: number | undefined;
    try {
      const outcome = await inTransaction(db, async () => {
        await limitLockWait(db, context.config.lockTimeoutMs);
        await recordWriter(db, key);
        const { streams, receipts } = context.state;
        const state = await streams.read(db, key, 'update');
        // Invariant 9: a load that another one has replaced publishes nothing.
        if (state?.loadId !== load.loadId || state.epoch !== load.epoch) throw staleEpoch(spec.name);
        const rows = checkReceipts(spec.name, load.receipts, await receipts.read(db, key, load.loadId));
        if (state.published !== null) return { done: state.published };
        const { place } = state;
        const position = positionAfter(context.config, spec, place.kind === 'continuing', load.position);
        if (place.kind !== 'staged') {
          const method = place.kind === 'direct' ? 'unit by unit' : 'checkpoint by checkpoint';
          await streams.markPublished(db, key, { rows, method, lockMs: 0 }, position);
          return { method, rows };
        }
        const job: PublishJob = {
          connections: context.connections,
          db,
          config: context.config,
          plan: await planStream(db, spec, context.config.schema),
          serverVersionNumber: connection.serverVersionNumber,
          staging: { schema: context.config.stagingSchema, table: place.table },
          rows,
        };
        const how = await makeVisible(job);
        started = how.lockedSince;
        await streams.markPublished(db, key, { rows, method: how.method, lockMs: elapsed(started) }, position);
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
async function freeStaging(
  { config, state }: PublishContext,
  db: Queryable,
  key: StreamKey,
  load: LoadIdentity,
): Promise<void> {
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await recordWriter(db, key);
      const current = await state.streams.read(db, key, 'none');
      // Invariant 9: a late publish must not end the writers of the load that came after it.
      if (current?.loadId !== load.loadId || current.epoch !== load.epoch) throw staleEpoch(key.stream);
      const { place } = current;
      if (place.kind !== 'staged') return;
      if (!(await tableExists(db, config.stagingSchema, place.table))) return;
      await limitLockWait(db, config.lockTimeoutMs);
      await db.query(`LOCK TABLE ${quoteQualified(config.stagingSchema, place.table)} IN ACCESS EXCLUSIVE MODE`);
    }),
  );
}

/** Where the stream stands once the load is published. @throws {ConnectorError} `position_unexpected` */
function positionAfter(
  config: DestinationConfig,
  spec: StreamSpec,
  continuing: boolean,
  position: Position | undefined,
): StoredPosition | null | 'kept' {
  const stream = formatStreamName(spec.name);
  // Only a first load ends at a position that its commits have not stored.
  if (position !== undefined && (continuing || spec.syncMode !== 'incremental')) {
    throw new ConnectorError({
      code: 'position_unexpected',
      category: 'protocol',
      message: `publish names a position of ${stream}, whose load ${continuing ? 'has stored it with its rows' : 'is a full refresh'}`,
      hint: 'name positions of first loads of incremental streams only',
      commitState: 'before',
      stream,
    });
  }
  if (continuing) return 'kept';
  return position === undefined ? null : { ...position, target: targetOf(spec.name, config.schema) };
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
  if (plan.spec.writeMode === 'upsert') return upsert(job, target, obstacles);
  if (job.config.replaceMethod === 'delete' || target.kind === 'p') return deleteAndInsert(job, target);
  return (await obstacles()).length === 0 ? swap(job, target, obstacles) : refill(job, target);
}
