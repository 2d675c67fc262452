import { createBatchDecoder, type Field } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { batchOf, columnData, type ColumnData, type TestColumn } from '../test-load.ts';
import { planColumn } from '../types.ts';
import { createRowEncoder, type RowEncoder, type Target } from './row-encoder.ts';

// The expected bytes were captured from PostgreSQL 15: COPY (SELECT …) TO STDOUT (FORMAT binary), without header and
// trailer. The SELECT list is the title.

const json = { 'ARROW:extension:name': 'arrow.json' };
const uuid = { 'ARROW:extension:name': 'arrow.uuid' };
const int = (bits: 8 | 16 | 32 | 64, signed = true): Field['type'] => ({ kind: 'int', bits, signed });
const none = new Uint8Array();

interface Case {
  readonly title: string;
  readonly columns: readonly (Omit<TestColumn, 'name' | 'type' | 'typname'> & Partial<TestColumn>)[];
  readonly data: readonly (ColumnData | readonly (number | bigint | string | Uint8Array | boolean | null)[])[];
  readonly hex: string;
}

const same = (field: Field['type'], count: number, extra: Partial<TestColumn> = {}) =>
  Array.from({ length: count }, () => ({ field, ...extra }));
const raw = (bytes: Uint8Array): ColumnData => ({ nulls: 0, buffers: [none, bytes] });

