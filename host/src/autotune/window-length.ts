import { expectedNoise, maxWindowSeconds, minWindowSeconds, usualWindowSeconds } from './bounds.ts';

/** Longer where it is noisy; shorter where it is quiet, or where the budget is so small that only short ones fit. */
export function windowLength(noise: number, affordable: number): number {
  const wanted = (usualWindowSeconds * noise) / expectedNoise;
  const held = Math.min(Math.max(wanted, minWindowSeconds), maxWindowSeconds);
  return Math.max(minWindowSeconds, Math.min(held, affordable));
}
