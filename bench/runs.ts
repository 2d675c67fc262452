import { median } from '../test/support/statistics.ts';
import type { LoadTrace } from './arms/load-trace.ts';
import type { Case } from './cases.ts';

/** One run of one arm. CPU in seconds, memory in bytes. */
export interface Run {
  readonly round: number;
  readonly seconds: number;
  /** All processes of the arm itself. */
  readonly cpuSeconds: number;
  readonly serverCpu: { readonly source: number; readonly destination: number };
  /** The link's, where the connections went through one. */
  readonly linkCpuSeconds?: number;
  /** Our own arms'. */
  readonly parts?: Parts<PartUse>;
  /** What an arm that writes its events went through. */
  readonly load?: LoadTrace;
}

/** The processes of one kind, in one run. */
export interface PartUse {
  /** All of them together. */
  readonly cpuSeconds: number;
  /** Peak resident memory of each. */
  readonly memoryBytes: readonly number[];
}

export interface Parts<T> {
  readonly host: T;
  readonly source: T;
  readonly destination: T;
}

export const sides = ['host', 'source', 'destination'] as const;

export interface ArmRuns {
  readonly arm: string;
  readonly runs: readonly Run[];
}

/** The table of a case. */
export interface CaseFacts {
  readonly case: Case;
  readonly bytesPerRow: number;
  /** What the table takes in the source, its key not counted. */
  readonly tableBytes: number;
  /** What building the key took in the source, right after it was filled. */
  readonly keySeconds: number;
}

export interface CaseResult extends CaseFacts {
  readonly arms: readonly ArmRuns[];
}

/** @throws {Error} if it was not measured */
export function armRuns({ arms, case: { name } }: CaseResult, arm: string): ArmRuns {
  const found = arms.find((runs) => runs.arm === arm);
  if (found === undefined) throw new Error(`${name}: ${arm} was not measured`);
  return found;
}

/** The median, over the rounds, of one arm's time ÷ another's in the same round; above 1: the other is faster. */
export function speedRatio(arm: ArmRuns, other: ArmRuns): number {
  return median(pairedRatios(arm, other));
}

/** One arm's time ÷ another's in the same round, of the rounds that both took part in. */
export function pairedRatios(arm: ArmRuns, other: ArmRuns): number[] {
  return pairedRuns(arm, other).map(([run, ofOther]) => run.seconds / ofOther.seconds);
}

export function pairedRuns(arm: ArmRuns, other: ArmRuns): [Run, Run][] {
  const byRound = new Map(other.runs.map((run) => [run.round, run]));
  return arm.runs.flatMap((run): [Run, Run][] => {
    const ofOther = byRound.get(run.round);
    return ofOther === undefined ? [] : [[run, ofOther]];
  });
}

export function secondsOf({ runs }: ArmRuns): number[] {
  return runs.map((run) => run.seconds);
}

export function medianSeconds(runs: ArmRuns): number {
  return median(secondsOf(runs));
}

/** CPU seconds per million rows; the median over the rounds. */
export function cpuPerMillionRows(result: CaseResult, arm: ArmRuns, of: (run: Run) => number): number {
  return median(arm.runs.map(of)) / (result.case.rows / 1e6);
}

/** Of the largest process of a kind, in the worst round. NaN: not one of our arms. */
export function peakBytes({ runs }: ArmRuns, side: keyof Parts<unknown>): number {
  return Math.max(...runs.flatMap((run) => run.parts?.[side].memoryBytes ?? Number.NaN));
}

/** How many of a kind there were, at most. NaN: not one of our arms. */
export function mostProcesses({ runs }: ArmRuns, side: keyof Parts<unknown>): number {
  return Math.max(...runs.map((run) => run.parts?.[side].memoryBytes.length ?? Number.NaN));
}
