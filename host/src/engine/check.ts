import { quoteStreamName } from '../config/stream-name.ts';
import type { PipelineConfig } from '../config/types.ts';
import { cancelledError } from '../connector/error.ts';
import { hasErrors } from './connect.ts';
import { createCommand, createContext, onlyAttempt, runError } from './context.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { EngineOptions } from './options.ts';
import type { CheckResult, PipelineProblem } from './types.ts';

/** Goes as far as a run goes before it changes anything, and reports every problem. Never rejects. */
export async function checkPipeline(config: PipelineConfig, options: EngineOptions = {}): Promise<CheckResult> {
  const command = createCommand(config, options);
  const { redactor } = command;
  const stop = new AbortController();
  const cancel = (): void => stop.abort(cancelledError('Cancelled'));
  if (options.signal?.aborted === true) cancel();
  else options.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const context = createContext(command, onlyAttempt(stop.signal));
    try {
      return redactor.deep(checkResult(await prepare(context)));
    } finally {
      await Promise.all(context.clients.map((client) => client.close()));
    }
  } catch (error) {
    const problem: PipelineProblem = { ...runError(redactor, error), severity: 'error' };
    return { ok: false, problems: [problem], streams: [] };
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
}

function checkResult({ problems, sourceSystem, destinationSystem, streams }: Prepared): CheckResult {
  return {
    ok: !hasErrors(problems),
    problems,
    ...(sourceSystem === null ? {} : { source: sourceSystem }),
    ...(destinationSystem === null ? {} : { destination: destinationSystem }),
    streams: streams.map(({ spec, answer, guarantee: { guarantee, reason } }) => ({
      name: quoteStreamName(spec.name),
      target: answer.target,
      guarantee,
      guaranteeReason: reason,
    })),
  };
}
