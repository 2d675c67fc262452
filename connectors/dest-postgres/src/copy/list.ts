import type { DecodedColumn } from '@rapidbyte/connector';
import type { BindColumn, BoundColumn, CopyEncoding } from './encoding.ts';

/** 'I' dimensions, flags, element type; then length and lower bound of the one dimension. */
const headBytes = 12;
const dimensionBytes = 8;

/**
 * A list → an array of one dimension, its first index 1 (src/backend/utils/adt/arrayfuncs.c, array_send). `elementOid`
 * is a built-in type's, which is the same in every database.
 */
export function list(offsetBits: 32 | 64, element: CopyEncoding, elementOid: number): BindColumn {
  return (column) => {
    const child = column.children[0];
    const offsets = column.buffers[0];
    if (child === undefined || offsets === undefined) throw new Error('a list column has offsets and a child');
    const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
    // Validated against the child's length: the upper half of 64 bits is 0.
    const offset = (row: number): number => view.getInt32((row * offsetBits) / 8, true);
    return arrayOf(bindEncoding(element, child), child, elementOid, (row) => [offset(row), offset(row + 1)]);
  };
}

/** A fixed-size list → an array of one dimension. */
export function fixedSizeList(size: number, element: CopyEncoding, elementOid: number): BindColumn {
  return (column) => {
    const child = column.children[0];
    if (child === undefined) throw new Error('a list column has a child');
    return arrayOf(bindEncoding(element, child), child, elementOid, (row) => [row * size, (row + 1) * size]);
  };
}

function arrayOf(
  elements: BoundColumn,
  child: DecodedColumn,
  elementOid: number,
  range: (row: number) => readonly [first: number, end: number],
): BoundColumn {
  const { validity } = child;
  const isNull = (row: number): boolean => validity !== null && (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 0;
  return {
    size(row) {
      const [first, end] = range(row);
      let bytes = headBytes + dimensionBytes + 4 * (end - first);
      for (let i = first; i < end; i++) if (!isNull(i)) bytes += elements.size(i);
      return bytes;
    },
    write(row, target, position) {
      const [first, end] = range(row);
      const count = end - first;
      let at = position + 4;
      target.setInt32(at, count === 0 ? 0 : 1);
      target.setInt32(at + 4, 0);
      target.setUint32(at + 8, elementOid);
      at += headBytes;
      if (count > 0) {
        target.setInt32(at, count);
        target.setInt32(at + 4, 1);
        at += dimensionBytes;
      }
      for (let i = first; i < end; i++) {
        if (isNull(i)) {
          target.setInt32(position + 8, 1);
          target.setInt32(at, -1);
          at += 4;
        } else {
          at = elements.write(i, target, at);
        }
      }
      target.setInt32(position, at - position - 4);
      return at;
    },
  };
}

/** The per-value writer of any encoding: what generated code does for whole columns. */
function bindEncoding(encoding: CopyEncoding, column: DecodedColumn): BoundColumn {
  if (encoding.kind === 'computed') return encoding.bind(column);
  const [first, second] = column.buffers;
  if (first === undefined) throw new Error('a column of values has a buffer');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  switch (encoding.kind) {
    case 'bool':
      return fixed(1, (row, target, at) => target.setUint8(at, (view.getUint8(row >> 3) >> (row & 7)) & 1));
    case 'swap':
      return fixed(encoding.width, (row, target, at) => {
        for (let i = 0; i < encoding.width; i++) {
          target.setUint8(at + i, view.getUint8((row + 1) * encoding.width - 1 - i));
        }
      });
    case 'fixed':
      return fixed(encoding.width, (row, target, at) =>
        copyBytes(first.subarray(row * encoding.width, (row + 1) * encoding.width), target, at),
      );
    case 'variable': {
      const bytes = encoding.offsetBits / 8;
      const version = encoding.version ? 1 : 0;
      const offset = (row: number): number => view.getInt32(row * bytes, true);
      return {
        size: (row) => version + offset(row + 1) - offset(row),
        write(row, target, position) {
          const value = (second ?? new Uint8Array()).subarray(offset(row), offset(row + 1));
          target.setInt32(position, version + value.length);
          if (encoding.version) target.setUint8(position + 4, 1);
          copyBytes(value, target, position + 4 + version);
          return position + 4 + version + value.length;
        },
      };
    }
  }
}

function fixed(width: number, write: (row: number, target: DataView, at: number) => void): BoundColumn {
  return {
    size: () => width,
    write(row, target, position) {
      target.setInt32(position, width);
      write(row, target, position + 4);
      return position + 4 + width;
    },
  };
}

function copyBytes(bytes: Uint8Array, target: DataView, at: number): void {
  new Uint8Array(target.buffer, target.byteOffset).set(bytes, at);
}
