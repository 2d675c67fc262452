const negative = 0x4000;
const positive = 0x0000;

/**
 * A numeric's binary form as a scaled integer in two's complement, little-endian.
 *
 * The form (src/backend/utils/adt/numeric.c, numeric_send), all 16 bits wide, big-endian:
 *   0 ndigits   2 weight (of the first digit, in base 10000)   4 sign (0x4000: −; 0xC000, 0xD000, 0xF000: NaN, ±Infinity)
 *   6 dscale    8 ndigits base-10000 digits
 *
 * @param at where the form begins; it is `length` bytes long
 * @param limbs how many 32-bit words of `target`, from `index` on, the result takes: 4 or 8
 * @returns false if the value is NaN or infinite, has more decimals than `scale`, or does not fit
 */
export function decodeDecimal(
  view: DataView,
  at: number,
  length: number,
  target: Int32Array,
  index: number,
  limbs: number,
  scale: number,
): boolean {
  if (length < 8) return false;
  const digits = view.getUint16(at);
  const sign = view.getUint16(at + 4);
  if (length !== 8 + 2 * digits || (sign !== positive && sign !== negative)) return false;
  for (let limb = 0; limb < limbs; limb++) target[index + limb] = 0;
  if (digits === 0) return true;
  const weight = view.getInt16(at + 2);
  // The value is digits × 10^exponent, and wanted as an integer × 10^−scale.
  let exponent = 4 * (weight - digits + 1) + scale;
  const first = at + 8;
  for (let digit = 0; digit < digits - 1; digit++) {
    if (!multiplyAdd(target, index, limbs, 10_000, view.getUint16(first + 2 * digit))) return false;
  }
  const last = view.getUint16(first + 2 * (digits - 1));
  if (exponent >= 0) {
    if (!multiplyAdd(target, index, limbs, 10_000, last)) return false;
    for (; exponent >= 4; exponent -= 4) if (!multiplyAdd(target, index, limbs, 10_000, 0)) return false;
    if (exponent > 0 && !multiplyAdd(target, index, limbs, 10 ** exponent, 0)) return false;
  } else {
    // Trailing zero digits are never sent, so at most 3 decimals of the last digit are beyond the scale.
    if (exponent < -3) return false;
    const surplus = 10 ** -exponent;
    if (last % surplus !== 0 || !multiplyAdd(target, index, limbs, 10_000 / surplus, last / surplus)) return false;
  }
  if (sign === negative) negate(target, index, limbs);
  return true;
}

/** value × factor + addend, factor at most 10,000; false if the sign bit is reached. */
function multiplyAdd(target: Int32Array, index: number, limbs: number, factor: number, addend: number): boolean {
  let carry = addend;
  for (let limb = 0; limb < limbs; limb++) {
    // Below 2^32 × 10^4 + 2^14: exact in a double.
    const product = ((target[index + limb] ?? 0) >>> 0) * factor + carry;
    target[index + limb] = product | 0;
    carry = Math.floor(product / 0x1_0000_0000);
  }
  return carry === 0 && (target[index + limbs - 1] ?? 0) >= 0;
}

function negate(target: Int32Array, index: number, limbs: number): void {
  let carry = 1;
  for (let limb = 0; limb < limbs; limb++) {
    const value = (~(target[index + limb] ?? 0) >>> 0) + carry;
    target[index + limb] = value | 0;
    carry = value > 0xffff_ffff ? 1 : 0;
  }
}
