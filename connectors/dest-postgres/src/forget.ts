import { quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { stagingName } from './staging.ts';
import { requireKnownVersion } from './state/format.ts';
import type { StateStore } from './state/store.ts';
import type { StreamKey } from './state/stream-key.ts';
import { recordWriter, takeOver } from './takeover.ts';
import { inTransaction } from './transaction.ts';

/** Drops a load's staging table and receipts, never a position. Another load of the stream is left alone. Safe to repeat. */
export async function forgetStream(
  db: Queryable,
  config: DestinationConfig,
  state: StateStore,
  key: StreamKey,
  loadId: string,
): Promise<void> {
  const version = await state.version(db);
  if (version === 0) return;
  requireKnownVersion(version, config.stagingSchema);
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await limitLockWait(db, config.lockTimeoutMs);
      await recordWriter(db, key);
      await db.query(`DROP TABLE IF EXISTS ${quoteQualified(config.stagingSchema, stagingName(key, loadId))}`);
      await state.receipts.drop(db, key, loadId);
    }),
  );
}
