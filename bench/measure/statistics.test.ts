import { expect, test } from 'vitest';
import { pairwiseMedian } from './statistics.ts';

test('pairs are made within a round, not after sorting', () => {
  expect(pairwiseMedian([1, 10, 100], [2, 10, 50], (a, b) => a / b)).toBe(1);
  expect(() => pairwiseMedian([1], [1, 2], (a, b) => a / b)).toThrow('1 rounds');
});
