import { PipelineError } from '../connector/error.ts';
import type { Command } from './context.ts';
import type { Load } from './load.ts';
import { PipelineProblems } from '../connector/problems.ts';
import { mayPass, type Retry, type RetryCause } from './retries.ts';
import type { RunError } from './types.ts';

/** Another load, from the last commit. */
export interface LoadRetry {
  readonly retry: Retry;
  /** What has failed. */
  readonly error: RunError;
}

/**
 * Whether another load is begun after an attempt has failed; null: that is the end of the run. What is found before the first
 * load has begun is told at once, as `check` does: it is more often a slip in the file than a moment's weakness.
 */
export function retryAfter(
  failure: unknown,
  { retries, stopping }: Pick<Command, 'retries' | 'stopping'>,
  attempts: readonly { readonly load: Pick<Load, 'isPublishing'> | null }[],
): LoadRetry | null {
  if (stopping.isAsked) return null;
  const loads = attempts.flatMap(({ load }) => (load === null ? [] : [load]));
  // What may be published already would come a second time.
  if (loads.length === 0 || loads.some(({ isPublishing }) => isPublishing)) return null;
  const errors = errorsOf(failure);
  const [error] = errors;
  if (error === undefined || !errors.every(mayPass)) return null;
  // Somebody else's load goes on; what is left of an earlier attempt of this run is taken over.
  if (error.code === 'load_in_progress') return null;
  const retry = retries.next({ ...error, retryAfterMs: longest(errors) });
  return retry === null ? null : { retry, error };
}

function errorsOf(failure: unknown): readonly RunError[] {
  if (failure instanceof PipelineProblems) return failure.problems;
  return failure instanceof PipelineError ? [failure.toRunError()] : [];
}

function longest(errors: readonly RetryCause[]): number {
  return Math.max(...errors.map(({ retryAfterMs = 0 }) => retryAfterMs));
}
