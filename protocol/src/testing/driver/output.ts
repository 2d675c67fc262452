import { v1 } from '../../gen/messages.js';
import type { BatchHeader, ConnectorMessage } from '../../model/message.ts';
import { count } from '../../wire/decode/fields.ts';
import { connectorMessage, guarded, reader } from '../../wire/decode/message.ts';
import { defaultMaxFrameBytes, lengthPrefixBytes, magic } from '../../wire/limits.ts';
import { printable } from '../../wire/magic.ts';

/** One frame of the connector. What its content breaks is for clauses to judge, so a batch is taken as it is. */
export type Heard = { readonly atMs: number; readonly frameBytes: number } & (
  | { readonly kind: 'message'; readonly message: ConnectorMessage }
  | {
      readonly kind: 'batch';
      readonly header: BatchHeader;
      readonly headerBytes: number;
      readonly arrowIpc: Uint8Array;
    }
  | { readonly kind: 'undecodable'; readonly reason: string }
);

/** Why bytes of the output could not be cut into frames: from there on nothing is read. */
export interface OutputFault {
  readonly kind: 'bad_magic' | 'stray_text' | 'frame_too_large' | 'recording_full';
  readonly message: string;
}

/** What is kept of one process; a stream for a conformance run is small. */
const maxRecordedBytes = 512 * 1024 * 1024;

/** Cuts a connector's output into frames, and keeps them all. */
export class OutputRecorder {
  readonly heard: Heard[] = [];
  fault: OutputFault | null = null;
  /** True once the magic has arrived whole. */
  greeted = false;
  #rest: Buffer = Buffer.alloc(0);
  #pieces: Buffer[] = [];
  #have = 0;
  #need = magic.length;
  #recorded = 0;

  /** Bytes of a frame that has begun and not ended. */
  get unfinishedBytes(): number {
    return this.#have + this.#rest.length;
  }

  push(chunk: Buffer): void {
    if (this.fault !== null) return;
    this.#recorded += chunk.length;
    if (this.#recorded > maxRecordedBytes) {
      this.fault = { kind: 'recording_full', message: `the connector has sent more than ${maxRecordedBytes} bytes` };
      return;
    }
    // Only joined once enough is there: large frames come in many pieces.
    this.#pieces.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#need) return;
    this.#rest = Buffer.concat(this.#pieces);
    while (this.fault === null && this.#rest.length >= this.#need) this.#step();
    this.#pieces = this.#rest.length === 0 ? [] : [this.#rest];
    this.#have = this.#rest.length;
    this.#rest = Buffer.alloc(0);
  }

  #step(): void {
    if (!this.greeted) {
      if (!this.#rest.subarray(0, magic.length).equals(magic)) {
        this.fault = { kind: 'bad_magic', message: `the output begins with ${printable(this.#rest)}` };
        return;
      }
      this.greeted = true;
      this.#rest = this.#rest.subarray(magic.length);
      this.#need = lengthPrefixBytes;
      return;
    }
    const length = this.#rest.readUInt32LE(0);
    if (length > defaultMaxFrameBytes) {
      const near = this.#rest.subarray(0, 64);
      const kind = isText(near.subarray(0, lengthPrefixBytes)) ? 'stray_text' : 'frame_too_large';
      this.fault = { kind, message: `where a frame was due came ${printable(near)}, a length of ${length} bytes` };
      return;
    }
    if (this.#rest.length < lengthPrefixBytes + length) {
      this.#need = lengthPrefixBytes + length;
      return;
    }
    const body = this.#rest.subarray(lengthPrefixBytes, lengthPrefixBytes + length);
    this.heard.push({ atMs: performance.now(), frameBytes: length, ...decode(body) });
    this.#rest = this.#rest.subarray(lengthPrefixBytes + length);
    this.#need = lengthPrefixBytes;
  }
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

type Content =
  | Omit<Extract<Heard, { kind: 'message' }>, 'atMs' | 'frameBytes'>
  | Omit<Extract<Heard, { kind: 'batch' }>, 'atMs' | 'frameBytes'>
  | Omit<Extract<Heard, { kind: 'undecodable' }>, 'atMs' | 'frameBytes'>;

function decode(body: Uint8Array): Content {
  try {
    const envelope = guarded('a message', () => v1.ConnectorMessage.decode(reader(body)));
    if (envelope.batch) return batch(envelope.batch, headerBytesOf(body));
    return { kind: 'message', message: connectorMessage(body) };
  } catch (error) {
    return { kind: 'undecodable', reason: (error as Error).message };
  }
}

/** The length of a batch's header as it was sent, with whatever fields. */
function headerBytesOf(body: Uint8Array): number {
  const cursor = reader(body);
  const seek = (number: number, end: number): number => {
    while (cursor.pos < end) {
      const tag = cursor.uint32();
      if (tag >>> 3 === number) return cursor.uint32();
      cursor.skipType(tag & 7);
    }
    return 0;
  };
  const batchBytes = seek(1, cursor.len);
  return seek(1, cursor.pos + batchBytes);
}

function batch({ header, arrowIpc }: v1.Batch.$Properties, headerBytes: number): Content {
  return {
    kind: 'batch',
    headerBytes,
    header: {
      session: count(header?.session, 'session'),
      streamIndex: header?.streamIndex ?? 0,
      sequence: count(header?.sequence, 'sequence'),
      schemaEpoch: header?.schemaEpoch ?? 0,
      rows: count(header?.rows, 'rows'),
      bytes: count(header?.bytes, 'bytes'),
    },
    // Aligned, as the decoder of batches reads it.
    arrowIpc: new Uint8Array(arrowIpc ?? new Uint8Array(0)),
  };
}
