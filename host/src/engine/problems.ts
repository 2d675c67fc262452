import type { Problem } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { Blame } from '../connector/error.ts';
import type { SelectionProblem } from './selection.ts';
import type { PipelineProblem, Side } from './types.ts';

/** A connector's problem, with its place in the pipeline file. */
export function connectorProblem(problem: Problem, blame: Blame, selectionPath?: string): PipelineProblem {
  const { path } = problem;
  const place = path === undefined || path === '' ? selectionPath : `${blame.side}.config.${path}`;
  return pipelineProblem(problem, blame, place);
}

export function selectionProblem(problem: SelectionProblem): PipelineProblem {
  return pipelineProblem(problem, { side: 'host' satisfies Side }, problem.selectionPath);
}

function pipelineProblem(problem: Problem, { side, connector }: Blame, path: string | undefined): PipelineProblem {
  const { severity, category, code, message, hint, stream, column } = problem;
  return {
    severity,
    category,
    code,
    message,
    side,
    retryable: category === 'transient' || category === 'rate_limited',
    ...(connector === undefined ? {} : { connector }),
    ...(hint === undefined ? {} : { hint }),
    ...(path === undefined ? {} : { path }),
    ...(stream === undefined ? {} : { stream: quoteStreamName(stream) }),
    ...(column === undefined ? {} : { column }),
  };
}
