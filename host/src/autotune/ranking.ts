import { cpuTie, flushTie, minMargin } from './bounds.ts';
import type { Figures } from './figures.ts';

/** A candidate as it is compared. */
export interface Standing {
  /** Log of bytes per second, drift taken out. */
  readonly level: number;
  readonly figures: Figures;
  readonly incumbent: boolean;
}

/**
 * Best first. Whoever is within the noise of the fastest is a contender: among these the incumbent comes first, then more
 * rows per second, then a smaller share of time in flushes, then more bytes per CPU second, then the measured speed after all.
 * The rest follows by speed.
 */
export function rank<T extends Standing>(standings: readonly T[], noiseOf: (a: T, b: T) => number): readonly T[] {
  const bySpeed = standings.toSorted((a, b) => b.level - a.level);
  const [fastest] = bySpeed;
  if (fastest === undefined) return [];
  const near = (each: T): boolean => each === fastest || fastest.level - each.level <= noiseOf(fastest, each);
  const contenders = bySpeed.filter(near);
  const incumbent = contenders.find((each) => each.incumbent);
  const best = incumbent ?? contenders.reduce((a, b) => (preferred(b, a, noiseOf(a, b)) ? b : a));
  return [best, ...bySpeed.filter((each) => each !== best)];
}

/** Whether `a` is better than `b`, which is as fast within the noise, or faster. */
function preferred(a: Standing, b: Standing, noise: number): boolean {
  const rows = Math.log(a.figures.rowsPerSecond / b.figures.rowsPerSecond);
  if (Math.abs(rows) > Math.max(noise, minMargin)) return rows > 0;
  const flush = a.figures.flushShare - b.figures.flushShare;
  if (Math.abs(flush) > flushTie) return flush < 0;
  const cpu = Math.log(a.figures.bytesPerCpuSecond / b.figures.bytesPerCpuSecond);
  if (Math.abs(cpu) > cpuTie) return cpu > 0;
  return a.level > b.level;
}
