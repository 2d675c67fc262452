import type { DataType, Field, Schema } from '@rapidbyte/connector';
import type { ColumnEncoding } from '@rapidbyte/postgres';
import { describe, expect, test } from 'vitest';
import { CollectingOutput } from '../testing/collect.ts';
import {
  commandComplete,
  copyDone,
  copyHeader,
  copyOutResponse,
  copyRow,
  copySession,
  copyTrailer,
  fakeConnection,
  hex,
  int16,
  int32,
  int64,
  message,
  readyForQuery,
  type CopyField,
} from '../testing/copy-stream.ts';
import type { ReadColumn } from './read-column.ts';
import { readRows, type ReadOptions } from './row-reader.ts';

interface TestColumn extends ReadColumn {
  readonly type: DataType;
}

const column = (name: string, encoding: ColumnEncoding, type: DataType, nullable = true): TestColumn => ({
  name,
  encoding,
  nullable,
  type,
});
const int8 = column('id', { kind: 'swap', width: 8 }, { kind: 'int', bits: 64, signed: true }, false);
const text = column('t', { kind: 'variable' }, { kind: 'utf8' });

function options(columns: readonly TestColumn[], chunks: readonly Uint8Array[]): ReadOptions & { schema: Schema } {
  const fields = columns.map(({ name, type, nullable }): Field => ({ name, type, nullable, metadata: new Map() }));
  return {
    connection: fakeConnection(chunks),
    sql: 'COPY …',
    stream: 'public.t',
    streamIndex: 0,
    columns,
    key: [0],
    schema: { fields, metadata: new Map() },
    targetBatchBytes: 0,
    signal: new AbortController().signal,
  };
}

async function read(columns: readonly TestColumn[], chunks: readonly Uint8Array[]): Promise<Record<string, unknown[]>> {
  const what = options(columns, chunks);
  const output = new CollectingOutput();
  expect(await readRows(what, output)).toEqual({ complete: true });
  return output.columns(what.schema);
}

/** Reads rows of one column beside an id. */
async function readValues(one: TestColumn, values: readonly CopyField[]): Promise<unknown[]> {
  const rows = values.map((value, index) => copyRow(int64(BigInt(index)), value));
  const payloads = [Buffer.concat([copyHeader, ...rows.slice(0, 1)]), ...rows.slice(1), copyTrailer];
  const { id, ...rest } = await read([int8, one], [copySession(payloads, rows.length)]);
  expect(id).toEqual(values.map((_, index) => BigInt(index)));
  return rest[one.name] ?? [];
}

const rows = [
  copyRow(int64(1n), 'one'),
  copyRow(int64(-2n), null),
  copyRow(int64(3n), 'x'.repeat(300)),
  copyRow(int64(4n), ''),
];
const expected = { id: [1n, -2n, 3n, 4n], t: ['one', null, 'x'.repeat(300), ''] };

test('a batch ends at its target size, whatever column its bytes are in', async () => {
  // Once only the last column counted: batches of wide rows had four times their size, in every process.
  const wide = Array.from({ length: 200 }, (_, index) => copyRow(int64(BigInt(index)), 'x'.repeat(2000), 'y'));
  const output = new CollectingOutput();
  const columns = [int8, text, { ...text, name: 'short' }];
  const what = options(columns, [copySession([copyHeader, ...wide, copyTrailer], 200)]);
  await readRows({ ...what, targetBatchBytes: 64 * 1024 }, output);
  expect(output.rows).toBe(200);
  for (const { bytes } of output.batches) expect(bytes.length).toBeLessThan(70 * 1024);
});

test('rows of one message wait for buffers, as those of many do', async () => {
  // Once the rest of a message that a proxy had merged was forgotten while all buffers were under way.
  const wide = Array.from({ length: 200 }, (_, index) => copyRow(int64(BigInt(index)), 'x'.repeat(2000)));
  const output = new CollectingOutput({ beforeEmit: () => new Promise((resolve) => setTimeout(resolve, 2)) });
  const what = options([int8, text], [copySession([Buffer.concat([copyHeader, ...wide, copyTrailer])], 200)]);
  expect(await readRows({ ...what, targetBatchBytes: 64 * 1024 }, output)).toEqual({ complete: true });
  expect(output.columns(what.schema)['id']).toEqual(wide.map((_, index) => BigInt(index)));
});

