import { lengthPrefixBytes } from './limits.ts';
import { printable } from './magic.ts';
import { protocolError } from './malformed.ts';
import type { ReceivePool } from './receive-pool.ts';

/** One frame as it arrived, length prefix included; never put together. */
export interface RawFrame {
  readonly chunks: readonly Uint8Array[];
  readonly byteLength: number;
}

/** Pieces smaller than this are joined, so that a peer that writes byte by byte costs bytes, not objects. */
const smallPieceBytes = 1024;

/** Cuts a byte stream, fed in chunks that may end anywhere, into frames. The chunks are kept, not copied. */
export class FrameSplitter {
  maxFrameBytes: number;
  readonly #pool: ReceivePool | null;
  #frames: RawFrame[] = [];
  #chunks: Uint8Array[] = [];
  #have = 0;
  /** Bytes of the frame that is arriving, or -1 until its length is known. */
  #need = -1;

  /** @param pool that the chunks may come from: what is kept of them is retained there, for the frame's user to release */
  constructor(maxFrameBytes: number, pool: ReceivePool | null = null) {
    this.maxFrameBytes = maxFrameBytes;
    this.#pool = pool;
  }

  /** @throws ConnectorError frame_too_large */
  push(bytes: Uint8Array): void {
    let chunk = bytes;
    for (;;) {
      if (this.#need < 0) this.#readLength(chunk);
      const missing = this.#need - this.#have;
      if (this.#need < 0 || chunk.length < missing) {
        this.#keep(chunk);
        return;
      }
      this.#keep(chunk.subarray(0, missing));
      this.#frames.push({ chunks: this.#chunks, byteLength: this.#need });
      this.#chunks = [];
      this.#have = 0;
      this.#need = -1;
      chunk = chunk.subarray(missing);
    }
  }

  shift(): RawFrame | undefined {
    return this.#frames.shift();
  }

  get hasFrame(): boolean {
    return this.#frames.length > 0;
  }

  /** @throws ConnectorError truncated_frame unless the stream ended between two frames */
  end(): void {
    if (this.#have === 0) return;
    const expected = this.#need < 0 ? 'its 4-byte length' : `${this.#need} bytes`;
    throw protocolError('truncated_frame', `the stream ended within a frame: ${this.#have} of ${expected} arrived`);
  }

  #readLength(chunk: Uint8Array): void {
    if (this.#have + chunk.length < lengthPrefixBytes) return;
    const head = new Uint8Array(lengthPrefixBytes);
    let at = 0;
    for (const kept of this.#chunks) {
      head.set(kept, at);
      at += kept.length;
    }
    head.set(chunk.subarray(0, lengthPrefixBytes - at), at);
    const length = new DataView(head.buffer).getUint32(0, true);
    checkFrameLength(length, this.maxFrameBytes, chunk);
    this.#need = lengthPrefixBytes + length;
  }

  #keep(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#have += chunk.length;
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length + chunk.length <= smallPieceBytes) {
      this.#pool?.release(last);
      this.#chunks[this.#chunks.length - 1] = Buffer.concat([last, chunk]);
    } else {
      this.#pool?.retain(chunk);
      this.#chunks.push(chunk);
    }
  }
}

/** Invariant 6: a length is checked before anything is allocated, or waited, for it. */
export function checkFrameLength(length: number, maxFrameBytes: number, near: Uint8Array): void {
  if (length <= maxFrameBytes) return;
  throw protocolError(
    'frame_too_large',
    `a frame of ${length} bytes was announced; at most ${maxFrameBytes} are allowed. Bytes at that place: ${printable(near.subarray(0, 64))}`,
    'if these bytes are readable text, something printed to stdout between two frames; only frames may be written there',
  );
}
