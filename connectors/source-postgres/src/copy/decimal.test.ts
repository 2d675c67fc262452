import { expect, test } from 'vitest';
import { decodeDecimal } from './decimal.ts';

/** numeric_send's form of a decimal text, as numeric.c lays it out. */
function numeric(text: string): Buffer {
  const negative = text.startsWith('-');
  const [whole = '', decimals = ''] = text.replace('-', '').split('.');
  const left = whole.replace(/^0+/, '');
  const padded =
    left.padStart(Math.ceil(left.length / 4) * 4, '0') + decimals.padEnd(Math.ceil(decimals.length / 4) * 4, '0');
  let digits = padded.match(/.{4}/g)?.map(Number) ?? [];
  let weight = Math.ceil(left.length / 4) - 1;
  while (digits[0] === 0) {
    digits = digits.slice(1);
    weight--;
  }
  while (digits.at(-1) === 0) digits = digits.slice(0, -1);
  const bytes = Buffer.alloc(8 + 2 * digits.length);
  bytes.writeUInt16BE(digits.length, 0);
  bytes.writeInt16BE(digits.length === 0 ? 0 : weight, 2);
  bytes.writeUInt16BE(negative ? 0x4000 : 0, 4);
  bytes.writeUInt16BE(decimals.length, 6);
  for (const [index, digit] of digits.entries()) bytes.writeUInt16BE(digit, 8 + 2 * index);
  return bytes;
}

function decode(bytes: Buffer, scale: number, limbs = 4): bigint | null {
  const target = new Int32Array(limbs + 2).fill(7);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!decodeDecimal(view, 0, bytes.length, target, 1, limbs, scale)) return null;
  expect([target[0], target[limbs + 1]]).toEqual([7, 7]);
  let value = 0n;
  for (let limb = limbs - 1; limb >= 0; limb--) value = (value << 32n) | BigInt((target[1 + limb] ?? 0) >>> 0);
  return BigInt.asIntN(32 * limbs, value);
}

test.each([
  ['0', 2, 0n],
  ['0.00', 2, 0n],
  ['12.50', 2, 1250n],
  ['-12.50', 2, -1250n],
  ['0.01', 2, 1n],
  ['-0.0001', 4, -1n],
  ['10000', 0, 10000n],
  ['123456789012345.678', 3, 123456789012345678n],
  ['9'.repeat(38), 0, 10n ** 38n - 1n],
  [`-${'9'.repeat(38)}`, 0, -(10n ** 38n) + 1n],
  [`0.${'0'.repeat(37)}1`, 38, 1n],
  ['1.1', 5, 110000n],
  ['100000000', 3, 100000000000n],
])('%s at scale %d', (text, scale, value) => {
  expect(decode(numeric(text), scale)).toBe(value);
});

test('76 digits in 256 bits', () => {
  expect(decode(numeric(`-${'9'.repeat(76)}`), 0, 8)).toBe(-(10n ** 76n) + 1n);
});

test.each([
  ['NaN', Buffer.from('00000000c0000000', 'hex')],
  ['Infinity', Buffer.from('00000000d0000020', 'hex')],
  ['-Infinity', Buffer.from('00000000f0000020', 'hex')],
  ['a form that is cut off', numeric('12.50').subarray(0, 9)],
  ['more decimals than the scale', numeric('0.001')],
  ['more than 128 bits', numeric('9'.repeat(40))],
])('%s does not fit', (_, bytes) => {
  expect(decode(bytes, 2)).toBeNull();
});
