import { expect, test } from 'vitest';
import { meanInterval, pairwiseMedian, tQuantile } from './statistics.ts';

test('pairs are made within a round, not after sorting', () => {
  expect(pairwiseMedian([1, 10, 100], [2, 10, 50], (a, b) => a / b)).toBe(1);
  expect(() => pairwiseMedian([1], [1, 2], (a, b) => a / b)).toThrow('1 rounds');
});

test.each([
  [1, 12.706],
  [9, 2.262],
  [30, 2.042],
  [40, 2.021],
  [120, 1.98],
  [1e6, 1.96],
])('the quantile for %d degrees of freedom is %d', (degrees, expected) => {
  expect(tQuantile(degrees)).toBeCloseTo(expected, 3);
});

test('an interval: Student’s, of the values’ own spread', () => {
  // Standard deviation 1, four values.
  const { mean, halfWidth } = meanInterval([1, 2, 2, 3].map((value) => (value - 2) * Math.sqrt(1.5) + 2));
  expect(mean).toBeCloseTo(2, 12);
  expect(halfWidth).toBeCloseTo(3.182 / 2, 12);
  expect(meanInterval([5]).mean).toBe(5);
  expect(meanInterval([5]).halfWidth).toBeNaN();
});
