import type { BindColumn } from './encoding.ts';
import { dataOf } from './numbers.ts';

/**
 * numeric's binary form (src/backend/utils/adt/numeric.c, numeric_send), all int16: number of digits, weight of the
 * first digit, sign, display scale, then digits of base 10000.
 */
const headBytes = 8;
const negative = 0x4000;
/** Of a 256-bit number: 77 decimal digits and up to 3 of padding. */
const maxDigits = 21;

/** Two's complement, little-endian, 128 or 256 bits, with `scale` decimals → numeric. */
export function decimal(bits: 128 | 256, scale: number): BindColumn {
  return (column) => {
    const data = dataOf(column);
    const limbs = new Uint32Array(bits / 32);
    return {
      size: () => headBytes + 2 * (maxDigits + Math.ceil(Math.abs(scale) / 4)),
      write: (row, target, position) => {
        const sign = readMagnitude(data, row * (bits / 8), limbs);
        return writeNumeric(limbs, sign, scale, target, position);
      },
    };
  };
}

/** uint64 → numeric. */
export const uint64ToNumeric: BindColumn = (column) => {
  const data = dataOf(column);
  const limbs = new Uint32Array(2);
  return {
    size: () => headBytes + 2 * maxDigits,
    write: (row, target, position) => {
      limbs[0] = data.getUint32(8 * row, true);
      limbs[1] = data.getUint32(8 * row + 4, true);
      return writeNumeric(limbs, 0, 0, target, position);
    },
  };
};

/** Fills `limbs` (least significant first) with the absolute value; gives numeric's sign. */
function readMagnitude(data: DataView, at: number, limbs: Uint32Array): number {
  for (let i = 0; i < limbs.length; i++) limbs[i] = data.getUint32(at + 4 * i, true);
  if (data.getInt32(at + 4 * (limbs.length - 1), true) >= 0) return 0;
  let carry = 1;
  for (let i = 0; i < limbs.length; i++) {
    const sum = (~limbs[i]! >>> 0) + carry;
    limbs[i] = sum;
    carry = sum > 0xffff_ffff ? 1 : 0;
  }
  return negative;
}

/** Consumes `limbs`. The field's length included. */
function writeNumeric(limbs: Uint32Array, sign: number, scale: number, target: DataView, position: number): number {
  // The decimal point must fall between two digits of base 10000: up to three zeros are appended. A negative scale
  // appends zeros before the point.
  const shift = scale >= 0 ? (4 - (scale % 4)) % 4 : -scale % 4;
  const digits = toBase10000(limbs, 10 ** shift);
  const fractionDigits = scale >= 0 ? Math.ceil(scale / 4) : -Math.floor(-scale / 4);
  let count = digits.length;
  let first = 0;
  while (first < count && digits[first] === 0) first++;
  const weight = count - fractionDigits - first - 1;
  while (count > first && digits[count - 1] === 0) count--;
  const used = count - first;
  target.setInt32(position, headBytes + 2 * used);
  target.setInt16(position + 4, used);
  target.setInt16(position + 6, used === 0 ? 0 : weight);
  target.setInt16(position + 8, used === 0 ? 0 : sign);
  target.setInt16(position + 10, Math.max(scale, 0));
  for (let i = 0; i < used; i++) target.setInt16(position + 12 + 2 * i, digits[first + i]!);
  return position + 4 + headBytes + 2 * used;
}

/** The number times `factor` (below 10000) in digits of base 10000, most significant first. */
function toBase10000(limbs: Uint32Array, factor: number): number[] {
  const digits: number[] = [];
  let top = limbs.length;
  for (;;) {
    while (top > 0 && limbs[top - 1] === 0) top--;
    if (top === 0) break;
    let remainder = 0;
    for (let i = top - 1; i >= 0; i--) {
      const value = remainder * 2 ** 32 + limbs[i]!;
      limbs[i] = Math.floor(value / 10_000);
      remainder = value % 10_000;
    }
    digits.push(remainder);
  }
  if (factor > 1) {
    let carry = 0;
    for (let i = 0; i < digits.length; i++) {
      const value = digits[i]! * factor + carry;
      digits[i] = value % 10_000;
      carry = Math.floor(value / 10_000);
    }
    if (carry > 0) digits.push(carry);
  }
  return digits.reverse();
}
