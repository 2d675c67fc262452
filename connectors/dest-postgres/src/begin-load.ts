import { type BegunStream, ConnectorError, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { beginStream } from './begin.ts';
import type { DestinationConfig } from './config.ts';
import type { LoadLocks } from './load-locks.ts';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { loadKey } from './state/advisory-lock.ts';
import type { StateStore } from './state/store.ts';
import type { StreamKey } from './state/stream-key.ts';
import { loadInProgress } from './state/streams.ts';
import { endLoad, endPreparation, takeOver } from './takeover.ts';
import { inTransaction } from './transaction.ts';

/** A writer that holds the stream's state is in the middle of a commit; one that holds it longer is ended. */
const fenceMs = 1000;

export interface BeginLoadContext {
  readonly config: DestinationConfig;
  readonly state: StateStore;
  readonly locks: LoadLocks;
}

/**
 * Makes the tables of the state where they are not there.
 *
 * @throws {ConnectorError} `lock_timeout`, if another process is making them, is stuck, and is not to be taken over
 */
export async function prepareLoads(
  db: Queryable,
  { config, state }: Pick<BeginLoadContext, 'config' | 'state'>,
  { takeOver: takesOver }: { readonly takeOver?: boolean },
): Promise<void> {
  try {
    await state.prepare(db, config.lockTimeoutMs);
  } catch (error) {
    if (takesOver !== true || !(error instanceof ConnectorError) || error.code !== 'lock_timeout') throw error;
    await endPreparation(db, config.stagingSchema);
    await state.prepare(db, config.lockTimeoutMs);
  }
}

/**
 * Begins a load of one stream, under its lock.
 *
 * @throws {ConnectorError} `load_in_progress`, if another process has begun one and it is not to be taken over
 */
export async function beginLoad(
  { config, state, locks }: BeginLoadContext,
  key: StreamKey,
  spec: StreamSpec,
  request: { readonly loadId: string; readonly holder?: string; readonly takeOver?: boolean },
): Promise<BegunStream> {
  const connection = await locks.take(key, {
    refuse: async (db) => loadInProgress(key, (await state.streams.read(db, key, 'none'))?.holder),
    // Invariant 9: the older load can't commit any more, and only then is it ended; neither waits for it.
    ...(request.takeOver === true
      ? {
          end: async (db) => {
            const fence = (): Promise<void> =>
              inTransaction(db, async () => {
                await limitLockWait(db, Math.min(fenceMs, config.lockTimeoutMs));
                await state.streams.fence(db, key);
              });
            // Who is stopped within its Begin has the stream's state, and is no writer yet.
            await takeOver(db, key, fence, [loadKey(key)]);
            await endLoad(db, key);
          },
        }
      : {}),
  });
  const { client, serverVersionNumber } = connection;
  try {
    const load = { loadId: request.loadId, holder: request.holder ?? '' };
    const begun = await beginStream({ db: client, config, state, serverVersionNumber }, key, spec, load);
    locks.began(key, begun.epoch);
    return begun;
  } catch (error) {
    throw connection.translate(error, formatStreamName(spec.name));
  }
}
