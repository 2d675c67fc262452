import { tableFromIPC as flechetteTable } from '@uwdata/flechette';
import { tableFromIPC, tableToIPC, vectorFromArray, Table, Utf8, Int32, List, Field as ArrowField } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { createBatchDecoder, rowsOf } from './decode/batch.ts';
import { decodeSchema } from './decode/schema.ts';
import { createBatchEncoder } from './encode/batch.ts';
import { encodeSchema } from './encode/schema.ts';
import type { DataType, Schema } from './schema.ts';

const schemaOf = (...fields: (readonly [name: string, type: DataType, nullable?: boolean])[]): Schema => ({
  fields: fields.map(([name, type, nullable = true]) => ({ name, type, nullable, metadata: new Map() })),
  metadata: new Map(),
});
const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const none = new Uint8Array(0);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const schema = schemaOf(
  ['id', { kind: 'int', bits: 64, signed: true }, false],
  ['name', { kind: 'utf8' }],
  ['ok', { kind: 'bool' }],
  ['total', { kind: 'decimal', bits: 128, precision: 12, scale: 2 }],
  ['nothing', { kind: 'null' }],
);
const encode = createBatchEncoder(schema);
const ids = bytesOf(BigInt64Array.of(1n, -2n, 2n ** 62n));
const decimals = bytesOf(BigInt64Array.of(1050n, 0n, 0n, 0n, -1n, -1n));
const columns = [
  none,
  ids,
  Uint8Array.of(0b101),
  bytesOf(Int32Array.of(0, 2, 2, 7)),
  text('hiéllo'),
  none,
  Uint8Array.of(0b011),
  Uint8Array.of(0b101),
  decimals,
];
const batch = Buffer.concat(encode(3, [0, 1, 0, 1, 3], columns));

test('a session of schema and batches is an Arrow IPC stream: apache-arrow reads it', () => {
  const stream = Buffer.concat([encodeSchema(schema), batch, batch, endOfStream]);
  const table = tableFromIPC(stream);
  expect(table.batches.map(({ numRows }) => numRows)).toEqual([3, 3]);
  expect([...(table.getChild('id') ?? [])]).toEqual([1n, -2n, 2n ** 62n, 1n, -2n, 2n ** 62n]);
  expect([...(table.getChild('name') ?? [])].slice(0, 3)).toEqual(['hi', null, 'éllo']);
  expect([...(table.getChild('ok') ?? [])].slice(0, 3)).toEqual([true, true, false]);
  expect(table.getChild('total')?.get(1)).toBeNull();
});

test('a session of schema and batches is an Arrow IPC stream: flechette reads it', () => {
  const table = flechetteTable(Buffer.concat([encodeSchema(schema), batch, batch, endOfStream]));
  expect(table.numRows).toBe(6);
  expect([...table.getChild('name')].slice(0, 3)).toEqual(['hi', null, 'éllo']);
  expect([...table.getChild('total')].slice(0, 3)).toEqual([10.5, null, -0.01]);
});

test('our decoder gives back what was encoded, as views into the message', () => {
  const aligned = new Uint8Array(batch);
  const { rows, columns: decoded } = createBatchDecoder(schema)(aligned);
  const [id, name, ok, total, nothing] = decoded;
  expect(rows).toBe(3);
  expect(rowsOf(aligned)).toBe(3);
  expect(id).toMatchObject({ nullCount: 0, validity: null });
  expect(id?.buffers[0]).toEqual(ids);
  expect(id?.buffers[0]?.buffer).toBe(aligned.buffer);
  expect(name?.validity).toEqual(Uint8Array.of(0b101));
  expect(new TextDecoder().decode(name?.buffers[1])).toBe('hiéllo');
  expect(ok?.buffers).toEqual([Uint8Array.of(0b011)]);
  expect(total?.buffers[0]).toEqual(decimals);
  expect(nothing).toMatchObject({ length: 3, nullCount: 3, buffers: [] });
});

test('buffers are passed on without a copy', () => {
  expect(encode(3, [0, 1, 0, 1, 3], columns)).toEqual(expect.arrayContaining([ids, decimals]));
  expect(encode(3, [0, 1, 0, 1, 3], columns).includes(ids)).toBe(true);
});

