import { tableFromIPC as flechetteTable } from '@uwdata/flechette';
import { RecordBatchReader, tableToIPC, tableFromArrays } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { decodeSchema } from './decode/schema.ts';
import { encodeSchema } from './encode/schema.ts';
import { extensionMetadataKey, extensionNameKey, type DataType, type Field, type Schema } from './schema.ts';

const noMetadata: ReadonlyMap<string, string> = new Map();
const field = (name: string, type: DataType, nullable = true): Field => ({
  name,
  type,
  nullable,
  metadata: noMetadata,
});
const item = field('item', { kind: 'utf8' });

/** Every type of the model, with how another implementation calls it. */
const types: readonly (readonly [DataType, string])[] = [
  [{ kind: 'null' }, 'Null'],
  [{ kind: 'bool' }, 'Bool'],
  [{ kind: 'int', bits: 8, signed: true }, 'Int8'],
  [{ kind: 'int', bits: 16, signed: false }, 'Uint16'],
  [{ kind: 'int', bits: 32, signed: true }, 'Int32'],
  [{ kind: 'int', bits: 64, signed: false }, 'Uint64'],
  [{ kind: 'float', bits: 16 }, 'Float16'],
  [{ kind: 'float', bits: 32 }, 'Float32'],
  [{ kind: 'float', bits: 64 }, 'Float64'],
  [{ kind: 'decimal', bits: 128, precision: 12, scale: 2 }, 'Decimal[12e+2]'],
  [{ kind: 'decimal', bits: 256, precision: 76, scale: -3 }, 'Decimal[76e-3]'],
  [{ kind: 'utf8' }, 'Utf8'],
  [{ kind: 'large_utf8' }, 'LargeUtf8'],
  [{ kind: 'binary' }, 'Binary'],
  [{ kind: 'large_binary' }, 'LargeBinary'],
  [{ kind: 'fixed_size_binary', byteWidth: 16 }, 'FixedSizeBinary[16]'],
  [{ kind: 'date', unit: 'day' }, 'Date32<DAY>'],
  [{ kind: 'date', unit: 'millisecond' }, 'Date64<MILLISECOND>'],
  [{ kind: 'time', unit: 'second', bits: 32 }, 'Time32<SECOND>'],
  [{ kind: 'time', unit: 'microsecond', bits: 64 }, 'Time64<MICROSECOND>'],
  [{ kind: 'timestamp', unit: 'microsecond', timezone: null }, 'Timestamp<MICROSECOND>'],
  [{ kind: 'timestamp', unit: 'nanosecond', timezone: 'UTC' }, 'Timestamp<NANOSECOND, UTC>'],
  [{ kind: 'duration', unit: 'millisecond' }, 'Duration<MILLISECOND>'],
  [{ kind: 'interval', unit: 'year_month' }, 'Interval<YEAR_MONTH>'],
  [{ kind: 'interval', unit: 'day_time' }, 'Interval<DAY_TIME>'],
  [{ kind: 'interval', unit: 'month_day_nano' }, 'Interval<MONTH_DAY_NANO>'],
  [{ kind: 'list', child: item }, 'List<Utf8>'],
  [{ kind: 'large_list', child: item }, 'LargeList<Utf8>'],
  [{ kind: 'fixed_size_list', child: item, size: 3 }, 'FixedSizeList[3]<Utf8>'],
  [
    { kind: 'struct', children: [item, field('n', { kind: 'int', bits: 8, signed: true })] },
    'Struct<{item:Utf8, n:Int8}>',
  ],
  [
    {
      kind: 'map',
      keysSorted: true,
      child: field('entries', { kind: 'struct', children: [field('key', { kind: 'utf8' }, false), item] }, false),
    },
    'Map<{key:Utf8, value:Utf8}>', // how apache-arrow prints any map
  ],
];

const opaque: Field = {
  name: 'Täble "x"\n',
  nullable: false,
  type: { kind: 'fixed_size_binary', byteWidth: 16 },
  metadata: new Map([
    [extensionMetadataKey, '{"type_name": "interval", "vendor_name": "PostgreSQL"}'],
    [extensionNameKey, 'arrow.opaque'],
    ['empty', ''],
  ]),
};

