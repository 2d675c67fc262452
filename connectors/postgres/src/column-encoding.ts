import { extensionNameKey, type Field } from '@rapidbyte/connector';
import { opaqueTypeName } from './types.ts';

/**
 * How one column's values stand in COPY's binary format against its Arrow buffers. Both directions' code generators
 * switch over this, and nothing else.
 */
export type ColumnEncoding =
  /** 1 byte ⇄ 1 bit. */
  | { readonly kind: 'bool' }
  /** Integers and floats: big-endian ⇄ little-endian, the same width on both sides. */
  | { readonly kind: 'swap'; readonly width: 2 | 4 | 8 }
  /** fixed_size_binary: the same bytes on both sides (uuid, opaque types of one length). */
  | { readonly kind: 'fixed'; readonly width: number }
  /** utf8 or binary: the same bytes on both sides. */
  | { readonly kind: 'variable' }
  /** utf8 ⇄ a version byte (1) and the same text. */
  | { readonly kind: 'jsonb' }
  /** utf8 of a type's text output: COPY's side is a column of type text, to be cast. */
  | { readonly kind: 'text_form' }
  /** Days since 1970 as int32 ⇄ days since 2000; ±infinity has no Arrow value. */
  | { readonly kind: 'date' }
  /** Microseconds since midnight, int64 on both sides. */
  | { readonly kind: 'time' }
  /** Microseconds since 1970 as int64 ⇄ since 2000; ±infinity has no Arrow value. */
  | { readonly kind: 'timestamp' }
  /** Two's complement of 16 or 32 bytes ⇄ numeric's base-10000 digits; NaN and ±infinity have no Arrow value. */
  | { readonly kind: 'decimal'; readonly bits: 128 | 256; readonly precision: number; readonly scale: number }
  /** int64 ⇄ an unsigned 4-byte OID. */
  | { readonly kind: 'oid' };

/**
 * The encoding of a column with this Arrow field whose PostgreSQL type is `typname` (pg_type.typname; a domain's is its
 * base type's; that of a type outside pg_catalog is not needed: give ''). Undefined for a field that no PostgreSQL column is sent as.
 */
export function columnEncoding(field: Field, typname: string): ColumnEncoding | undefined {
  const { type } = field;
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'int':
      if (!type.signed || type.bits === 8) return undefined;
      if (typname === 'oid' && type.bits === 64) return { kind: 'oid' };
      return { kind: 'swap', width: type.bits === 16 ? 2 : type.bits === 32 ? 4 : 8 };
    case 'float':
      return type.bits === 16 ? undefined : { kind: 'swap', width: type.bits === 32 ? 4 : 8 };
    case 'utf8':
      if (opaqueTypeName(field) !== null) return { kind: 'text_form' };
      if (typname === 'jsonb' && field.metadata.get(extensionNameKey) === 'arrow.json') return { kind: 'jsonb' };
      return { kind: 'variable' };
    case 'binary':
      return { kind: 'variable' };
    case 'fixed_size_binary':
      return { kind: 'fixed', width: type.byteWidth };
    case 'date':
      return type.unit === 'day' ? { kind: 'date' } : undefined;
    case 'time':
      return type.unit === 'microsecond' ? { kind: 'time' } : undefined;
    case 'timestamp':
      return type.unit === 'microsecond' ? { kind: 'timestamp' } : undefined;
    case 'decimal':
      return { kind: 'decimal', bits: type.bits, precision: type.precision, scale: type.scale };
    case 'null':
    case 'large_utf8':
    case 'large_binary':
    case 'duration':
    case 'interval':
    case 'list':
    case 'large_list':
    case 'fixed_size_list':
    case 'map':
    case 'struct':
      return undefined;
  }
}
