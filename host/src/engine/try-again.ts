import { setImmediate } from 'node:timers/promises';
import type { PipelineError } from '../connector/error.ts';
import { type RunContext, runError } from './context.ts';
import type { Retry } from './retries.ts';
import type { RunEvent } from './run-event.ts';

type Retrying = Extract<RunEvent, { readonly type: 'retrying' }>;

/** Says that something is tried again, and waits for it. Invariant 7: the wait ends with the signal; it then rejects. */
export async function pauseBefore(
  { attempt, maxAttempts, delayMs }: Retry,
  context: Pick<RunContext, 'events' | 'redactor' | 'parts'>,
  about: Pick<Retrying, 'what' | 'stream' | 'unit'> & { readonly error: PipelineError | Retrying['error'] },
  signal: AbortSignal,
): Promise<void> {
  const error = 'toRunError' in about.error ? runError(context.redactor, about.error) : about.error;
  context.events.emit({ type: 'retrying', attempt, maxAttempts, delayMs, ...about, error });
  signal.throwIfAborted();
  await context.parts.pause(delayMs, signal);
  // Whatever was aborted at the same moment is seen before the next try.
  await setImmediate();
  signal.throwIfAborted();
}
