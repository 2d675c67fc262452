import { createBatchDecoder, type DecodedColumn, rowsOf } from '../arrow/decode/batch.ts';
import { decodeSchema } from '../arrow/decode/schema.ts';
import { childrenOf, layoutOf } from '../arrow/layout.ts';
import type { Field } from '../arrow/schema.ts';
import type { HeardBatch } from './driver/talk.ts';

/** Rows without an order: each row's bytes, and how often it is there. */
export type RowBag = Map<string, number>;

/**
 * A function that adds a batch's rows to a bag. Two rows are the same if each value has the same bytes in Arrow.
 * @throws ConnectorError schema_invalid, batch_invalid
 */
export function rowCollector(arrowSchema: Uint8Array): (arrowIpc: Uint8Array, into: RowBag) => void {
  const schema = decodeSchema(arrowSchema);
  const decode = createBatchDecoder(schema);
  return (arrowIpc, into) => {
    const batch = decode(arrowIpc);
    const columns = schema.fields.map((field, index) => cells(field, batch.columns[index]));
    for (let row = 0; row < batch.rows; row++) {
      const key = columns.map((cell) => cell(row)).join('\u0001');
      into.set(key, (into.get(key) ?? 0) + 1);
    }
  };
}

/** One text for each value; a NULL has one that no value has. */
function cells(field: Field, column: DecodedColumn | undefined): (row: number) => string {
  if (column === undefined) return () => '';
  const value = values(field, column);
  const { validity } = column;
  return (row) => {
    const isThere = validity === null || isSet(validity, row);
    return isThere ? `=${value(row)}` : 'NULL';
  };
}

function values(field: Field, { buffers, children }: DecodedColumn): (row: number) => string {
  const layout = layoutOf(field.type);
  const [first = new Uint8Array(0), data = new Uint8Array(0)] = buffers;
  const inner = childrenOf(field.type).map((child, index) => cells(child, children[index]));
  const list = (from: number, to: number): string => {
    let text = '[';
    for (let at = from; at < to; at++) text += `${inner[0]?.(at) ?? ''},`;
    return `${text}]`;
  };
  switch (layout.kind) {
    case 'none':
      return () => 'NULL';
    case 'bits':
      return (row) => String(((first[row >> 3] ?? 0) >> (row & 7)) % 2);
    case 'fixed':
      return (row) => hex(first.subarray(row * layout.byteWidth, (row + 1) * layout.byteWidth));
    case 'variable': {
      const offset = offsets(first, layout.offsetBytes);
      return (row) => hex(data.subarray(offset(row), offset(row + 1)));
    }
    case 'list': {
      const offset = offsets(first, layout.offsetBytes);
      return (row) => list(offset(row), offset(row + 1));
    }
    case 'fixed_list':
      return (row) => list(row * layout.size, (row + 1) * layout.size);
    case 'struct':
      return (row) => `{${inner.map((cell) => cell(row)).join(',')}}`;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

function offsets(bytes: Uint8Array, width: 4 | 8): (index: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 4) return (index) => (bytes.length === 0 ? 0 : view.getInt32(index * 4, true));
  return (index) => (bytes.length === 0 ? 0 : Number(view.getBigInt64(index * 8, true)));
}

/** The rows of a batch: as its body says, where it can be read, else its header. */
export function rowsIn({ header, arrowIpc }: Pick<HeardBatch, 'header' | 'arrowIpc'>): number {
  try {
    return rowsOf(arrowIpc);
  } catch {
    return header.rows;
  }
}

/** Whether a column has a NULL in any of these batches. @throws ConnectorError schema_invalid, batch_invalid */
export function hasNull(
  arrowSchema: Uint8Array,
  batches: readonly Pick<HeardBatch, 'arrowIpc'>[],
  column: string,
): boolean {
  const schema = decodeSchema(arrowSchema);
  const decode = createBatchDecoder(schema);
  const index = schema.fields.findIndex(({ name }) => name === column);
  return batches.some(({ arrowIpc }) => {
    const { rows, columns } = decode(arrowIpc);
    const { validity } = columns[index] ?? { validity: null };
    return validity !== null && Array.from({ length: rows }, (_, row) => row).some((row) => !isSet(validity, row));
  });
}

const isSet = (bits: Uint8Array, row: number): boolean => ((bits[row >> 3] ?? 0) >> (row & 7)) % 2 === 1;

/** What the first bag has beyond the second. */
export function subtract(from: RowBag, less: RowBag): RowBag {
  const left: RowBag = new Map();
  for (const [row, times] of from) {
    const rest = times - (less.get(row) ?? 0);
    if (rest > 0) left.set(row, rest);
  }
  return left;
}

/** How the second bag differs from the first, for people; null where it does not. */
export function difference(expected: RowBag, actual: RowBag): string | null {
  let missing = 0;
  let surplus = 0;
  for (const [row, times] of expected) missing += Math.max(0, times - (actual.get(row) ?? 0));
  for (const [row, times] of actual) surplus += Math.max(0, times - (expected.get(row) ?? 0));
  if (missing === 0 && surplus === 0) return null;
  return `${missing} rows are missing, ${surplus} rows are there that should not be or too often`;
}

export function rowCount(rows: RowBag): number {
  let sum = 0;
  for (const times of rows.values()) sum += times;
  return sum;
}
