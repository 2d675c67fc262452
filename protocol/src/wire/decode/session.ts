import type { v1 } from '../../gen/messages.js';
import type { Checkpoint, Committed, Stats, StreamContext } from '../../model/session.ts';
import type { Done, StreamSchema } from '../../model/message.ts';
import { malformed } from '../malformed.ts';
import { bytes, count, measure, required } from './fields.ts';
import { settings } from './knob.ts';
import { epochs, position, receipt, streamPositions, unit } from './load.ts';
import { streamSpecs } from './stream.ts';

/** A session's id; 0 stands for "all" or "none" in the few messages that allow it. */
export function session(value: number | null | undefined, where: string): number {
  const id = count(value, `${where}.session`);
  if (id === 0) throw malformed(`${where}.session`, 'missing');
  return id;
}

export function streamContext(value: v1.StreamContext.$Properties | null | undefined, where: string): StreamContext {
  const context = required(value, where);
  const interval = context.checkpointInterval;
  const streams = streamSpecs(context.streams, `${where}.streams`);
  if (streams.length === 0) throw malformed(`${where}.streams`, 'missing');
  return {
    loadId: context.loadId ?? '',
    streams,
    epochs: epochs(context.epochs, `${where}.epochs`),
    unit: unit(context.unit, `${where}.unit`),
    resume: streamPositions(context.resume, `${where}.resume`),
    effectiveParallelism: Math.max(1, context.effectiveParallelism ?? 0),
    overrides: settings(context.overrides, `${where}.overrides`),
    checkpointInterval: {
      rows: count(interval?.rows, `${where}.checkpoint_interval.rows`),
      bytes: count(interval?.bytes, `${where}.checkpoint_interval.bytes`),
      milliseconds: count(interval?.milliseconds, `${where}.checkpoint_interval.milliseconds`),
    },
    targetBatchBytes: count(context.targetBatchBytes, `${where}.target_batch_bytes`),
    creditLimitBytes: count(context.creditLimitBytes, `${where}.credit_limit_bytes`),
  };
}

export function streamSchema(value: v1.StreamSchema.$Properties): StreamSchema {
  return {
    session: session(value.session, 'stream_schema'),
    streamIndex: value.streamIndex ?? 0,
    schemaEpoch: value.schemaEpoch ?? 0,
    arrowSchema: bytes(value.arrowSchema),
  };
}

export function checkpoint(value: v1.Checkpoint.$Properties): Checkpoint {
  return {
    session: session(value.session, 'checkpoint'),
    checkpointId: count(value.checkpointId, 'checkpoint.checkpoint_id'),
    positions: streamPositions(value.positions, 'checkpoint.positions'),
    rows: count(value.rows, 'checkpoint.rows'),
    bytes: count(value.bytes, 'checkpoint.bytes'),
    idle: value.idle ?? false,
    ...(value.head ? { head: position(value.head, 'checkpoint.head') } : {}),
  };
}

export function done(value: v1.Done.$Properties): Done {
  return {
    session: session(value.session, 'done'),
    rows: count(value.rows, 'done.rows'),
    bytes: count(value.bytes, 'done.bytes'),
    stopped: value.stopped ?? false,
  };
}

export function committed(value: v1.Committed.$Properties): Committed {
  return {
    session: session(value.session, 'committed'),
    checkpointId: count(value.checkpointId, 'committed.checkpoint_id'),
    receipt: receipt(value.receipt, 'committed.receipt'),
    rows: count(value.rows, 'committed.rows'),
    bytes: count(value.bytes, 'committed.bytes'),
  };
}

export function stats(value: v1.Stats.$Properties): Stats {
  return {
    session: count(value.session, 'stats.session'),
    rows: count(value.rows, 'stats.rows'),
    bytes: count(value.bytes, 'stats.bytes'),
    waitReadMs: measure(value.waitReadMs, 'stats.wait_read_ms'),
    waitCreditMs: measure(value.waitCreditMs, 'stats.wait_credit_ms'),
    waitWriteMs: measure(value.waitWriteMs, 'stats.wait_write_ms'),
    waitFlushMs: measure(value.waitFlushMs, 'stats.wait_flush_ms'),
    waitInputMs: measure(value.waitInputMs, 'stats.wait_input_ms'),
    cpuMs: measure(value.cpuMs, 'stats.cpu_ms'),
    memoryBytes: count(value.memoryBytes, 'stats.memory_bytes'),
  };
}
