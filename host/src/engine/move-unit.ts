import type { CommitState, Position, StreamContext, Unit } from '@rapidbyte/connector';
import { PipelineError } from '../connector/error.ts';
import type { RunContext } from './context.ts';
import type { Pair } from './process-pool.ts';
import { positionText } from './journal.ts';
import type { StreamLoad } from './load.ts';
import type { SessionMeter } from './load-meter.ts';
import { remember } from './remember.ts';
import { creditBytes } from './resources.ts';
import { type Remains, transfer } from './transfer.ts';

export interface UnitSession {
  /** Unique within the run. */
  readonly session: number;
  readonly effectiveParallelism: number;
  readonly meter: SessionMeter;
  /** Asks for an end: at the next commit where the stream goes on from a position, else at once. */
  readonly drain: AbortSignal;
}

/** Why a unit was not moved, and what it may have left at the destination. */
export interface UnitFailure extends Remains {
  readonly error: PipelineError;
}

const noRemains: Remains = { commitState: 'before' satisfies CommitState, whole: null };

/** Moves one unit through a session on each side. Null once all of it is committed. Never rejects. */
export async function moveUnit(
  context: RunContext,
  stream: StreamLoad,
  unit: Unit,
  pair: Pair,
  { session, effectiveParallelism, meter, drain }: UnitSession,
): Promise<UnitFailure | null> {
  const { events, knobs, config } = context;
  const startedAt = performance.now();
  const about = { stream: stream.name, unit: unit.id.unit, session };
  const shared = { ...streamContext(context, stream, unit), effectiveParallelism };
  const relayed = { rows: 0, bytes: 0 };
  const durable = { rows: 0, bytes: 0 };
  let remains = noRemains;
  stream.unitStarted();
  try {
    const result = await transfer({
      session,
      source: pair.source,
      destination: pair.destination,
      sourceContext: { ...shared, overrides: knobs.settings('source') },
      destinationContext: { ...shared, overrides: knobs.settings('destination') },
      streamName: stream.name,
      unitName: unit.id.unit,
      inFlightBytes: creditBytes,
      signal: stream.isContinuing ? context.signal : AbortSignal.any([context.signal, drain]),
      drain: stream.isContinuing ? { signal: drain, deadlineMs: config.resources.stopTimeoutMs } : null,
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
        events.emit({ type: 'committed', ...about, checkpointId, rows, bytes });
        if (!stream.isContinuing) return true;
        durable.rows = rows;
        durable.bytes = bytes;
        const position = positions[0]?.position ?? null;
        stream.committed(rows, bytes, position);
        return position === null || rememberCommit(context, stream, position);
      },
      onFailed: (found) => {
        remains = found;
      },
    });
    meter.end(true);
    stream.unitFinished(result);
    const seconds = (performance.now() - startedAt) / 1000;
    const { rowsCommitted: rows, bytesCommitted: bytes } = result;
    events.emit({ type: 'unit_finished', ...about, rows, bytes, seconds });
    return null;
  } catch (error) {
    meter.end(false);
    // It may be moved again: what it has relayed does not count, but for what is to be seen already.
    stream.relayed(durable.rows - relayed.rows, durable.bytes - relayed.bytes);
    return { error: PipelineError.blame(error, { side: 'host' }), ...remains };
  }
}

/** What Open tells both sides of the session. */
function streamContext(
  { loadId, config }: RunContext,
  { spec, epoch, resume }: StreamLoad,
  unit: Unit,
): Omit<StreamContext, 'effectiveParallelism' | 'overrides'> {
  return {
    loadId,
    streams: [spec],
    epochs: [epoch],
    unit,
    resume: resume === null ? [] : [{ streamIndex: 0, position: resume }],
    // What is staged is committed at the unit's end: nobody sees it before all of the load is published.
    checkpointInterval: resume === null ? { rows: 0, bytes: 0, milliseconds: 0 } : config.resources.checkpointInterval,
    targetBatchBytes: 0,
    creditLimitBytes: creditBytes,
  };
}

/** Invariant 1: after the destination's commit. False where the host could not remember it. */
function rememberCommit(context: RunContext, { name: stream }: StreamLoad, position: Position): boolean {
  const { runId, loadId, config } = context;
  return remember(context, (journal) =>
    journal.committed({ runId, loadId, pipeline: config.pipeline, stream, position: positionText(position) }),
  );
}
