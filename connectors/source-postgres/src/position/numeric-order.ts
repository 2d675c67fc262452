import { quoteLiteral } from '@rapidbyte/postgres';
import { orderedValue, type OrderCodec } from './order-codec.ts';
import { OrderMalformed, type OrderReader } from './order-reader.ts';

/** First byte: in PostgreSQL's order, which has NaN behind infinity (that came with PostgreSQL 14). */
const kinds = { minusInfinity: 0x10, negative: 0x20, zero: 0x30, positive: 0x40, infinity: 0x50, nan: 0x60 } as const;

/** Signs of numeric's binary form (src/backend/utils/adt/numeric.c). */
const signs = { positive: 0x0000, negative: 0x4000, nan: 0xc000, infinity: 0xd000, minusInfinity: 0xf000 } as const;

/**
 * Numbers of any size: kind, weight of the first base-10000 digit (16 bits, sign's bit turned), each digit plus 1 (16 bits), 0.
 * Of negative numbers, all bits behind the kind are turned. Zeros at either end are left out: 1.0 and 1.00 are the same.
 */
export function numericCodec(): OrderCodec {
  return {
    type: 'numeric',
    form: (column) => `pg_catalog.numeric_send(${column})`,
    encode,
    decode: (reader) => {
      const [kind] = reader.take(1);
      switch (kind) {
        case kinds.minusInfinity:
          return orderedValue('numeric', '-Infinity', false);
        case kinds.negative:
          return orderedValue('numeric', `-${decodeDigits(reader, 0xffff)}`, false);
        case kinds.zero:
          return orderedValue('numeric', '0', false);
        case kinds.positive:
          return orderedValue('numeric', decodeDigits(reader, 0), false);
        case kinds.infinity:
          return orderedValue('numeric', 'Infinity', true);
        case kinds.nan:
          return orderedValue('numeric', 'NaN', true);
        default:
          throw new OrderMalformed(`no numeric begins with ${kind}`);
      }
    },
    lookBack: {
      kind: 'number',
      before: ({ literal }, by) => `(${literal} OPERATOR(pg_catalog.-) ${quoteLiteral(by)}::pg_catalog.numeric)`,
    },
  };
}

function encode(form: Uint8Array): Uint8Array {
  const view = new DataView(form.buffer, form.byteOffset, form.byteLength);
  const sign = view.getUint16(4);
  switch (sign) {
    case signs.nan:
      return Uint8Array.of(kinds.nan);
    case signs.infinity:
      return Uint8Array.of(kinds.infinity);
    case signs.minusInfinity:
      return Uint8Array.of(kinds.minusInfinity);
    case signs.positive:
    case signs.negative:
      break;
    default:
      throw new Error(`a numeric has the sign ${sign}`);
  }
  const digits = Array.from({ length: view.getUint16(0) }, (_, index) => view.getUint16(8 + 2 * index));
  const first = digits.findIndex((digit) => digit !== 0);
  if (first === -1) return Uint8Array.of(kinds.zero);
  const last = digits.findLastIndex((digit) => digit !== 0);
  const weight = view.getInt16(2) - first;
  const words = [weight + 0x8000, ...digits.slice(first, last + 1).map((digit) => digit + 1), 0];
  const turn = sign === signs.negative ? 0xffff : 0;
  const order = new DataView(new ArrayBuffer(1 + 2 * words.length));
  order.setUint8(0, turn === 0 ? kinds.positive : kinds.negative);
  for (const [index, word] of words.entries()) order.setUint16(1 + 2 * index, word ^ turn);
  return new Uint8Array(order.buffer);
}

/** More zeros than this are written as an exponent. */
const longestPadding = 20;

/** `1234.5678`; where it would be much longer than its digits, `12345678e-40`. */
function decodeDigits(reader: OrderReader, turn: number): string {
  const weight = (reader.uint16() ^ turn) - 0x8000;
  const digits: string[] = [];
  for (let word = reader.uint16() ^ turn; word !== 0; word = reader.uint16() ^ turn) {
    if (word > 10_000) throw new OrderMalformed(`a digit of a numeric is ${word - 1}`);
    digits.push(String(word - 1).padStart(4, '0'));
  }
  // Zeros at the end would be decimals that numeric may have no room for.
  const text = digits.join('').replace(/0+$/, '');
  if (text === '') throw new OrderMalformed('a numeric has no digits');
  const point = 4 * (weight + 1);
  if (point > text.length + longestPadding || point < 0) return `${text}e${point - text.length}`;
  const whole = text.slice(0, point).padEnd(point, '0').replace(/^0+/, '');
  return `${whole === '' ? '0' : whole}${point < text.length ? `.${text.slice(point)}` : ''}`;
}
