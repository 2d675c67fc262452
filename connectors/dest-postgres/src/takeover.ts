import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import { isLockFailure } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { loadKey, preparationKey, writerKey, type LockKey } from './state/advisory-lock.ts';
import type { StreamKey } from './state/stream-key.ts';

/** How long a terminated backend may take to be gone. */
const terminationMs = 5000;
const pollMs = 50;

/**
 * Whoever takes a lock on a stream's tables or state outside of the lock of its load (to write, publish or forget it) holds
 * this shared advisory lock in its transaction. It records the backend in the server itself: it is there exactly as long as
 * the backend is, and needs no cleaning up.
 */
export async function recordWriter(db: Queryable, key: StreamKey): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock_shared($1, $2)', writerKey(key));
}

/**
 * Runs `work`, a transaction under a lock timeout. If an older writer of the stream holds what it needs, that writer's
 * backend is ended and the work done once more.
 *
 * @param locks of whom else it may be, beside the writers
 * @throws {ConnectorError} `writer_active` if the older writer can't be ended
 */
export async function takeOver<T>(
  db: Queryable,
  key: StreamKey,
  work: () => Promise<T>,
  locks: readonly LockKey[] = [],
): Promise<T> {
  const whose = loadOf(key);
  try {
    return await work();
  } catch (error) {
    if (!isLockFailure(error)) throw error;
    // Invariant 9: takeover never waits on the old writer.
    const ended = await endBackends(db, whose, [writerKey(key), ...locks], error);
    if (ended === 0) throw refusal(whose, 'its locks are held by somebody unknown', error);
    return work();
  }
}

/**
 * Ends the backends of all writers of the stream but this one: late ones, where there is to be only one. What they have
 * written keeps rows locked until they notice that their process is gone.
 *
 * @throws {ConnectorError} `writer_active` if one can't be ended
 */
export async function endWriters(db: Queryable, key: StreamKey): Promise<void> {
  await endBackends(db, loadOf(key), [writerKey(key)], undefined);
}

/**
 * Ends the backends of whoever has begun a load of the stream, and of its writers, in any process.
 *
 * @throws {ConnectorError} `writer_active` if one can't be ended
 */
export async function endLoad(db: Queryable, key: StreamKey): Promise<void> {
  await endBackends(db, loadOf(key), [loadKey(key), writerKey(key)], undefined);
}

/**
 * Ends the backend of whoever is making the tables of the state, and does not get on with it.
 *
 * @throws {ConnectorError} `writer_active` if it can't be ended
 */
export async function endPreparation(db: Queryable, stateSchema: string): Promise<void> {
  await endBackends(db, { text: 'the first stream' }, [preparationKey(stateSchema)], undefined);
}

/** Advisory locks with two keys show them as unsigned classid and objid. */
const holdersSql = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND pid <> pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (classid, objid) IN (SELECT (c & 4294967295)::oid, (o & 4294967295)::oid FROM unnest($1::int8[], $2::int8[]) AS k (c, o))`;

/** Gives how many were ended. Again and again: who was ended may come back on another connection before it learns why. */
async function endBackends(db: Queryable, whose: LoadOf, locks: readonly LockKey[], cause: unknown): Promise<number> {
  const end = `SELECT pg_terminate_backend(pid) FROM (SELECT DISTINCT pid FROM (${holdersSql}) AS held) AS old`;
  const values = [locks.map(([high]) => high), locks.map(([, low]) => low)];
  let ended = 0;
  for (const until = performance.now() + terminationMs; ; await delay(pollMs)) {
    let found: number;
    try {
      found = (await db.query(end, values)).rows.length;
    } catch (error) {
      throw refusal(whose, 'this user may not end its backend', cause ?? error);
    }
    if (found === 0) return ended;
    ended += found;
    if (performance.now() > until) throw refusal(whose, 'its backend was told to end and has not', cause);
  }
}

/** Whose load is in the way, for whoever reads the error. */
interface LoadOf {
  readonly text: string;
  readonly stream?: string;
}

function loadOf(key: StreamKey): LoadOf {
  const stream = formatStreamName(key.stream);
  return { text: stream, stream };
}

function refusal({ text, stream }: LoadOf, why: string, cause: unknown): ConnectorError {
  return new ConnectorError({
    code: 'writer_active',
    category: 'transient',
    message: `an earlier load of ${text} is still at work: ${why}`,
    hint: 'end it, or its connection (pg_stat_activity, application_name "rapidbyte destination")',
    ...(stream === undefined ? {} : { stream }),
    cause,
  });
}
