import { PipelineError } from '../connector/error.ts';
import { type RunContext, warn } from './context.ts';
import type { RunJournal } from './journal.ts';
import type { PipelineProblem } from './types.ts';

/**
 * For what is written down while rows move, and after: what a resume needs is at the destination, so a journal that fails by
 * then costs history and a warning, not the load. False where it could not be written.
 */
export function remember(context: RunContext, write: (journal: RunJournal) => void): boolean {
  try {
    write(context.journal);
    return true;
  } catch (error) {
    if (!context.warnings.some(({ code }) => code === notRemembered)) warn(context, notRememberedBecause(error));
    return false;
  }
}

const notRemembered = 'run_not_remembered';

export function notRememberedBecause(error: unknown): PipelineProblem {
  const { message, hint } = PipelineError.blame(error, { side: 'host' }).toRunError();
  return {
    severity: 'warning',
    category: 'internal',
    code: notRemembered,
    message: `The history of this run has gaps: ${message}`,
    ...(hint === undefined ? {} : { hint }),
    side: 'host',
    retryable: false,
  };
}
