import { expect, test } from 'vitest';
import { median, trendPerSecond } from './statistics.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
  [[], Number.NaN],
])('median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

/** One sample a second: a line, and 40 more in every fifth. */
const withBursts = (perSecond: number) =>
  Array.from({ length: 60 }, (_, second) => ({
    seconds: second,
    value: 100 + second * perSecond + (second % 5 === 0 ? 40 : 0),
  }));

test('a trend is found under bursts, and bursts alone are none', () => {
  expect(trendPerSecond(withBursts(2))).toBeCloseTo(2);
  expect(trendPerSecond(withBursts(0))).toBe(0);
});
