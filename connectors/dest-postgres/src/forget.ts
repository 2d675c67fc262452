import { quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { stagingName } from './staging.ts';
import { inTransaction, type StateStore, type StreamKey } from './state.ts';
import { recordWriter, takeOver } from './takeover.ts';

/** Drops a load's staging table and receipts. Another load of the stream is left alone. Safe to repeat. */
export async function forgetStream(
  db: Queryable,
  config: DestinationConfig,
  state: StateStore,
  key: StreamKey,
  loadId: string,
): Promise<void> {
  if (!(await state.exists(db))) return;
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await limitLockWait(db, config.lockTimeoutMs);
      await recordWriter(db, key);
      await db.query(`DROP TABLE IF EXISTS ${quoteQualified(config.stagingSchema, stagingName(key, loadId))}`);
      await state.dropReceipts(db, key, loadId);
    }),
  );
}
