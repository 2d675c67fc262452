import { median } from '../../test/support/statistics.ts';

/** The median of what two arms of the same round give together: drift that hits both cancels. */
export function pairwiseMedian(
  left: readonly number[],
  right: readonly number[],
  combine: (left: number, right: number) => number,
): number {
  if (left.length !== right.length) throw new Error(`${left.length} rounds of one arm, ${right.length} of the other`);
  return median(left.map((value, round) => combine(value, right[round] ?? Number.NaN)));
}

export interface Interval {
  readonly mean: number;
  /** Of the 95 % confidence interval, Student's; NaN of fewer than two values. */
  readonly halfWidth: number;
}

export function meanInterval(values: readonly number[]): Interval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: tQuantile(values.length - 1) * Math.sqrt(variance / values.length) };
}

/** Two-sided 95 %, from one degree of freedom on. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const normalQuantile = 1.959_964;

/** The 97.5 % quantile of Student's distribution; NaN below one degree of freedom. */
export function tQuantile(degreesOfFreedom: number): number {
  if (degreesOfFreedom < 1) return Number.NaN;
  // Beyond the table, the first terms of its expansion around the normal distribution are exact to 0.0002.
  const z = normalQuantile;
  const expansion =
    z + (z ** 3 + z) / (4 * degreesOfFreedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degreesOfFreedom ** 2);
  return quantiles[degreesOfFreedom - 1] ?? expansion;
}
