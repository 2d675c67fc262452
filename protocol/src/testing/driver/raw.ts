import protobuf from 'protobufjs/minimal.js';
import type { BatchHeader, HostMessage } from '../../model/message.ts';
import { v1 } from '../../gen/messages.js';
import { hostFrame } from '../../wire/encode/message.ts';
import { lengthPrefixBytes } from '../../wire/limits.ts';

/*
 * Frames as no library would write them: right, but unusual, or wrong on purpose.
 */

/** A frame around any bytes. */
export function frameOf(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(lengthPrefixBytes + body.length);
  new DataView(frame.buffer).setUint32(0, body.length, true);
  frame.set(body, lengthPrefixBytes);
  return frame;
}

/** A frame whose length is announced, and nothing of it sent. */
export function announcedFrame(length: number): Uint8Array {
  const frame = new Uint8Array(lengthPrefixBytes);
  new DataView(frame.buffer).setUint32(0, length, true);
  return frame;
}

/** A field of the length-delimited wire type. */
function field(number: number, content: Uint8Array): Uint8Array {
  return protobuf.Writer.create()
    .uint32(number * 8 + 2)
    .bytes(content)
    .finish();
}

/** One member of the envelope, known or not, as a frame. */
export function memberFrame(number: number, content: Uint8Array): Uint8Array {
  return frameOf(field(number, content));
}

/** A number that no version of the protocol uses yet. */
const unknownField = 4000;

interface Member {
  readonly number: number;
  readonly content: Uint8Array;
}

function memberOf(message: HostMessage): Member {
  const reader = protobuf.Reader.create(hostFrame(message).subarray(lengthPrefixBytes));
  const number = reader.uint32() >>> 3;
  return { number, content: reader.bytes() };
}

/** The message with fields in it that nobody knows, of each wire type. */
export function withUnknownFields(message: HostMessage): Uint8Array {
  const { number, content } = memberOf(message);
  const unknown = protobuf.Writer.create()
    .uint32(unknownField * 8)
    .uint32(7)
    .uint32((unknownField + 1) * 8 + 1)
    .fixed64(7)
    .uint32((unknownField + 2) * 8 + 2)
    .string('from a later version')
    .uint32((unknownField + 3) * 8 + 5)
    .fixed32(7)
    .finish();
  return memberFrame(number, Buffer.concat([unknown, content]));
}

/** The message with its fields in the opposite order. */
export function withFieldsReversed(message: HostMessage): Uint8Array {
  const { number, content } = memberOf(message);
  const reader = protobuf.Reader.create(content);
  const fields: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    reader.skipType(reader.uint32() & 7);
    fields.unshift(content.subarray(start, reader.pos));
  }
  return memberFrame(number, Buffer.concat(fields));
}

export interface BatchShape {
  /** `arrow_ipc` before the header, and unknown fields around both. */
  readonly bodyFirst?: boolean;
  /** The whole batch twice in one message. */
  readonly twice?: boolean;
}

export function batchFrame(header: BatchHeader, arrowIpc: Uint8Array, shape: BatchShape = {}): Uint8Array {
  const head = field(1, v1.BatchHeader.encode(header).finish());
  const body = field(2, arrowIpc);
  const unknown = field(unknownField, new Uint8Array(3));
  const batch = field(1, Buffer.concat(shape.bodyFirst ? [unknown, body, unknown, head] : [head, body]));
  return frameOf(shape.twice ? Buffer.concat([batch, batch]) : batch);
}

/** SpecRequest that names no role: 0, which counts as unknown. */
export const specOfNoRole = memberFrame(11, new Uint8Array(0));

/** OpenRequest of session 1 that has no context. */
export const openWithoutContext = memberFrame(17, Uint8Array.of(0x08, 1));

/** Hello of version 1, without limits and capabilities. */
export const shortestHello = frameOf(
  v1.HostMessage.encode({ hello: { minVersion: 1, maxVersion: 1, host: { name: 'short', version: '1' } } }).finish(),
);

/** SpecRequest for a role that there is not. */
export const specOfUnknownRole = memberFrame(11, Uint8Array.of(0x08, 77));

/** A Configure as it should be, but for a memory limit of 2^60 bytes. */
export function configureBeyondSafeIntegers(message: HostMessage): Uint8Array {
  const { number, content } = memberOf(message);
  const limit = Uint8Array.of(0x20, ...Array.from({ length: 8 }, () => 0x80), 0x10);
  return memberFrame(number, Buffer.concat([content, limit]));
}