test.each([0, 1, 3])('a batch of %i rows and no columns keeps its row count', (rows) => {
  const empty = schemaOf();
  const ipc = Buffer.concat(createBatchEncoder(empty)(rows, [], []));
  expect(createBatchDecoder(empty)(new Uint8Array(ipc))).toEqual({ rows, columns: [] });
});

test('a batch without rows may have empty buffers', () => {
  const ipc = Buffer.concat(
    encode(
      0,
      [0, 0, 0, 0, 0],
      columns.map(() => none),
    ),
  );
  expect(createBatchDecoder(schema)(new Uint8Array(ipc)).rows).toBe(0);
});

test('what apache-arrow wrote is read, lists and their children included', () => {
  const strings = vectorFromArray(['a', null, 'ccc'], new Utf8());
  const lists = vectorFromArray([[1, 2], null, [3]], new List(new ArrowField('item', new Int32(), true)));
  const ipc = tableToIPC(new Table({ strings, lists }), 'stream');
  const schemaEnd = 8 + new DataView(ipc.buffer, ipc.byteOffset).getInt32(4, true);
  const written = decodeSchema(ipc.slice(0, schemaEnd));
  const message = ipc.slice(schemaEnd, ipc.length - endOfStream.length);
  const decoded = createBatchDecoder(written)(message);
  expect(decoded.rows).toBe(3);
  expect(decoded.columns[0]).toMatchObject({ nullCount: 1 });
  expect(decoded.columns[1]?.children[0]?.length).toBe(3);
});

test('nested fields are written with a length each', () => {
  const list = schemaOf([
    'l',
    {
      kind: 'list',
      child: { name: 'item', nullable: true, metadata: new Map(), type: { kind: 'int', bits: 32, signed: true } },
    },
  ]);
  const buffers = [none, bytesOf(Int32Array.of(0, 2, 3)), none, bytesOf(Int32Array.of(7, 8, 9))];
  const ipc = Buffer.concat(createBatchEncoder(list)(2, [0, 0], buffers, [2, 3]));
  const table = tableFromIPC(Buffer.concat([encodeSchema(list), ipc, endOfStream]));
  expect([...(table.getChild('l') ?? [])].map((each: Iterable<number>) => [...each])).toEqual([[7, 8], [9]]);
  expect(createBatchDecoder(list)(new Uint8Array(ipc)).columns[0]?.children[0]?.length).toBe(3);
  expect(() => createBatchEncoder(list)(2, [0, 0], buffers)).toThrow(/nested/);
});

test('large offsets', () => {
  const large = schemaOf(['l', { kind: 'large_binary' }]);
  const decode = createBatchDecoder(large);
  const write = (...offsets: bigint[]): Uint8Array =>
    new Uint8Array(
      Buffer.concat(createBatchEncoder(large)(2, [0], [none, bytesOf(BigInt64Array.from(offsets)), text('abc')])),
    );
  expect(decode(write(0n, 1n, 3n)).columns[0]?.buffers[1]).toEqual(text('abc'));
  for (const offsets of [
    [0n, 2n, 1n],
    [-1n, 0n, 1n],
    [0n, 1n, 4n],
    [0n, 1n, 2n ** 62n],
  ]) {
    expect(() => decode(write(...offsets))).toThrowError(expect.objectContaining({ code: 'batch_invalid' }));
  }
});

/** The batch with other buffers or null counts. */
const changed = (change: (buffers: Uint8Array[]) => void, nullCounts = [0, 1, 0, 1, 3]): Uint8Array => {
  const buffers = [...columns];
  change(buffers);
  return new Uint8Array(Buffer.concat(encode(3, nullCounts, buffers)));
};

