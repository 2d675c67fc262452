import type { BatchFrame } from '@rapidbyte/connector';
import type { ConnectorClient } from '../connector/client.ts';
import { errorDetails, PipelineError } from '../connector/error.ts';
import { brokenProtocolHint } from '../connector/violation.ts';

type Culprit = Pick<ConnectorClient, 'side' | 'name' | 'blame'>;

/** Totals are counted by source, host and destination on their own; a difference fails the run before it publishes. */
export function countsDiffer(culprit: Culprit, unit: string, what: string, passedOn: number): PipelineError {
  return new PipelineError({
    category: 'protocol',
    code: 'row_count_differs',
    message: `${culprit.side} connector "${culprit.name}" ${what} of unit ${JSON.stringify(unit)}; ${passedOn} rows were passed on`,
    hint: 'Rows were lost or doubled, so nothing is published. Report it to the connector’s author.',
    ...culprit.blame(),
  });
}

/** The two sides have agreed on their limits with the host, not with each other. */
export function batchTooLarge(
  source: Culprit,
  destination: Culprit & Pick<ConnectorClient, 'maxFrameBytes'>,
  { header, byteLength }: BatchFrame,
): PipelineError {
  return new PipelineError({
    category: 'data',
    code: 'batch_too_large',
    message: `Batch ${header.sequence}, of ${header.rows} rows, has ${byteLength} bytes; destination connector "${destination.name}" takes at most ${destination.maxFrameBytes}`,
    hint: 'Leave out the large column, or let the source send smaller batches.',
    ...source.blame(),
  });
}

/** Both sides live, and wait for each other. */
export function deadlocked(culprit: Culprit, what: string): PipelineError {
  return new PipelineError({
    category: 'protocol',
    code: 'stalled',
    message: `${culprit.side} connector "${culprit.name}" ${what}`,
    hint: 'Report it to the connector’s author; a run that is started again may get through.',
    retryable: true,
    ...culprit.blame(),
  });
}

/** The destination is only the messenger: batches come from the source as they are. */
export function refusedBatch(source: Culprit, destination: Culprit, refusal: PipelineError): PipelineError {
  return new PipelineError({
    ...errorDetails(refusal),
    message: `source connector "${source.name}" sent what "${destination.name}" had to refuse: ${refusal.message}`,
    hint: brokenProtocolHint,
    ...source.blame(),
    cause: refusal,
  });
}
