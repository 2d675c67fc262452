import { PipelineError } from '../connector/error.ts';
import type { Command, RunContext } from './context.ts';
import { withEffect } from './effect.ts';
import type { HostUsage } from './host-usage.ts';
import { addTotals, type Load } from './load.ts';
import { PipelineProblems } from '../connector/problems.ts';
import type { LoadEnd } from './run-load.ts';
import type { RunError, RunResult, RunStatus } from './types.ts';

/** One try to bring a pipeline's streams over; null as far as it did not come. */
export interface Attempt {
  readonly loadId: string;
  context: RunContext | null;
  load: Load | null;
}

export interface RunEnd {
  /** At least one. */
  readonly attempts: readonly Attempt[];
  /** Null where it failed. */
  readonly end: LoadEnd | null;
  readonly failure: unknown;
  readonly startedAt: Date;
  readonly usage: HostUsage;
}

/** Everything that there is to say about a run. Invariant 8: without secrets. */
export function buildResult(command: Command, { attempts, end, failure, startedAt, usage }: RunEnd): RunResult {
  const { config, runId, redactor, retries, warnings } = command;
  const cancelled = failure instanceof PipelineError && failure.code === 'cancelled';
  const last = attempts.at(-1);
  // A later attempt may have failed before it had one.
  const load = attempts.findLast((attempt) => attempt.load !== null)?.load ?? null;
  const result: RunResult = {
    status: statusOf(end, cancelled),
    pipeline: config.pipeline,
    runId,
    loadId: last?.loadId ?? '',
    attempts: retries.attempts,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    streams: load === null ? [] : streamResults(load, attempts),
    settings: hostSettings(last?.context ?? null, load),
    bottleneck: load?.bottleneck ?? null,
    warnings,
    errors: end !== null || cancelled ? [] : runErrors(failure),
    processes: [usage.peak(), ...attempts.flatMap(({ context }) => peaksOf(context?.clients ?? []))],
  };
  return redactor.deep(result);
}

function statusOf(end: LoadEnd | null, cancelled: boolean): RunStatus {
  if (end === null) return cancelled ? 'cancelled' : 'failed';
  return end === 'published' ? 'succeeded' : 'stopped';
}

/** Those of the load, with what stays of the attempts before it. */
function streamResults(load: Load, attempts: readonly Attempt[]): RunResult['streams'] {
  const earlier = attempts.flatMap((attempt) => (attempt.load === load ? [] : (attempt.load?.streams ?? [])));
  return load.streams.map((stream) => {
    const result = stream.result();
    const stayed = earlier.filter(({ name }) => name === stream.name).map(({ lastingTotals }) => lastingTotals);
    return { ...result, ...stayed.reduce(addTotals, totalsOf(result)) };
  });
}

/** Sources first, each side as its processes were started: which of two starts first is chance. */
function peaksOf(clients: RunContext['clients']): RunResult['processes'] {
  const peaks = clients.map(({ peak }) => peak);
  return [...peaks.filter(({ side }) => side === 'source'), ...peaks.filter(({ side }) => side !== 'source')];
}

function totalsOf({ rowsRead, bytesRead, rowsCommitted, bytesCommitted }: RunResult['streams'][number]) {
  return { rowsRead, bytesRead, rowsCommitted, bytesCommitted };
}

function hostSettings(context: RunContext | null, load: Load | null): RunResult['settings'] {
  if (load === null) return context === null ? [] : [context.resources.parallelism];
  const record = load.streams.find(({ decision }) => decision !== null)?.decision ?? null;
  const { side: _, ...parallelism } = withEffect({ ...load.parallelism, side: 'host' as const }, record);
  return [parallelism];
}

function runErrors(failure: unknown): readonly RunError[] {
  if (failure instanceof PipelineProblems) return failure.toRunErrors();
  return [PipelineError.blame(failure, { side: 'host' }).toRunError()];
}
