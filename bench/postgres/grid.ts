import type { Run } from '../runs.ts';

/** One value for each knob. */
export interface GridPoint {
  readonly parallelism: number;
  readonly mode: string;
  readonly flushMib: number;
}

export interface GridLists {
  readonly parallelism: readonly number[];
  readonly modes: readonly string[];
  readonly flushMib: readonly number[];
}

/** A point was measured, or refused. */
export type GridOutcome = { readonly point: GridPoint } & (
  { readonly run: Run; readonly refusal?: never } | { readonly run?: never; readonly refusal: string }
);

export function gridPoints({ parallelism, modes, flushMib }: GridLists): GridPoint[] {
  return parallelism.flatMap((pairs) =>
    modes.flatMap((mode) => flushMib.map((flush) => ({ parallelism: pairs, mode, flushMib: flush }))),
  );
}

export function pointName({ parallelism, mode, flushMib }: GridPoint): string {
  return `P=${parallelism} ${mode} ${flushMib} MiB`;
}

/** Fastest first; those that were not measured are left out. */
export function ranked(outcomes: readonly GridOutcome[]): { readonly point: GridPoint; readonly run: Run }[] {
  return outcomes
    .flatMap(({ point, run }) => (run === undefined ? [] : [{ point, run }]))
    .sort((a, b) => a.run.seconds - b.run.seconds);
}

/** How many of them are measured again. */
const most = 3;

/**
 * The fastest, of which no two do the same.
 *
 * @param sameTable the grid was measured on the table that they are for: what is one unit there, is one unit here
 */
export function bestPoints(outcomes: readonly GridOutcome[], sameTable: boolean): GridPoint[] {
  const seen = new Set<string>();
  const best = ranked(outcomes).filter(({ point, run }) => {
    const { parallelism, mode, flushMib } = point;
    const cut = cutInEffect(point, run);
    // One unit has one worker, however many there could be. With one pair no table is cut, be it larger.
    const isOne = cut === 'whole' && (sameTable || parallelism === 1);
    const effect = isOne ? ['whole'] : [parallelism, cut === 'whole' ? mode : cut];
    const key = JSON.stringify([...effect, flushMib]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return best.slice(0, most).map(({ point }) => point);
}

/** How the table was cut: not at all, by the mode that was asked for, or by the one that was taken instead. */
export function cutInEffect(point: GridPoint, { load }: Run): string {
  return load?.units === 1 ? 'whole' : (load?.settings['partition_mode'] ?? point.mode);
}
