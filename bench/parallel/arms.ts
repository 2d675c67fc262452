import { join } from 'node:path';
import type { Arm } from '../arms/arm.ts';
import { psqlPipe } from '../arms/psql-pipe.ts';
import { psqlPipes } from '../arms/psql-pipes.ts';
import { rapidbyte } from '../arms/rapidbyte.ts';

export const pipe = 'psql pipe';
export const pipeAgain = 'psql pipe again (A/A)';
export const before = 'rapidbyte before (P=1)';
export const installed = 'rapidbyte, connectors installed from npm pack (P=1)';

export function oursWith(parallelism: number): string {
  return `rapidbyte (P=${parallelism})`;
}

/** Undefined: not one of our arms. */
export function parallelismOf(arm: string): number | undefined {
  const match = /^rapidbyte \(P=(\d+)\)$/.exec(arm);
  return match === null ? undefined : Number(match[1]);
}

export interface ParallelArms {
  readonly parallelism: readonly number[];
  /** How many pipes at once, one arm each. */
  readonly pipes: readonly number[];
  /** Another checkout, built. */
  readonly baseline?: string | undefined;
  /** Where the packages are installed as users have them. */
  readonly installedIn?: string | undefined;
}

/** The pipe is first, its repetition last. */
export function parallelArms({ parallelism, pipes, baseline, installedIn }: ParallelArms): Arm[] {
  return [
    psqlPipe(pipe),
    ...parallelism.map((value) => rapidbyte({ name: oursWith(value), parallelism: value })),
    ...(baseline === undefined ? [] : [rapidbyte({ name: before, parallelism: 1, checkout: baseline })]),
    ...(installedIn === undefined
      ? []
      : [rapidbyte({ name: installed, parallelism: 1, connectors: executables(installedIn) })]),
    ...pipes.map(psqlPipes),
    psqlPipe(pipeAgain),
  ];
}

/** By their paths, as connectors of third parties are named. */
function executables(project: string): { readonly source: string; readonly destination: string } {
  const bin = join(project, 'node_modules/.bin');
  return { source: join(bin, 'rapidbyte-source-postgres'), destination: join(bin, 'rapidbyte-dest-postgres') };
}
