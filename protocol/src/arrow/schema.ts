/** The part of Arrow's type system that the protocol uses (https://arrow.apache.org/docs/format/Columnar.html). */
export type DataType =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly bits: 128 | 256; readonly precision: number; readonly scale: number }
  | { readonly kind: 'utf8' | 'large_utf8' | 'binary' | 'large_binary' }
  | { readonly kind: 'fixed_size_binary'; readonly byteWidth: number }
  | { readonly kind: 'date'; readonly unit: 'day' | 'millisecond' }
  | { readonly kind: 'time'; readonly unit: TimeUnit; readonly bits: 32 | 64 }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly timezone: string | null }
  | { readonly kind: 'duration'; readonly unit: TimeUnit }
  | { readonly kind: 'interval'; readonly unit: 'year_month' | 'day_time' | 'month_day_nano' }
  | { readonly kind: 'list' | 'large_list'; readonly child: Field }
  | { readonly kind: 'fixed_size_list'; readonly child: Field; readonly size: number }
  | { readonly kind: 'map'; readonly child: Field; readonly keysSorted: boolean }
  | { readonly kind: 'struct'; readonly children: readonly Field[] };

export type TimeUnit = 'second' | 'millisecond' | 'microsecond' | 'nanosecond';

export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** Key order is kept. `ARROW:extension:name` names an extension type (arrow.opaque, arrow.uuid, arrow.json). */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface Schema {
  readonly fields: readonly Field[];
  readonly metadata: ReadonlyMap<string, string>;
}

export const extensionNameKey = 'ARROW:extension:name';
export const extensionMetadataKey = 'ARROW:extension:metadata';
