import protobuf from 'protobufjs/minimal.js';
import { ConnectorError } from '../../error.ts';
import { v1 } from '../../gen/messages.js';
import type { ConnectorMessage, HostMessage } from '../../model/message.ts';
import { roles, syncModes, writeModes } from '../enums.ts';
import { maxMessageFields } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { count, optional } from './fields.ts';
import { identity, limits, welcome } from './handshake.ts';
import { settings } from './knob.ts';
import {
  beginRequest,
  begunStream,
  forgetRequest,
  plan,
  planRequest,
  publishedStream,
  publishRequest,
} from './load.ts';
import { streamPositions } from './load.ts';
import { errorDetails, problems } from './problem.ts';
import { checkpoint, committed, done, session, stats, streamContext, streamSchema } from './session.ts';
import { checked, discoveredStream, discoverRequest, streamOffer } from './stream.ts';

/**
 * What a host sent, batches aside. The result holds no view into `message`.
 * @throws ConnectorError malformed_message
 */
export function hostMessage(message: Uint8Array): HostMessage {
  return hostBody(guarded('a message of the host', () => v1.HostMessage.decode(reader(message))));
}

/**
 * What a connector sent, batches aside. The result holds no view into `message`.
 * @throws ConnectorError malformed_message
 */
export function connectorMessage(message: Uint8Array): ConnectorMessage {
  return connectorBody(guarded('a message of the connector', () => v1.ConnectorMessage.decode(reader(message))));
}

/** Unknown fields are skipped, not kept. Invariant 6: what would take more memory than any message needs is not decoded. */
export function reader(message: Uint8Array): protobuf.Reader {
  const result = protobuf.Reader.create(message);
  result.discardUnknown = true;
  const readTag = result.tag.bind(result);
  let fields = 0;
  result.tag = () => {
    if (++fields > maxMessageFields) throw malformed('a message', `more than ${maxMessageFields} fields`);
    return readTag();
  };
  return result;
}

/** protobufjs throws plain errors at bytes that are no message. */
export function guarded<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    throw malformed(what, `not a valid Protocol Buffers message (${(error as Error).message})`);
  }
}

function hostBody(body: v1.HostMessage): HostMessage {
  if (body.streamSchema) return { type: 'stream_schema', ...streamSchema(body.streamSchema) };
  if (body.checkpoint) return { type: 'checkpoint', ...checkpoint(body.checkpoint) };
  if (body.done) return { type: 'done', ...done(body.done) };
  if (body.hello) {
    return {
      type: 'hello',
      minVersion: body.hello.minVersion ?? 0,
      maxVersion: body.hello.maxVersion ?? 0,
      host: identity(body.hello.host, 'hello.host'),
      maxFrameBytes: limits(body.hello.limits, 'hello.limits'),
      capabilities: [...(body.hello.capabilities ?? [])],
    };
  }
  if (body.spec) return { type: 'spec', role: roles.word(body.spec.role, 'spec.role') };
  if (body.configure) {
    return {
      type: 'configure',
      role: roles.word(body.configure.role, 'configure.role'),
      config: body.configure.config ?? '',
      pipeline: body.configure.pipeline ?? '',
      memoryLimitBytes: count(body.configure.memoryLimitBytes, 'configure.memory_limit_bytes'),
    };
  }
  if (body.check) {
    const streams = (body.check.streams ?? []).map((each, index) => streamOffer(each, `check.streams[${index}]`));
    return { type: 'check', streams };
  }
  if (body.discover) return { type: 'discover', ...discoverRequest(body.discover) };
  if (body.plan) return { type: 'plan', ...planRequest(body.plan) };
  if (body.begin) return { type: 'begin', ...beginRequest(body.begin) };
  if (body.open) {
    const context = streamContext(body.open.context, 'open.context');
    return { type: 'open', session: session(body.open.session, 'open'), context };
  }
  if (body.credit) return { type: 'credit', ...credit(body.credit) };
  if (body.ack) {
    return {
      type: 'ack',
      session: session(body.ack.session, 'ack'),
      checkpointId: count(body.ack.checkpointId, 'ack.checkpoint_id'),
      positions: streamPositions(body.ack.positions, 'ack.positions'),
    };
  }
  if (body.stop) {
    return {
      type: 'stop',
      session: count(body.stop.session, 'stop.session'),
      deadlineMs: count(body.stop.deadlineMs, 'stop.deadline_ms'),
      reason: body.stop.reason ?? '',
      abort: body.stop.abort ?? false,
    };
  }
  if (body.publish) return { type: 'publish', ...publishRequest(body.publish) };
  if (body.forget) return { type: 'forget', ...forgetRequest(body.forget) };
  if (body.release) return { type: 'release' };
  if (body.close) return { type: 'close' };
  throw malformed('a message of the host', 'none of the messages that this version knows');
}

