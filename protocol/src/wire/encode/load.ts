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
import { setting } from './knob.ts';
import { problem, streamName } from './problem.ts';
import { estimate, streamSpec } from './stream.ts';

export function position(value: Position): v1.Position.$Properties {
  return { order: value.order, incarnation: value.incarnation };
}

export function streamPosition(value: StreamPosition): v1.StreamPosition.$Properties {
  return { streamIndex: value.streamIndex, position: position(value.position) };
}

export function unitId(value: UnitId): v1.UnitId.$Properties {
  return { streamIndex: value.streamIndex, unit: value.unit };
}

export function unit(value: Unit): v1.Unit.$Properties {
  return {
    id: unitId(value.id),
    kind: unitKinds.number(value.kind),
    token: value.token,
    estimate: estimate(value.estimate),
    bounded: value.bounded,
    after: value.after.map(unitId),
    exclusive: value.exclusive,
  };
}

export function planRequest(value: PlanRequest): v1.PlanRequest.$Properties {
  return {
    loadId: value.loadId,
    streams: value.streams.map(streamSpec),
    overrides: value.overrides.map(setting),
    targetUnitBytes: value.targetUnitBytes,
    done: value.done.map(unitId),
    effectiveParallelism: value.effectiveParallelism,
    resume: (value.resume ?? []).map(streamPosition),
  };
}

export function plan(value: Plan, last: boolean): v1.Planned.$Properties {
  return {
    units: value.units.map(unit),
    hold: value.hold === undefined ? null : { description: value.hold },
    problems: value.problems.map(problem),
    streams: (value.streams ?? []).map((each) => ({
      streamIndex: each.streamIndex,
      settings: each.settings.map(setting),
      wholeBecause: each.wholeBecause ?? null,
      position: each.position === undefined ? null : position(each.position),
    })),
    last,
  };
}

export function receipt(value: Receipt): v1.Receipt.$Properties {
  return { ...value, stream: streamName(value.stream) };
}

export function beginRequest(value: BeginRequest): v1.BeginRequest.$Properties {
  return {
    loadId: value.loadId,
    streams: value.streams.map(streamSpec),
    takeOver: value.takeOver ?? null,
    holder: value.holder ?? null,
  };
}

export function begunStream(value: BegunStream): v1.BegunStream.$Properties {
  return {
    epoch: value.epoch,
    position: value.position === undefined ? null : position(value.position),
    receipts: value.receipts.map(receipt),
    cleaned: [...value.cleaned],
  };
}

export function publishRequest(value: PublishRequest): v1.PublishRequest.$Properties {
  return {
    ...loadOfStreams(value),
    receipts: value.receipts.map(receipt),
    positions: (value.positions ?? []).map(streamPosition),
  };
}

export function publishedStream(value: PublishedStream): v1.PublishedStream.$Properties {
  return { rows: value.rows, method: value.method, lockMs: value.lockMs, warnings: value.warnings.map(problem) };
}

export function forgetRequest(value: ForgetRequest): v1.ForgetRequest.$Properties {
  return {
    ...loadOfStreams(value),
    ...(value.forgetPosition === true ? { forgetPosition: true } : {}),
  };
}

type LoadOfStreams = Pick<ForgetRequest, 'loadId' | 'streams' | 'epochs'>;

function loadOfStreams({
  loadId,
  streams,
  epochs,
}: LoadOfStreams): Required<Pick<v1.ForgetRequest.$Properties, 'loadId' | 'streams' | 'epochs'>> {
  return { loadId, streams: streams.map(streamSpec), epochs: [...epochs] };
}
