import {
  ConnectorError,
  type DataType,
  type DecodedBatch,
  type DecodedColumn,
  type Field,
  type Schema,
} from '@rapidbyte/connector';

/** The JSON text of a row's value. */
type ReadValue = (row: number) => string;

/** The type's name where it can't be written, else null. */
export function unsupportedType(type: DataType): string | null {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'utf8':
    case 'large_utf8':
      return null;
    case 'float':
      return type.bits === 16 ? 'float16' : null;
    default:
      return type.kind;
  }
}

/** A function that writes batches of this schema as JSON objects, one a line; NULL is null. */
export function jsonLines({ fields }: Schema): (batch: DecodedBatch) => string {
  const keys = fields.map(({ name }) => JSON.stringify(name));
  return ({ rows, columns }) => {
    const readers = fields.map((field, index) => readerOf(field, columns[index]));
    let lines = '';
    for (let row = 0; row < rows; row++) {
      lines += `{${readers.map((read, index) => `${keys[index]}:${read(row)}`).join(',')}}\n`;
    }
    return lines;
  };
}

function readerOf(field: Field, column: DecodedColumn | undefined): ReadValue {
  if (column === undefined) throw new Error(`The batch has no column "${field.name}"`);
  const { validity } = column;
  const read = valueReader(field, column.buffers);
  if (validity === null) return read;
  return (row) => (isSet(validity, row) ? read(row) : 'null');
}

function valueReader({ name, type }: Field, [first = none, data = none]: readonly Uint8Array[]): ReadValue {
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  switch (type.kind) {
    case 'bool':
      return (row) => String(isSet(first, row));
    case 'int':
      // JSON's numbers have any number of digits: 64 bits lose nothing on the way out.
      return (row) => String(readInteger(view, row, type.bits, type.signed));
    case 'float':
      return (row) => {
        const value = type.bits === 32 ? view.getFloat32(4 * row, true) : view.getFloat64(8 * row, true);
        if (!Number.isFinite(value)) throw valueError(name, `${value}, which JSON has no number for`);
        return Object.is(value, -0) ? '-0' : String(value);
      };
    case 'utf8':
      return (row) => text(name, data, view.getInt32(4 * row, true), view.getInt32(4 * row + 4, true));
    case 'large_utf8':
      return (row) =>
        text(name, data, Number(view.getBigInt64(8 * row, true)), Number(view.getBigInt64(8 * row + 8, true)));
    default:
      throw new Error(`check has let the type ${type.kind} pass`);
  }
}

const none = new Uint8Array(0);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function text(column: string, data: Uint8Array, start: number, end: number): string {
  try {
    return JSON.stringify(utf8.decode(data.subarray(start, end)));
  } catch {
    throw valueError(column, 'a text that is not UTF-8');
  }
}

function readInteger(view: DataView, row: number, bits: 8 | 16 | 32 | 64, signed: boolean): number | bigint {
  switch (bits) {
    case 8:
      return signed ? view.getInt8(row) : view.getUint8(row);
    case 16:
      return signed ? view.getInt16(2 * row, true) : view.getUint16(2 * row, true);
    case 32:
      return signed ? view.getInt32(4 * row, true) : view.getUint32(4 * row, true);
    case 64:
      return signed ? view.getBigInt64(8 * row, true) : view.getBigUint64(8 * row, true);
  }
}

function isSet(bits: Uint8Array, row: number): boolean {
  return (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
}

function valueError(column: string, what: string): ConnectorError {
  return new ConnectorError({
    code: 'value_unsupported',
    category: 'data',
    message: `the column "${column}" holds ${what}`,
    column,
  });
}
