import type { DecodedBatch } from '@rapidbyte/connector';
import type { BoundColumn, CopyEncoding } from './encoding.ts';
import { generateGroupSize, generateGroupWrite, generateLoop } from './generate.ts';

/** Where rows are written to. */
export interface Target {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  /** The next free byte. */
  position: number;
  /** The end of what may be written. */
  readonly limit: number;
}

/** Writes rows of a batch as tuples of COPY's binary format, without its header and trailer. */
export interface RowEncoder {
  /** The batch whose rows `encode` takes, and the message it lies in, which must stay as it is until the last row is encoded. */
  start(batch: DecodedBatch, message: Uint8Array): void;
  /** Writes whole rows from `row` on as long as they fit, and gives the first row that was not written. */
  encode(row: number, target: Target): number;
  /** An upper bound of a row's bytes. */
  rowBytes(row: number): number;
}

/** With more columns than this one function grows beyond what V8 optimises; they are then split. */
const columnsPerFunction = 32;

type Loop = (
  s: DataView,
  s8: Uint8Array,
  t: DataView,
  t8: Uint8Array,
  n: Int32Array,
  b: readonly (BoundColumn | null)[],
  r: number,
  end: number,
  p: number,
  limit: number,
  state: Float64Array,
) => number;
type GroupSize = (s: DataView, s8: Uint8Array, n: Int32Array, b: readonly (BoundColumn | null)[], r: number) => number;
type GroupWrite = (
  s: DataView,
  s8: Uint8Array,
  t: DataView,
  t8: Uint8Array,
  n: Int32Array,
  b: readonly (BoundColumn | null)[],
  r: number,
  p: number,
) => number;

/** One group of columns: its functions, and its share of the batch. */
interface Group {
  readonly first: number;
  readonly encodings: readonly CopyEncoding[];
  readonly size: GroupSize;
  readonly write: GroupWrite;
  readonly offsets: Int32Array;
  readonly bound: (BoundColumn | null)[];
}

/** The encoder for a schema's columns. Compiling costs about a millisecond, the row after it nothing. */
export function createRowEncoder(encodings: readonly CopyEncoding[]): RowEncoder {
  const groups: Group[] = [];
  for (let first = 0; first < encodings.length; first += columnsPerFunction) {
    const part = encodings.slice(first, first + columnsPerFunction);
    groups.push({
      first,
      encodings: part,
      size: compile(['s', 's8', 'n', 'b', 'r'], generateGroupSize(part)) as GroupSize,
      write: compile(['s', 's8', 't', 't8', 'n', 'b', 'r', 'p'], generateGroupWrite(part)) as GroupWrite,
      offsets: new Int32Array(3 * part.length),
      bound: part.map(() => null),
    });
  }
  const only = groups.length === 1 ? groups[0] : undefined;
  const loop =
    only === undefined
      ? undefined
      : (compile(['s', 's8', 't', 't8', 'n', 'b', 'r', 'end', 'p', 'limit', 'state'], generateLoop(encodings)) as Loop);
  const state = new Float64Array(1);
  let rows = 0;
  let source: DataView = new DataView(new ArrayBuffer(0));
  let sourceBytes: Uint8Array = new Uint8Array(0);

  const rowBytes = (row: number): number => {
    let bytes = 2;
    for (const group of groups) bytes += group.size(source, sourceBytes, group.offsets, group.bound, row);
    return bytes;
  };
  return {
    start(batch, message) {
      rows = batch.rows;
      for (const group of groups) locate(group, batch);
      // Every buffer of a batch is a view into its one message; offsets count from the start of its ArrayBuffer.
      source = new DataView(message.buffer);
      sourceBytes = new Uint8Array(message.buffer);
    },
    rowBytes,
    encode(row, target) {
      if (only !== undefined && loop !== undefined) {
        const reached = loop(
          source,
          sourceBytes,
          target.view,
          target.bytes,
          only.offsets,
          only.bound,
          row,
          rows,
          target.position,
          target.limit,
          state,
        );
        target.position = state[0] ?? target.position;
        return reached;
      }
      let at = row;
      for (; at < rows; at++) {
        if (target.position + rowBytes(at) > target.limit) break;
        target.view.setInt16(target.position, encodings.length);
        let position = target.position + 2;
        for (const group of groups) {
          position = group.write(
            source,
            sourceBytes,
            target.view,
            target.bytes,
            group.offsets,
            group.bound,
            at,
            position,
          );
        }
        target.position = position;
      }
      return at;
    },
  };
}

/** Notes where the buffers of the group's columns lie in the batch's ArrayBuffer. */
function locate(group: Group, batch: DecodedBatch): void {
  for (const [i, encoding] of group.encodings.entries()) {
    const column = batch.columns[group.first + i];
    if (column === undefined) throw new Error(`the batch has no column ${group.first + i}`);
    const [first, second] = column.buffers;
    group.offsets[3 * i] = column.validity === null ? -1 : column.validity.byteOffset;
    group.offsets[3 * i + 1] = first?.byteOffset ?? 0;
    group.offsets[3 * i + 2] = (encoding.kind === 'variable' ? second : first)?.byteOffset ?? 0;
    group.bound[i] = encoding.kind === 'computed' ? encoding.bind(column) : null;
  }
}

/** The streams of a run come one after the other; more shapes than this at once are rare. */
const maxKept = 64;

/** By their code, so that the units of a stream go on with functions that V8 has optimised. They have no state. */
const kept = new Map<string, unknown>();

function compile(parameters: readonly string[], body: string): unknown {
  const key = `${parameters.join()}:${body}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  // Specialising per schema is twice as fast as a switch per value. The text is built from numbers only, see generate.ts.
  // oxlint-disable-next-line typescript/no-implied-eval
  const compiled: unknown = new Function(...parameters, `'use strict';${body}`);
  if (kept.size >= maxKept) kept.clear();
  kept.set(key, compiled);
  return compiled;
}
