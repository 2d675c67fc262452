import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import { isLockFailure } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { lockKey, type StreamKey } from './state.ts';

/** How long a terminated backend may take to be gone. */
const terminationMs = 5000;
const pollMs = 50;

/**
 * Whoever takes a lock on a stream's tables or state (to begin, write, publish or forget a load) holds this shared advisory
 * lock in its transaction. It records the backend in the server itself: it is there exactly as long as the backend is, and
 * needs no cleaning up.
 */
export async function recordWriter(db: Queryable, key: StreamKey): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock_shared($1, $2)', writerKey(key));
}

function writerKey({ pipeline, stream }: StreamKey): [number, number] {
  return lockKey(['writer', pipeline, stream.namespace, stream.name]);
}

/**
 * Runs `work`, a transaction under a lock timeout. If an older writer of the stream holds what it needs, that writer's
 * backend is ended and the work done once more.
 *
 * @throws {ConnectorError} `writer_active` if the older writer can't be ended
 */
export async function takeOver<T>(db: Queryable, key: StreamKey, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLockFailure(error)) throw error;
    // Invariant 9: takeover never waits on the old writer.
    await endWriters(db, key, error);
    return work();
  }
}

async function endWriters(db: Queryable, key: StreamKey, cause: unknown): Promise<void> {
  // Advisory locks with two keys show them as unsigned classid and objid.
  const holders = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid = ($1::int8 & 4294967295)::oid AND objid = ($2::int8 & 4294967295)::oid`;
  const refuse = (why: string): ConnectorError =>
    new ConnectorError({
      code: 'writer_active',
      category: 'transient',
      message: `an earlier load of ${formatStreamName(key.stream)} is still at work: ${why}`,
      hint: 'end it, or its connection (pg_stat_activity, application_name "rapidbyte destination")',
      stream: formatStreamName(key.stream),
      cause,
    });
  try {
    const { rows } = await db.query(`SELECT pg_terminate_backend(pid) FROM (${holders}) AS old`, writerKey(key));
    if (rows.length === 0) throw refuse('its locks are held by somebody unknown');
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    throw refuse('this user may not end its backend');
  }
  for (const until = performance.now() + terminationMs; performance.now() < until; await delay(pollMs)) {
    if ((await db.query(holders, writerKey(key))).rows.length === 0) return;
  }
  throw refuse('its backend was told to end and has not');
}
