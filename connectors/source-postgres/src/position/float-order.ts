import { quoteLiteral } from '@rapidbyte/postgres';
import { expectBytes, orderedValue, type OrderCodec, type OrderedValue } from './order-codec.ts';

/**
 * IEEE 754, big-endian: of positive numbers the sign's bit is turned, of negative ones all bits. −0 is 0, and NaN, which
 * PostgreSQL sorts behind infinity, is all ones.
 */
export function floatCodec(type: 'float4' | 'float8', bytes: 4 | 8): OrderCodec {
  const read = (form: Uint8Array): number => {
    const view = new DataView(form.buffer, form.byteOffset, form.byteLength);
    return bytes === 4 ? view.getFloat32(0) : view.getFloat64(0);
  };
  return {
    type,
    form: (column) => `pg_catalog.${type}send(${column})`,
    encode: (form) => {
      const value = read(expectBytes(form, bytes));
      if (Number.isNaN(value)) return new Uint8Array(bytes).fill(0xff);
      if (value === 0) return Uint8Array.from({ length: bytes }, (_, index) => (index === 0 ? 0x80 : 0));
      return turned(form, value < 0);
    },
    decode: (reader) => {
      const order = reader.take(bytes);
      if (order.every((byte) => byte === 0xff)) return orderedValue(type, 'NaN', true);
      const value = read(turned(order, ((order[0] ?? 0) & 0x80) === 0));
      return orderedValue(type, String(value), value === Infinity);
    },
    lookBack: { kind: 'number', before },
  };
}

function turned(bytes: Uint8Array, all: boolean): Uint8Array {
  return bytes.map((byte, index) => (all ? byte ^ 0xff : index === 0 ? byte ^ 0x80 : byte));
}

function before({ literal }: OrderedValue, by: string): string {
  return `(${literal}::pg_catalog.float8 OPERATOR(pg_catalog.-) ${quoteLiteral(by)}::pg_catalog.float8)`;
}
