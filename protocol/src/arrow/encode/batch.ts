import { ConnectorError } from '../../error.ts';
import { shapeOf } from '../layout.ts';
import type { Schema } from '../schema.ts';

/*
 * An encapsulated record-batch message (https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format)
 * of n field nodes and b buffers. The FlatBuffers metadata has the same layout for every batch of a schema, so that a
 * template is patched instead of a builder run. Numbers are little-endian; `*` marks what is patched per batch.
 *
 *   offset    bytes  content
 *        0        4  0xFFFFFFFF, continuation
 *        4        4  length of the metadata: 80 + 16n + 16b
 *        8        4  offset to the Message table (16)
 *       12       12  Message vtable: its size 12, the table's size 20, places of version 16, header_type 18,
 *                    header 4, bodyLength 8
 *       24        4  Message table: distance back to its vtable (12)
 *       28        4  header: offset to the RecordBatch table (28)
 *    *  32        8  bodyLength
 *       40        2  version: 4 (V5)
 *       42        1  header_type: 3 (RecordBatch)
 *       44       10  RecordBatch vtable: its size 10, the table's size 20, places of length 8, nodes 4, buffers 16
 *       56        4  RecordBatch table: distance back to its vtable (12)
 *       60        4  nodes: offset to the vector (16)
 *    *  64        8  length, in rows
 *       72        4  buffers: offset to the vector (12 + 16n)
 *       76        4  n
 *    *  80      16n  per node: length, null count; 8 bytes each
 * 84 + 16n        4  b
 * *88 + 16n     16b  per buffer: offset in the body, length; 8 bytes each
 */
const lengthAt = 64;
const bodyLengthAt = 32;
const nodesAt = 80;
const buffersAt = (nodes: number): number => 88 + 16 * nodes;

/** Buffers begin at multiples of this in the body; the format asks for 8 or 64. */
const alignment = 8;
const padding = new Uint8Array(alignment);

/**
 * One record batch as an encapsulated Arrow IPC message, in pieces: metadata, then the buffers as they are, with
 * padding between them.
 * @param rows rows of the batch
 * @param nullCounts per field, children after their parent
 * @param buffers in Arrow's order (per field: validity, offsets, data; then its children), each exactly as long as its
 * content; a validity bitmap may be empty where the null count is 0
 * @param lengths rows per field, needed where fields are nested: those below a list have a number of their own
 * @throws ConnectorError batch_invalid, category internal, where the numbers do not match the schema
 */
export type BatchEncoder = (
  rows: number,
  nullCounts: ArrayLike<number>,
  buffers: readonly Uint8Array[],
  lengths?: ArrayLike<number>,
) => Uint8Array[];

export function createBatchEncoder(schema: Schema): BatchEncoder {
  const shape = shapeOf(schema);
  const isNested = shape.nodes !== schema.fields.length;
  const template = makeTemplate(shape.nodes, shape.buffers);
  return (rows, nullCounts, buffers, lengths) => {
    if (nullCounts.length !== shape.nodes || buffers.length !== shape.buffers) {
      throw misuse(
        `the schema has ${shape.nodes} fields and ${shape.buffers} buffers, not ${nullCounts.length} and ${buffers.length}`,
      );
    }
    if (lengths === undefined ? isNested : lengths.length !== shape.nodes) {
      throw misuse(`the schema is nested: a length is needed for each of its ${shape.nodes} fields`);
    }
    const metadata = template.slice();
    const view = new DataView(metadata.buffer);
    writeInt64(view, lengthAt, rows);
    for (let node = 0, at = nodesAt; node < shape.nodes; node++, at += 16) {
      writeInt64(view, at, lengths?.[node] ?? rows);
      view.setUint32(at + 8, nullCounts[node] ?? 0, true);
    }
    const pieces: Uint8Array[] = [metadata];
    let offset = 0;
    let at = buffersAt(shape.nodes);
    for (const buffer of buffers) {
      const length = buffer.length;
      writeInt64(view, at, offset);
      writeInt64(view, at + 8, length);
      at += 16;
      if (length === 0) continue;
      pieces.push(buffer);
      const rest = length % alignment;
      if (rest !== 0) pieces.push(padding.subarray(rest));
      offset += rest === 0 ? length : length + alignment - rest;
    }
    writeInt64(view, bodyLengthAt, offset);
    return pieces;
  };
}

function misuse(message: string): ConnectorError {
  return new ConnectorError({ code: 'batch_invalid', category: 'internal', message });
}

function makeTemplate(nodes: number, buffers: number): Uint8Array {
  const metadata = new Uint8Array(buffersAt(nodes) + 16 * buffers);
  const view = new DataView(metadata.buffer);
  const u16 = (at: number, ...values: number[]): void => {
    values.forEach((value, index) => view.setUint16(at + 2 * index, value, true));
  };
  const u32 = (at: number, value: number): void => view.setUint32(at, value, true);
  u32(0, 0xffff_ffff);
  u32(4, metadata.length - 8);
  u32(8, 16);
  u16(12, 12, 20, 16, 18, 4, 8);
  u32(24, 12);
  u32(28, 28);
  u16(40, 4);
  view.setUint8(42, 3);
  u16(44, 10, 20, 8, 4, 16);
  u32(56, 12);
  u32(60, 16);
  u32(72, 12 + 16 * nodes);
  u32(76, nodes);
  u32(84 + 16 * nodes, buffers);
  return metadata;
}

function writeInt64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 0x1_0000_0000, true);
  view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), true);
}
