import { absoluteMaxFrameBytes, lengthPrefixBytes, magic } from '../../wire/limits.ts';

/** Something that arrived whole: a frame with its length, or bytes that are none and are passed on as they are. */
export interface Cut {
  readonly kind: 'frame' | 'raw';
  readonly bytes: Uint8Array;
}

/**
 * Cuts a stream into frames without judging them: whatever a faulty connector prints goes on as it came. From where it
 * can't be protocol, it is passed on raw to the end.
 */
export class FrameCutter {
  #pending: Uint8Array[] = [];
  #have = 0;
  #mode: 'magic' | 'frames' | 'raw';

  /** @param expectsMagic true for what a connector sends */
  constructor(expectsMagic: boolean) {
    this.#mode = expectsMagic ? 'magic' : 'frames';
  }

  push(chunk: Uint8Array): Cut[] {
    this.#pending.push(chunk);
    this.#have += chunk.length;
    const cuts: Cut[] = [];
    for (let cut = this.#next(); cut !== null; cut = this.#next()) cuts.push(cut);
    return cuts;
  }

  /** What has arrived of a frame that never became whole. */
  end(): Uint8Array {
    return this.#take(this.#have);
  }

  #next(): Cut | null {
    if (this.#have === 0) return null;
    if (this.#mode === 'raw') return { kind: 'raw', bytes: this.#take(this.#have) };
    if (this.#mode === 'magic') {
      if (this.#have < magic.length) return null;
      const bytes = this.#take(magic.length);
      this.#mode = Buffer.compare(bytes, magic) === 0 ? 'frames' : 'raw';
      return { kind: 'raw', bytes };
    }
    if (this.#have < lengthPrefixBytes) return null;
    const head = this.#peek(lengthPrefixBytes);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
    if (length > absoluteMaxFrameBytes) {
      this.#mode = 'raw';
      return this.#next();
    }
    const whole = lengthPrefixBytes + length;
    return this.#have < whole ? null : { kind: 'frame', bytes: this.#take(whole) };
  }

  #peek(bytes: number): Uint8Array {
    const [first = new Uint8Array(0)] = this.#pending;
    if (first.length < bytes) this.#pending = [Buffer.concat(this.#pending)];
    return (this.#pending[0] ?? first).subarray(0, bytes);
  }

  #take(bytes: number): Uint8Array {
    const [first = new Uint8Array(0)] = this.#pending;
    const all = first.length >= bytes ? first : Buffer.concat(this.#pending);
    const rest = all.subarray(bytes);
    this.#pending = first.length >= bytes ? this.#pending.slice(1) : [];
    if (rest.length > 0) this.#pending.unshift(rest);
    this.#have -= bytes;
    return all.subarray(0, bytes);
  }
}
