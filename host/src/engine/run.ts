import { randomUUID } from 'node:crypto';
import type { PipelineConfig } from '../config/types.ts';
import { type Command, createCommand, createContext, type EngineParts } from './context.ts';
import { execute } from './execute.ts';
import { hostUsage } from './host-usage.ts';
import { hasBegun } from './load.ts';
import { retryAfter } from './load-failure.ts';
import { notRememberedBecause } from './remember.ts';
import { type Attempt, buildResult } from './result.ts';
import type { LoadEnd } from './run-load.ts';
import { pauseBefore } from './try-again.ts';
import type { EngineOptions } from './options.ts';
import type { RunResult } from './types.ts';

/**
 * Moves every stream of the pipeline, and publishes them together at the end. What fails in a way that may pass is tried again
 * from the last commit. Whatever a run can meet is in the result, and every process that it has started has ended by then.
 */
export async function runPipeline(
  config: PipelineConfig,
  options: EngineOptions = {},
  parts: Partial<EngineParts> = {},
): Promise<RunResult> {
  const command = createCommand(config, options, parts);
  const { events, runId, journal, recorder, stopping } = command;
  const startedAt = new Date();
  const usage = hostUsage();
  const attempts: [Attempt, ...Attempt[]] = [newAttempt()];
  events.emit({ type: 'run_started', pipeline: config.pipeline, runId, loadId: attempts[0].loadId });
  const unlisten = stopping.listen(options.stop, options.signal);
  let end: LoadEnd | null = null;
  let failure: unknown = null;
  try {
    recorder?.prepare();
    journal.runStarted({ runId, pipeline: config.pipeline, startedAt: startedAt.toISOString() });
    end = await runAttempts(command, attempts);
  } catch (error) {
    failure = error;
  } finally {
    unlisten();
  }
  const result = remembered(command, buildResult(command, { attempts, end, failure, startedAt, usage }));
  events.emit({ type: 'run_finished', result });
  return result;
}

/** Adds an attempt to the list for each failure that may pass. @throws PipelineError, PipelineProblems the last one */
async function runAttempts(command: Command, attempts: [Attempt, ...Attempt[]]): Promise<LoadEnd> {
  let [attempt] = attempts;
  for (;;) {
    try {
      return await runAttempt(command, attempt, !attempts.some(({ load }) => load !== null && hasBegun(load)));
    } catch (error) {
      const again = retryAfter(error, command, attempts);
      if (again === null) throw error;
      await pauseBefore(again.retry, command, { what: 'load', error: again.error }, command.stopping.cancelled);
    }
    attempt = newAttempt();
    attempts.push(attempt);
  }
}

/**
 * @param isFirst the destination has begun no load for an earlier attempt of this run: only then is another run's fenced off,
 *   so that two that take over do not take turns
 * @throws PipelineError, PipelineProblems
 */
async function runAttempt(command: Command, attempt: Attempt, isFirst: boolean): Promise<LoadEnd> {
  const { cancelled } = command.stopping;
  // The first failure stops everything, and is the reason that the result gives.
  const stop = new AbortController();
  const cancel = (): void => stop.abort(cancelled.reason);
  if (cancelled.aborted) cancel();
  else cancelled.addEventListener('abort', cancel, { once: true });
  try {
    const { loadId } = attempt;
    const takeOver = isFirst && command.options.takeOver === true;
    attempt.context = createContext(command, { loadId, signal: stop.signal, takeOver });
    return await execute(attempt.context, stop, (load) => {
      attempt.load = load;
    });
  } finally {
    cancelled.removeEventListener('abort', cancel);
  }
}

function newAttempt(): Attempt {
  return { loadId: randomUUID(), context: null, load: null };
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
