import { expect, test } from 'vitest';
import { ReceivePool } from './receive-pool.ts';

function receive(pool: ReceivePool, length: number, fill: number): Uint8Array {
  const room = pool.room();
  expect(room.length).toBeGreaterThanOrEqual(length);
  room.fill(fill, 0, length);
  return pool.received(length);
}

test('what is retained stays as it is, however much comes after it', () => {
  const pool = new ReceivePool();
  const kept: Uint8Array[] = [];
  for (let index = 0; index < 200; index++) {
    const bytes = receive(pool, 20_000, index);
    pool.retain(bytes);
    kept.push(bytes);
    // A relay that hands on later than it receives: the oldest leaves when ten are there.
    const oldest = kept.length > 10 ? kept.shift() : undefined;
    if (oldest !== undefined) pool.release(oldest);
    for (const [age, held] of kept.entries()) {
      const expected = index - kept.length + 1 + age;
      expect(held[0]).toBe(expected & 0xff);
      expect(held.at(-1)).toBe(expected & 0xff);
    }
  }
});

test('what is released is read into again: a long relay takes no new memory', () => {
  const pool = new ReceivePool();
  const buffers = new Set<ArrayBufferLike>();
  for (let index = 0; index < 1000; index++) {
    const bytes = receive(pool, 30_000, 0);
    pool.retain(bytes);
    buffers.add(bytes.buffer);
    pool.release(bytes);
  }
  expect(buffers.size).toBeLessThanOrEqual(2);
});

test('parts of one read are released one by one', () => {
  const pool = new ReceivePool();
  const bytes = receive(pool, 30_000, 7);
  const [begin, end] = [bytes.subarray(0, 10), bytes.subarray(10)];
  pool.retain(begin);
  pool.retain(end);
  pool.release(begin);
  for (let index = 0; index < 100; index++) receive(pool, 30_000, 1);
  expect(end[0]).toBe(7);
});

test('memory of others is left alone', () => {
  const pool = new ReceivePool();
  pool.retain(new Uint8Array(10));
  pool.release(new Uint8Array(10));
});
