import { fixedLayout, type ReadColumn } from './read-column.ts';

/**
 * Source text of the decoder of one row layout. Only column indexes and widths enter it, never a name.
 *
 * COPY's binary format (https://www.postgresql.org/docs/current/sql-copy.html): a row is an int16 count of fields and for
 * each an int32 length (−1: NULL) and that many bytes, all big-endian; in the protocol each row most often fills one
 * CopyData message: byte 'd', int32 length that counts itself, payload.
 *
 * Names: s BatchBuffers, b/v input bytes and their DataView, p place in it, e end of the row, r row, n length of a field,
 * o start of a value in data, k step; per column: a fixed array, m validity, f offsets, d data, w its DataView, c its room.
 */

/** Columns in one function: larger ones are no longer optimised (V8 gives up at 60 KB of bytecode). */
const columnsPerFunction = 24;

/** Values shorter than this are copied in 8-byte steps, longer ones by `set`, whose call costs more than these. Measured. */
const shortValueBytes = 128;

/** A wider value is copied in a loop, so that the code stays short. */
const unrolledUnits = 4;

/** Microseconds from 1970 to 2000, as two halves. */
const epochShift = 946_684_800_000_000n;
const shiftLow = Number(epochShift & 0xffff_ffffn);
const shiftHigh = Number(epochShift >> 32n);
/** Days from 1970 to 2000. */
const dayShift = 10_957;
/** 24 h in microseconds: the one time of day that Arrow's time has no value for. */
const dayMicroseconds = 86_400_000_000;

export interface DecoderCode {
  /** Body of `function (decimal, copySlack)`; returns { decodeRow, decodeMessages }. */
  readonly body: string;
}

export function decoderCode(columns: readonly ReadColumn[]): DecoderCode {
  const groups: string[] = [];
  const indexes = [...columns.keys()];
  for (let start = 0; start < columns.length; start += columnsPerFunction) {
    const group = indexes.slice(start, start + columnsPerFunction);
    groups.push(`function group${groups.length}(s, b, v, p, e, r) {
let n = 0, o = 0, k = 0;
${load(columns, group)}
${group.map((index) => decodeField(columns, index, (at) => `return ${-(at + 1)};`)).join('\n')}
return p;
}`);
  }
  const calls = groups.map((_, index) => `p = group${index}(s, b, v, p, e, r); if (p < 0) return p;`).join('\n');
  const inline = groups.length <= 1;
  const rows = inline
    ? indexes.map((index) => decodeField(columns, index, () => 'break loop;')).join('\n')
    : groups.map((_, index) => `p = group${index}(s, b, v, p, e, r); if (p < 0) break loop;`).join('\n');
  return {
    body: `'use strict';
${groups.join('\n')}
function decodeRow(s, b, v, p, e) {
const r = s.rows;
p += 2;
${calls}
return p;
}
function decodeMessages(s, b, v, start, end, rowLimit, byteLimit, hardLimit) {
let r = s.rows, bytes = s.payloadBytes, p = 0, e = 0, n = 0, o = 0, k = 0;
${inline ? load(columns, indexes) : ''}
loop: while (r < rowLimit && bytes < byteLimit && start + 7 <= end && b[start] === 100) {
n = v.getInt32(start + 1) + 1;
e = start + n;
if (n < 7 || e > end || bytes + n > hardLimit) break;
p = start + 5;
if (v.getInt16(p) !== ${columns.length}) break;
p += 2;
${rows}
if (p !== e) break;
bytes += e - start;
start = e;
r++;
}
s.rows = r;
s.payloadBytes = bytes;
return start;
}
return { decodeRow, decodeMessages };`,
  };
}

function load(columns: readonly ReadColumn[], indexes: readonly number[]): string {
  const lines = ['const hn = s.hasNull;'];
  for (const i of indexes) {
    const column = columns[i];
    if (column === undefined) continue;
    if (column.nullable) lines.push(`const m${i} = s.validity[${i}];`);
    if (isVariable(column)) {
      lines.push(`const f${i} = s.offsets[${i}];`);
      lines.push(`let d${i} = s.data[${i}], w${i} = s.views[${i}], c${i} = d${i}.length - copySlack;`);
    } else {
      lines.push(`const a${i} = s.fixed[${i}];`);
    }
  }
  return lines.join('\n');
}

function isVariable({ encoding }: ReadColumn): boolean {
  return encoding.kind === 'variable' || encoding.kind === 'jsonb' || encoding.kind === 'text_form';
}

/** `fail` gives the statement that leaves the row; what is wrong is found out by decoding it again, slowly. */
function decodeField(columns: readonly ReadColumn[], i: number, fail: (index: number) => string): string {
  const column = columns[i];
  if (column === undefined) return '';
  const otherwise = fail(i);
  const markNull = column.nullable ? `hn[${i}] = 1; m${i}[r >> 3] &= ~(1 << (r & 7));` : otherwise;
  return `n = v.getInt32(p); p += 4;
${isVariable(column) ? variableField(column, i, markNull, otherwise) : fixedField(column, i, markNull, otherwise)}`;
}

