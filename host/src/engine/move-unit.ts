import type { Unit } from '@rapidbyte/connector';
import type { RunContext } from './context.ts';
import type { FirstPair } from './crew.ts';
import type { StreamLoad } from './load.ts';
import { creditBytes } from './resources.ts';
import { transfer } from './transfer.ts';

export async function moveUnit(
  { loadId, events, knobs, signal }: RunContext,
  stream: StreamLoad,
  unit: Unit,
  { source, destination }: FirstPair,
  { session, effectiveParallelism }: { readonly session: number; readonly effectiveParallelism: number },
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
      stream.rowsRelayed += rows;
      stream.bytesRelayed += bytes;
    },
    onCommitted: (checkpointId, rows, bytes) => events.emit({ type: 'committed', ...about, checkpointId, rows, bytes }),
  });
  stream.unitFinished(result);
  const seconds = (performance.now() - startedAt) / 1000;
  events.emit({ type: 'unit_finished', ...about, rows: result.rowsCommitted, bytes: result.bytesCommitted, seconds });
}
