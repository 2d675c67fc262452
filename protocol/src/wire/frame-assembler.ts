import type { BatchHeader } from '../model/message.ts';
import { batchTag, readBatchHead } from './batch-header.ts';
import { skimBatch } from './batch-skim.ts';
import { checkFrameLength } from './frame.ts';
import { lengthPrefixBytes } from './limits.ts';
import { malformed, protocolError } from './malformed.ts';

export interface FrameReceiver {
  /** A message that is no batch, without its length; the bytes are reused after the call. */
  message(bytes: Uint8Array): void;
  /** `arrowIpc` came from `allocate`. */
  batch(header: BatchHeader, arrowIpc: Uint8Array): void;
  /** Exactly this many bytes, 8-byte aligned. Called for a length that has been checked. */
  allocate(bytes: number): Uint8Array;
}

/** Control messages fit in here; small, so that little of a batch's body is read into it and has to be moved. */
const headBytes = 4096;

/** A batch whose body has not begun after this many bytes has its fields in another order. */
const maxBatchHeadBytes = 512;

/**
 * Puts frames together for a connector. The caller reads into `target()` and says with `advance` how much came: a
 * batch's body is read straight into the buffer that it stays in.
 */
export class FrameAssembler {
  maxFrameBytes: number;
  readonly #receiver: FrameReceiver;
  readonly #head = new Uint8Array(headBytes);
  #headEnd = 0;
  #filling: Uint8Array | null = null;
  #filled = 0;
  #finish: (bytes: Uint8Array) => void = () => {};

  constructor(maxFrameBytes: number, receiver: FrameReceiver) {
    this.maxFrameBytes = maxFrameBytes;
    this.#receiver = receiver;
  }

  /** Where the next bytes belong; never empty. */
  target(): Uint8Array {
    return this.#filling === null ? this.#head.subarray(this.#headEnd) : this.#filling.subarray(this.#filled);
  }

  /**
   * `bytes` bytes were put into the last `target()`.
   * @throws ConnectorError frame_too_large, malformed_message, and what the receiver throws
   */
  advance(bytes: number): void {
    if (this.#filling === null) {
      this.#headEnd += bytes;
      this.#parse();
    } else {
      this.#filled += bytes;
      if (this.#filled === this.#filling.length) this.#complete();
    }
  }

  /** Takes bytes that lie elsewhere already, at the price of a copy. Throws like `advance`. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const target = this.target();
      const part = chunk.subarray(at, at + target.length);
      target.set(part);
      at += part.length;
      this.advance(part.length);
    }
  }

  /** @throws ConnectorError truncated_frame unless the input ended between two frames */
  end(): void {
    if (this.#filling === null && this.#headEnd === 0) return;
    throw protocolError('truncated_frame', "the host's output ended within a frame");
  }

  #parse(): void {
    const head = this.#head;
    let at = 0;
    while (this.#headEnd - at >= lengthPrefixBytes) {
      // Invariant 6: a length is checked as soon as it is there, before anything of what it announces is waited for.
      const length = new DataView(head.buffer, at).getUint32(0, true);
      checkFrameLength(length, this.maxFrameBytes, head.subarray(at, this.#headEnd));
      if (length === 0) throw malformed('a message of the host', 'empty');
      // One more byte than the length is needed to tell a batch.
      if (this.#headEnd - at === lengthPrefixBytes) break;
      const frame = head.subarray(at, Math.min(this.#headEnd, at + lengthPrefixBytes + length));
      const batch = head[at + lengthPrefixBytes] === batchTag ? readBatchHead(frame, length) : 'other';
      if (batch === 'more' && frame.length < maxBatchHeadBytes) break;
      if (typeof batch === 'object') {
        const { header, bodyOffset } = batch;
        this.#fill(this.#receiver.allocate(header.bytes), frame.subarray(bodyOffset), (body) =>
          this.#receiver.batch(header, body),
        );
      } else if (frame.length === lengthPrefixBytes + length) {
        this.#whole(frame);
      } else if (lengthPrefixBytes + length <= headBytes) {
        break;
      } else {
        this.#fill(new Uint8Array(lengthPrefixBytes + length), frame, (whole) => this.#whole(whole));
      }
      at += frame.length;
    }
    head.copyWithin(0, at, this.#headEnd);
    this.#headEnd -= at;
  }

  /** Goes on in `buffer`, of which `begin` is there already. */
  #fill(buffer: Uint8Array, begin: Uint8Array, finish: (bytes: Uint8Array) => void): void {
    buffer.set(begin);
    this.#filling = buffer;
    this.#filled = begin.length;
    this.#finish = finish;
    if (this.#filled === buffer.length) this.#complete();
  }

  #complete(): void {
    const bytes = this.#filling;
    const finish = this.#finish;
    this.#filling = null;
    this.#filled = 0;
    this.#finish = () => {};
    if (bytes !== null) finish(bytes);
  }

  /** A whole frame in one piece: a control message, or a batch whose fields stand in an unusual order. */
  #whole(frame: Uint8Array): void {
    const batch = skimBatch([frame], frame.length, lengthPrefixBytes);
    if (batch === null) {
      this.#receiver.message(frame.subarray(lengthPrefixBytes));
      return;
    }
    const { header, bodyOffset } = batch;
    const body = this.#receiver.allocate(header.bytes);
    body.set(frame.subarray(bodyOffset, bodyOffset + header.bytes));
    this.#receiver.batch(header, body);
  }
}