const schema: Schema = {
  fields: [...types.map(([type], index) => field(`column ${index}`, type, index % 2 === 0)), opaque],
  metadata: new Map([
    ['b', '2'],
    ['a', '1'],
  ]),
};
const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

test('every type, name, nullability and metadata comes back equal, in its order', () => {
  const decoded = decodeSchema(encodeSchema(schema));
  expect(decoded).toEqual(schema);
  expect([...decoded.metadata]).toEqual([...schema.metadata]);
  expect([...(decoded.fields.at(-1)?.metadata ?? [])]).toEqual([...opaque.metadata]);
});

test('apache-arrow reads the same schema', () => {
  const reader = RecordBatchReader.from(Buffer.concat([encodeSchema(schema), endOfStream]));
  const read = reader.open().schema;
  expect(read.fields.slice(0, -1).map(({ type }) => String(type))).toEqual(types.map(([, name]) => name));
  expect(read.fields.map(({ nullable }) => nullable)).toEqual(schema.fields.map(({ nullable }) => nullable));
  expect(read.fields.at(-1)?.name).toBe(opaque.name);
  expect([...(read.fields.at(-1)?.metadata ?? [])]).toEqual([...opaque.metadata]);
  expect([...read.metadata]).toEqual([...schema.metadata]);
});

test('flechette reads the same schema', () => {
  const read = flechetteTable(Buffer.concat([encodeSchema(schema), endOfStream])).schema;
  expect(read.fields.map(({ name }) => name)).toEqual(schema.fields.map(({ name }) => name));
  expect(read.fields.at(-1)?.metadata).toEqual(opaque.metadata);
});

test('a schema that apache-arrow wrote is read', () => {
  const ipc = tableToIPC(tableFromArrays({ a: Int32Array.of(1), b: Float64Array.of(1) }), 'stream');
  const length = 8 + new DataView(ipc.buffer, ipc.byteOffset).getInt32(4, true);
  expect(decodeSchema(ipc.subarray(0, length)).fields.map(({ name, type }) => [name, type])).toEqual([
    ['a', { kind: 'int', bits: 32, signed: true }],
    ['b', { kind: 'float', bits: 64 }],
  ]);
});

test('its length is a multiple of 8, so that a batch that follows is aligned', () => {
  for (const name of ['', 'a', 'ab', 'abc', 'abcd', 'abcde']) {
    const ipc = encodeSchema({ fields: [field(name, { kind: 'bool' })], metadata: noMetadata });
    expect(ipc.length % 8).toBe(0);
    expect(decodeSchema(ipc).fields[0]?.name).toBe(name);
  }
});

describe('hostile schema messages are schema_invalid', () => {
  const invalid = expect.objectContaining({ code: 'schema_invalid', category: 'protocol' }) as Error;

  test('cut short at any length', () => {
    const ipc = encodeSchema({ fields: [opaque], metadata: noMetadata });
    for (let length = 0; length < ipc.length; length++)
      expect(() => decodeSchema(ipc.slice(0, length))).toThrowError(invalid);
  });

  test('any byte replaced: a schema or the typed error, quickly', () => {
    const ipc = encodeSchema({ fields: [opaque, field('l', { kind: 'list', child: item })], metadata: noMetadata });
    let refused = 0;
    for (let at = 0; at < ipc.length; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const damaged = ipc.slice();
        damaged[at] = value;
        try {
          decodeSchema(damaged);
        } catch (error) {
          expect(error, `byte ${at} = ${value}`).toEqual(invalid);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  test('a field that contains itself', () => {
    const ipc = encodeSchema({ fields: [field('l', { kind: 'list', child: item })], metadata: noMetadata });
    // Each 4-byte word in turn becomes an offset back to where it may close a loop.
    const view = new DataView(ipc.buffer);
    for (let at = 8; at + 4 <= ipc.length; at += 4) {
      const original = view.getUint32(at, true);
      for (let back = 4; back <= at; back += 4) {
        view.setInt32(at, -back, true);
        try {
          decodeSchema(ipc);
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }
      view.setUint32(at, original, true);
    }
  });
});
