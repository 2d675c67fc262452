import { createHash } from 'node:crypto';
import type { StreamKey } from './stream-key.ts';

/** The two keys of an advisory lock. */
export type LockKey = readonly [number, number];

export function lockKey(identity: readonly string[]): LockKey {
  const hash = createHash('sha256')
    .update(JSON.stringify(['rapidbyte', ...identity]))
    .digest();
  return [hash.readInt32LE(0), hash.readInt32LE(4)];
}

/** Shared, held by each transaction that writes or publishes a stream. */
export function writerKey({ stateSchema, pipeline, stream }: StreamKey): LockKey {
  return lockKey(['writer', stateSchema, pipeline, stream.namespace, stream.name]);
}

/** Exclusive, held by the process that has begun a load of the stream. */
export function loadKey({ stateSchema, pipeline, stream }: StreamKey): LockKey {
  return lockKey(['load', stateSchema, pipeline, stream.namespace, stream.name]);
}

/** Exclusive, held by the transaction that makes the tables of the state. */
export function preparationKey(stateSchema: string): LockKey {
  return lockKey(['prepare', stateSchema]);
}
