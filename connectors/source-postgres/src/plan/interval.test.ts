import { expect, test } from 'vitest';
import { contains, merge, splitAt, subtract, type Interval } from './interval.ts';

const of = (...pairs: readonly (readonly [number, number])[]): Interval[] => pairs.map(([from, to]) => ({ from, to }));

test.each([
  ['nothing', of(), of()],
  ['empty ones', of([3, 3], [5, 4]), of()],
  ['those that touch', of([4, 6], [0, 4]), of([0, 6])],
  ['those that overlap', of([0, 5], [3, 8], [2, 4]), of([0, 8])],
  ['a gap', of([5, 6], [0, 4]), of([0, 4], [5, 6])],
  ['an open end', of([5, Infinity], [0, 6]), of([0, Infinity])],
])('merge: %s', (_, intervals, expected) => {
  expect(merge(intervals)).toEqual(expected);
});

test.each([
  ['nothing taken', of(), of([0, 10])],
  ['all taken', of([0, 10]), of()],
  ['more than all', of([-5, 20]), of()],
  ['the start', of([0, 3]), of([3, 10])],
  ['the end', of([8, 12]), of([0, 8])],
  ['the middle, twice', of([6, 7], [2, 4]), of([0, 2], [4, 6], [7, 10])],
  ['outside', of([-3, 0], [10, 12]), of([0, 10])],
])('subtract from [0, 10): %s', (_, taken, expected) => {
  expect(subtract({ from: 0, to: 10 }, taken)).toEqual(expected);
});

test('an open end stays open', () => {
  expect(subtract({ from: 0, to: Infinity }, of([2, 5]))).toEqual(of([0, 2], [5, Infinity]));
  expect(subtract({ from: 0, to: Infinity }, of([2, Infinity]))).toEqual(of([0, 2]));
});

test('intervals are cut at points inside, not at their ends', () => {
  expect(splitAt(of([0, 10], [20, Infinity]), [5, 0, 10, 5, 7, 30, 15])).toEqual(
    of([0, 5], [5, 7], [7, 10], [20, 30], [30, Infinity]),
  );
});

test('an interval contains itself and what is inside', () => {
  expect(contains({ from: 0, to: Infinity }, { from: 0, to: Infinity })).toBe(true);
  expect(contains({ from: 0, to: 5 }, { from: 1, to: 5 })).toBe(true);
  expect(contains({ from: 0, to: 5 }, { from: 1, to: 6 })).toBe(false);
});
