import { expectBytes, orderedValue, type LookBack, type OrderCodec, type OrderedValue } from './order-codec.ts';

export interface FixedType {
  readonly type: string;
  /** Its send function, in pg_catalog. */
  readonly send: string;
  readonly bytes: number;
  readonly signed: boolean;
  readonly text: (value: bigint) => string;
  readonly lookBack?: LookBack;
}

/** Types whose binary form is a big-endian integer, in their order but for the sign. */
export function fixedCodec({ type, send, bytes, signed, text, lookBack }: FixedType): OrderCodec {
  // Two's complement with the sign's bit turned sorts as unsigned bytes do.
  const turned = (from: Uint8Array): Uint8Array => {
    const to = Uint8Array.from(from);
    if (signed) to[0] = (to[0] ?? 0) ^ 0x80;
    return to;
  };
  return {
    type,
    form: (column) => `pg_catalog.${send}(${column})`,
    encode: (form) => turned(expectBytes(form, bytes)),
    decode: (reader) => {
      const unsigned = BigInt(`0x${Buffer.from(turned(reader.take(bytes))).toString('hex')}`);
      const value = text(signed ? BigInt.asIntN(8 * bytes, unsigned) : unsigned);
      return orderedValue(type, value, value === 'infinity');
    },
    ...(lookBack === undefined ? {} : { lookBack }),
  };
}

export function integerCodec(type: string, bytes: number): OrderCodec {
  const least = -(2n ** BigInt(8 * bytes - 1));
  const before = (value: OrderedValue, by: string): string => {
    const from = BigInt(value.text) - BigInt(by);
    return orderedValue(type, String(from < least ? least : from), false).literal;
  };
  return fixedCodec({
    type,
    send: `${type}send`,
    bytes,
    signed: true,
    text: String,
    lookBack: { kind: 'integer', before },
  });
}

export function lsnText(value: bigint): string {
  const halves = [value >> 32n, value & 0xffff_ffffn];
  return halves.map((bits) => bits.toString(16).toUpperCase()).join('/');
}

export function uuidText(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
