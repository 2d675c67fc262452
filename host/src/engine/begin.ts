import type { BegunStream, Receipt } from '@rapidbyte/connector';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { requireOneEach } from './answers.ts';
import { holderText, type RunContext, warn } from './context.ts';
import { positionText } from './journal.ts';
import type { Load } from './load.ts';
import { positionDifference } from './position-difference.ts';

/** Prepares the load of all streams, and takes their epochs. Invariant 9. @throws PipelineError, what the journal throws */
export async function begin(context: RunContext, destination: ConnectorClient, load: Load): Promise<void> {
  load.isBeginAsked = true;
  const begun = await requestBegin(context, destination, load, context.takeOver);
  for (const [index, stream] of load.streams.entries()) {
    const { cleaned: items } = answerOf(begun, index);
    stream.begun(answerOf(begun, index));
    if (items.length > 0) context.events.emit({ type: 'leftovers_dropped', stream: stream.name, items });
  }
  rememberLoad(context, load, begun);
}

/**
 * Begins the same load once more: the destination then tells what of it is there. Sessions that are open are fenced off; what was
 * committed stays. @throws PipelineError, what the journal throws
 */
export async function beginAgain(
  context: RunContext,
  destination: ConnectorClient,
  load: Load,
): Promise<readonly (readonly Receipt[])[]> {
  const begun = await requestBegin(context, destination, load, false);
  for (const [index, stream] of load.streams.entries()) stream.epoch = answerOf(begun, index).epoch;
  rememberLoad(context, load, begun);
  return begun.map(({ receipts }) => receipts);
}

async function requestBegin(
  context: RunContext,
  destination: ConnectorClient,
  load: Load,
  takeOver: boolean,
): Promise<readonly BegunStream[]> {
  try {
    return await askToBegin(context, destination, load, takeOver);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== 'load_in_progress') throw error;
    if (takeOver || !isOwn(context, error)) throw error.withHint(inProgressHint);
    return askToBegin(context, destination, load, true);
  }
}

/** An earlier attempt's load, whose process is gone, but whose connection the server still takes for alive. LOAD-1: the holder is named. */
function isOwn({ runId }: RunContext, { message }: PipelineError): boolean {
  return message.includes(runId);
}

async function askToBegin(
  context: RunContext,
  destination: ConnectorClient,
  load: Load,
  takeOver: boolean,
): Promise<readonly BegunStream[]> {
  const streams = load.streams.map(({ spec }) => spec);
  const [begun] = await destination.request(
    { type: 'begin', loadId: load.loadId, streams, takeOver, holder: holderText(context) },
    { answer: 'begun', timeoutMs: requestTimeoutMs },
  );
  requireOneEach(destination, load, begun?.streams.length, 'begin');
  return begun?.streams ?? [];
}

const inProgressHint = 'Wait for it. If it hangs, or nobody wants it any more, fence it off: rapidbyte run --takeover.';

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

function answerOf(begun: readonly BegunStream[], index: number): BegunStream {
  const answer = begun[index];
  if (answer === undefined) throw new Error(`No answer for stream ${index}`);
  return answer;
}
