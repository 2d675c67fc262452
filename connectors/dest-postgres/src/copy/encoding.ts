import type { DecodedColumn } from '@rapidbyte/connector';

/**
 * How a column's Arrow buffers become fields of COPY's binary format
 * (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"; a field is int32 length, then that many
 * bytes, big-endian). The first kinds are written by generated code, `computed` ones by a function per value.
 */
export type CopyEncoding =
  /** 1 bit → 1 byte. */
  | { readonly kind: 'bool' }
  /** Little-endian → big-endian, the same width. */
  | { readonly kind: 'swap'; readonly width: 2 | 4 | 8 }
  /** The same bytes. */
  | { readonly kind: 'fixed'; readonly width: number }
  /** Bytes between two offsets of 32 or 64 bits. `version`: jsonb's leading byte. */
  | { readonly kind: 'variable'; readonly offsetBits: 32 | 64; readonly version: boolean }
  | { readonly kind: 'computed'; readonly bind: BindColumn };

/** Prepares one column of one batch. */
export type BindColumn = (column: DecodedColumn) => BoundColumn;

export interface BoundColumn {
  /** An upper bound of what `write` writes, in bytes. */
  size(row: number): number;
  /**
   * Writes the field of a row that is not null, its length included, and gives the position after it.
   *
   * @throws {ConnectorError} category `data` if the type can't hold the value; names no stream and no column
   */
  write(row: number, target: DataView, position: number): number;
}
