import { v1 } from '../gen/messages.js';
import type { BatchHeader } from '../model/message.ts';
import { count } from './decode/fields.ts';
import { guarded, reader } from './decode/message.ts';
import { session } from './decode/session.ts';
import { absoluteMaxFrameBytes, lengthPrefixBytes } from './limits.ts';
import { malformed } from './malformed.ts';

/*
 * A batch frame as senders write it (connector.proto: Batch in either envelope):
 *
 *   bytes            content
 *   4                length of all that follows, u32 little-endian
 *   1                0x0A: envelope field 1 (batch), length-delimited
 *   varint           length of the Batch message
 *   1                0x0A: Batch field 1 (header), length-delimited
 *   varint           length of the BatchHeader message
 *   n                BatchHeader
 *   1                0x12: Batch field 2 (arrow_ipc), length-delimited
 *   varint           length of arrow_ipc
 *   …                arrow_ipc, up to the end of the frame
 */
export const batchTag = 0x0a;
const headerTag = 0x0a;
const bodyTag = 0x12;

/** Everything of a batch frame that stands before arrow_ipc, length prefix included. */
export function encodeBatchHead(header: BatchHeader): Uint8Array {
  const encoded = v1.BatchHeader.encode(header).finish();
  const inner = 1 + varintBytes(encoded.length) + encoded.length + 1 + varintBytes(header.bytes);
  const batch = inner + header.bytes;
  const message = 1 + varintBytes(batch) + batch;
  const head = new Uint8Array(lengthPrefixBytes + 1 + varintBytes(batch) + inner);
  new DataView(head.buffer).setUint32(0, Math.min(message, 0xffff_ffff), true);
  let at = lengthPrefixBytes;
  head[at++] = batchTag;
  at = writeVarint(head, at, batch);
  head[at++] = headerTag;
  at = writeVarint(head, at, encoded.length);
  head.set(encoded, at);
  at += encoded.length;
  head[at++] = bodyTag;
  writeVarint(head, at, header.bytes);
  return head;
}

/** @throws ConnectorError malformed_message */
export function decodeBatchHeader(encoded: Uint8Array): BatchHeader {
  const header = guarded('a batch header', () => v1.BatchHeader.decode(reader(encoded)));
  return {
    session: session(header.session, 'batch.header'),
    streamIndex: header.streamIndex,
    sequence: count(header.sequence, 'batch.header.sequence'),
    schemaEpoch: header.schemaEpoch,
    rows: count(header.rows, 'batch.header.rows'),
    bytes: count(header.bytes, 'batch.header.bytes'),
  };
}

/** The header's `bytes` is what credit is counted in: it has to be true. */
export function checkBodyLength(header: BatchHeader, bodyBytes: number): void {
  if (header.bytes === bodyBytes) return;
  throw malformed('batch.header.bytes', `${header.bytes}, but arrow_ipc has ${bodyBytes} bytes`);
}

export interface BatchHead {
  readonly header: BatchHeader;
  /** Where arrow_ipc begins, from the start of `bytes`. */
  readonly bodyOffset: number;
}

/**
 * Reads the head of a batch frame in the order in which senders should write it.
 * @param bytes the frame from its length prefix on, as far as it has arrived
 * @returns `'more'` when too little has arrived, `'other'` when the fields stand in another order
 */
export function readBatchHead(bytes: Uint8Array, messageBytes: number): BatchHead | 'more' | 'other' {
  const end = lengthPrefixBytes + messageBytes;
  const cursor = { bytes, at: lengthPrefixBytes + 1 };
  const batch = readVarint(cursor);
  if (batch < 0) return bytes.length < end ? 'more' : 'other';
  if (cursor.at + batch !== end) return 'other';
  if (cursor.at >= bytes.length) return 'more';
  if (bytes[cursor.at++] !== headerTag) return 'other';
  const headerBytes = readVarint(cursor);
  if (headerBytes < 0) return bytes.length < end ? 'more' : 'other';
  const headerAt = cursor.at;
  if (headerAt + headerBytes >= end) return 'other';
  if (headerAt + headerBytes >= bytes.length) return 'more';
  cursor.at = headerAt + headerBytes;
  if (bytes[cursor.at++] !== bodyTag) return 'other';
  const bodyBytes = readVarint(cursor);
  if (bodyBytes < 0) return bytes.length < end ? 'more' : 'other';
  if (cursor.at + bodyBytes !== end) return 'other';
  const header = decodeBatchHeader(bytes.subarray(headerAt, headerAt + headerBytes));
  checkBodyLength(header, bodyBytes);
  return { header, bodyOffset: cursor.at };
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

function writeVarint(target: Uint8Array, at: number, value: number): number {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) target[at++] = (rest % 128) | 128;
  target[at++] = rest;
  return at;
}

/** A length at the cursor, which it moves; -1 when it does not end within `bytes`, or is beyond every limit. */
function readVarint(cursor: { readonly bytes: Uint8Array; at: number }): number {
  let value = 0;
  for (let scale = 1; scale <= absoluteMaxFrameBytes && cursor.at < cursor.bytes.length; scale *= 128) {
    const byte = cursor.bytes[cursor.at++] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  return -1;
}
