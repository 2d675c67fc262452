import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilenceWatch } from './silence.ts';

describe('SilenceWatch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reports a silence once, as long as something is expected', () => {
    const silences: number[] = [];
    const watch = new SilenceWatch((limitMs) => silences.push(limitMs));
    watch.expect(2000);
    vi.advanceTimersByTime(1900);
    expect(silences).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(silences).toEqual([2000]);
  });

  it('begins anew with every sign of life', () => {
    const silences: number[] = [];
    const watch = new SilenceWatch((limitMs) => silences.push(limitMs));
    watch.expect(2000);
    for (let second = 0; second < 10; second++) {
      vi.advanceTimersByTime(1500);
      watch.heard();
    }
    expect(silences).toEqual([]);
  });

  it('takes the shortest of what is expected, and forgets what has come', () => {
    const silences: number[] = [];
    const watch = new SilenceWatch((limitMs) => silences.push(limitMs));
    watch.expect(5000);
    const heard = watch.expect(1000);
    heard();
    vi.advanceTimersByTime(4000);
    expect(silences).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(silences).toEqual([5000]);
  });

  it('does not run while nothing is expected', () => {
    const watch = new SilenceWatch(() => {});
    watch.expect(1000)();
    expect(vi.getTimerCount()).toBe(0);
  });
});
