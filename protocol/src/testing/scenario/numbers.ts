import { createBatchEncoder } from '../../arrow/encode/batch.ts';
import { encodeSchema } from '../../arrow/encode/schema.ts';
import type { Schema } from '../../arrow/schema.ts';
import type { Column } from '../../model/stream.ts';

/*
 * The stream that destinations get: `id`, a 64-bit integer, and `label`, a text that is NULL in every seventh row.
 */

const noMetadata: ReadonlyMap<string, string> = new Map();

const schema: Schema = {
  fields: [
    { name: 'id', type: { kind: 'int', bits: 64, signed: true }, nullable: false, metadata: noMetadata },
    { name: 'label', type: { kind: 'utf8' }, nullable: true, metadata: noMetadata },
  ],
  metadata: noMetadata,
};

export const numbersSchema: Uint8Array = encodeSchema(schema);

/** The same columns by the same names, and the first of another type. */
export const otherSchema: Uint8Array = encodeSchema({
  ...schema,
  fields: schema.fields.map((field) => (field.name === 'id' ? { ...field, type: { kind: 'utf8' } } : field)),
});

export const numbersColumns: readonly Column[] = [
  { name: 'id', nativeType: 'int64', nullable: false },
  { name: 'label', nativeType: 'utf8', nullable: true },
];

const encode = createBatchEncoder(schema);

/** Rows `from` to below `from + rows`. */
export interface Range {
  readonly from: number;
  readonly rows: number;
  /** What the labels begin with; `row` if not said. */
  readonly word?: string;
}

/** The label of a row; null in every seventh. */
const labelOf = (id: number, word = 'row'): string | null => (id % 7 === 0 ? null : `${word} ${id}`);

/** One record batch, in one piece. */
export function numbersBatch({ from, rows, word }: Range): Uint8Array {
  const ids = new BigInt64Array(rows);
  const offsets = new Int32Array(rows + 1);
  const validity = new Uint8Array(Math.ceil(rows / 8));
  const texts: Buffer[] = [];
  let nulls = 0;
  for (let row = 0; row < rows; row++) {
    ids[row] = BigInt(from + row);
    const label = labelOf(from + row, word);
    const text = Buffer.from(label ?? '');
    texts.push(text);
    offsets[row + 1] = (offsets[row] ?? 0) + text.length;
    if (label === null) nulls++;
    else validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
  }
  const buffers = [
    new Uint8Array(0),
    new Uint8Array(ids.buffer),
    validity,
    new Uint8Array(offsets.buffer),
    Buffer.concat(texts),
  ];
  return new Uint8Array(Buffer.concat(encode(rows, [0, nulls], buffers)));
}

/** A record batch whose last offset points far beyond its text. */
export function lyingBatch(range: Range): Uint8Array {
  const batch = numbersBatch(range);
  // The offsets' last entry: the text before it is the same for the same rows, so its place is found by its value.
  const texts = Buffer.concat(
    Array.from({ length: range.rows }, (_, row) => Buffer.from(labelOf(range.from + row) ?? '')),
  );
  const padded = Math.ceil(texts.length / 8) * 8;
  const offsetsBytes = (range.rows + 1) * 4;
  const end = batch.length - padded - (Math.ceil(offsetsBytes / 8) * 8 - offsetsBytes);
  new DataView(batch.buffer, batch.byteOffset).setInt32(end - 4, 0x7000_0000, true);
  return batch;
}

/** As a probe prints them: `id|label`, NULL as nothing. */
export function linesOf(ranges: readonly Range[]): readonly string[] {
  return ranges
    .flatMap(({ from, rows, word }) =>
      Array.from({ length: rows }, (_, row) => `${from + row}|${labelOf(from + row, word) ?? ''}`),
    )
    .sort();
}
