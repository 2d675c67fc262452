import { expectedNoise, expectedNoiseWeight } from './bounds.ts';

/**
 * Rates are compared by their logarithms: a difference of 0.1 is about 10 %, both ways alike. Within one round the model is
 * `log rate = level of the settings + slope × time + noise`; windows stand in mirrored order, so that the slope, which takes out
 * a drift, is nearly independent of the levels.
 */
export interface Sample {
  /** Seconds. */
  readonly at: number;
  readonly log: number;
}

export interface Estimate {
  /** One for each group, at the same moment; NaN for an empty one. */
  readonly levels: readonly number[];
  readonly squaredResiduals: number;
  /** Windows beyond what the model has taken up. */
  readonly freedom: number;
}

/** Least squares; each group has the samples of one candidate. */
export function estimate(groups: readonly (readonly Sample[])[]): Estimate {
  const means = groups.map((group) => ({
    at: mean(group.map(({ at }) => at)),
    log: mean(group.map(({ log }) => log)),
  }));
  let [atAt, atLog, logLog, windows, used] = [0, 0, 0, 0, 0];
  for (const [index, group] of groups.entries()) {
    const center = means[index];
    if (center === undefined || group.length === 0) continue;
    used++;
    windows += group.length;
    for (const { at, log } of group) {
      atAt += (at - center.at) ** 2;
      atLog += (at - center.at) * (log - center.log);
      logLog += (log - center.log) ** 2;
    }
  }
  const hasSlope = atAt > 0 && windows - used > 1;
  const slope = hasSlope ? atLog / atAt : 0;
  const middle = mean(groups.flat().map(({ at }) => at));
  return {
    levels: means.map(({ at, log }) => log - slope * (at - middle)),
    squaredResiduals: Math.max(0, logLog - slope * atLog),
    freedom: Math.max(0, windows - used - (hasSlope ? 1 : 0)),
  };
}

/** Standard deviation of one window, pooled over rounds; near what is expected while there are few. */
export function pooledNoise(rounds: readonly Pick<Estimate, 'squaredResiduals' | 'freedom'>[]): number {
  let squares = expectedNoiseWeight * expectedNoise ** 2;
  let freedom = expectedNoiseWeight;
  for (const round of rounds) {
    squares += round.squaredResiduals;
    freedom += round.freedom;
  }
  return Math.sqrt(squares / freedom);
}

/** The standard error of the difference of two levels. */
export function errorOf(noise: number, windows: number, others: number): number {
  return noise * Math.sqrt(1 / windows + 1 / others);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
