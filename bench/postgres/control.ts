import { meanInterval } from '../measure/statistics.ts';
import { pairedRatios, type CaseResult } from '../runs.ts';
import { off, offAgain } from './arms.ts';
import { percent } from './percent.ts';

/** Fewer are not judged: the interval is too wide, and says too little about what is not normally distributed. */
export const fewestPairs = 10;
/** A machine that is no quieter shows nothing. */
export const mostNoise = 0.05;

/** What two arms that do the same differ by. */
export interface Control {
  readonly pairs: number;
  /** The second one's time ÷ the first one's: the geometric mean, and its 95 % confidence interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** The interval's half width, as a ratio less 1; NaN with fewer than two pairs. */
  readonly noise: number;
}

export function controlOf({ arms }: CaseResult): Control {
  const [first, second] = [off, offAgain].map((name) => arms.find(({ arm }) => arm === name));
  const ratios = first === undefined || second === undefined ? [] : pairedRatios(second, first);
  const { mean, halfWidth } = meanInterval(ratios.map(Math.log));
  return {
    pairs: ratios.length,
    ratio: Math.exp(mean),
    low: Math.exp(mean - halfWidth),
    high: Math.exp(mean + halfWidth),
    noise: Math.expm1(halfWidth),
  };
}

/** Why nothing can be judged; undefined if it can. */
export function whyNotJudged({ pairs, noise }: Control): string | undefined {
  // Two pairs may be far apart by chance, and together by chance.
  if (pairs < fewestPairs) return `fewer than ${fewestPairs} pairs: not judged`;
  return noise > mostNoise ? `void: the noise is ${percent(noise)}, more than ${percent(mostNoise)}` : undefined;
}
