import { describe, expect, it } from 'vitest';
import type { ErrorCategory } from '@rapidbyte/connector';
import { mayPass, Retries, retryDelayMs } from './retries.ts';

describe('what may pass', () => {
  it.each<[ErrorCategory, boolean]>([
    ['transient', true],
    ['rate_limited', true],
    ['config', false],
    ['auth', false],
    ['permission', false],
    ['data', false],
    ['schema', false],
    ['protocol', false],
    ['internal', false],
  ])('%s: %s', (category, expected) => {
    expect(mayPass({ category })).toBe(expected);
  });
});

describe('the delay', () => {
  it.each([
    [1, 0, 0],
    [1, 0.5, 500],
    [2, 0.5, 1000],
    [5, 0.999, 15_984],
    [7, 0.5, 30_000],
    [100, 0.5, 30_000],
  ])('before retry %i, at random %d, is %i ms', (retry, random, expected) => {
    expect(retryDelayMs(retry, random)).toBe(expected);
  });

  it('comes after what the system has asked for, within bounds', () => {
    expect(retryDelayMs(1, 0, 7000)).toBe(7000);
    expect(retryDelayMs(2, 0.5, 7000)).toBe(8000);
    expect(retryDelayMs(1, 0, 3_600_000)).toBe(300_000);
  });
});

describe('Retries', () => {
  it('are given out once each, whoever asks', () => {
    const retries = new Retries(2, () => 0.5);
    const cause = { category: 'transient' } as const;
    expect(retries.attempts).toBe(1);
    expect(retries.next(cause)).toEqual({ attempt: 2, maxAttempts: 3, delayMs: 500 });
    expect(retries.next({ ...cause, retryAfterMs: 100 })).toEqual({ attempt: 3, maxAttempts: 3, delayMs: 1100 });
    expect(retries.next(cause)).toBeNull();
    expect(retries.attempts).toBe(3);
    expect(new Retries(0, () => 0).next(cause)).toBeNull();
  });
});
