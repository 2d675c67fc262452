import type { Arm } from '../arms/arm.ts';
import { psqlPipe } from '../arms/psql-pipe.ts';
import { rapidbyte } from '../arms/rapidbyte.ts';
import { pipe } from '../parallel/arms.ts';
import { pointName, type GridPoint } from './grid.ts';

export const off = 'off';
export const offAgain = 'off again (A/A)';
export const on = 'on';
export { pipe };

const mib = 2 ** 20;

export const offArm = (name = off): Arm => rapidbyte({ name, flags: ['--no-autotune'], traced: true });
export const onArm = (): Arm => rapidbyte({ name: on, flags: ['--autotune', '--explain-autotune'], traced: true });

export function pinnedArm(point: GridPoint): Arm {
  const { parallelism, mode, flushMib } = point;
  const pins = [`parallelism=${parallelism}`, `partition_mode=${mode}`, `copy_flush_bytes=${flushMib * mib}`];
  return rapidbyte({
    name: pointName(point),
    flags: ['--no-autotune', ...pins.flatMap((pin) => ['--pin', pin])],
    roomForPairs: parallelism,
    traced: true,
  });
}

/** Autotune off is first, its repetition last. */
export function postgresArms(best: readonly GridPoint[], withPipe: boolean): Arm[] {
  return [offArm(), onArm(), ...best.map(pinnedArm), ...(withPipe ? [psqlPipe(pipe)] : []), offArm(offAgain)];
}

/** Neither autotune's, on or off, nor the servers' own client. */
export function isPinned(arm: string): boolean {
  return arm.startsWith('P=');
}
