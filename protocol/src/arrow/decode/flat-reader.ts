import { batchInvalid } from '../layout.ts';

/** A table of a FlatBuffers message: where it lies, and where its vtable does. */
export interface FlatTable {
  readonly at: number;
  readonly vtable: number;
  readonly vtableBytes: number;
}

/**
 * Reads FlatBuffers (https://flatbuffers.dev/internals/) of which nothing is trusted: each read is checked against the
 * end of the metadata. The runtime of the flatbuffers package checks nothing, and one object per node would be slow.
 */
export class FlatReader {
  readonly #view: DataView;
  readonly end: number;

  constructor(view: DataView, end: number) {
    this.#view = view;
    this.end = end;
  }

  #need(at: number, bytes: number): void {
    if (at < 0 || at + bytes > this.end) throw batchInvalid('metadata that points outside of itself');
  }

  u8(at: number): number {
    this.#need(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.#need(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.#need(at, 4);
    return this.#view.getUint32(at, true);
  }

  /** An int64 that has to be a count: not negative, and a safe integer. */
  count(at: number): number {
    this.#need(at, 8);
    const high = this.#view.getUint32(at + 4, true);
    if (high > 0x1f_ffff) throw batchInvalid('a length or an offset that is negative, or beyond 2^53');
    return high * 0x1_0000_0000 + this.#view.getUint32(at, true);
  }

  table(at: number): FlatTable {
    this.#need(at, 4);
    const vtable = at - this.#view.getInt32(at, true);
    const vtableBytes = this.u16(vtable);
    if (vtableBytes < 4) throw batchInvalid('a damaged vtable');
    this.#need(vtable, vtableBytes);
    return { at, vtable, vtableBytes };
  }

  /** Where a field of a table lies; 0 when it is absent. */
  field({ at, vtable, vtableBytes }: FlatTable, slot: number): number {
    const place = 4 + 2 * slot;
    if (place + 2 > vtableBytes) return 0;
    const offset = this.u16(vtable + place);
    return offset === 0 ? 0 : at + offset;
  }

  /** What a field's offset points to. */
  follow(at: number): number {
    return at + this.u32(at);
  }

  /** A vector of structs of `bytes` each: where the first lies, and how many there are. Absent means none. */
  vector(at: number, bytes: number): { readonly at: number; readonly length: number } {
    if (at === 0) return { at: 0, length: 0 };
    const start = this.follow(at);
    const length = this.u32(start);
    this.#need(start + 4, length * bytes);
    return { at: start + 4, length };
  }
}
