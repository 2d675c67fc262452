import type { ConnectorClient } from '../connector/client.ts';
import type { BegunStream } from '@rapidbyte/connector';
import { forgetTimeoutMs, requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import { type RunContext, warn } from './context.ts';
import type { Load } from './load.ts';
import { positionText } from './journal.ts';
import { positionDifference } from './position-difference.ts';
import { connectorProblem } from './problems.ts';
import { remember } from './remember.ts';

/** Prepares the load of all streams, and takes their epochs. Invariant 9. @throws PipelineError */
export async function begin(context: RunContext, destination: ConnectorClient, load: Load): Promise<void> {
  const [begun] = await destination.request(
    { type: 'begin', loadId: load.loadId, streams: load.streams.map(({ spec }) => spec) },
    { answer: 'begun', timeoutMs: requestTimeoutMs },
  );
  requireOneEach(destination, load, begun?.streams.length, 'begin');
  load.streams.forEach((stream, index) => {
    const answer = begun?.streams[index];
    if (answer === undefined) return;
    stream.begun(answer);
    const { cleaned: items } = answer;
    if (items.length > 0) context.events.emit({ type: 'leftovers_dropped', stream: stream.name, items });
  });
  rememberLoad(context, load, begun?.streams ?? []);
}

/** The load's id is durable from here on, and no row has moved. @throws what the journal throws */
function rememberLoad(context: RunContext, { loadId, streams }: Load, begun: readonly BegunStream[]): void {
  const {
    runId,
    journal,
    config: { pipeline },
  } = context;
  const started = streams.map((stream, index) => {
    const { name, target, epoch, spec } = stream;
    const told = begun[index]?.position;
    const position = told === undefined ? null : positionText(told);
    const known = spec.syncMode === 'incremental' ? journal.position(pipeline, name) : null;
    const difference = known === null ? null : positionDifference(name, known.position, position);
    if (difference !== null) warn(context, difference);
    const { guarantee } = stream.result();
    return { stream: name, target, syncMode: spec.syncMode, writeMode: spec.writeMode, guarantee, epoch, position };
  });
  journal.loadBegun({ runId, loadId, pipeline, streams: started });
}

/** Makes the load visible: one request for all streams, since their tables may depend on each other. @throws PipelineError */
export async function publish(context: RunContext, destination: ConnectorClient, load: Load): Promise<void> {
  const { streams, loadId } = load;
  context.events.emit({ type: 'publish_started', streams: streams.map(({ name }) => name) });
  const [published] = await destination.request(
    {
      type: 'publish',
      loadId,
      streams: streams.map(({ spec }) => spec),
      epochs: streams.map(({ epoch }) => epoch),
      receipts: streams.flatMap(({ receipts }) => receipts),
    },
    { answer: 'published', timeoutMs: requestTimeoutMs },
  );
  requireOneEach(destination, load, published?.streams.length, 'publish');
  streams.forEach((stream, index) => {
    const answer = published?.streams[index];
    if (answer === undefined) return;
    const { rows, method, lockMs, warnings } = answer;
    stream.published(method, lockMs);
    const { runId, config } = context;
    const position = stream.cut?.position === undefined ? null : positionText(stream.cut.position);
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
  });
  for (const [index, stream] of streams.entries()) {
    const rows = published?.streams[index]?.rows ?? 0;
    if (rows === stream.rowsCommitted) continue;
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
}

/** Drops an unfinished load's staging, if the destination can still be asked to; else the next Begin does it. */
export async function forget(context: RunContext, destination: ConnectorClient, load: Load): Promise<void> {
  if (!destination.idle) return;
  try {
    await destination.request(
      {
        type: 'forget',
        loadId: load.loadId,
        streams: load.streams.map(({ spec }) => spec),
        epochs: load.streams.map(({ epoch }) => epoch),
      },
      { answer: 'forgotten', timeoutMs: forgetTimeoutMs, evenIfCancelled: true },
    );
  } catch (error) {
    const { message, ...failure } = PipelineError.blame(error, destination.blame()).toRunError();
    warn(context, {
      ...failure,
      severity: 'warning',
      message: `Staging of this load may be left over, until the next run drops it: ${message}`,
    });
  }
}

function requireOneEach(
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
