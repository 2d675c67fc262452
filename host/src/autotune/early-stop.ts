import { clearErrors, cliff, cliffErrors, leap, leapErrors, marginErrors, minMargin } from './bounds.ts';
import { errorOf } from './estimate.ts';

/** A candidate after a sweep; levels are logs of rates. */
export interface Runner {
  readonly level: number;
  readonly windows: number;
  readonly incumbent: boolean;
}

export interface Leaving {
  readonly index: number;
  readonly why: string;
}

/** Who need not be measured any more. A round is decided once one is left, or the incumbent alone. */
export function afterSweep(runners: readonly Runner[], noise: number): readonly Leaving[] {
  const leader = runners.reduce<Runner | undefined>(
    (a, b) => (a === undefined || b.level > a.level ? b : a),
    undefined,
  );
  const incumbent = runners.find((each) => each.incumbent);
  return runners.flatMap((each, index): readonly Leaving[] => {
    if (leader === undefined) return [];
    const toLeader = errorOf(noise, each.windows, leader.windows);
    if (leader.level - each.level > Math.max(minMargin, clearErrors * toLeader))
      return [{ index, why: 'clearly behind' }];
    if (incumbent === undefined || each.incumbent) return [];
    const toIncumbent = errorOf(noise, each.windows, incumbent.windows);
    const hope = each.level - incumbent.level + marginErrors * toIncumbent;
    return hope < minMargin ? [{ index, why: 'no gain in sight' }] : [];
  });
}

/** A first window so slow that a second one would be wasted. Levels are logs of rates. */
export function fallsOff(first: number, incumbent: number, noise: number): boolean {
  const behind = incumbent - first;
  return behind > -Math.log(1 - cliff) && behind > cliffErrors * noise * Math.SQRT2;
}

/** A window so fast that no second one can take it back. Levels are logs of rates. */
export function leapsAhead(level: number, incumbent: number, noise: number): boolean {
  const ahead = level - incumbent;
  return ahead > Math.log(1 + leap) && ahead > leapErrors * noise * Math.SQRT2;
}

/** By how much a candidate must be ahead, in logs: more than the noise, and worth a change. */
export function margin(noise: number, windows: number, others: number): number {
  return Math.max(minMargin, marginErrors * errorOf(noise, windows, others));
}