describe('framing', () => {
  const session = copySession([Buffer.concat([copyHeader, rows[0] ?? hex('')]), ...rows.slice(1), copyTrailer], 4);

  test('the stream may be cut at every byte', async () => {
    for (let cut = 1; cut < session.length; cut++) {
      expect(await read([int8, text], [session.subarray(0, cut), session.subarray(cut)]), `cut at ${cut}`).toEqual(
        expected,
      );
    }
  });

  test('the stream may come byte by byte', async () => {
    expect(
      await read(
        [int8, text],
        Array.from(session, (byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(expected);
  });

  test('rows may be cut into CopyData messages at every byte, and several may share one', async () => {
    const payload = Buffer.concat([copyHeader, ...rows, copyTrailer]);
    for (let cut = 1; cut < payload.length; cut++) {
      const chunks = [copySession([payload.subarray(0, cut), payload.subarray(cut)], 4)];
      expect(await read([int8, text], chunks), `cut at ${cut}`).toEqual(expected);
    }
  });

  test('notices and parameter changes may come between', async () => {
    const payloads = [copyHeader, ...rows, copyTrailer].map((payload) => message('d', payload));
    const between = [message('N', Buffer.from('SNOTICE\0\0')), message('S', Buffer.from('TimeZone\0UTC\0'))];
    const chunks = payloads.flatMap((payload, index) => [payload, between[index % 2] ?? payload]);
    const session = Buffer.concat([copyOutResponse, ...chunks, copyDone, commandComplete(4), readyForQuery]);
    expect(await read([int8, text], [session])).toEqual(expected);
  });

  test('a table without columns has rows', async () => {
    const what = options([], [copySession([copyHeader, copyRow(), copyRow(), copyRow(), copyTrailer], 3)]);
    const output = new CollectingOutput();
    await readRows(what, output);
    expect(output.rows).toBe(3);
  });

  test('a large value grows the buffers, and shrinks them again', async () => {
    const large = 'ü'.repeat(1_000_000);
    const data = [
      copyRow(int64(1n), large),
      ...Array.from({ length: 5000 }, (_, i) => copyRow(int64(BigInt(i)), `v${i}`)),
    ];
    const session = copySession([copyHeader, ...data, copyTrailer], data.length);
    const chunks = Array.from({ length: Math.ceil(session.length / 50_000) }, (_, i) =>
      session.subarray(i * 50_000, (i + 1) * 50_000),
    );
    const result = await read([int8, text], chunks);
    expect(result['t']?.[0]).toBe(large);
    expect(result['t']?.slice(1)).toEqual(Array.from({ length: 5000 }, (_, i) => `v${i}`));
  });

  test('more columns than one generated function holds', async () => {
    const columns = Array.from({ length: 100 }, (_, i) => column(`c${i}`, int8.encoding, int8.type));
    const data = [0, 1, 2].map((row) =>
      copyRow(...columns.map((_, i) => (i % 7 === row ? null : int64(BigInt(i * 10 + row))))),
    );
    const result = await read(columns, [copySession([copyHeader, ...data, copyTrailer], 3)]);
    for (const [i, { name }] of columns.entries()) {
      expect(result[name]).toEqual([0, 1, 2].map((row) => (i % 7 === row ? null : BigInt(i * 10 + row))));
    }
  });

  const malformed: readonly (readonly [string, Buffer, string])[] = [
    ['another signature', Buffer.concat([Buffer.alloc(19), copyTrailer]), 'copy_malformed'],
    ['a row of too few fields', Buffer.concat([copyHeader, copyRow(int64(1n))]), 'copy_malformed'],
    ['a negative length', Buffer.concat([copyHeader, int16(2), int32(-2)]), 'copy_malformed'],
    ['data after the trailer', Buffer.concat([copyHeader, copyTrailer, Buffer.from('x')]), 'copy_malformed'],
    ['a missing trailer', copyHeader, 'row_count_mismatch'],
    ['half a row', Buffer.concat([copyHeader, (rows[0] ?? hex('')).subarray(0, 8)]), 'row_count_mismatch'],
    ['a value of another width', Buffer.concat([copyHeader, copyRow(int32(1), 'x')]), 'unexpected_value_format'],
    ['a NULL where there can be none', Buffer.concat([copyHeader, copyRow(null, 'x')]), 'unexpected_null'],
  ];
  test.each(malformed)('%s is refused', async (_, payload, code) => {
    const what = options([int8, text], [copySession([payload], 0)]);
    await expect(readRows(what, new CollectingOutput())).rejects.toMatchObject({ code });
  });

  test('rows that the server has counted and we have not seen are missed', async () => {
    const what = options([int8, text], [copySession([copyHeader, ...rows, copyTrailer], 5)]);
    await expect(readRows(what, new CollectingOutput())).rejects.toMatchObject({ code: 'row_count_mismatch' });
  });

  test("the server's error in the middle of the rows says how far it came", async () => {
    const session = Buffer.concat([
      copyOutResponse,
      ...[copyHeader, ...rows].map((one) => message('d', one)),
      message('E', Buffer.from('bad bytes\0')),
      readyForQuery,
    ]);
    const what = options([int8, text], [session]);
    await expect(readRows(what, new CollectingOutput())).rejects.toMatchObject({
      code: 'invalid_text',
      category: 'data',
      message: expect.stringContaining('row 5 of public.t'),
    });
  });
});

// NULLs in other rows of each batch: a buffer that keeps the last batch's shows.
const valueOf = (i: number): string | null => (i % 9973 === 0 ? null : `value ${i}`);

describe('batches', () => {
  const many = Array.from({ length: 40_000 }, (_, i) => copyRow(int64(BigInt(i)), valueOf(i)));
  const session = copySession([copyHeader, ...many, copyTrailer], many.length);
  const chunks = (): Uint8Array[] =>
    Array.from({ length: Math.ceil(session.length / 60_000) }, (_, i) =>
      session.subarray(i * 60_000, (i + 1) * 60_000),
    );

  test('the first is small; buffers wait until they have left', async () => {
    const what = options([int8, text], chunks());
    const output = new CollectingOutput({ beforeEmit: () => new Promise((resolve) => setTimeout(resolve, 5)) });
    await readRows(what, output);
    expect(output.batches[0]?.rows).toBe(1024);
    expect(output.columns(what.schema)).toEqual({
      id: many.map((_, i) => BigInt(i)),
      t: many.map((_, i) => valueOf(i)),
    });
  });

  test('no batch is larger than allowed', async () => {
    const what = options([int8, text], chunks());
    const output = new CollectingOutput({ maxBatchBytes: 10_000 });
    await readRows(what, output);
    expect(output.rows).toBe(many.length);
    expect(output.batches.length).toBeGreaterThan(80);
  });

  test('a row that fits into no batch is refused before it has come, with its key', async () => {
    const large = copySession([copyHeader, copyRow(int64(7n), 'x'), copyRow(int64(4711n), 'x'.repeat(200_000))], 2);
    const what = options([int8, text], [large.subarray(0, 150_000)]);
    const failure = readRows(what, new CollectingOutput({ maxBatchBytes: 100_000 }));
    await expect(failure).rejects.toMatchObject({
      code: 'row_too_large',
      category: 'data',
      stream: 'public.t',
      message: expect.stringContaining('row 2 of public.t (id = 4711)'),
    });
  });

  test('a stop ends the read early and in order', async () => {
    const what = options([int8, text], chunks());
    const output: CollectingOutput = new CollectingOutput({
      beforeEmit: (batch) => (batch === 1 ? output.requestStop() : undefined),
    });
    expect(await readRows(what, output)).toEqual({ complete: false });
    expect(output.rows).toBeLessThan(many.length);
    const { id } = output.columns(what.schema);
    expect(id).toEqual(many.slice(0, output.rows).map((_, i) => BigInt(i)));
  });

  test('an abort ends the read at once, and the statement at the server', async () => {
    const abort = new AbortController();
    const connection = fakeConnection([copyOutResponse]);
    const what = { ...options([int8, text], []), connection, signal: abort.signal };
    setTimeout(() => abort.abort(new Error('enough')), 10);
    await expect(readRows(what, new CollectingOutput())).rejects.toThrow('enough');
    expect(connection.cancelled()).toBe(1);
  });

  test('a failure to emit fails the read, even of the last batch', async () => {
    const what = options([int8, text], [copySession([copyHeader, ...rows, copyTrailer], 4)]);
    const output = new CollectingOutput({ beforeEmit: () => Promise.reject(new Error('the host is gone')) });
    await expect(readRows(what, output)).rejects.toThrow('the host is gone');
  });
});

describe('values', () => {
  test('bool, with NULLs', async () => {
    const bool = column('v', { kind: 'bool' }, { kind: 'bool' });
    expect(await readValues(bool, [hex('01'), hex('00'), null, hex('01')])).toEqual([true, false, null, true]);
  });

  test('integers', async () => {
    const two = column('v', { kind: 'swap', width: 2 }, { kind: 'int', bits: 16, signed: true });
    expect(await readValues(two, [hex('8000'), hex('7fff'), null])).toEqual([-32768, 32767, null]);
    const four = column('v', { kind: 'swap', width: 4 }, { kind: 'int', bits: 32, signed: true });
    expect(await readValues(four, [hex('80000000'), hex('7fffffff'), null])).toEqual([-(2 ** 31), 2 ** 31 - 1, null]);
    const eight = column('v', { kind: 'swap', width: 8 }, int8.type);
    expect(await readValues(eight, [int64(-(2n ** 63n)), int64(2n ** 63n - 1n), int64(-1n), null])).toEqual([
      -(2n ** 63n),
      2n ** 63n - 1n,
      -1n,
      null,
    ]);
  });

  test('floats keep −0, infinities and a NaN’s payload', async () => {
    const eight = column('v', { kind: 'swap', width: 8 }, { kind: 'fixed_size_binary', byteWidth: 8 });
    const values = [hex('8000000000000000'), hex('7ff0000000000000'), hex('7ff8dead00beef01')];
    const read = await readValues(eight, values);
    expect(read.map((value) => Buffer.from(value as Uint8Array).reverse())).toEqual(values);
  });

  test('fixed widths of every shape', async () => {
    // Above 32 bytes the values of 4- and 8-byte units were once spread over the array, one byte in each.
    for (const width of [1, 6, 8, 12, 16, 24, 32, 33, 36, 40, 200]) {
      const fixed = column('v', { kind: 'fixed', width }, { kind: 'fixed_size_binary', byteWidth: width });
      const one = Buffer.from(Array.from({ length: width }, (_, i) => 255 - i));
      const [first, second, third] = await readValues(fixed, [one, null, one]);
      expect([Buffer.from(first as Uint8Array), second, Buffer.from(third as Uint8Array)], `width ${width}`).toEqual([
        one,
        null,
        one,
      ]);
    }
  });

  test('jsonb without its version; another version is refused', async () => {
    const jsonb = column('v', { kind: 'jsonb' }, { kind: 'utf8' });
    expect(await readValues(jsonb, ['\u0001{"a": 1}', null, '\u0001[]'])).toEqual(['{"a": 1}', null, '[]']);
    await expect(readValues(jsonb, ['\u0002{}'])).rejects.toMatchObject({ code: 'unexpected_value_format' });
  });

  test('texts of all lengths around the limits of the copying', async () => {
    const texts = [0, 1, 2, 3, 4, 5, 7, 8, 126, 127, 128, 129, 1000].map((length) =>
      'é'.repeat(length).slice(0, length),
    );
    expect(await readValues(text, texts)).toEqual(texts);
  });

  test('dates', async () => {
    const date = column('v', { kind: 'date' }, { kind: 'int', bits: 32, signed: true });
    expect(await readValues(date, [int32(0), int32(-10957), int32(2_145_031_948), int32(-2_451_545), null])).toEqual([
      10957,
      0,
      2_145_042_905,
      -2_440_588,
      null,
    ]);
    for (const infinite of ['7fffffff', '80000000']) {
      await expect(readValues(date, [int32(1), hex(infinite)])).rejects.toMatchObject({
        code: 'value_not_representable',
        category: 'data',
        column: 'v',
        stream: 'public.t',
        message: expect.stringContaining('column "v" of row 2 of public.t (id = 1)'),
      });
    }
  });

  test('timestamps: the shift carries from half to half, and what does not fit is refused', async () => {
    const timestamp = column('v', { kind: 'timestamp' }, int8.type);
    const shift = 946_684_800_000_000n;
    const largest = 2n ** 63n - 1n - shift;
    const values = [0n, -shift, -1n, 1n, 3_000_000_000n, -211_813_488_000_000_000n, largest];
    expect(await readValues(timestamp, values.map(int64))).toEqual(values.map((value) => value + shift));
    for (const value of [2n ** 63n - 1n, -(2n ** 63n), largest + 1n]) {
      await expect(readValues(timestamp, [int64(value)])).rejects.toMatchObject({ code: 'value_not_representable' });
    }
  });

  test('times end before 24:00', async () => {
    const time = column('v', { kind: 'time' }, int8.type);
    expect(await readValues(time, [int64(0n), int64(86_399_999_999n), null])).toEqual([0n, 86_399_999_999n, null]);
    await expect(readValues(time, [int64(86_400_000_000n)])).rejects.toMatchObject({ code: 'value_not_representable' });
  });

  test('OIDs are unsigned', async () => {
    const oid = column('v', { kind: 'oid' }, int8.type);
    expect(await readValues(oid, [hex('ffffffff'), hex('00000000'), null])).toEqual([4_294_967_295n, 0n, null]);
  });
});
