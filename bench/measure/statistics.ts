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
