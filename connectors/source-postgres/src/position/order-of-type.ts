import { quoteLiteral } from '@rapidbyte/postgres';
import { byteaCodec, textCodec } from './bytes-order.ts';
import { dateText, timestampText, timeText } from './calendar.ts';
import { fixedCodec, integerCodec, lsnText, uuidText } from './fixed-order.ts';
import { floatCodec } from './float-order.ts';
import { numericCodec } from './numeric-order.ts';
import type { OrderCodec, OrderedValue } from './order-codec.ts';

/** For people. */
export const orderedTypes =
  'smallint, integer, bigint, numeric, real, double precision, text, varchar, char, uuid, bytea, boolean, date, time, timestamp, timestamptz, oid, xid8, pg_lsn';

/**
 * Left out, with their reasons: values that are equal and not the same (interval, timetz, inet, citext), orders that hang on
 * something outside of the value (enums, reg… types, money's text), and types without an order.
 *
 * @param type pg_type.typname of a base type of pg_catalog
 * @param encoding the database's
 */
export function orderOfType(type: string, encoding: string): OrderCodec | undefined {
  switch (type) {
    case 'int2':
      return integerCodec(type, 2);
    case 'int4':
      return integerCodec(type, 4);
    case 'int8':
      return integerCodec(type, 8);
    case 'oid':
      return fixedCodec({ type, send: 'oidsend', bytes: 4, signed: false, text: String });
    case 'xid8':
      return fixedCodec({ type, send: 'xid8send', bytes: 8, signed: false, text: String });
    case 'pg_lsn':
      return fixedCodec({ type, send: 'pg_lsn_send', bytes: 8, signed: false, text: lsnText });
    case 'bool':
      return fixedCodec({ type, send: 'boolsend', bytes: 1, signed: false, text: (value) => String(value !== 0n) });
    case 'uuid':
      return fixedCodec({ type, send: 'uuid_send', bytes: 16, signed: false, text: uuidText });
    case 'time':
      return fixedCodec({ type, send: 'time_send', bytes: 8, signed: true, text: timeText });
    case 'date':
      return fixedCodec({
        type,
        send: 'date_send',
        bytes: 4,
        signed: true,
        text: dateText,
        // A date minus an interval is a timestamp. Its day may begin earlier still.
        lookBack: { kind: 'interval', before: (value, by) => `(${minusInterval(value, by)})::pg_catalog.date` },
      });
    case 'timestamp':
    case 'timestamptz':
      return fixedCodec({
        type,
        send: `${type}_send`,
        bytes: 8,
        signed: true,
        text: (value) => timestampText(value, type === 'timestamptz'),
        lookBack: { kind: 'interval', before: (value, by) => `(${minusInterval(value, by)})` },
      });
    case 'float4':
      return floatCodec(type, 4);
    case 'float8':
      return floatCodec(type, 8);
    case 'numeric':
      return numericCodec();
    case 'bytea':
      return byteaCodec();
    case 'text':
    case 'varchar':
    case 'bpchar':
      return textCodec(type, encoding);
    default:
      return undefined;
  }
}

function minusInterval({ literal }: OrderedValue, by: string): string {
  return `${literal} OPERATOR(pg_catalog.-) ${quoteLiteral(by)}::pg_catalog.interval`;
}
