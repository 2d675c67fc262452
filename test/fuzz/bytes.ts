import type { Mutation, Random } from './target.ts';
import { maxInputBytes } from './target.ts';

/** Numbers at which code changes its mind. */
const interesting = [
  0n,
  1n,
  2n,
  7n,
  8n,
  127n,
  128n,
  255n,
  256n,
  0x7fffn,
  0xffffn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** One change of bytes that nothing is known of. */
export const changeBytes: Mutation = (input, random) => {
  const at = random.integer(0, Math.max(0, input.length - 1));
  const length = Math.min(random.integer(1, random.next() < 0.8 ? 16 : 4096), input.length - at);
  const slice = input.subarray(at, at + length);
  switch (random.integer(0, 7)) {
    case 0:
      return changed(input, (bytes) => {
        if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
      });
    case 1:
      return changed(input, (bytes) => {
        for (let index = at; index < at + length; index++) bytes[index] = random.integer(0, 255);
      });
    case 2:
      return changeNumber(input, random, 1);
    case 3:
      return Buffer.concat([input.subarray(0, at), input.subarray(at + length)]);
    case 4: {
      // Once, or so often that what is quadratic, or recursive, is felt.
      const most = Math.floor((maxInputBytes - input.length) / Math.max(1, length));
      const times = Math.min(most, random.next() < 0.98 ? 1 : random.integer(2, 20_000));
      const copies = Array.from({ length: Math.max(0, times) }, () => slice);
      return Buffer.concat([input.subarray(0, at), ...copies, input.subarray(at)]);
    }
    case 5: {
      const to = random.integer(0, input.length);
      const rest = Buffer.concat([input.subarray(0, at), input.subarray(at + length)]);
      return Buffer.concat([rest.subarray(0, to), slice, rest.subarray(to)]);
    }
    case 6:
      return input.slice(0, at);
    default: {
      const added = Uint8Array.from({ length: random.integer(1, 8) }, () => random.integer(0, 255));
      return Buffer.concat([input.subarray(0, at), added, input.subarray(at)]).subarray(0, maxInputBytes);
    }
  }
};

/** Puts another number in the place of one that may stand at a multiple of `alignment`: a length, an offset, a count. */
export function changeNumber(input: Uint8Array, random: Random, alignment: 1 | 2 | 4 | 8): Uint8Array {
  return changed(input, (bytes) => {
    const width = random.integer(0, 3);
    const size = 1 << width;
    if (bytes.length < size) return;
    const places = Math.floor((bytes.length - size) / alignment);
    const at = alignment * random.integer(0, places);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isLittle = random.next() < 0.8;
    const old = readNumber(view, at, size, isLittle);
    const value =
      random.next() < 0.5
        ? (interesting[random.integer(0, interesting.length - 1)] ?? 0n)
        : old + BigInt(random.integer(-9, 9));
    writeNumber(view, at, size, value, isLittle);
  });
}

function readNumber(view: DataView, at: number, size: number, isLittle: boolean): bigint {
  let value = 0n;
  for (let index = 0; index < size; index++) {
    value = (value << 8n) | BigInt(view.getUint8(at + (isLittle ? size - 1 - index : index)));
  }
  return value;
}

function writeNumber(view: DataView, at: number, size: number, value: bigint, isLittle: boolean): void {
  let rest = BigInt.asUintN(8 * size, value);
  for (let index = 0; index < size; index++, rest >>= 8n) {
    view.setUint8(at + (isLittle ? index : size - 1 - index), Number(rest & 0xffn));
  }
}

function changed(input: Uint8Array, change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = Uint8Array.from(input);
  change(bytes);
  return bytes;
}
