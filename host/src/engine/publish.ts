import type { PublishedStream } from '@rapidbyte/connector';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { requireOneEach } from './answers.ts';
import { type RunContext, warn } from './context.ts';
import { positionText } from './journal.ts';
import type { Load, StreamLoad } from './load.ts';
import { connectorProblem } from './problems.ts';
import { connectOnly } from './process-pool.ts';
import { remember } from './remember.ts';
import { mayPass } from './retries.ts';
import { pauseBefore } from './try-again.ts';

/** Makes the load visible: one request for all streams, since their tables may depend on each other. @throws PipelineError */
export async function publish(context: RunContext, destination: ConnectorClient, load: Load): Promise<void> {
  for (const stream of load.streams) requirePosition(stream);
  load.isPublishing = true;
  context.events.emit({ type: 'publish_started', streams: load.streams.map(({ name }) => name) });
  const { answers, client } = await publishForSure(context, destination, load);
  load.streams.forEach((stream, index) => {
    const answer = answers[index];
    if (answer !== undefined) tell(context, client, stream, answer);
  });
  for (const [index, stream] of load.streams.entries()) compareRows(client, stream, answers[index]?.rows ?? 0);
}

/**
 * Asks until there is an answer. Publish is idempotent, and may be asked of any process of the destination: where an answer is
 * lost, another process is asked the same, at least once.
 */
async function publishForSure(
  context: RunContext,
  destination: ConnectorClient,
  load: Load,
): Promise<{ readonly answers: readonly PublishedStream[]; readonly client: ConnectorClient }> {
  let client = destination;
  let wasUnclear = false;
  for (;;) {
    try {
      return { answers: await requestPublish(client, load), client };
    } catch (error) {
      context.signal.throwIfAborted();
      const failure = PipelineError.blame(error, client.blame());
      const isLost = !client.isAlive;
      const isUnclear = isLost || failure.commitState === 'unknown';
      if (!isUnclear && !mayPass(failure)) throw failure;
      // To ask what has become of it, once, is no retry.
      if (isUnclear && !wasUnclear) wasUnclear = true;
      else {
        const told = wasUnclear ? failure.withCommitState('unknown') : failure;
        const retry = context.retries.next(failure);
        if (retry === null) throw told;
        await pauseBefore(retry, context, { what: 'publish', error: told }, context.signal);
      }
      if (isLost) client = await connectOnly(context, 'destination');
    }
  }
}

async function requestPublish(destination: ConnectorClient, load: Load): Promise<readonly PublishedStream[]> {
  const { streams, loadId } = load;
  const [published] = await destination.request(
    {
      type: 'publish',
      loadId,
      streams: streams.map(({ spec }) => spec),
      epochs: streams.map(({ epoch }) => epoch),
      receipts: streams.flatMap(({ receipts }) => receipts),
      // POSITION-3: stored in the transaction that makes the rows visible.
      positions: streams.flatMap(({ plannedPosition: position }, streamIndex) =>
        position === null ? [] : [{ streamIndex, position }],
      ),
    },
    { answer: 'published', timeoutMs: requestTimeoutMs },
  );
  requireOneEach(destination, load, published?.streams.length, 'publish');
  return published?.streams ?? [];
}

/** Without a position the next run would read, and append, the same rows again. @throws PipelineError `position_missing` */
function requirePosition({ name, spec, isIncremental, position, rowsCommitted }: StreamLoad): void {
  if (!isIncremental || position !== null || spec.writeMode !== 'append' || rowsCommitted === 0) return;
  const column = spec.cursor?.column ?? '';
  throw new PipelineError({
    category: 'data',
    code: 'position_missing',
    message: `${rowsCommitted} rows of ${name} were read, and none has a ${column}: the next run would append them again`,
    hint: 'Nothing is published. Fill the column, take another cursor_field, or write_mode upsert.',
    stream: name,
    column,
    side: 'host',
  });
}

function tell(context: RunContext, destination: ConnectorClient, stream: StreamLoad, answer: PublishedStream): void {
  const { rows, method, lockMs, warnings } = answer;
  stream.published(method, lockMs);
  const { runId, loadId, config } = context;
  const position = stream.position === null ? null : positionText(stream.position);
  remember(context, (journal) =>
    journal.published({ runId, loadId, pipeline: config.pipeline, stream: stream.name, position }),
  );
  context.events.emit({ type: 'published', stream: stream.name, target: stream.target, rows, method, lockMs });
  for (const warning of warnings) {
    warn(context, {
      ...connectorProblem({ stream: stream.spec.name, ...warning }, destination.blame()),
      severity: 'warning',
    });
  }
}

/** @throws PipelineError `row_count_differs` */
function compareRows(destination: ConnectorClient, stream: StreamLoad, rows: number): void {
  if (rows === stream.rowsCommitted) return;
  throw new PipelineError({
    category: 'protocol',
    code: 'row_count_differs',
    message: `destination connector "${destination.name}" has published ${rows} rows, and committed ${stream.rowsCommitted}`,
    hint: `Compare ${stream.target} with the source before you use it, and report it to the connector’s author.`,
    stream: stream.name,
    commitState: 'confirmed',
    ...destination.blame(),
  });
}
