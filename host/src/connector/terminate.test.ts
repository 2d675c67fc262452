import { describe, expect, it, vi } from 'vitest';
import type { ProcessExit } from '../engine/types.ts';
import { endOfInputDelayMs, sigkillDelayMs, sigtermDelayMs, stopDelayMs, terminate } from './terminate.ts';

const exit: ProcessExit = { code: 0, signal: null };

/** A process that leaves at one of the rungs, or never. */
function fakeProcess(leavesAt: string | null) {
  const steps: string[] = [];
  const { promise: exited, resolve: leave } = Promise.withResolvers<ProcessExit>();
  const step = (name: string): void => {
    steps.push(name);
    if (name === leavesAt) leave(exit);
  };
  return { steps, exited, endInput: () => step('end of input'), signalGroup: step };
}

describe('terminate', () => {
  it.each([
    { from: 'stop', leavesAt: 'end of input', steps: ['end of input'], ended: exit },
    { from: 'stop', leavesAt: 'SIGTERM', steps: ['end of input', 'SIGTERM'], ended: exit },
    { from: 'stop', leavesAt: 'SIGKILL', steps: ['end of input', 'SIGTERM', 'SIGKILL'], ended: exit },
    { from: 'sigterm', leavesAt: 'SIGTERM', steps: ['SIGTERM'], ended: exit },
    { from: 'stop', leavesAt: null, steps: ['end of input', 'SIGTERM', 'SIGKILL'], ended: null },
  ] as const)('from $from, left at $leavesAt', async ({ from, leavesAt, steps, ended }) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const process = fakeProcess(leavesAt);
      const result = terminate(process, from);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await result).toBe(ended);
      expect(process.steps).toEqual(steps);
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes less than 8 s from the first rung to the last', () => {
    expect(stopDelayMs + endOfInputDelayMs + sigtermDelayMs + sigkillDelayMs).toBeLessThan(8000);
  });
});
