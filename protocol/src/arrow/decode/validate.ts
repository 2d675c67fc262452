import { batchInvalid } from '../layout.ts';

/** The bitmap, cut to the rows, or null where nothing is null. The null count has to be what the bitmap says. */
export function checkValidity(bitmap: Uint8Array, rows: number, nullCount: number, name: string): Uint8Array | null {
  if (bitmap.length === 0 && nullCount === 0) return null;
  const bytes = Math.ceil(rows / 8);
  if (bitmap.length < bytes)
    throw batchInvalid(`column "${name}" has ${bitmap.length} bytes of validity, not ${bytes}`);
  const nulls = rows - countOnes(bitmap, rows);
  if (nulls !== nullCount) throw batchInvalid(`column "${name}" announces ${nullCount} nulls, its bitmap has ${nulls}`);
  return nullCount === 0 ? null : bitmap.subarray(0, bytes);
}

function countOnes(bitmap: Uint8Array, bits: number): number {
  const words = bits >>> 5;
  const view = new DataView(bitmap.buffer, bitmap.byteOffset, bitmap.byteLength);
  let ones = 0;
  for (let word = 0; word < words; word++) ones += popcount(view.getUint32(word * 4, true));
  for (let bit = words * 32; bit < bits; bit++) ones += ((bitmap[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
  return ones;
}

/** Hacker's Delight, figure 5-2. */
function popcount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

export interface Offsets {
  /** Cut to rows + 1 offsets. */
  readonly bytes: Uint8Array;
  /** The last offset: how far they reach. */
  readonly end: number;
}

/** Offsets begin at 0 or above and never fall. */
export function checkOffsets(buffer: Uint8Array, rows: number, offsetBytes: 4 | 8, name: string): Offsets {
  // The format allows an empty buffer where there are no rows.
  if (rows === 0 && buffer.length < offsetBytes) return { bytes: new Uint8Array(offsetBytes), end: 0 };
  const length = (rows + 1) * offsetBytes;
  if (buffer.length < length)
    throw batchInvalid(`column "${name}" has ${buffer.length} bytes of offsets, not ${length}`);
  const bytes = buffer.subarray(0, length);
  const end = offsetBytes === 4 ? lastOffset32(bytes, rows) : lastOffset64(bytes, rows);
  if (end < 0) throw batchInvalid(`column "${name}" has offsets that fall, or are negative`);
  return { bytes, end };
}

/** -1 where an offset is negative or smaller than the one before. */
function lastOffset32(bytes: Uint8Array, rows: number): number {
  const offsets = new Int32Array(bytes.buffer, bytes.byteOffset, rows + 1);
  let last = offsets[0] ?? 0;
  // The sign bit of any negative number or difference stays in `wrong`.
  let wrong = last;
  for (let row = 1; row <= rows; row++) {
    const next = offsets[row] ?? 0;
    wrong |= next | (next - last);
    last = next;
  }
  return wrong < 0 ? -1 : last;
}

function lastOffset64(bytes: Uint8Array, rows: number): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, 2 * (rows + 1));
  let last = 0;
  for (let row = 0; row <= rows; row++) {
    const high = words[2 * row + 1] ?? 0;
    const next = high * 0x1_0000_0000 + (words[2 * row] ?? 0);
    if (high > 0x1f_ffff || next < last) return -1;
    last = next;
  }
  return last;
}
