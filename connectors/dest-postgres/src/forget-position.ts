import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { isLockFailure, limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { inTransaction, type StateStore, type StreamKey } from './state.ts';

/**
 * Drops where a stream stands; its rows stay. Gives whether there was a position.
 *
 * @throws {ConnectorError} `load_in_progress` if a load holds the stream's state
 */
export async function forgetPosition(
  db: Queryable,
  config: DestinationConfig,
  state: StateStore,
  key: StreamKey,
): Promise<boolean> {
  if (!(await state.exists(db))) return false;
  const table = quoteQualified(config.stagingSchema, 'stream');
  if (!(await keepsPositions(db, table))) return false;
  const values = [key.pipeline, key.stream.namespace, key.stream.name];
  const where = 'WHERE pipeline = $1 AND namespace = $2 AND name = $3';
  try {
    return await inTransaction(db, async () => {
      await limitLockWait(db, config.lockTimeoutMs);
      const { rows } = await db.query<{ known: boolean }>(
        `SELECT position_order IS NOT NULL AS known FROM ${table} ${where} FOR UPDATE`,
        values,
      );
      // Invariant 9: a load that is under way would store a position again, so it is fenced off.
      await db.query(
        `UPDATE ${table} SET epoch = epoch + 1, position_order = NULL, position_incarnation = NULL ${where}`,
        values,
      );
      return rows[0]?.known === true;
    });
  } catch (error) {
    if (!isLockFailure(error)) throw error;
    throw new ConnectorError({
      code: 'load_in_progress',
      category: 'transient',
      message: `a load of ${formatStreamName(key.stream)} is under way, so its position can't be dropped`,
      hint: 'wait for it, or stop it, and try again',
      commitState: 'before',
      stream: formatStreamName(key.stream),
      cause: error,
    });
  }
}

/** State tables from before incremental loads have no such column until the next load adds it. */
async function keepsPositions(db: Queryable, table: string): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = 'position_order' AND NOT attisdropped`,
    [table],
  );
  return rows.length > 0;
}
