import { parallelismOf } from '../parallel/arms.ts';
import { cpuPerMillionRows, medianSeconds, mostProcesses, peakBytes, type ArmRuns, type CaseResult } from '../runs.ts';
import type { Parts } from '../runs.ts';
import { totalCost, type Costs } from './model.ts';

/** One P of one case: medians over the rounds; memory is the most of any round. */
export interface ScalingRow {
  readonly parallelism: number;
  readonly seconds: number;
  /** Million rows a second. */
  readonly rate: number;
  readonly costs: Costs;
  readonly totalCost: number;
  /** Of the largest process of a kind. */
  readonly peak: Parts<number>;
  /** Of each process, in the round in which they had most together. */
  readonly memoryBytes: Parts<readonly number[]>;
}

/** In the order of P. */
export function scalingRows(result: CaseResult): ScalingRow[] {
  return result.arms.flatMap((arm) => {
    const parallelism = parallelismOf(arm.arm);
    return parallelism === undefined ? [] : [scalingRow(result, arm, parallelism)];
  });
}

function scalingRow(result: CaseResult, arm: ArmRuns, parallelism: number): ScalingRow {
  const cpu = (side: keyof Parts<unknown>): number =>
    cpuPerMillionRows(result, arm, (run) => run.parts?.[side].cpuSeconds ?? Number.NaN);
  const costs: Costs = {
    parallelism,
    host: cpu('host'),
    source: cpu('source'),
    destination: cpu('destination'),
    sourceServer: cpuPerMillionRows(result, arm, (run) => run.serverCpu.source),
    destinationServer: cpuPerMillionRows(result, arm, (run) => run.serverCpu.destination),
    sourceProcesses: mostProcesses(arm, 'source'),
    destinationProcesses: mostProcesses(arm, 'destination'),
  };
  const seconds = medianSeconds(arm);
  return {
    parallelism,
    seconds,
    rate: result.case.rows / 1e6 / seconds,
    costs,
    totalCost: totalCost(costs),
    peak: {
      host: peakBytes(arm, 'host'),
      source: peakBytes(arm, 'source'),
      destination: peakBytes(arm, 'destination'),
    },
    memoryBytes: largestRound(arm),
  };
}

function largestRound({ runs }: ArmRuns): Parts<readonly number[]> {
  const [largest] = runs
    .flatMap(({ parts }) => (parts === undefined ? [] : [parts]))
    .map(({ host, source, destination }) => ({
      host: host.memoryBytes,
      source: source.memoryBytes,
      destination: destination.memoryBytes,
    }))
    .sort((a, b) => allBytes(b) - allBytes(a));
  if (largest === undefined) throw new Error('our arm has no processes');
  return largest;
}

export function allBytes({ host, source, destination }: Parts<readonly number[]>): number {
  return [...host, ...source, ...destination].reduce((sum, bytes) => sum + bytes, 0);
}
