import type { Queryable } from './queryable.ts';

/** Rolls back when `work` throws. */
export async function inTransaction<T>(db: Queryable, work: () => Promise<T>): Promise<T> {
  await db.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // If the connection is gone, so is the transaction.
    await db.query('ROLLBACK').catch(() => {});
    throw error;
  }
  await db.query('COMMIT');
  return result;
}
