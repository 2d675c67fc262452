import type { Case } from './cases.ts';
import { median } from '../test/support/statistics.ts';
import { pairwiseMedian } from './measure/statistics.ts';

/** One run of one arm. CPU in seconds, memory in bytes. */
export interface Run {
  readonly round: number;
  readonly seconds: number;
  /** All processes of the arm itself. */
  readonly cpuSeconds: number;
  readonly serverCpu: { readonly source: number; readonly destination: number };
  /** Our own arm's. */
  readonly parts?: Parts<{ readonly cpuSeconds: number; readonly memoryBytes: number }>;
}

export interface Parts<T> {
  readonly host: T;
  readonly source: T;
  readonly destination: T;
}

export interface ArmRuns {
  readonly arm: string;
  readonly runs: readonly Run[];
}

export interface CaseResult {
  readonly case: Case;
  readonly bytesPerRow: number;
  /** `arms[0]` is the pipe, `arms[1]` ours, `arms[2]` the pipe again. */
  readonly arms: readonly ArmRuns[];
}

/** Our arm in one case: medians over the rounds, against the pipe pair by pair; memory is the most of any round. */
export interface CaseFigures {
  readonly seconds: number;
  /** The pipe's time ÷ ours. */
  readonly speedRatio: number;
  /** The pipe's time ÷ 0.92 + 0.35 s − ours. */
  readonly slackSeconds: number;
  readonly cpuSecondsPerMillionRows: number;
  readonly peak: Parts<number>;
}

export function caseFigures(result: CaseResult): CaseFigures {
  const [pipe, ours] = result.arms;
  if (pipe === undefined || ours === undefined) throw new Error('the pipe and our arm are needed');
  const most = (part: keyof Parts<unknown>): number =>
    Math.max(...ours.runs.map((run) => run.parts?.[part].memoryBytes ?? Number.NaN));
  return {
    seconds: median(secondsOf(ours)),
    speedRatio: speedRatio(pipe, ours),
    slackSeconds: pairwiseMedian(secondsOf(pipe), secondsOf(ours), (p, o) => p / 0.92 + 0.35 - o),
    cpuSecondsPerMillionRows: median(ours.runs.map((run) => run.cpuSeconds)) / (result.case.rows / 1e6),
    peak: { host: most('host'), source: most('source'), destination: most('destination') },
  };
}

/** Above 1: faster than the pipe. */
export function speedRatio(pipe: ArmRuns, arm: ArmRuns): number {
  return pairwiseMedian(secondsOf(pipe), secondsOf(arm), (p, a) => p / a);
}

export function secondsOf({ runs }: ArmRuns): number[] {
  return runs.map((run) => run.seconds);
}
