import type { v1 } from '../../gen/messages.js';
import type {
  BeginRequest,
  BegunStream,
  ForgetRequest,
  Plan,
  PlanRequest,
  Position,
  PublishedStream,
  PublishRequest,
  Receipt,
  StreamPosition,
  Unit,
  UnitId,
} from '../../model/load.ts';
import { unitKinds } from '../enums.ts';
import { bytes, count, measure, optional, required } from './fields.ts';
import { settings } from './knob.ts';
import { problems, streamName } from './problem.ts';
import { estimate, streamSpecs } from './stream.ts';

export function position(value: v1.Position.$Properties | null | undefined, where: string): Position {
  const { order, incarnation } = required(value, where);
  return { order: bytes(order), incarnation: bytes(incarnation) };
}

export function streamPositions(
  values: readonly v1.StreamPosition.$Properties[] | null | undefined,
  where: string,
): StreamPosition[] {
  return (values ?? []).map((value, index) => ({
    streamIndex: value.streamIndex ?? 0,
    position: position(value.position, `${where}[${index}].position`),
  }));
}

export function unitId(value: v1.UnitId.$Properties | null | undefined, where: string): UnitId {
  const { streamIndex, unit } = required(value, where);
  return { streamIndex: streamIndex ?? 0, unit: unit ?? '' };
}

export function unit(value: v1.Unit.$Properties | null | undefined, where: string): Unit {
  const each = required(value, where);
  return {
    id: unitId(each.id, `${where}.id`),
    kind: unitKinds.word(each.kind, `${where}.kind`),
    token: bytes(each.token),
    estimate: estimate(each.estimate, `${where}.estimate`),
    bounded: each.bounded ?? false,
    after: (each.after ?? []).map((id, index) => unitId(id, `${where}.after[${index}]`)),
    exclusive: each.exclusive ?? false,
  };
}

export function planRequest(value: v1.PlanRequest.$Properties): PlanRequest {
  return {
    loadId: value.loadId ?? '',
    streams: streamSpecs(value.streams, 'plan.streams'),
    overrides: settings(value.overrides, 'plan.overrides'),
    targetUnitBytes: count(value.targetUnitBytes, 'plan.target_unit_bytes'),
    done: (value.done ?? []).map((id, index) => unitId(id, `plan.done[${index}]`)),
    effectiveParallelism: value.effectiveParallelism ?? 0,
    resume: streamPositions(value.resume, 'plan.resume'),
  };
}

export function plan(value: v1.Planned.$Properties): Plan {
  return {
    units: (value.units ?? []).map((each, index) => unit(each, `planned.units[${index}]`)),
    ...(value.hold ? { hold: value.hold.description ?? '' } : {}),
    problems: problems(value.problems, 'planned.problems'),
    streams: (value.streams ?? []).map((each, index) => ({
      streamIndex: each.streamIndex ?? 0,
      settings: settings(each.settings, `planned.streams[${index}].settings`),
      ...optional('wholeBecause', each.wholeBecause),
      ...(each.position ? { position: position(each.position, `planned.streams[${index}].position`) } : {}),
    })),
  };
}

export function receipt(value: v1.Receipt.$Properties | null | undefined, where: string): Receipt {
  const each = required(value, where);
  return {
    loadId: each.loadId ?? '',
    stream: streamName(each.stream, `${where}.stream`),
    unit: each.unit ?? '',
    epoch: count(each.epoch, `${where}.epoch`),
    checkpointId: count(each.checkpointId, `${where}.checkpoint_id`),
    rows: count(each.rows, `${where}.rows`),
    bytes: count(each.bytes, `${where}.bytes`),
  };
}

export function receipts(values: readonly v1.Receipt.$Properties[] | null | undefined, where: string): Receipt[] {
  return (values ?? []).map((value, index) => receipt(value, `${where}[${index}]`));
}

export function epochs(values: readonly number[] | null | undefined, where: string): number[] {
  return (values ?? []).map((value, index) => count(value, `${where}[${index}]`));
}

export function beginRequest(value: v1.BeginRequest.$Properties): BeginRequest {
  return {
    loadId: value.loadId ?? '',
    streams: streamSpecs(value.streams, 'begin.streams'),
    takeOver: value.takeOver ?? false,
    holder: value.holder ?? '',
  };
}

export function begunStream(value: v1.BegunStream.$Properties, where: string): BegunStream {
  return {
    epoch: count(value.epoch, `${where}.epoch`),
    ...(value.position ? { position: position(value.position, `${where}.position`) } : {}),
    receipts: receipts(value.receipts, `${where}.receipts`),
    cleaned: [...(value.cleaned ?? [])],
  };
}

export function publishRequest(value: v1.PublishRequest.$Properties): PublishRequest {
  return {
    loadId: value.loadId ?? '',
    streams: streamSpecs(value.streams, 'publish.streams'),
    epochs: epochs(value.epochs, 'publish.epochs'),
    receipts: receipts(value.receipts, 'publish.receipts'),
    positions: streamPositions(value.positions, 'publish.positions'),
  };
}

export function publishedStream(value: v1.PublishedStream.$Properties, where: string): PublishedStream {
  return {
    rows: count(value.rows, `${where}.rows`),
    method: value.method ?? '',
    lockMs: measure(value.lockMs, `${where}.lock_ms`),
    warnings: problems(value.warnings, `${where}.warnings`),
  };
}

export function forgetRequest(value: v1.ForgetRequest.$Properties): ForgetRequest {
  return {
    loadId: value.loadId ?? '',
    streams: streamSpecs(value.streams, 'forget.streams'),
    epochs: epochs(value.epochs, 'forget.epochs'),
    ...(value.forgetPosition ? { forgetPosition: true } : {}),
  };
}