/** Two's complement, little-endian. */
function decimalBytes(value: bigint, bits: 128 | 256): Uint8Array {
  const bytes = new Uint8Array(bits / 8);
  let rest = BigInt.asUintN(bits, value);
  for (let i = 0; i < bytes.length; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}
const decimal = (bits: 128 | 256, precision: number, scale: number): Field['type'] => ({
  kind: 'decimal',
  bits,
  precision,
  scale,
});
const littleEndian = (...parts: readonly (readonly [bytes: 2 | 4 | 8, value: bigint])[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(parts.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of parts) {
    if (bytes === 8) view.setBigInt64(at, value, true);
    else if (bytes === 4) view.setInt32(at, Number(value), true);
    else view.setUint16(at, Number(value), true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
};
function item(type: Field['type']): Field {
  return { name: 'item', type, nullable: true, metadata: new Map() };
}
function listOf(type: Field['type']): Field['type'] {
  return { kind: 'list', child: item(type) };
}
const microseconds = (text: string): bigint => BigInt(Date.parse(text)) * 1000n;

const cases: readonly Case[] = [
  {
    title: 'true, false, NULL::bool',
    columns: same({ kind: 'bool' }, 3),
    data: [[true], [false], [null]],
    hex: '000300000001010000000100ffffffff',
  },
  {
    title: '(-2)::int2, 32767::int2',
    columns: same(int(16), 2),
    data: [[-2], [32_767]],
    hex: '000200000002fffe000000027fff',
  },
  {
    title: '(-2)::int2, 32767::int2, from int8 and uint16',
    columns: [{ field: int(8) }, { field: int(16) }],
    data: [[-2], [32_767]],
    hex: '000200000002fffe000000027fff',
  },
  { title: '(-2)::int4', columns: same(int(32), 1), data: [[-2]], hex: '000100000004fffffffe' },
  {
    title: '(-9007199254740993)::int8',
    columns: same(int(64), 1),
    data: [[-9_007_199_254_740_993n]],
    hex: '000100000008ffdfffffffffffff',
  },
  {
    title: '4294967295::int8, from uint32',
    columns: same(int(32, false), 1),
    data: [raw(littleEndian([4, -1n]))],
    hex: '00010000000800000000ffffffff',
  },
  {
    title: '65535::int4, from uint16',
    columns: same(int(16, false), 1),
    data: [raw(littleEndian([2, 65_535n]))],
    hex: '0001000000040000ffff',
  },
  {
    title: '18446744073709551615::numeric(20,0), from uint64',
    columns: same(int(64, false), 1),
    data: [raw(littleEndian([8, -1n]))],
    hex: '000100000012000500040000000007341a5802e103bb064f',
  },
  {
    title: "'-0'::float4, 'NaN'::float4",
    columns: same({ kind: 'float', bits: 32 }, 2),
    data: [[-0], [Number.NaN]],
    hex: '00020000000480000000000000047fc00000',
  },
  {
    title: "1.5::float8, '-Infinity'::float8",
    columns: same({ kind: 'float', bits: 64 }, 2),
    data: [[1.5], [-Infinity]],
    hex: '0002000000083ff800000000000000000008fff0000000000000',
  },
  {
    title: '0.5::float4, from float16',
    columns: same({ kind: 'float', bits: 16 }, 1),
    data: [raw(littleEndian([2, 0x3800n]))],
    hex: '0001000000043f000000',
  },
  {
    title: "'héllo'::text, ''::text, NULL::text",
    columns: same({ kind: 'utf8' }, 3),
    data: [['héllo'], [''], [null]],
    hex: '00030000000668c3a96c6c6f00000000ffffffff',
  },
  {
    title: "'\\x00ff'::bytea",
    columns: same({ kind: 'binary' }, 1),
    data: [[new Uint8Array([0, 255])]],
    hex: '00010000000200ff',
  },
  {
    title: `'{"a": 1}'::jsonb`,
    columns: same({ kind: 'utf8' }, 1, { metadata: json, type: 'jsonb', typname: 'jsonb' }),
    data: [['{"a": 1}']],
    hex: '000100000009017b2261223a20317d',
  },
  {
    title: `'{"a": 1}'::jsonb, of another source`,
    columns: same({ kind: 'utf8' }, 1, { metadata: json }),
    data: [['{"a": 1}']],
    hex: '000100000009017b2261223a20317d',
  },
  {
    title: `'{"a":1}'::json`,
    columns: same({ kind: 'utf8' }, 1, { metadata: json, type: 'json', typname: 'json' }),
    data: [['{"a":1}']],
    hex: '0001000000077b2261223a317d',
  },
  {
    title: "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
    columns: same({ kind: 'fixed_size_binary', byteWidth: 16 }, 1, { metadata: uuid }),
    data: [[Buffer.from('00112233445566778899aabbccddeeff', 'hex')]],
    hex: '00010000001000112233445566778899aabbccddeeff',
  },
  {
    title: "'1999-12-31'::date, '2000-01-02'::date",
    columns: same({ kind: 'date', unit: 'day' }, 2),
    data: [[10_956], [10_958]],
    hex: '000200000004ffffffff0000000400000001',
  },
  {
    title: "'1999-12-31'::date, '2000-01-02'::date, from milliseconds",
    columns: same({ kind: 'date', unit: 'millisecond' }, 2),
    data: [[10_956 * 86_400_000], [10_958 * 86_400_000]],
    hex: '000200000004ffffffff0000000400000001',
  },
  {
    title: "'12:34:56.789012'::time",
    columns: same({ kind: 'time', unit: 'microsecond', bits: 64 }, 1),
    data: [[45_296_789_012]],
    hex: '0001000000080000000a8be62614',
  },
  {
    title: "'12:34:56.789012'::time, from nanoseconds",
    columns: same({ kind: 'time', unit: 'nanosecond', bits: 64 }, 1),
    data: [[45_296_789_012_000n]],
    hex: '0001000000080000000a8be62614',
  },
  {
    title: "'1969-12-31 23:59:59.999999'::timestamp",
    columns: same({ kind: 'timestamp', unit: 'microsecond', timezone: null }, 1),
    data: [[-1]],
    hex: '000100000008fffca2fec4c81fff',
  },
  {
    title: "'2026-11-23 00:00:00+00'::timestamptz",
    columns: same({ kind: 'timestamp', unit: 'microsecond', timezone: 'UTC' }, 1),
    data: [[microseconds('2026-11-23T00:00:00Z')]],
    hex: '000100000008000303e50b2ca000',
  },
  {
    title: "'2026-11-23 00:00:00+00'::timestamptz, from seconds",
    columns: same({ kind: 'timestamp', unit: 'second', timezone: 'UTC' }, 1),
    data: [[microseconds('2026-11-23T00:00:00Z') / 1_000_000n]],
    hex: '000100000008000303e50b2ca000',
  },
  {
    title: '4294967295::oid',
    columns: same(int(64), 1, { type: 'oid', typname: 'oid' }),
    data: [[4_294_967_295]],
    hex: '000100000004ffffffff',
  },
  {
    title: '0::numeric(12,2)',
    columns: same(decimal(128, 12, 2), 1),
    data: [raw(decimalBytes(0n, 128))],
    hex: '0001000000080000000000000002',
  },
  {
    title: '1.10::numeric(12,2)',
    columns: same(decimal(128, 12, 2), 1),
    data: [raw(decimalBytes(110n, 128))],
    hex: '00010000000c0002000000000002000103e8',
  },
  {
    title: '(-12345678901234567890.12)::numeric(22,2)',
    columns: same(decimal(128, 22, 2), 1),
    data: [raw(decimalBytes(-1_234_567_890_123_456_789_012n, 128))],
    hex: '000100000014000600044000000204d2162e23340d801ed204b0',
  },
  {
    title: '0.0001::numeric(5,4)',
    columns: same(decimal(128, 5, 4), 1),
    data: [raw(decimalBytes(1n, 128))],
    hex: '00010000000a0001ffff000000040001',
  },
  {
    title: '10000::numeric(5,0)',
    columns: same(decimal(128, 5, 0), 1),
    data: [raw(decimalBytes(10_000n, 128))],
    hex: '00010000000a00010001000000000001',
  },
  {
    title: '99999999999999999999999999999999999999::numeric(38,0)',
    columns: same(decimal(128, 38, 0), 1),
    data: [raw(decimalBytes(10n ** 38n - 1n, 128))],
    hex: '00010000001c000a0009000000000063270f270f270f270f270f270f270f270f270f',
  },
  {
    title: '100.5::numeric(76,1)',
    columns: same(decimal(256, 76, 1), 1),
    data: [raw(decimalBytes(1005n, 256))],
    hex: '00010000000c000200000000000100641388',
  },
  {
    title: '1200::numeric, from decimal with scale -2',
    columns: same(decimal(128, 4, -2), 1),
    data: [raw(decimalBytes(12n, 128))],
    hex: '00010000000a000100000000000004b0',
  },
  {
    title: "interval '1 year 2 mons'",
    columns: same({ kind: 'interval', unit: 'year_month' }, 1),
    data: [raw(littleEndian([4, 14n]))],
    hex: '0001000000100000000000000000000000000000000e',
  },
  {
    title: "interval '3 days 4.005 sec'",
    columns: same({ kind: 'interval', unit: 'day_time' }, 1),
    data: [raw(littleEndian([4, 3n], [4, 4005n]))],
    hex: '00010000001000000000003d1c880000000300000000',
  },
  {
    title: "interval '3 days 4.005 sec', from month_day_nano",
    columns: same({ kind: 'interval', unit: 'month_day_nano' }, 1),
    data: [raw(littleEndian([4, 0n], [4, 3n], [8, 4_005_000_000n]))],
    hex: '00010000001000000000003d1c880000000300000000',
  },
  {
    title: "interval '-1 microsecond', from a duration",
    columns: same({ kind: 'duration', unit: 'microsecond' }, 1),
    data: [[-1]],
    hex: '000100000010ffffffffffffffff0000000000000000',
  },
  {
    title: "ARRAY[1,NULL,3]::int[], '{}'::text[]",
    columns: [{ field: listOf(int(32)) }, { field: listOf({ kind: 'utf8' }) }],
    data: [
      { nulls: 0, buffers: [none, littleEndian([4, 0n], [4, 3n])] },
      { nulls: 1, length: 3, buffers: [new Uint8Array([5]), littleEndian([4, 1n], [4, 0n], [4, 3n])] },
      { nulls: 0, buffers: [none, littleEndian([4, 0n], [4, 0n])] },
      { nulls: 0, length: 0, buffers: [none, littleEndian([4, 0n]), none] },
    ],
    hex: '00020000002800000001000000010000001700000003000000010000000400000001ffffffff00000004000000030000000c000000000000000000000019',
  },
  {
    title: "ARRAY['a','bcd']::text[]",
    columns: [{ field: { kind: 'fixed_size_list', size: 2, child: item({ kind: 'utf8' }) } }],
    data: [
      { nulls: 0, buffers: [none] },
      { nulls: 0, length: 2, buffers: [none, littleEndian([4, 0n], [4, 1n], [4, 4n]), Buffer.from('abcd')] },
    ],
    hex: '0001000000200000000100000000000000190000000200000001000000016100000003626364',
  },
  {
    title: 'ARRAY[true,false], ARRAY[1.5]::numeric[]',
    columns: [{ field: listOf({ kind: 'bool' }) }, { field: { kind: 'large_list', child: item(decimal(128, 5, 1)) } }],
    data: [
      { nulls: 0, buffers: [none, littleEndian([4, 0n], [4, 2n])] },
      { nulls: 0, length: 2, buffers: [none, new Uint8Array([1])] },
      { nulls: 0, buffers: [none, littleEndian([8, 0n], [8, 1n])] },
      { nulls: 0, buffers: [none, decimalBytes(15n, 128)] },
    ],
    hex: '00020000001e000000010000000000000010000000020000000100000001010000000100000000240000000100000000000006a400000001000000010000000c000200000000000100011388',
  },
];

const places = { schemaOf: () => 'public', collate: () => '' };

function encoderOf(columns: readonly TestColumn[]): RowEncoder {
  return createRowEncoder(
    columns.map((column) => {
      const field: Field = {
        name: column.name,
        type: column.field,
        nullable: true,
        metadata: new Map(Object.entries(column.metadata ?? {})),
      };
      const definition =
        column.typname === ''
          ? {}
          : {
              nativeDefinition: JSON.stringify({ type: { builtin: column.type }, types: [], typname: column.typname }),
            };
      const plan = planColumn(
        { name: column.name, nativeType: column.type, nullable: true, ...definition },
        field,
        places,
      );
      if (plan === undefined) throw new Error(`no plan for ${JSON.stringify(column)}`);
      return plan.encoding;
    }),
  );
}

function target(bytes: number): Target {
  const buffer = new ArrayBuffer(bytes);
  return { view: new DataView(buffer), bytes: new Uint8Array(buffer), position: 0, limit: bytes };
}

function start(columns: readonly TestColumn[], rows: number, data: readonly ColumnData[]): RowEncoder {
  const batch = batchOf(columns, rows, data);
  const decode = createBatchDecoder({
    fields: columns.map(({ name, field, metadata = {} }) => ({
      name,
      type: field,
      nullable: true,
      metadata: new Map(Object.entries(metadata)),
    })),
    metadata: new Map(),
  });
  const encoder = encoderOf(columns);
  encoder.start(decode(batch.arrowIpc), batch.arrowIpc);
  return encoder;
}

function complete(columns: Case['columns']): TestColumn[] {
  return columns.map((column, i) => ({ name: `c${i}`, type: '', typname: '', ...column }));
}

describe('a row in COPY binary format', () => {
  it.each(cases)('is what PostgreSQL sends: $title', ({ columns, data, hex }) => {
    const full = complete(columns);
    const encoder = start(
      full,
      1,
      data.map((values, i) => ('buffers' in values ? values : columnData(full[i]!, values))),
    );
    const output = target(1000);
    expect(encoder.encode(0, output)).toBe(1);
    expect(Buffer.from(output.bytes.subarray(0, output.position)).toString('hex')).toBe(hex);
    expect(encoder.rowBytes(0)).toBeGreaterThanOrEqual(output.position);
  });

  it.each([
    ['an OID above 32 bits', { field: int(64), type: 'oid', typname: 'oid' }, [4_294_967_296n]],
    ['a date that would mean infinity', { field: { kind: 'date', unit: 'day' } as const }, [-2_147_483_648]],
    ['milliseconds that are no whole day', { field: { kind: 'date', unit: 'millisecond' } as const }, [1]],
    [
      'a timestamp that would mean infinity',
      { field: { kind: 'timestamp', unit: 'microsecond', timezone: null } as const },
      [-9_223_372_036_854_775_808n],
    ],
    [
      'seconds beyond 64 bits of microseconds',
      { field: { kind: 'timestamp', unit: 'second', timezone: null } as const },
      [9_223_372_036_854_775_807n],
    ],
    [
      'nanoseconds that would be rounded',
      { field: { kind: 'timestamp', unit: 'nanosecond', timezone: null } as const },
      [1],
    ],
  ])('refuses %s', (_, column, values) => {
    const full = complete([column]);
    const encoder = start(full, 1, [columnData(full[0]!, values)]);
    expect(() => encoder.encode(0, target(100))).toThrow(
      expect.objectContaining({ category: 'data', code: 'value_out_of_range' }),
    );
  });
});

describe('many rows', () => {
  const columns = complete([{ field: int(32) }, { field: { kind: 'utf8' } }, { field: { kind: 'bool' } }]);
  const rows = 100;
  const texts = Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? null : 'x'.repeat((i * 37) % 300)));
  const data = [
    columnData(
      columns[0]!,
      Array.from({ length: rows }, (_, i) => (i % 5 === 0 ? null : i)),
    ),
    columnData(columns[1]!, texts),
    columnData(
      columns[2]!,
      texts.map((value) => (value === null ? null : value.length > 100)),
    ),
  ];

  it('are the same bytes however small the targets are', () => {
    const encoder = start(columns, rows, data);
    const whole = target(100_000);
    expect(encoder.encode(0, whole)).toBe(rows);
    for (const size of [350, 401, 997, 5000]) {
      const parts: Buffer[] = [];
      for (let row = 0; row < rows;) {
        const part = target(size);
        const reached = encoder.encode(row, part);
        expect(reached).toBeGreaterThan(row);
        expect(part.position).toBeLessThanOrEqual(size);
        parts.push(Buffer.from(part.bytes.subarray(0, part.position)));
        row = reached;
      }
      expect(Buffer.concat(parts).equals(Buffer.from(whole.bytes.subarray(0, whole.position)))).toBe(true);
    }
  });

  it('are left alone where not even one fits', () => {
    const encoder = start(columns, rows, data);
    const small = target(10);
    expect(encoder.encode(3, small)).toBe(3);
    expect(small.position).toBe(0);
  });

  it('with more columns than one function takes are encoded in groups, to the same bytes', () => {
    const wide = Array.from({ length: 70 }, (_, i) => ({ ...columns[i % 3]!, name: `w${i}` }));
    const wideData = wide.map((_, i) => data[i % 3]!);
    const encoder = start(wide, rows, wideData);
    const output = target(2_000_000);
    expect(encoder.encode(0, output)).toBe(rows);
    const single = target(100_000);
    start(columns, rows, data).encode(0, single);
    const expected = tuples(single).map((fields) => wide.map((_, i) => fields[i % 3]));
    expect(tuples(output)).toEqual(expected);
  });

  it('texts of every length around the limits of the copying arrive as they are', () => {
    const lengths = [...Array.from({ length: 40 }, (_, i) => i), 126, 127, 128, 129, 500];
    const texts = lengths.map((length) =>
      Array.from({ length }, (_, i) => String.fromCharCode(33 + (i % 90))).join(''),
    );
    const text = complete([{ field: { kind: 'utf8' } }]);
    const encoder = start(text, texts.length, [columnData(text[0]!, texts)]);
    const output = target(100_000);
    expect(encoder.encode(0, output)).toBe(texts.length);
    expect(tuples(output)).toEqual(texts.map((value) => [Buffer.from(value).toString('hex')]));
  });

  it('without any column are empty tuples', () => {
    const encoder = start([], 3, []);
    const output = target(100);
    expect(encoder.encode(0, output)).toBe(3);
    expect(Buffer.from(output.bytes.subarray(0, output.position)).toString('hex')).toBe('000000000000');
  });
});

/** Fields in hexadecimal, null for null, tuple by tuple. */
function tuples({ view, bytes, position }: Target): (string | null)[][] {
  const found: (string | null)[][] = [];
  for (let at = 0; at < position;) {
    const fields = view.getInt16(at);
    at += 2;
    found.push(
      Array.from({ length: fields }, () => {
        const length = view.getInt32(at);
        const field = length < 0 ? null : Buffer.from(bytes.subarray(at + 4, at + 4 + length)).toString('hex');
        at += 4 + Math.max(length, 0);
        return field;
      }),
    );
  }
  return found;
}
