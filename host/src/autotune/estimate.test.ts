import { expect, it } from 'vitest';
import { createRandom } from '../../../test/support/random.ts';
import { errorOf, estimate, pooledNoise } from './estimate.ts';

/** Windows of these groups, in this order, at one a second. */
function windows(order: string, level: (group: string, at: number) => number) {
  const groups = [...new Set(order.split(''))].sort();
  return groups.map((group) =>
    order.split('').flatMap((each, at) => (each === group ? [{ at, log: level(group, at) }] : [])),
  );
}

it.each(['ABBA', 'ABCCBA', 'ABCCBAABC', 'ABABAB', 'AABB', 'ABCBA', 'ABBAA'])('takes a drift out of %s', (order) => {
  const levels: Record<string, number> = { A: 1, B: 1.2, C: 0.7 };
  const found = estimate(windows(order, (group, at) => (levels[group] ?? 0) - 0.03 * at)).levels;
  expect((found[1] ?? 0) - (found[0] ?? 0)).toBeCloseTo(0.2);
});

it('leaves no residual where there is no noise, and counts what is free', () => {
  const found = estimate(windows('ABCCBA', (group, at) => (group === 'A' ? 1 : 2) + 0.1 * at));
  expect(found.squaredResiduals).toBeCloseTo(0);
  expect(found.freedom).toBe(6 - 3 - 1);
});

it.each(['', 'A', 'AB'])('knows no noise from %j', (order) => {
  expect(estimate(windows(order, () => 1))).toMatchObject({ squaredResiduals: 0, freedom: 0 });
});

it('has no level for who was not measured', () => {
  expect(estimate([[{ at: 0, log: 1 }], []]).levels).toEqual([1, Number.NaN]);
});

it.each([0.01, 0.05, 0.1])('finds noise of %f again, from many rounds', (noise) => {
  const generator = createRandom(7);
  const next = (): number => generator.next();
  const rounds = Array.from({ length: 200 }, () => estimate(windows('ABCCBA', () => noise * gaussian(next))));
  expect(pooledNoise(rounds)).toBeGreaterThan(noise * 0.9);
  expect(pooledNoise(rounds)).toBeLessThan(noise * 1.1);
});

it('expects 5 % before it knows', () => {
  expect(pooledNoise([])).toBeCloseTo(0.05);
  // Two lucky windows are no proof of silence.
  expect(pooledNoise([{ squaredResiduals: 0, freedom: 1 }])).toBeGreaterThan(0.04);
});

it('errs less with more windows', () => {
  expect(errorOf(0.1, 2, 2)).toBeCloseTo(0.1);
  expect(errorOf(0.1, 8, 8)).toBeCloseTo(0.05);
});

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
