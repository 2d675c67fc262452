import { leap, leapStep, maxReach, reachCpuShare } from './bounds.ts';
import type { Activity } from './types.ts';

/**
 * How many times as many sessions the processors have room for, where distance is the limit: 2 to 6. What the systems
 * themselves need is not known here, so not all of the room is taken.
 */
export function reach(o: Activity, cores: number): number {
  const { host, source, destination } = o.cpuSeconds;
  const room = (reachCpuShare * cores * o.seconds) / (host + source + destination);
  return Math.min(Math.max(room, leapStep), maxReach);
}

/** What so long a step, 2 for twice as much, has to gain if the next one is to be long as well, in logs. */
export function leapOf(step: number): number {
  return Math.log(1 + leap) * Math.max(1, Math.log2(step));
}
