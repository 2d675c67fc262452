import type { BatchHeader } from '../model/message.ts';
import { checkBodyLength, decodeBatchHeader } from './batch-header.ts';
import { malformed } from './malformed.ts';

/** Longest BatchHeader that is looked at: its six numbers take at most 66 bytes; the rest is room for later fields. */
const maxHeaderBytes = 4096;

export interface SkimmedBatch {
  readonly header: BatchHeader;
  /** Where arrow_ipc lies in the frame, length prefix included. */
  readonly bodyOffset: number;
}

/**
 * Finds the header and the place of the body in a whole frame, in whatever order its fields stand, without touching
 * the body (Invariant 5).
 * @param chunks the frame, in pieces, from its length prefix on
 * @returns null when the message is not a batch
 * @throws ConnectorError malformed_message
 */
export function skimBatch(chunks: readonly Uint8Array[], frameBytes: number, from: number): SkimmedBatch | null {
  const cursor = new ChunkCursor(chunks, from);
  let found: SkimmedBatch | null = null;
  while (cursor.offset < frameBytes) {
    const tag = cursor.varint(frameBytes);
    if (tag !== 0x0a) {
      cursor.skipField(tag, frameBytes);
      continue;
    }
    if (found !== null) throw malformed('batch', 'two batches in one frame');
    const length = cursor.varint(frameBytes);
    found = skimBody(cursor, cursor.end(length, frameBytes));
  }
  return found;
}

function skimBody(cursor: ChunkCursor, end: number): SkimmedBatch {
  let header: BatchHeader | null = null;
  let bodyOffset = -1;
  let bodyBytes = 0;
  while (cursor.offset < end) {
    const tag = cursor.varint(end);
    if (tag === 0x0a && header === null) {
      const length = cursor.varint(end);
      if (length > maxHeaderBytes) throw malformed('batch.header', `${length} bytes; at most ${maxHeaderBytes}`);
      cursor.end(length, end);
      header = decodeBatchHeader(cursor.take(length));
    } else if (tag === 0x12 && bodyOffset < 0) {
      bodyBytes = cursor.varint(end);
      bodyOffset = cursor.offset;
      cursor.skip(cursor.end(bodyBytes, end) - cursor.offset);
    } else if (tag === 0x0a || tag === 0x12) {
      throw malformed('batch', 'a field that stands twice');
    } else {
      cursor.skipField(tag, end);
    }
  }
  if (header === null) throw malformed('batch.header', 'missing');
  checkBodyLength(header, bodyBytes);
  return { header, bodyOffset: bodyOffset < 0 ? end : bodyOffset };
}

/** Walks Protocol Buffers fields over bytes that lie in pieces. */
class ChunkCursor {
  offset = 0;
  readonly #chunks: readonly Uint8Array[];
  #chunk = 0;
  #at = 0;

  constructor(chunks: readonly Uint8Array[], from: number) {
    this.#chunks = chunks;
    this.skip(from);
  }

  #byte(end: number): number {
    if (this.offset >= end) throw malformed('a frame', 'a field that runs over its end');
    let chunk = this.#chunks[this.#chunk];
    while (chunk !== undefined && this.#at >= chunk.length) {
      chunk = this.#chunks[++this.#chunk];
      this.#at = 0;
    }
    if (chunk === undefined) throw malformed('a frame', 'a field that runs over its end');
    this.offset++;
    return chunk[this.#at++] ?? 0;
  }

  /** An unsigned number below 2^53; what is larger can be no tag and no length. */
  varint(end: number): number {
    let value = 0;
    let scale = 1;
    for (let bytes = 0; bytes < 10; bytes++, scale *= 128) {
      const byte = this.#byte(end);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw malformed('a frame', 'a number of more than ten bytes');
  }

  /** The offset that lies `length` ahead; it must not be beyond `limit`. */
  end(length: number, limit: number): number {
    if (length > limit - this.offset) throw malformed('a frame', 'a field that runs over its end');
    return this.offset + length;
  }

  skip(length: number): void {
    this.offset += length;
    let rest = length;
    for (;;) {
      const left = (this.#chunks[this.#chunk]?.length ?? 0) - this.#at;
      if (rest < left || this.#chunk >= this.#chunks.length) break;
      rest -= left;
      this.#chunk++;
      this.#at = 0;
    }
    this.#at += rest;
  }

  take(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const end = this.offset + length;
    for (let index = 0; index < length; index++) bytes[index] = this.#byte(end);
    return bytes;
  }

  skipField(tag: number, end: number): void {
    switch (tag % 8) {
      case 0:
        this.varint(end);
        break;
      case 1:
        this.skip(this.end(8, end) - this.offset);
        break;
      case 2: {
        const length = this.varint(end);
        this.skip(this.end(length, end) - this.offset);
        break;
      }
      case 5:
        this.skip(this.end(4, end) - this.offset);
        break;
      default:
        throw malformed('a frame', `a field of wire type ${tag % 8}`);
    }
  }
}
