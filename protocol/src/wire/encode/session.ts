import type { v1 } from '../../gen/messages.js';
import type { Checkpoint, Committed, Stats, StreamContext } from '../../model/session.ts';
import type { Done, StreamSchema } from '../../model/message.ts';
import { setting } from './knob.ts';
import { position, receipt, streamPosition, unit } from './load.ts';
import { streamSpec } from './stream.ts';

export function streamContext(value: StreamContext): v1.StreamContext.$Properties {
  return {
    loadId: value.loadId,
    streams: value.streams.map(streamSpec),
    epochs: [...value.epochs],
    unit: unit(value.unit),
    resume: value.resume.map(streamPosition),
    effectiveParallelism: value.effectiveParallelism,
    overrides: value.overrides.map(setting),
    checkpointInterval: { ...value.checkpointInterval },
    targetBatchBytes: value.targetBatchBytes,
    creditLimitBytes: value.creditLimitBytes,
  };
}

export function streamSchema(value: StreamSchema): v1.StreamSchema.$Properties {
  const { session, streamIndex, schemaEpoch, arrowSchema } = value;
  return { session, streamIndex, schemaEpoch, arrowSchema };
}

export function checkpoint(value: Checkpoint): v1.Checkpoint.$Properties {
  return {
    session: value.session,
    checkpointId: value.checkpointId,
    positions: value.positions.map(streamPosition),
    rows: value.rows,
    bytes: value.bytes,
    idle: value.idle,
    head: value.head === undefined ? null : position(value.head),
  };
}

export function done(value: Done): v1.Done.$Properties {
  const { session, rows, bytes, stopped } = value;
  return { session, rows, bytes, stopped };
}

export function committed(value: Committed): v1.Committed.$Properties {
  const { session, checkpointId, rows, bytes } = value;
  return { session, checkpointId, receipt: receipt(value.receipt), rows, bytes };
}

export function stats(value: Stats): v1.Stats.$Properties {
  return {
    session: value.session,
    rows: value.rows,
    bytes: value.bytes,
    waitReadMs: value.waitReadMs,
    waitCreditMs: value.waitCreditMs,
    waitWriteMs: value.waitWriteMs,
    waitFlushMs: value.waitFlushMs,
    waitInputMs: value.waitInputMs,
    cpuMs: value.cpuMs,
    memoryBytes: value.memoryBytes,
  };
}
