import { describe, expect, it } from 'vitest';
import { afterSweep, fallsOff, leapsAhead, margin } from './early-stop.ts';

const runner = (level: number, windows = 2, incumbent = false) => ({ level, windows, incumbent });

describe('afterSweep', () => {
  it.each([
    { what: 'all alike', levels: [0, 0, 0], noise: 0.05, leaving: [] },
    { what: 'a leader clearly ahead of all', levels: [0, 0.3, 0.02], noise: 0.05, leaving: [0, 2] },
    { what: 'a leader ahead within the noise', levels: [0, 0.15, 0], noise: 0.1, leaving: [] },
    { what: 'one clearly behind', levels: [0, 0.02, -0.4], noise: 0.05, leaving: [2] },
    { what: 'challengers that can not win any more', levels: [0, -0.06, -0.08], noise: 0.05, leaving: [1, 2] },
    { what: 'a quiet tie', levels: [0, 0.005, -0.005], noise: 0.01, leaving: [1, 2] },
    { what: 'two ahead of the incumbent', levels: [0, 0.4, 0.38], noise: 0.05, leaving: [0] },
  ])('$what', ({ levels, noise, leaving }) => {
    const runners = levels.map((level, index) => runner(level, 2, index === 0));
    expect(afterSweep(runners, noise).map(({ index }) => index)).toEqual(leaving);
  });

  it('goes on without an incumbent that has left', () => {
    expect(afterSweep([runner(0.4), runner(0.1)], 0.05)).toEqual([{ index: 1, why: 'clearly behind' }]);
    expect(afterSweep([], 0.05)).toEqual([]);
  });
});

it.each([
  { gain: 0.35, noise: 0.01, leaps: false },
  { gain: 0.6, noise: 0.01, leaps: true },
  { gain: 0.6, noise: 0.1, leaps: false },
  { gain: 3, noise: 0.1, leaps: true },
])('a gain of $gain with noise $noise leaps ahead: $leaps', ({ gain, noise, leaps }) => {
  expect(leapsAhead(Math.log(1 + gain), 0, noise)).toBe(leaps);
});

it.each([
  { loss: 0.2, noise: 0.01, falls: false },
  { loss: 0.26, noise: 0.01, falls: true },
  { loss: 0.26, noise: 0.12, falls: false },
  { loss: 0.6, noise: 0.12, falls: true },
])('a first window $loss slower, with noise of $noise: $falls', ({ loss, noise, falls }) => {
  expect(fallsOff(Math.log(1 - loss), 0, noise)).toBe(falls);
});

it.each([
  { noise: 0, windows: 2, needed: 0.03 },
  { noise: 0.02, windows: 2, needed: 0.03 },
  { noise: 0.1, windows: 2, needed: 0.1 },
  { noise: 0.1, windows: 8, needed: 0.05 },
])('with noise of $noise and $windows windows each, $needed is needed', ({ noise, windows, needed }) => {
  expect(margin(noise, windows, windows)).toBeCloseTo(needed);
});
