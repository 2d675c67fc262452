import type { Stats } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { DeadlockWatch, deadlockTimeoutMs } from './deadlock.ts';

const stats = (change: Partial<Stats>): Stats => ({
  session: 1,
  rows: 0,
  bytes: 0,
  waitReadMs: 0,
  waitCreditMs: 0,
  waitWriteMs: 0,
  waitFlushMs: 0,
  waitInputMs: 0,
  cpuMs: 0,
  memoryBytes: 0,
  ...change,
});
const bothTurns = { source: true, destination: true };
const nobodysTurn = { source: false, destination: false };

describe('DeadlockWatch', () => {
  it('finds a source that waits for credit that it has', () => {
    const watch = new DeadlockWatch();
    expect(watch.sourceStats(stats({ waitCreditMs: 500 }), bothTurns)).toBe(false);
    expect(watch.sourceStats(stats({ waitCreditMs: 499 + deadlockTimeoutMs }), bothTurns)).toBe(false);
    expect(watch.sourceStats(stats({ waitCreditMs: 500 + deadlockTimeoutMs }), bothTurns)).toBe(true);
  });

  it('finds a destination that waits for input while it owes an answer', () => {
    const watch = new DeadlockWatch();
    expect(watch.destinationStats(stats({ waitInputMs: 500 }), bothTurns)).toBe(false);
    expect(watch.destinationStats(stats({ waitInputMs: 500 + deadlockTimeoutMs }), bothTurns)).toBe(true);
  });

  it('begins anew when something has moved, or when it is not their turn', () => {
    const watch = new DeadlockWatch();
    watch.sourceStats(stats({}), bothTurns);
    watch.moved();
    expect(watch.sourceStats(stats({ waitCreditMs: 60_000 }), bothTurns)).toBe(false);
    expect(watch.sourceStats(stats({ waitCreditMs: 120_000 }), nobodysTurn)).toBe(false);
    expect(watch.sourceStats(stats({ waitCreditMs: 180_000 }), bothTurns)).toBe(false);
  });

  it('lets a side wait for its own system as long as it likes', () => {
    const watch = new DeadlockWatch();
    watch.destinationStats(stats({}), bothTurns);
    expect(watch.destinationStats(stats({ waitWriteMs: 600_000, waitFlushMs: 600_000 }), bothTurns)).toBe(false);
    watch.sourceStats(stats({}), bothTurns);
    expect(watch.sourceStats(stats({ waitReadMs: 600_000 }), bothTurns)).toBe(false);
  });
});
