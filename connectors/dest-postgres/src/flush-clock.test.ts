import { expect, it } from 'vitest';
import { FlushClock } from './flush-clock.ts';

it('leaves out what the writer waits for the socket meanwhile', () => {
  let [now, waited] = [100, 7];
  const clock = new FlushClock(
    () => waited,
    () => now,
  );
  const stop = clock.start();
  now += 50;
  expect(clock.ms).toBe(50);
  [now, waited] = [now + 30, waited + 30];
  expect(clock.ms).toBe(50);
  stop();
  now += 1000;
  expect(clock.ms).toBe(50);
});

// A host takes a negative wait for a broken message, and ended the run: a flush that is nothing but waiting for the socket.
it('is never below zero, although the writer’s clock is read a moment later', () => {
  let [now, readLaterByMs] = [100, 0];
  const clock = new FlushClock(
    () => now + readLaterByMs,
    () => now,
  );
  const stop = clock.start();
  [now, readLaterByMs] = [105, 0.0004];
  expect(clock.ms).toBeGreaterThanOrEqual(0);
  stop();
  expect(clock.ms).toBeGreaterThanOrEqual(0);
});