function connectorBody(body: v1.ConnectorMessage): ConnectorMessage {
  if (body.streamSchema) return { type: 'stream_schema', ...streamSchema(body.streamSchema) };
  if (body.checkpoint) return { type: 'checkpoint', ...checkpoint(body.checkpoint) };
  if (body.done) return { type: 'done', ...done(body.done) };
  if (body.welcome) return { type: 'welcome', ...welcome(body.welcome) };
  if (body.spec) {
    return {
      type: 'spec',
      configSchema: body.spec.configSchema ?? '',
      documentationUrl: body.spec.documentationUrl ?? '',
      syncModes: (body.spec.syncModes ?? []).map((mode) => syncModes.word(mode, 'spec.sync_modes')),
      writeModes: (body.spec.writeModes ?? []).map((mode) => writeModes.word(mode, 'spec.write_modes')),
    };
  }
  if (body.configured)
    return { type: 'configured', problems: problems(body.configured.problems, 'configured.problems') };
  if (body.checked) return { type: 'checked', ...checked(body.checked) };
  if (body.discovered) {
    const streams = body.discovered.streams ?? [];
    return {
      type: 'discovered',
      streams: streams.map((each, index) => discoveredStream(each, `discovered.streams[${index}]`)),
      last: body.discovered.last ?? false,
    };
  }
  if (body.planned) return { type: 'planned', ...plan(body.planned), last: body.planned.last ?? false };
  if (body.begun) {
    const streams = body.begun.streams ?? [];
    return { type: 'begun', streams: streams.map((each, index) => begunStream(each, `begun.streams[${index}]`)) };
  }
  if (body.opened) {
    return {
      type: 'opened',
      session: session(body.opened.session, 'opened'),
      settings: settings(body.opened.settings, 'opened.settings'),
      creditBytes: count(body.opened.creditBytes, 'opened.credit_bytes'),
    };
  }
  if (body.credit) return { type: 'credit', ...credit(body.credit) };
  if (body.committed) return { type: 'committed', ...committed(body.committed) };
  if (body.finished) {
    return {
      type: 'finished',
      session: session(body.finished.session, 'finished'),
      rows: count(body.finished.rows, 'finished.rows'),
      bytes: count(body.finished.bytes, 'finished.bytes'),
    };
  }
  if (body.published) {
    const streams = body.published.streams ?? [];
    return {
      type: 'published',
      streams: streams.map((each, index) => publishedStream(each, `published.streams[${index}]`)),
    };
  }
  if (body.forgotten) return { type: 'forgotten', ...optional('positionsDropped', body.forgotten.positionsDropped) };
  if (body.released) return { type: 'released' };
  if (body.stats) return { type: 'stats', ...stats(body.stats) };
  if (body.error) {
    return { type: 'error', session: count(body.error.session, 'error.session'), error: errorDetails(body.error) };
  }
  throw malformed('a message of the connector', 'none of the messages that this version knows');
}

function credit(value: v1.Credit.$Properties): { session: number; bytes: number } {
  return { session: session(value.session, 'credit'), bytes: count(value.bytes, 'credit.bytes') };
}
