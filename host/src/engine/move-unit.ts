import type { Unit } from '@rapidbyte/connector';
import type { RunContext } from './context.ts';
import type { FirstPair } from './crew.ts';
import type { StreamLoad } from './load.ts';
import type { SessionMeter } from './load-meter.ts';
import { positionText } from './journal.ts';
import { remember } from './remember.ts';
import { creditBytes } from './resources.ts';
import { transfer } from './transfer.ts';

export interface UnitSession {
  /** Unique within the run. */
  readonly session: number;
  readonly effectiveParallelism: number;
  readonly meter: SessionMeter;
}

/** Moves one unit through a session on each side. Throws what transfer throws. */
export async function moveUnit(
  context: RunContext,
  stream: StreamLoad,
  unit: Unit,
  { source, destination }: FirstPair,
  { session, effectiveParallelism, meter }: UnitSession,
): Promise<void> {
  const { runId, loadId, events, knobs, signal } = context;
  const { pipeline } = context.config;
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
  const relayed = { rows: 0, bytes: 0 };
  try {
    const result = await transfer({
      session,
      source,
      destination,
      sourceContext: { ...shared, overrides: knobs.settings('source') },
      destinationContext: { ...shared, overrides: knobs.settings('destination') },
      streamName: stream.name,
      unitName: unit.id.unit,
      inFlightBytes: creditBytes,
      signal,
      onOpened: (settings) => {
        stream.unitOpened(settings);
        events.emit({ type: 'unit_opened', ...about, settings });
      },
      onBatch: (rows, bytes) => {
        relayed.rows += rows;
        relayed.bytes += bytes;
        stream.relayed(rows, bytes);
        meter.relayed(rows, bytes);
      },
      onConsumed: (bytes) => meter.consumed(bytes),
      onStats: (side, stats) => meter.stats(side, stats),
      onSourceDone: () => meter.sourceDone(),
      onCommitted: (checkpointId, rows, bytes, positions) => {
        for (const { position } of positions) {
          remember(context, (journal) =>
            journal.committed({ runId, loadId, pipeline, stream: stream.name, position: positionText(position) }),
          );
        }
        events.emit({ type: 'committed', ...about, checkpointId, rows, bytes });
      },
    });
    meter.end(true);
    stream.unitFinished(result);
    const seconds = (performance.now() - startedAt) / 1000;
    const { rowsCommitted: rows, bytesCommitted: bytes } = result;
    events.emit({ type: 'unit_finished', ...about, rows, bytes, seconds });
  } catch (error) {
    meter.end(false);
    // It may be moved again: what it has relayed does not count.
    stream.relayed(-relayed.rows, -relayed.bytes);
    throw error;
  }
}