describe('a batch that contradicts its schema or itself is batch_invalid', () => {
  const decode = createBatchDecoder(schema);
  const message = new Uint8Array(batch);
  const patched = (at: number, value: number): Uint8Array => {
    const copy = message.slice();
    new DataView(copy.buffer).setInt32(at, value, true);
    return copy;
  };

  test.each<[string, Uint8Array, RegExp]>([
    ['nulls in a column that has none', changed((b) => (b[0] = Uint8Array.of(0b011)), [1, 1, 0, 1, 3]), /not nullable/],
    ['a null count that the bitmap denies', changed(() => {}, [0, 2, 0, 1, 3]), /announces 2 nulls, its bitmap has 1/],
    ['a bitmap that the null count denies', changed(() => {}, [0, 0, 0, 1, 3]), /announces 0 nulls, its bitmap has 1/],
    ['nulls without a bitmap', changed((b) => (b[2] = none)), /0 bytes of validity/],
    ['more nulls than rows', changed(() => {}, [0, 4, 0, 1, 3]), /4 nulls in 3 rows/],
    ['values cut short', changed((b) => (b[1] = ids.subarray(0, 16))), /16 bytes of values, it needs 24/],
    ['offsets cut short', changed((b) => (b[3] = bytesOf(Int32Array.of(0, 1)))), /8 bytes of offsets, not 16/],
    ['offsets that fall', changed((b) => (b[3] = bytesOf(Int32Array.of(0, 5, 2, 7)))), /offsets that fall/],
    ['a negative offset', changed((b) => (b[3] = bytesOf(Int32Array.of(-4, 0, 2, 7)))), /negative/],
    ['offsets beyond the data', changed((b) => (b[3] = bytesOf(Int32Array.of(0, 2, 2, 99)))), /points to 99 of 7/],
    ['more rows than the columns have', patched(64, 4), /has 3 rows, not 4/],
    ['a negative row count', patched(68, -1), /negative/],
    ['another number of fields', patched(76, 4), /4 fields/],
    ['a huge number of fields', patched(76, -1), /outside of itself/],
    ['a huge number of buffers', patched(84 + 16 * 5, 0x7fff_ffff), /outside of itself/],
    ['a buffer outside of the body', patched(88 + 16 * 5 + 16, 1 << 30), /outside the body/],
    ['a buffer of negative length', patched(88 + 16 * 5 + 16 + 12, -1), /negative/],
    ['a misaligned buffer', patched(88 + 16 * 5 + 16, 4), /aligned/],
    ['a body longer than announced', new Uint8Array(Buffer.concat([batch, batch])), /announced/],
    ['a schema message', encodeSchema(schema), /another kind/],
    ['metadata beyond the end', patched(4, 1 << 20), /metadata of/],
    ['a root outside of the metadata', patched(8, 1 << 20), /outside of itself/],
    ['no marker', patched(0, 0), /continuation/],
  ])('%s', (_, ipc, what) => {
    expect(() => decode(ipc)).toThrowError(
      expect.objectContaining({
        code: 'batch_invalid',
        category: 'protocol',
        message: expect.stringMatching(what) as string,
      }),
    );
  });

  test('any byte of the metadata replaced: a batch or the typed error', () => {
    let refused = 0;
    for (let at = 0; at < 88 + 16 * 14; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const damaged = message.slice();
        damaged[at] = value;
        try {
          decode(damaged);
        } catch (error) {
          expect(error, `byte ${at} = ${value}`).toMatchObject({ code: 'batch_invalid' });
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(500);
  });

  test('cut short at any length', () => {
    for (let length = 0; length < message.length; length++) {
      expect(() => decode(message.slice(0, length))).toThrowError(expect.objectContaining({ code: 'batch_invalid' }));
    }
  });
});

test('a message that is not aligned in its ArrayBuffer is read too', () => {
  const shifted = new Uint8Array(batch.length + 1);
  shifted.set(batch, 1);
  expect(createBatchDecoder(schema)(shifted.subarray(1)).rows).toBe(3);
});

test('compressed batches are refused', () => {
  // The RecordBatch vtable of the template, stretched over the place where compression's slot would be.
  const message = new Uint8Array(batch);
  const view = new DataView(message.buffer);
  view.setUint16(44, 12, true);
  expect(view.getUint16(54, true)).toBe(0);
  view.setUint16(54, 8, true);
  expect(() => createBatchDecoder(schema)(message)).toThrow(/compressed/);
});
