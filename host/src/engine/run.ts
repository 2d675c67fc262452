import type { PipelineConfig } from '../config/types.ts';
import { cancelledError, PipelineError } from '../connector/error.ts';
import { type Command, createCommand, createContext, type EngineParts, ownParts, type RunContext } from './context.ts';
import { withEffect } from './effect.ts';
import { execute } from './execute.ts';
import { hostUsage, type HostUsage } from './host-usage.ts';
import type { Load } from './load.ts';
import { PipelineProblems } from './problems.ts';
import { notRememberedBecause } from './remember.ts';
import type { EngineOptions, RunError, RunResult } from './types.ts';

/**
 * Moves every stream of the pipeline, and publishes them together at the end. Whatever a run can meet is in the
 * result, and every process that it has started has ended by then.
 */
export async function runPipeline(
  config: PipelineConfig,
  options: EngineOptions = {},
  parts: EngineParts = ownParts,
): Promise<RunResult> {
  const command = createCommand(config, options);
  const { events, runId, loadId, journal } = command;
  const startedAt = new Date();
  const usage = hostUsage();
  events.emit({ type: 'run_started', pipeline: config.pipeline, runId, loadId });
  // The first failure stops everything, and is the reason that the result gives.
  const stop = new AbortController();
  const cancel = (): void => {
    events.emit({ type: 'cancelling', reason: 'asked to' });
    stop.abort(cancelledError('Cancelled'));
  };
  if (options.signal?.aborted === true) cancel();
  else options.signal?.addEventListener('abort', cancel, { once: true });

  const run: { context: RunContext | null; load: Load | null } = { context: null, load: null };
  let failure: unknown = null;
  try {
    journal.runStarted({ runId, pipeline: config.pipeline, startedAt: startedAt.toISOString() });
    run.context = createContext(command, stop.signal, parts);
    await execute(run.context, stop, (load) => {
      run.load = load;
    });
  } catch (error) {
    failure = error;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
  const result = remembered(command, buildResult(command, { ...run, failure, startedAt, usage }));
  events.emit({ type: 'run_finished', result });
  return result;
}

/** The result, with a warning where it could not be written down. */
function remembered({ journal, runId, events, redactor }: Command, result: RunResult): RunResult {
  try {
    journal.runFinished(runId, result);
    return result;
  } catch (error) {
    const problem = redactor.deep(notRememberedBecause(error));
    if (result.warnings.some(({ code }) => code === problem.code)) return result;
    events.emit({ type: 'warning', problem });
    return { ...result, warnings: [...result.warnings, problem] };
  }
}

function buildResult(
  { config, runId, loadId, redactor }: Command,
  run: {
    readonly context: RunContext | null;
    readonly load: Load | null;
    readonly failure: unknown;
    readonly startedAt: Date;
    readonly usage: HostUsage;
  },
): RunResult {
  const { context, load, failure } = run;
  const cancelled = failure instanceof PipelineError && failure.code === 'cancelled';
  const result: RunResult = {
    status: failure === null ? 'succeeded' : cancelled ? 'cancelled' : 'failed',
    pipeline: config.pipeline,
    runId,
    loadId,
    startedAt: run.startedAt.toISOString(),
    seconds: (Date.now() - run.startedAt.getTime()) / 1000,
    streams: load?.streams.map((stream) => stream.result()) ?? [],
    settings: hostSettings(context, load),
    bottleneck: load?.bottleneck ?? null,
    warnings: context?.warnings ?? [],
    errors: failure === null || cancelled ? [] : runErrors(failure),
    processes: [run.usage.peak(), ...(context?.clients.map((client) => client.peak) ?? [])],
  };
  // Invariant 8.
  return redactor.deep(result);
}

function hostSettings(context: RunContext | null, load: Load | null): RunResult['settings'] {
  if (context === null) return [];
  if (load === null) return [context.resources.parallelism];
  const record = load.streams.find(({ decision }) => decision !== null)?.decision ?? null;
  const { side: _, ...parallelism } = withEffect({ ...load.parallelism, side: 'host' as const }, record);
  return [parallelism];
}

function runErrors(failure: unknown): readonly RunError[] {
  if (failure instanceof PipelineProblems) {
    return failure.problems.map((problem) => {
      const { severity: _, ...error } = problem;
      return error;
    });
  }
  return [PipelineError.blame(failure, { side: 'host' }).toRunError()];
}
