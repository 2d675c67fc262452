import type { CopyEncoding } from './encoding.ts';

/**
 * The loops of the hot path, as source text for `new Function`, specialised for one row of column encodings. Only
 * numbers and the fixed words below ever enter the text: no name and nothing else that comes from outside.
 *
 * Names in the generated code: `s`, `s8` source bytes as DataView and Uint8Array (of the whole ArrayBuffer);
 * `t`, `t8` the target; `n` per column three byte offsets into the source: validity bitmap (−1: no nulls), offsets, data;
 * `b` bound columns of kind `computed`; `r` row; `p` position in the target.
 */

/**
 * Longer values are copied with `set(subarray)`, whose call costs more than the bytes of shorter ones. These go in steps of 8
 * bytes, the last of which overlaps the one before; optimised code makes no BigInt of them. Measured on mixed rows: 67 ns a row,
 * 105 in steps of 4.
 */
const shortValueBytes = 128;

/** Where a column's three offsets are kept: in locals of the loop, or in the array `n`. */
type Place = 'locals' | 'array';

/** One function for all columns: `(s, s8, t, t8, n, b, r, end, p, limit, state) => row reached`; `state[0]` is the position. */
export function generateLoop(encodings: readonly CopyEncoding[]): string {
  const locals = encodings
    .map((_, i) => `const v${i}=n[${3 * i}],o${i}=n[${3 * i + 1}],d${i}=n[${3 * i + 2}];`)
    .join('');
  return `${locals}
for(;r<end;r++){
${encodings.map((encoding, i) => lengthOf(encoding, i, 'locals')).join('\n')}
if(p+${2 + fixedBytes(encodings)}${encodings.map(variableSum).join('')}>limit)break;
t.setInt16(p,${encodings.length});p+=2;
${encodings.map((encoding, i) => field(encoding, i, 'locals')).join('\n')}
}
state[0]=p;return r;`;
}

/** `(s, s8, n, b, r) => an upper bound of the group's bytes`. */
export function generateGroupSize(encodings: readonly CopyEncoding[]): string {
  return `${encodings.map((encoding, i) => lengthOf(encoding, i, 'array')).join('\n')}
return ${fixedBytes(encodings)}${encodings.map(variableSum).join('')};`;
}

/** `(s, s8, t, t8, n, b, r, p) => position after the group's fields`. */
export function generateGroupWrite(encodings: readonly CopyEncoding[]): string {
  return `${encodings.map((encoding, i) => (encoding.kind === 'variable' ? lengthOf(encoding, i, 'array') : '')).join('\n')}
${encodings.map((encoding, i) => field(encoding, i, 'array')).join('\n')}
return p;`;
}

/** Every field's length word, and the bytes of those whose length is known. */
function fixedBytes(encodings: readonly CopyEncoding[]): number {
  let bytes = 0;
  for (const encoding of encodings) bytes += 4 + fixedWidth(encoding);
  return bytes;
}

function fixedWidth(encoding: CopyEncoding): number {
  switch (encoding.kind) {
    case 'bool':
      return 1;
    case 'swap':
    case 'fixed':
      return encoding.width;
    case 'variable':
      return encoding.version ? 1 : 0;
    case 'computed':
      return 0;
  }
}

function variableSum(encoding: CopyEncoding, i: number): string {
  return encoding.kind === 'variable' || encoding.kind === 'computed' ? `+l${i}` : '';
}

/** `a`: where a variable value begins in its data, `l`: its length. */
function lengthOf(encoding: CopyEncoding, i: number, place: Place): string {
  if (encoding.kind === 'variable') {
    // 64-bit offsets are validated against the data's length, so that their upper half is 0.
    const bytes = encoding.offsetBits / 8;
    const offsets = place === 'locals' ? `o${i}` : `n[${3 * i + 1}]`;
    const at = `${offsets}+r*${bytes}`;
    return `const a${i}=s.getInt32(${at},true),l${i}=s.getInt32(${at}+${bytes},true)-a${i};`;
  }
  if (encoding.kind === 'computed') {
    const validity = place === 'locals' ? `v${i}` : `n[${3 * i}]`;
    return `const l${i}=${validity}>=0&&(s8[${validity}+(r>>3)]>>(r&7)&1)===0?0:b[${i}].size(r);`;
  }
  return '';
}

function field(encoding: CopyEncoding, i: number, place: Place): string {
  const validity = place === 'locals' ? `v${i}` : `n[${3 * i}]`;
  const data = place === 'locals' ? `d${i}` : `n[${3 * i + 2}]`;
  return `if(${validity}>=0&&(s8[${validity}+(r>>3)]>>(r&7)&1)===0){t.setInt32(p,-1);p+=4;}else{${value(encoding, i, data)}}`;
}

function value(encoding: CopyEncoding, i: number, data: string): string {
  switch (encoding.kind) {
    case 'bool':
      return `t.setInt32(p,1);t8[p+4]=s8[${data}+(r>>3)]>>(r&7)&1;p+=5;`;
    case 'swap':
      switch (encoding.width) {
        case 2:
          return `t.setInt32(p,2);t.setInt16(p+4,s.getInt16(${data}+r*2,true));p+=6;`;
        case 4:
          return `t.setInt32(p,4);t.setInt32(p+4,s.getInt32(${data}+r*4,true));p+=8;`;
        case 8:
          return `t.setInt32(p,8);t.setBigInt64(p+4,s.getBigInt64(${data}+r*8,true));p+=12;`;
      }
    // falls through: the switch above is exhaustive
    case 'fixed':
      return fixedValue(encoding.width, data);
    case 'variable': {
      const version = encoding.version ? 't8[p]=1;p+=1;' : '';
      const length = encoding.version ? `l${i}+1` : `l${i}`;
      return `t.setInt32(p,${length});p+=4;${version}let q=${data}+a${i};
if(l${i}<${shortValueBytes}){${copyShort(`l${i}`)}}
else{t8.set(s8.subarray(q,q+l${i}),p);p+=l${i};}`;
    }
    case 'computed':
      return `p=b[${i}].write(r,t,p);`;
  }
}

/** Copies `length` bytes from `q` to `p`. */
function copyShort(length: string): string {
  return `const e=p+${length};
if(${length}>7){const z=e-8,y=q+${length}-8;for(;p<z;p+=8,q+=8)t.setBigInt64(p,s.getBigInt64(q));t.setBigInt64(z,s.getBigInt64(y));}
else if(${length}>3){t.setInt32(p,s.getInt32(q));t.setInt32(e-4,s.getInt32(q+${length}-4));}
else{for(;p<e;p++,q++)t8[p]=s8[q];}
p=e;`;
}

function fixedValue(width: number, data: string): string {
  const head = `const q=${data}+r*${width};t.setInt32(p,${width});`;
  if (width > shortValueBytes) return `${head}t8.set(s8.subarray(q,q+${width}),p+4);p+=${4 + width};`;
  let steps = '';
  let done = 0;
  for (; done + 8 <= width; done += 8) steps += `t.setBigInt64(p+${4 + done},s.getBigInt64(q+${done}));`;
  for (; done + 4 <= width; done += 4) steps += `t.setInt32(p+${4 + done},s.getInt32(q+${done}));`;
  for (; done < width; done++) steps += `t8[p+${4 + done}]=s8[q+${done}];`;
  return `${head}${steps}p+=${4 + width};`;
}
