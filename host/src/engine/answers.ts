import type { ConnectorClient } from '../connector/client.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import type { Load } from './load.ts';

/** A destination answers for each stream that it was asked about. @throws PipelineError `wrong_answer_count` */
export function requireOneEach(
  destination: ConnectorClient,
  { streams }: Load,
  answered: number | undefined,
  request: string,
): void {
  if (answered === streams.length) return;
  throw PipelineError.blame(
    violation(
      'wrong_answer_count',
      `It was asked to ${request} ${streams.length} streams, and answered for ${answered ?? 0}`,
    ),
    destination.blame(),
  );
}
