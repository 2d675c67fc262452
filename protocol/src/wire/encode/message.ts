import protobuf from 'protobufjs/minimal.js';
import { v1 } from '../../gen/messages.js';
import type { ConnectorMessage, HostMessage } from '../../model/message.ts';
import { roles, syncModes, writeModes } from '../enums.ts';
import { lengthPrefixBytes } from '../limits.ts';
import { identity, limits, welcome } from './handshake.ts';
import { setting } from './knob.ts';
import {
  beginRequest,
  begunStream,
  forgetRequest,
  plan,
  planRequest,
  publishedStream,
  publishRequest,
} from './load.ts';
import { streamPosition } from './load.ts';
import { errorDetails, problem } from './problem.ts';
import { checkpoint, committed, done, stats, streamContext, streamSchema } from './session.ts';
import { checked, discoveredStream, discoverRequest, streamOffer } from './stream.ts';

/** A host's message as one whole frame, length prefix included. */
export function hostFrame(message: HostMessage): Uint8Array {
  return frame((writer) => v1.HostMessage.encode(hostBody(message), writer));
}

/** A connector's message as one whole frame, length prefix included. */
export function connectorFrame(message: ConnectorMessage): Uint8Array {
  return frame((writer) => v1.ConnectorMessage.encode(connectorBody(message), writer));
}

function frame(encode: (writer: protobuf.Writer) => void): Uint8Array {
  const writer = protobuf.Writer.create().fixed32(0);
  encode(writer);
  const bytes = writer.finish();
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length - lengthPrefixBytes, true);
  return bytes;
}

function hostBody(message: HostMessage): v1.HostMessage.$Properties {
  switch (message.type) {
    case 'stream_schema':
      return { streamSchema: streamSchema(message) };
    case 'checkpoint':
      return { checkpoint: checkpoint(message) };
    case 'done':
      return { done: done(message) };
    case 'hello': {
      const { minVersion, maxVersion } = message;
      const capabilities = [...message.capabilities];
      return {
        hello: {
          minVersion,
          maxVersion,
          host: identity(message.host),
          limits: limits(message.maxFrameBytes),
          capabilities,
        },
      };
    }
    case 'spec':
      return { spec: { role: roles.number(message.role) } };
    case 'configure': {
      const { config, pipeline, memoryLimitBytes } = message;
      return { configure: { role: roles.number(message.role), config, pipeline, memoryLimitBytes } };
    }
    case 'check':
      return { check: { streams: message.streams.map(streamOffer) } };
    case 'discover':
      return { discover: discoverRequest(message) };
    case 'plan':
      return { plan: planRequest(message) };
    case 'begin':
      return { begin: beginRequest(message) };
    case 'open':
      return { open: { session: message.session, context: streamContext(message.context) } };
    case 'credit':
      return { credit: { session: message.session, bytes: message.bytes } };
    case 'ack': {
      const { session, checkpointId } = message;
      return { ack: { session, checkpointId, positions: message.positions.map(streamPosition) } };
    }
    case 'stop': {
      const { session, deadlineMs, reason, abort } = message;
      return { stop: { session, deadlineMs, reason, abort } };
    }
    case 'publish':
      return { publish: publishRequest(message) };
    case 'forget':
      return { forget: forgetRequest(message) };
    case 'release':
      return { release: {} };
    case 'close':
      return { close: {} };
  }
}

function connectorBody(message: ConnectorMessage): v1.ConnectorMessage.$Properties {
  switch (message.type) {
    case 'stream_schema':
      return { streamSchema: streamSchema(message) };
    case 'checkpoint':
      return { checkpoint: checkpoint(message) };
    case 'done':
      return { done: done(message) };
    case 'welcome':
      return { welcome: welcome(message) };
    case 'spec': {
      const { configSchema, documentationUrl } = message;
      return {
        spec: {
          configSchema,
          documentationUrl,
          syncModes: message.syncModes.map((mode) => syncModes.number(mode)),
          writeModes: message.writeModes.map((mode) => writeModes.number(mode)),
        },
      };
    }
    case 'configured':
      return { configured: { problems: message.problems.map(problem) } };
    case 'checked':
      return { checked: checked(message) };
    case 'discovered':
      return { discovered: { streams: message.streams.map(discoveredStream), last: message.last } };
    case 'planned':
      return { planned: plan(message, message.last) };
    case 'begun':
      return { begun: { streams: message.streams.map(begunStream) } };
    case 'opened': {
      const { session, creditBytes } = message;
      return { opened: { session, settings: message.settings.map(setting), creditBytes } };
    }
    case 'credit':
      return { credit: { session: message.session, bytes: message.bytes } };
    case 'committed':
      return { committed: committed(message) };
    case 'finished':
      return { finished: { session: message.session, rows: message.rows, bytes: message.bytes } };
    case 'published':
      return { published: { streams: message.streams.map(publishedStream) } };
    case 'forgotten':
      return {
        forgotten: message.positionsDropped === undefined ? {} : { positionsDropped: message.positionsDropped },
      };
    case 'released':
      return { released: {} };
    case 'stats':
      return { stats: stats(message) };
    case 'error':
      return { error: errorDetails(message.session, message.error) };
  }
}
