import { median } from '../../test/support/statistics.ts';
import type { LoadTrace } from '../arms/load-trace.ts';
import { medianSeconds, pairedRuns, type ArmRuns, type CaseResult } from '../runs.ts';
import { isPinned } from './arms.ts';

/** Rows that had passed the host by then; between two reports, evenly. */
export function rowsAt(load: LoadTrace, seconds: number): number {
  return interpolate(
    curve(load).map(({ seconds, rows }) => [seconds, rows]),
    seconds,
  );
}

/** When that many rows had passed the host. */
export function secondsAt(load: LoadTrace, rows: number): number {
  return interpolate(
    curve(load).map(({ seconds, rows }) => [rows, seconds]),
    rows,
  );
}

/** Rows a second from when that many had passed the host to the end of the last unit: start-up and publishing are left out. */
export function steadyRate(load: LoadTrace, fromRows: number): number {
  const total = curve(load).at(-1)?.rows ?? Number.NaN;
  return (total - fromRows) / (load.ends - secondsAt(load, fromRows));
}

/** Rows that had passed when the tuner had locked its values; undefined where it did not get so far. */
export function rowsAtLock(load: LoadTrace | undefined): number | undefined {
  if (load?.tuning === undefined || load.tuning.outcome === 'skipped') return undefined;
  return rowsAt(load, load.tuning.at);
}

/**
 * In each round, another arm's steady rate ÷ the tuned one's, less 1: both from the row on that was the tuned one's first
 * after its lock, so that both have the same work left, stragglers at the end included.
 */
export function steadyRegrets(tuned: ArmRuns, other: ArmRuns): number[] {
  return pairedRuns(tuned, other).flatMap(([run, { load: ofOther }]) => {
    const from = rowsAtLock(run.load);
    if (from === undefined || run.load === undefined || ofOther === undefined) return [];
    return [steadyRate(ofOther, from) / steadyRate(run.load, from) - 1];
  });
}

/** In each round, the tuned arm's time ÷ the other's, less 1. */
export function wholeRegrets(tuned: ArmRuns, other: ArmRuns): number[] {
  return pairedRuns(tuned, other).map(([run, ofOther]) => run.seconds / ofOther.seconds - 1);
}

export function pinnedArms({ arms }: CaseResult): ArmRuns[] {
  return arms.filter(({ arm, runs }) => isPinned(arm) && runs.length > 0);
}

/** The pinned point with the least median time. */
export function bestPinned(result: CaseResult): ArmRuns | undefined {
  return pinnedArms(result).sort((a, b) => medianSeconds(a) - medianSeconds(b))[0];
}

/** The largest of the medians, over the rounds, against each pinned point: the best of them in the steady state. */
export function steadyRegret(
  result: CaseResult,
  tuned: ArmRuns,
): { readonly arm: string; readonly regret: number } | undefined {
  return pinnedArms(result)
    .map((other) => ({ arm: other.arm, regret: median(steadyRegrets(tuned, other)) }))
    .filter(({ regret }) => !Number.isNaN(regret))
    .sort((a, b) => b.regret - a.regret)[0];
}

/** From nothing at the beginning to all at the end. */
function curve({ begins, ends, progress }: LoadTrace): { seconds: number; rows: number }[] {
  const total = progress.at(-1)?.rows ?? 0;
  const between = progress.filter(({ seconds, rows }) => seconds > begins && seconds < ends && rows < total);
  return [{ seconds: begins, rows: 0 }, ...between, { seconds: ends, rows: total }];
}

/** Held to the ends. */
function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  const after = points.findIndex(([at]) => at >= x);
  const [upper, lower] = [points[after === -1 ? points.length - 1 : after], points[after - 1]];
  if (upper === undefined) return Number.NaN;
  if (after <= 0 || lower === undefined || upper[0] === lower[0]) return upper[1];
  return lower[1] + ((x - lower[0]) / (upper[0] - lower[0])) * (upper[1] - lower[1]);
}
