import { ConnectorError } from '@rapidbyte/connector';
import type { ReadColumn } from './read-column.ts';

/** What a row error needs to say where it is. */
export interface RowPlace {
  /** As a user writes it. */
  readonly stream: string;
  readonly columns: readonly ReadColumn[];
  /** Indexes of the primary key's columns; may be empty. */
  readonly key: readonly number[];
  /** 1 for the first row in the order of reading. */
  readonly rowNumber: number;
}

const longestShownKey = 60;

/** A row whose length is above what a frame can carry. `bytes` begins with the row; it may be cut off. */
export function rowTooLarge(place: RowPlace, bytes: Uint8Array, rowBytes: number, limitBytes: number): ConnectorError {
  return new ConnectorError({
    code: 'row_too_large',
    category: 'data',
    message: `${describeRow(place, bytes)} has ${rowBytes} bytes; the frame limit allows ${limitBytes}`,
    hint: 'raise the frame limit (max_frame_bytes), leave the large column out, or mend the row',
    stream: place.stream,
  });
}

/** The value of column `index` can't be taken. `bytes` holds the whole row. */
export function valueRefused(place: RowPlace, index: number, bytes: Uint8Array): ConnectorError {
  const column = place.columns[index];
  const field = fieldsOf(bytes)[index];
  if (column === undefined || field === undefined) throw new Error(`no column ${index} in the row`);
  const where = `column ${JSON.stringify(column.name)} of ${describeRow(place, bytes)}`;
  const common = { stream: place.stream, column: column.name };
  if (field === null) {
    return new ConnectorError({
      code: 'unexpected_null',
      category: 'data',
      message: `${where} is NULL, though the column was found to be NOT NULL`,
      hint: 'the table was changed meanwhile: run again',
      ...common,
    });
  }
  const { encoding } = column;
  const unfit = (what: string): ConnectorError =>
    new ConnectorError({
      code: 'value_not_representable',
      category: 'data',
      message: `${where} holds ${what}`,
      hint: 'use a destination that takes PostgreSQL’s own types, leave the column out, or mend the value',
      ...common,
    });
  switch (encoding.kind) {
    case 'date':
      if (field.length === 4) return unfit('an infinite date, which Arrow’s date has no value for');
      break;
    case 'time':
      if (field.length === 8) return unfit('24:00:00, which Arrow’s time has no value for');
      break;
    case 'timestamp':
      if (field.length === 8)
        return unfit('an infinite timestamp, or one after the year 294246, which Arrow’s timestamp has no value for');
      break;
    case 'decimal':
      if (field.length >= 8) {
        return unfit(`a numeric that is NaN, infinite or not within decimal(${encoding.precision},${encoding.scale})`);
      }
      break;
    case 'bool':
    case 'swap':
    case 'fixed':
    case 'variable':
    case 'jsonb':
    case 'text_form':
    case 'oid':
      break;
  }
  return new ConnectorError({
    code: 'unexpected_value_format',
    category: 'schema',
    message: `${where} came in ${field.length} bytes that are not the binary form expected of it`,
    hint: 'the table was changed meanwhile: run again',
    ...common,
  });
}

/** `row 17 of public.orders (id = 4711)`, as far as the key is within `bytes`. */
export function describeRow(place: RowPlace, bytes: Uint8Array): string {
  const fields = fieldsOf(bytes);
  const keys = place.key.flatMap((index) => {
    const column = place.columns[index];
    const field = fields[index];
    return column === undefined || field === undefined || field === null
      ? []
      : [`${column.name} = ${showValue(column, field)}`];
  });
  const key = keys.length > 0 && keys.length === place.key.length ? ` (${keys.join(', ')})` : '';
  return `row ${place.rowNumber} of ${place.stream}${key}`;
}

/** The fields that are whole in `bytes`, which begins with a row. */
function fieldsOf(bytes: Uint8Array): (Uint8Array | null)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: (Uint8Array | null)[] = [];
  if (bytes.length < 2) return fields;
  let at = 2;
  for (let left = view.getInt16(0); left > 0 && at + 4 <= bytes.length; left--) {
    const length = view.getInt32(at);
    at += 4;
    if (length > bytes.length - at) break;
    fields.push(length < 0 ? null : bytes.subarray(at, at + length));
    at += Math.max(length, 0);
  }
  return fields;
}

function showValue({ encoding }: ReadColumn, field: Uint8Array): string {
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
  if (encoding.kind === 'swap') {
    if (field.length === 2) return String(view.getInt16(0));
    if (field.length === 4) return String(view.getInt32(0));
    if (field.length === 8) return String(view.getBigInt64(0));
  }
  if (encoding.kind === 'variable' || encoding.kind === 'text_form') {
    const text = new TextDecoder().decode(field.subarray(0, 4 * longestShownKey));
    return JSON.stringify(text.length > longestShownKey ? `${text.slice(0, longestShownKey)}…` : text);
  }
  return `0x${Buffer.from(field.subarray(0, longestShownKey / 2)).toString('hex')}`;
}
