import { formatStreamName } from '@rapidbyte/postgres';
import type { BeginLoadContext } from './begin-load.ts';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { requireKnownVersion } from './state/format.ts';
import type { StreamKey } from './state/stream-key.ts';
import { loadInProgress } from './state/streams.ts';
import { inTransaction } from './transaction.ts';

/**
 * Drops where a stream stands; its rows stay. Gives whether there was a position.
 *
 * @throws {ConnectorError} `load_in_progress` if another process has begun a load of the stream; `state_version_unknown`
 */
export async function forgetPosition(
  { config, state, locks }: BeginLoadContext,
  db: Queryable,
  key: StreamKey,
): Promise<boolean> {
  const version = await state.version(db);
  requireKnownVersion(version, config.stagingSchema);
  if (version < firstWithPositions) return false;
  const isOwn = locks.holds(key);
  const connection = await locks.take(key, {
    refuse: async (db) => loadInProgress(key, (await state.streams.read(db, key, 'none'))?.holder),
  });
  const { client } = connection;
  try {
    return await inTransaction(client, async () => {
      await limitLockWait(client, config.lockTimeoutMs);
      return state.streams.forgetPosition(client, key);
    });
  } catch (error) {
    throw connection.translate(error, formatStreamName(key.stream));
  } finally {
    if (!isOwn) await locks.release(key);
  }
}

/** Older state tables are brought up to date by the next load. */
const firstWithPositions = 2;
