import { ConnectorError, type DecodedColumn } from '@rapidbyte/connector';
import type { BindColumn } from './encoding.ts';

/** The view of a column's only data buffer. */
export function dataOf(column: DecodedColumn, index = 0): DataView {
  const buffer = column.buffers[index];
  if (buffer === undefined) throw new Error(`the column has no buffer ${index}`);
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** A field of one width. */
export function fixedColumn(
  width: number,
  write: (data: DataView, row: number, target: DataView, position: number) => void,
): BindColumn {
  return (column) => {
    const data = dataOf(column);
    return {
      size: () => width,
      write: (row, target, position) => {
        target.setInt32(position, width);
        write(data, row, target, position + 4);
        return position + 4 + width;
      },
    };
  };
}

/** int8 and uint8 → int2. */
export function int8ToInt2(signed: boolean): BindColumn {
  return fixedColumn(2, (data, row, target, at) =>
    target.setInt16(at, signed ? data.getInt8(row) : data.getUint8(row)),
  );
}

/** uint16 → int4. */
export const uint16ToInt4: BindColumn = fixedColumn(4, (data, row, target, at) =>
  target.setInt32(at, data.getUint16(2 * row, true)),
);

/** uint32 → int8. */
export const uint32ToInt8: BindColumn = fixedColumn(8, (data, row, target, at) => {
  target.setInt32(at, 0);
  target.setUint32(at + 4, data.getUint32(4 * row, true));
});

/** float16 → float4, which holds every value of it; a NaN stays one, its payload aside. */
export const float16ToFloat4: BindColumn = fixedColumn(4, (data, row, target, at) =>
  target.setFloat32(at, halfToNumber(data.getUint16(2 * row, true))),
);

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** int64 → oid, an unsigned 32-bit number. */
export const int64ToOid: BindColumn = fixedColumn(4, (data, row, target, at) => {
  if (data.getInt32(8 * row + 4, true) !== 0) {
    throw new ConnectorError({
      code: 'value_out_of_range',
      category: 'data',
      message: `${data.getBigInt64(8 * row, true)} is not an OID (0 to 4294967295)`,
    });
  }
  target.setUint32(at, data.getUint32(8 * row, true));
});
