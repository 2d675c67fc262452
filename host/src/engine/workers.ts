import type { Setting, Unit } from '@rapidbyte/connector';
import type { ConnectorClient } from '../connector/client.ts';
import type { RunContext } from './context.ts';
import type { Load, StreamLoad } from './load.ts';
import { creditBytes } from './resources.ts';
import { transfer } from './transfer.ts';
import type { UnitQueue } from './unit-queue.ts';

/** A source and a destination process that move one unit after the other. */
export interface Pair {
  readonly source: ConnectorClient;
  readonly destination: ConnectorClient;
  readonly sourceSettings: readonly Setting[];
  readonly destinationSettings: readonly Setting[];
}

/** Session ids are unique within the run and the same on both sides. */
export class SessionIds {
  #last = 0;

  next(): number {
    return ++this.#last;
  }
}

/** Moves units through one pair until none is left. `retire` ends it early, between two units. @throws PipelineError */
export async function work(
  context: RunContext,
  load: Load,
  pair: Pair,
  shared: { readonly queue: UnitQueue; readonly sessions: SessionIds; readonly parallelism: number; retire(): boolean },
): Promise<void> {
  for (;;) {
    if (shared.retire()) return;
    const unit = await shared.queue.take(context.signal);
    if (unit === null) return;
    const stream = load.streams[unit.id.streamIndex];
    if (stream === undefined) throw new Error(`No stream ${unit.id.streamIndex}`);
    try {
      await moveUnit(context, stream, unit, pair, shared.sessions.next(), shared.parallelism);
    } catch (error) {
      stream.failed();
      throw error;
    }
    shared.queue.finished(unit);
  }
}

async function moveUnit(
  { loadId, events, signal }: RunContext,
  stream: StreamLoad,
  unit: Unit,
  pair: Pair,
  session: number,
  effectiveParallelism: number,
): Promise<void> {
  const startedAt = performance.now();
  const about = { stream: stream.name, unit: unit.id.unit, session };
  const shared = {
    loadId,
    streams: [stream.spec],
    epochs: [stream.epoch],
    unit,
    resume: [],
    effectiveParallelism,
    checkpointInterval: { rows: 0, bytes: 0, milliseconds: 0 },
    targetBatchBytes: 0,
    creditLimitBytes: creditBytes,
  };
  stream.unitStarted();
  const result = await transfer({
    session,
    source: pair.source,
    destination: pair.destination,
    sourceContext: { ...shared, overrides: pair.sourceSettings },
    destinationContext: { ...shared, overrides: pair.destinationSettings },
    streamName: stream.name,
    inFlightBytes: creditBytes,
    signal,
    onOpened: (settings) => {
      stream.unitOpened(settings);
      events.emit({ type: 'unit_opened', ...about, settings });
    },
    onBatch: (rows, bytes) => {
      stream.rowsRelayed += rows;
      stream.bytesRelayed += bytes;
    },
    onCommitted: (checkpointId, rows, bytes) => events.emit({ type: 'committed', ...about, checkpointId, rows, bytes }),
  });
  stream.unitFinished(result);
  const seconds = (performance.now() - startedAt) / 1000;
  events.emit({ type: 'unit_finished', ...about, rows: result.rowsCommitted, bytes: result.bytesCommitted, seconds });
}
