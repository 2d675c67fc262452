import { expect, test } from 'vitest';
import { ticks } from './scale.ts';

test.each([
  [5, [0, 1, 2, 3, 4, 5]],
  [4.2, [0, 1, 2, 3, 4, 5]],
  [0.93, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [110, [0, 25, 50, 75, 100, 125]],
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
])('up to %d', (most, expected) => {
  expect(ticks(most)).toEqual(expected);
});
