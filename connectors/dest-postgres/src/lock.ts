import { ConnectorError } from '@rapidbyte/connector';
import { setTimeout as delay } from 'node:timers/promises';
import type { Queryable } from './queryable.ts';

/** At a lock that a load can't do without, before it gives up. */
const lockAttempts = 5;
/** Between two attempts those who queued behind this one get their turn. */
const pauseMs = 500;
const lockNotAvailable = '55P03';
const deadlockDetected = '40P01';
export const uniqueViolation = '23505';

function sqlState(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function isSqlState(error: unknown, state: string): boolean {
  return sqlState(error) === state;
}

/** The lock was not to be had within lock_timeout, or only against another transaction's lock. */
export function isLockFailure(error: unknown): boolean {
  const state = sqlState(error);
  return state === lockNotAvailable || state === deadlockDetected;
}

/** For the rest of the open transaction. */
export async function limitLockWait(db: Queryable, lockTimeoutMs: number): Promise<void> {
  await db.query("SELECT set_config('lock_timeout', $1, true)", [`${lockTimeoutMs}ms`]);
}

/**
 * Takes a lock in the open transaction, each attempt bounded: who waits for an exclusive lock keeps everyone waiting who comes
 * after. Gives performance.now() at the start of the attempt that got it, from when on others were kept waiting.
 *
 * @throws {ConnectorError} `lock_timeout` after the last attempt; the transaction can go on
 */
export async function takeLock(
  db: Queryable,
  statement: string,
  what: string,
  lockTimeoutMs: number,
  attempts = lockAttempts,
): Promise<number> {
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await delay(pauseMs);
    await db.query('SAVEPOINT before_lock');
    await limitLockWait(db, lockTimeoutMs);
    const since = performance.now();
    try {
      await db.query(statement);
      // Out of the savepoint: what follows (COPY FREEZE) must be in one subtransaction with its TRUNCATE.
      await db.query('RELEASE SAVEPOINT before_lock');
      return since;
    } catch (error) {
      if (!isLockFailure(error)) throw error;
      failure = error;
      await db.query('ROLLBACK TO SAVEPOINT before_lock');
    }
  }
  throw new ConnectorError({
    code: 'lock_timeout',
    category: 'transient',
    message: `${what} could not be locked: ${attempts} attempts of ${lockTimeoutMs} ms each`,
    hint: 'end the transactions that use the table (pg_stat_activity, pg_locks), or raise lock_timeout_ms',
    commitState: 'before',
    cause: failure,
  });
}