function variableField(column: ReadColumn, i: number, markNull: string, otherwise: string): string {
  const version = column.encoding.kind === 'jsonb' ? `if (n < 1 || b[p] !== 1) { ${otherwise} } p++; n--;` : '';
  return `o = f${i}[r];
if (n >= 0) {
if (n > e - p) { ${otherwise} }
${version}
if (o + n > c${i}) { s.grow(${i}, o + n); d${i} = s.data[${i}]; w${i} = s.views[${i}]; c${i} = d${i}.length - copySlack; }
if (n < ${shortValueBytes}) { for (k = 0; k < n; k += 8) w${i}.setBigInt64(o + k, v.getBigInt64(p + k, true), true); }
else d${i}.set(b.subarray(p, p + n), o);
f${i}[r + 1] = o + n; p += n;
} else if (n === -1) { ${markNull} f${i}[r + 1] = o; }
else { ${otherwise} }`;
}

function fixedField(column: ReadColumn, i: number, markNull: string, otherwise: string): string {
  const { encoding } = column;
  const layout = fixedLayout(encoding);
  if (encoding.kind === 'decimal' && layout !== null) {
    // Checked against the row's end: the digits' number is the field's own word.
    return `if (n >= 0) {
if (n > e - p || !decimal(v, p, n, a${i}, r * ${layout.units}, ${layout.units}, ${encoding.scale})) { ${otherwise} }
p += n;
} else if (n === -1) { ${markNull} a${i}.fill(0, r * ${layout.units}, (r + 1) * ${layout.units}); }
else { ${otherwise} }`;
  }
  const width = wireWidth(column);
  const zero =
    layout === null
      ? ''
      : layout.units <= 4
        ? Array.from({ length: layout.units }, (_, k) => `a${i}[${place(layout.units, k)}] = ${zeroOf(layout)};`).join(
            ' ',
          )
        : `a${i}.fill(${zeroOf(layout)}, r * ${layout.units}, (r + 1) * ${layout.units});`;
  return `if (n === ${width}) { ${storeFixed(column, i, otherwise)} p += ${width}; }
else if (n === -1) { ${markNull} ${zero} }
else { ${otherwise} }`;
}

function wireWidth({ encoding }: ReadColumn): number {
  switch (encoding.kind) {
    case 'swap':
    case 'fixed':
      return encoding.width;
    case 'bool':
      return 1;
    case 'date':
    case 'oid':
      return 4;
    case 'time':
    case 'timestamp':
      return 8;
    case 'decimal':
    case 'variable':
    case 'jsonb':
    case 'text_form':
      throw new Error(`${encoding.kind} has no fixed width`);
  }
}

function place(units: number, k: number): string {
  return units === 1 ? 'r' : k === 0 ? `r * ${units}` : `r * ${units} + ${k}`;
}

function zeroOf({ unit }: { readonly unit: number }): string {
  return unit === 8 ? '0n' : '0';
}

/** The statement that stores the field at p, whose length is right. */
function storeFixed({ encoding }: ReadColumn, i: number, otherwise: string): string {
  const halves = (high: string, low: string): string => `a${i}[r * 2] = ${low}; a${i}[r * 2 + 1] = ${high};`;
  switch (encoding.kind) {
    case 'bool':
      return `if (b[p] !== 0) a${i}[r >> 3] |= 1 << (r & 7);`;
    case 'swap':
      if (encoding.width === 2) return `a${i}[r] = v.getInt16(p);`;
      if (encoding.width === 4) return `a${i}[r] = v.getInt32(p);`;
      return `a${i}[r] = v.getBigInt64(p);`;
    case 'fixed': {
      const layout = fixedLayout(encoding);
      if (layout === null) throw new Error('a fixed width has a layout');
      const { unit, units } = layout;
      const read = { 8: 'getBigInt64', 4: 'getInt32', 2: 'getInt16', 1: 'getInt8' }[unit];
      if (units > unrolledUnits) {
        return `for (k = 0; k < ${units}; k++) a${i}[r * ${units} + k] = v.${read}(p + k * ${unit}, true);`;
      }
      const stores = Array.from(
        { length: units },
        (_, k) => `a${i}[${place(units, k)}] = v.${read}(p + ${unit * k}, true);`,
      );
      return stores.join(' ');
    }
    case 'oid':
      return halves('0', 'v.getInt32(p)');
    case 'date':
      return `k = v.getInt32(p); if (k === 2147483647 || k === -2147483648) { ${otherwise} } a${i}[r] = k + ${dayShift};`;
    case 'time':
      return `if (v.getInt32(p) * 4294967296 + v.getUint32(p + 4) >= ${dayMicroseconds}) { ${otherwise} } ${halves('v.getInt32(p)', 'v.getInt32(p + 4)')}`;
    case 'timestamp':
      // −infinity is the smallest int64, infinity the largest; the sum leaves int64 from 294247 on.
      return `k = v.getInt32(p); o = v.getUint32(p + 4);
if (k === -2147483648 && o === 0) { ${otherwise} }
o += ${shiftLow}; k += ${shiftHigh} + (o > 4294967295 ? 1 : 0);
if (k > 2147483647) { ${otherwise} }
${halves('k', 'o')}`;
    case 'decimal':
    case 'variable':
    case 'jsonb':
    case 'text_form':
      throw new Error(`${encoding.kind} is not stored as a fixed width`);
  }
}
