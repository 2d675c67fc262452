import { cpuPerMillionRows, medianSeconds, peakBytes, secondsOf, speedRatio } from '../runs.ts';
import type { CaseResult, Parts } from '../runs.ts';
import { pairwiseMedian } from '../measure/statistics.ts';

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

/** `arms[0]` is the pipe, `arms[1]` ours. */
export function caseFigures(result: CaseResult): CaseFigures {
  const [pipe, ours] = result.arms;
  if (pipe === undefined || ours === undefined) throw new Error('the pipe and our arm are needed');
  return {
    seconds: medianSeconds(ours),
    speedRatio: speedRatio(pipe, ours),
    slackSeconds: pairwiseMedian(secondsOf(pipe), secondsOf(ours), (p, o) => p / 0.92 + 0.35 - o),
    cpuSecondsPerMillionRows: cpuPerMillionRows(result, ours, (run) => run.cpuSeconds),
    peak: {
      host: peakBytes(ours, 'host'),
      source: peakBytes(ours, 'source'),
      destination: peakBytes(ours, 'destination'),
    },
  };
}
