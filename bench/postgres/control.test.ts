import { expect, test } from 'vitest';
import { off, offAgain } from './arms.ts';
import { controlOf, whyNotJudged } from './control.ts';
import { armOf, resultOf } from './testing.ts';

const control = (first: readonly number[], second: readonly number[]) =>
  controlOf(resultOf([armOf(off, first), armOf(offAgain, second)]));

const ten = Array.from({ length: 10 }, (_, round) => 10 + round);

test('ratios are of the same round: a drift of both is no noise', () => {
  const quiet = control(
    ten,
    ten.map((seconds, round) => seconds * (round % 2 === 0 ? 1.01 : 1 / 1.01)),
  );
  expect(quiet.pairs).toBe(10);
  expect(quiet.ratio).toBeCloseTo(1, 9);
  expect(quiet.low * quiet.high).toBeCloseTo(1, 9);
  // 2.262 × 0.01049 ÷ √10
  expect(quiet.noise).toBeCloseTo(0.0075, 4);
  expect(whyNotJudged(quiet)).toBeUndefined();
});

test('too noisy is void, too few pairs are not judged, and an unfinished round is no pair', () => {
  const loud = control(
    ten,
    ten.map((seconds, round) => seconds * (round % 2 === 0 ? 1.2 : 1)),
  );
  expect(whyNotJudged(loud)).toMatch(/^void: the noise is 7\.\d %/);
  const few = control([10, 10, 10], [10, 10.1]);
  expect(few.pairs).toBe(2);
  expect(whyNotJudged(few)).toBe('fewer than 10 pairs: not judged');
  expect(controlOf(resultOf([])).pairs).toBe(0);
});
