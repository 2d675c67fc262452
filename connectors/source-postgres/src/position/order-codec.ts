import { quoteLiteral } from '@rapidbyte/postgres';
import type { OrderReader } from './order-reader.ts';

/**
 * How the values of a type stand in a position: as bytes that compare as PostgreSQL compares the values, and from which the
 * value can be had again. The bytes show where they end, so that a second value can follow.
 */
export interface OrderCodec {
  /** pg_type.typname. */
  readonly type: string;
  /** The SQL expression, a bytea, of a column's value in the form that `encode` takes. */
  form(column: string): string;
  encode(form: Uint8Array): Uint8Array;
  /** Takes one value. @throws {OrderMalformed} */
  decode(reader: OrderReader): OrderedValue;
  /** How a read can begin earlier; absent: not at all. */
  readonly lookBack?: LookBack;
}

export interface OrderedValue {
  /** As the type's input function reads it; of texts, for people. */
  readonly text: string;
  /** An SQL expression of exactly this value and type. */
  readonly literal: string;
  /** Infinite, or NaN: next to nothing can come after it. */
  readonly endless: boolean;
}

export interface LookBack {
  readonly kind: 'integer' | 'number' | 'interval';
  /** The SQL expression of the value that lies `by` before. */
  before(value: OrderedValue, by: string): string;
}

export function orderedValue(type: string, text: string, endless: boolean): OrderedValue {
  return { text, literal: `${quoteLiteral(text)}::pg_catalog.${type}`, endless };
}

export function expectBytes(form: Uint8Array, bytes: number): Uint8Array {
  if (form.length !== bytes) throw new Error(`a value came in ${form.length} bytes, not ${bytes}`);
  return form;
}
