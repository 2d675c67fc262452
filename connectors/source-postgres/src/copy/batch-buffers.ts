import { fixedLayout, type ReadColumn } from './read-column.ts';

/** Short values are copied in steps of this many bytes, the last of which may go past their end. */
export const copySlackBytes = 8;

/** A column's data buffer above this is given back after its batch, so that one large value does not stay for good. */
const keptDataBytes = 8 << 20;

const noBytes = new Uint8Array(0);

/** BigInt64Array moves 8 bytes as they are: optimised code makes no BigInt of them. */
type FixedArray =
  Uint8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;

/**
 * The Arrow buffers of one batch, filled row by row by a generated decoder and reused from batch to batch. A decoder
 * writes into the slots of row `rows` and then counts it: a row that it gives up on leaves nothing behind that the next
 * attempt at the same row does not write again.
 */
export class BatchBuffers {
  readonly #columns: readonly ReadColumn[];
  readonly #initialDataBytes: number;
  /** Byte views of `fixed` and `offsets`. */
  readonly #fixedBytes: Uint8Array[] = [];
  readonly #offsetBytes: Uint8Array[] = [];

  rows = 0;
  /** Payload bytes taken in for these rows: at least what the variable-length values need. */
  payloadBytes = 0;
  /** 1 bit a row, 1 where there is a value. */
  readonly validity: Uint8Array[] = [];
  /** 1 for a column in which a NULL has occurred; only then its validity is sent. */
  readonly hasNull: Uint8Array;
  /** Fixed-width columns' values, bool's as bits; an empty array for the others. */
  readonly fixed: FixedArray[] = [];
  /** Variable-width columns: rows + 1 offsets into `data`. */
  readonly offsets: Int32Array[] = [];
  readonly data: Uint8Array[] = [];
  readonly views: DataView[] = [];

  constructor(columns: readonly ReadColumn[], rowCapacity: number, initialDataBytes: number) {
    this.#columns = columns;
    this.#initialDataBytes = initialDataBytes;
    this.hasNull = new Uint8Array(columns.length);
    const bitmapBytes = Math.ceil(rowCapacity / 8);
    for (const { encoding, nullable } of columns) {
      this.validity.push(nullable ? new Uint8Array(bitmapBytes).fill(0xff) : noBytes);
      const layout = fixedLayout(encoding);
      const fixed = encoding.kind === 'bool' ? new Uint8Array(bitmapBytes) : fixedArray(layout, rowCapacity);
      this.fixed.push(fixed);
      this.#fixedBytes.push(new Uint8Array(fixed.buffer));
      const variable = layout === null && encoding.kind !== 'bool';
      const offsets = new Int32Array(variable ? rowCapacity + 1 : 0);
      this.offsets.push(offsets);
      this.#offsetBytes.push(new Uint8Array(offsets.buffer));
      const data = variable ? new Uint8Array(initialDataBytes + copySlackBytes) : noBytes;
      this.data.push(data);
      this.views.push(new DataView(data.buffer));
    }
  }

  /** What it takes of memory. */
  get bytes(): number {
    const arrays = [...this.validity, ...this.#fixedBytes, ...this.#offsetBytes, ...this.data];
    return arrays.reduce((sum, { length }) => sum + length, 0);
  }

  /** Makes room for `bytes` in a variable-width column; called by the decoder, which then takes the new arrays. */
  grow(column: number, bytes: number): void {
    const old = this.data[column] ?? noBytes;
    const data = new Uint8Array(Math.max(bytes, 2 * old.length) + copySlackBytes);
    data.set(old);
    this.data[column] = data;
    this.views[column] = new DataView(data.buffer);
  }

  /** The buffers of the first `columns` columns in Arrow's order, exactly sized, as views that hold until `reset`. */
  arrowBuffers(columns = this.#columns.length): { readonly nullCounts: Int32Array; readonly buffers: Uint8Array[] } {
    const { rows } = this;
    const bitmapBytes = Math.ceil(rows / 8);
    const nullCounts = new Int32Array(columns);
    const buffers: Uint8Array[] = [];
    for (const [index, { encoding }] of this.#columns.slice(0, columns).entries()) {
      const validity = this.validity[index] ?? noBytes;
      if (this.hasNull[index] === 1) {
        clearTail(validity, rows);
        nullCounts[index] = rows - countBits(validity, bitmapBytes);
        buffers.push(validity.subarray(0, bitmapBytes));
      } else {
        buffers.push(noBytes);
      }
      const layout = fixedLayout(encoding);
      const fixed = this.#fixedBytes[index] ?? noBytes;
      if (layout !== null) {
        buffers.push(fixed.subarray(0, rows * layout.unit * layout.units));
      } else if (encoding.kind === 'bool') {
        clearTail(fixed, rows);
        buffers.push(fixed.subarray(0, bitmapBytes));
      } else {
        buffers.push((this.#offsetBytes[index] ?? noBytes).subarray(0, 4 * (rows + 1)));
        buffers.push((this.data[index] ?? noBytes).subarray(0, this.offsets[index]?.[rows] ?? 0));
      }
    }
    return { nullCounts, buffers };
  }

  /** Empties it for the next batch. */
  reset(): void {
    // One row more: it may have been decoded, and left for the next batch.
    const bitmapBytes = Math.ceil((this.rows + 1) / 8);
    for (const [index, { encoding }] of this.#columns.entries()) {
      if (this.hasNull[index] === 1) this.validity[index]?.fill(0xff, 0, bitmapBytes);
      if (encoding.kind === 'bool') this.#fixedBytes[index]?.fill(0, 0, bitmapBytes);
      if ((this.data[index]?.length ?? 0) > keptDataBytes) {
        const data = new Uint8Array(this.#initialDataBytes + copySlackBytes);
        this.data[index] = data;
        this.views[index] = new DataView(data.buffer);
      }
    }
    this.hasNull.fill(0);
    this.rows = 0;
    this.payloadBytes = 0;
  }
}

function fixedArray(layout: ReturnType<typeof fixedLayout>, rowCapacity: number): FixedArray {
  if (layout === null) return new Uint8Array(0);
  const length = rowCapacity * layout.units;
  switch (layout.unit) {
    case 1:
      return new Uint8Array(length);
    case 2:
      return new Int16Array(length);
    case 4:
      return new Int32Array(length);
    case 8:
      return new BigInt64Array(length);
  }
}

/** Bits beyond the last row are 0, so that equal rows give equal bytes. */
function clearTail(bitmap: Uint8Array, rows: number): void {
  const last = rows >> 3;
  const used = rows & 7;
  if (used !== 0) bitmap[last] = (bitmap[last] ?? 0) & ((1 << used) - 1);
}

function countBits(bitmap: Uint8Array, bytes: number): number {
  let count = 0;
  for (let index = 0; index < bytes; index++) {
    let byte = bitmap[index] ?? 0;
    byte -= (byte >> 1) & 0x55;
    byte = (byte & 0x33) + ((byte >> 2) & 0x33);
    count += (byte + (byte >> 4)) & 0x0f;
  }
  return count;
}
