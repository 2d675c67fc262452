import { protocolError } from '../wire/malformed.ts';
import type { DataType, Field, Schema } from './schema.ts';

/**
 * How the values of a type lie in a record batch's body, after the validity bitmap
 * (https://arrow.apache.org/docs/format/Columnar.html#physical-memory-layout).
 */
export type Layout =
  | { readonly kind: 'none' }
  | { readonly kind: 'bits' }
  | { readonly kind: 'fixed'; readonly byteWidth: number }
  /** Offsets of `offsetBytes` each, one more than there are rows, then the bytes that they point into. */
  | { readonly kind: 'variable'; readonly offsetBytes: 4 | 8 }
  /** Offsets into the rows of the one child. */
  | { readonly kind: 'list'; readonly offsetBytes: 4 | 8 }
  | { readonly kind: 'fixed_list'; readonly size: number }
  | { readonly kind: 'struct' };

export function layoutOf(type: DataType): Layout {
  switch (type.kind) {
    case 'null':
      return { kind: 'none' };
    case 'bool':
      return { kind: 'bits' };
    case 'int':
    case 'float':
    case 'decimal':
    case 'time':
      return { kind: 'fixed', byteWidth: type.bits / 8 };
    case 'timestamp':
    case 'duration':
      return { kind: 'fixed', byteWidth: 8 };
    case 'date':
      return { kind: 'fixed', byteWidth: type.unit === 'day' ? 4 : 8 };
    case 'interval':
      return { kind: 'fixed', byteWidth: { year_month: 4, day_time: 8, month_day_nano: 16 }[type.unit] };
    case 'fixed_size_binary':
      return { kind: 'fixed', byteWidth: type.byteWidth };
    case 'utf8':
    case 'binary':
      return { kind: 'variable', offsetBytes: 4 };
    case 'large_utf8':
    case 'large_binary':
      return { kind: 'variable', offsetBytes: 8 };
    case 'list':
    case 'map':
      return { kind: 'list', offsetBytes: 4 };
    case 'large_list':
      return { kind: 'list', offsetBytes: 8 };
    case 'fixed_size_list':
      return { kind: 'fixed_list', size: type.size };
    case 'struct':
      return { kind: 'struct' };
  }
}

/** The fields that lie below a field, in the order of the body. */
export function childrenOf(type: DataType): readonly Field[] {
  switch (type.kind) {
    case 'list':
    case 'large_list':
    case 'fixed_size_list':
    case 'map':
      return [type.child];
    case 'struct':
      return type.children;
    default:
      return [];
  }
}

/** Buffers of a field itself, validity included, without its children's. */
export function bufferCount(layout: Layout): number {
  switch (layout.kind) {
    case 'none':
      return 0;
    case 'struct':
    case 'fixed_list':
      return 1;
    case 'bits':
    case 'fixed':
    case 'list':
      return 2;
    case 'variable':
      return 3;
  }
}

/** Field nodes and buffers of a record batch of this schema. */
export function shapeOf(schema: Schema): { readonly nodes: number; readonly buffers: number } {
  let nodes = 0;
  let buffers = 0;
  const visit = (field: Field): void => {
    nodes++;
    buffers += bufferCount(layoutOf(field.type));
    childrenOf(field.type).forEach(visit);
  };
  schema.fields.forEach(visit);
  return { nodes, buffers };
}

/** A peer's Arrow schema message that is none, or one that version 1 does not take. */
export function schemaInvalid(what: string) {
  return protocolError('schema_invalid', `an Arrow schema message: ${what}`);
}

/** A peer's Arrow record batch that is none, or contradicts its schema. */
export function batchInvalid(what: string) {
  return protocolError('batch_invalid', `an Arrow record batch: ${what}`);
}
