import type { CheckpointInterval, Position } from '@rapidbyte/connector';
import { describe, expect, test } from 'vitest';
import { CollectingOutput } from '../testing/collect.ts';
import { copyHeader, copyRow, copySession, copyTrailer, fakeConnection, int64 } from '../testing/copy-stream.ts';
import { Progress } from './progress.ts';
import { orderColumn } from './row-order.ts';
import { readRows, type ReadOptions } from './row-reader.ts';

interface Row {
  readonly id: number;
  readonly flag: boolean | null;
  readonly key: string;
}

const none: CheckpointInterval = { rows: 0, bytes: 0, milliseconds: 0 };
const at = (key: string): Position => ({ order: Buffer.from(key), incarnation: new Uint8Array(0) });

/** Rows whose keys stay the same for `group` rows. */
const rowsOf = (count: number, group: (id: number) => number): Row[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    flag: id % 3 === 0 ? null : id % 3 === 1,
    key: String(group(id)).padStart(6, '0'),
  }));

const payloads = (rows: readonly Row[]): Buffer[] => [
  copyHeader,
  ...rows.map(({ id, flag, key }) => copyRow(int64(BigInt(id)), flag === null ? null : Buffer.of(flag ? 1 : 0), key)),
  copyTrailer,
];

function read(
  chunks: readonly Uint8Array[],
  interval: Partial<CheckpointInterval>,
  output = new CollectingOutput(),
  start = '',
  targetBatchBytes = 0,
): { readonly options: ReadOptions; readonly output: CollectingOutput; readonly done: Promise<{ complete: boolean }> } {
  const options: ReadOptions = {
    connection: fakeConnection(chunks),
    sql: 'COPY …',
    stream: 'public.t',
    streamIndex: 0,
    columns: [
      { name: 'id', encoding: { kind: 'swap', width: 8 }, nullable: false },
      { name: 'flag', encoding: { kind: 'bool' }, nullable: true },
    ],
    key: [0],
    schema: {
      fields: [
        { name: 'id', type: { kind: 'int', bits: 64, signed: true }, nullable: false, metadata: new Map() },
        { name: 'flag', type: { kind: 'bool' }, nullable: true, metadata: new Map() },
      ],
      metadata: new Map(),
    },
    targetBatchBytes,
    ordered: {
      columns: [orderColumn('key')],
      progress: new Progress({
        streamIndex: 0,
        start: at(start),
        interval: { ...none, ...interval },
        positionOf: ([form = Buffer.of()]) => at(Buffer.from(form).toString()),
      }),
    },
    signal: new AbortController().signal,
  };
  return { options, output, done: readRows(options, output) };
}

/** Every checkpoint stands behind a group, at its key; what the batches hold is the rows. */
function verify({ options, output }: ReturnType<typeof read>, rows: readonly Row[]): void {
  const { id = [], flag } = output.columns(options.schema);
  expect(id).toEqual(rows.slice(0, id.length).map((row) => BigInt(row.id)));
  expect(flag).toEqual(rows.slice(0, id.length).map((row) => row.flag));
  for (const checkpoint of output.checkpoints) {
    const last = rows[checkpoint.rows - 1];
    expect(checkpoint.positions).toEqual([{ streamIndex: 0, position: at(last?.key ?? '') }]);
    expect(rows[checkpoint.rows]?.key).not.toBe(last?.key);
  }
  expect(output.checkpoints.at(-1)?.rows).toBe(id.length);
}

const intervals = [1, 2, 3, 7, 8, 9, 16, 17];

test.each(intervals)('every %d rows, wherever the stream is cut, in whatever messages', async (interval) => {
  const rows = rowsOf(40, (id) => Math.floor(id / (1 + (id % 4 === 0 ? 3 : 1))));
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id));
  const session = copySession(payloads(rows), rows.length);
  const merged = copySession([Buffer.concat(payloads(rows))], rows.length);
  const cuts = Array.from({ length: 60 }, (_, index) => Math.floor((index * session.length) / 60));
  const expected: unknown[] = [];
  for (const stream of [session, merged]) {
    for (const cut of cuts) {
      const one = read([stream.subarray(0, cut), stream.subarray(cut)], { rows: interval });
      expect(await one.done).toEqual({ complete: true });
      verify(one, rows);
      expected.push(one.output.checkpoints.map((checkpoint) => checkpoint.rows));
    }
  }
  // Where they stand is the rows' doing alone.
  expect(new Set(expected.map((places) => JSON.stringify(places))).size).toBe(1);
});

test('byte by byte', async () => {
  const rows = rowsOf(30, (id) => Math.floor(id / 2));
  const one = read(
    Array.from(copySession(payloads(rows), rows.length), (byte) => Uint8Array.of(byte)),
    { rows: 5 },
  );
  await one.done;
  verify(one, rows);
  expect(one.output.checkpoints.map((checkpoint) => checkpoint.rows)).toEqual([6, 12, 18, 24, 30]);
});

test('a group larger than a batch, and than the interval, has no checkpoint within it', async () => {
  const rows = rowsOf(50_000, (id) => (id < 100 ? id : id < 45_000 ? 100 : id));
  const one = read([copySession(payloads(rows), rows.length)], { rows: 1000 });
  await one.done;
  verify(one, rows);
  expect(one.output.batches.length).toBeGreaterThan(4);
  expect(one.output.checkpoints.map((checkpoint) => checkpoint.rows)).toEqual([
    45_000, 46_000, 47_000, 48_000, 49_000, 50_000,
  ]);
});

test('a checkpoint that falls due when the buffers are just full waits for the next ones', async () => {
  // Ten rows a batch: those of the one large message fill three of them.
  const rows = rowsOf(50, (id) => (id === 30 ? 29 : id));
  const [header = Buffer.of(), ...rest] = payloads(rows);
  const chunks = [copySession([Buffer.concat([header, ...rest.slice(0, 30)]), ...rest.slice(30)], rows.length)];
  const output = new CollectingOutput({ beforeEmit: () => new Promise((resolve) => setTimeout(resolve, 2)) });
  const one = read(chunks, { rows: 30 }, output, '', 190);
  await one.done;
  verify(one, rows);
  expect(output.batches.slice(0, 3).map((batch) => batch.rows)).toEqual([10, 10, 10]);
  expect(output.checkpoints.map((checkpoint) => checkpoint.rows)).toEqual([31, 50]);
});

test('rows of a read that looks back are not before its start', async () => {
  const rows = rowsOf(10, (id) => id);
  const one = read([copySession(payloads(rows), 10)], { rows: 2 }, undefined, '000004');
  await one.done;
  expect(
    one.output.checkpoints.map(({ positions }) => Buffer.from(positions[0]?.position.order ?? []).toString()),
  ).toEqual(['000004', '000004', '000005', '000007', '000009']);
});

test('no rows: one checkpoint, where it began', async () => {
  const one = read([copySession(payloads([]), 0)], { rows: 5 }, undefined, 'here');
  await one.done;
  expect(one.output.checkpoints).toEqual([{ rows: 0, positions: [{ streamIndex: 0, position: at('here') }] }]);
});

test('a NULL in an order’s column is refused, and names it', async () => {
  const payload = Buffer.concat([copyHeader, copyRow(int64(1n), null, null)]);
  const one = read([copySession([payload, copyTrailer], 1)], {});
  await expect(one.done).rejects.toMatchObject({ code: 'unexpected_null', column: 'key' });
});

describe('a stop', () => {
  test.each([
    ['single rows', (id: number) => id],
    ['groups', (id: number) => Math.floor(id / 700)],
    ['one group to begin with', (id: number) => (id < 20_000 ? 0 : id)],
    ['one group to end with', (id: number) => (id < 5000 ? id : 5000)],
    ['a single group', () => 0],
  ])('ends at a checkpoint: %s', async (_, group) => {
    const rows = rowsOf(40_000, group);
    const session = copySession(payloads(rows), rows.length);
    const chunks = Array.from({ length: Math.ceil(session.length / 9000) }, (__, index) =>
      session.subarray(index * 9000, (index + 1) * 9000),
    );
    for (const batch of [0, 1, 2, 5]) {
      const output: CollectingOutput = new CollectingOutput({
        beforeEmit: (now) => (now === batch ? output.requestStop() : undefined),
      });
      const one = read(chunks, { rows: 3000 }, output);
      const { complete } = await one.done;
      verify(one, rows);
      if (!complete) expect(output.rows).toBeLessThan(rows.length);
    }
  });

  test('while nothing comes: at once', async () => {
    const rows = rowsOf(2000, (id) => id);
    const session = copySession(payloads(rows), rows.length);
    let cancelled = false;
    const one = read([session.subarray(0, 30_000)], {});
    const { connection } = one.options;
    await new Promise((resolve) => setTimeout(resolve, 20));
    one.output.requestStop();
    expect(await one.done).toEqual({ complete: false });
    cancelled = (connection as ReturnType<typeof fakeConnection>).cancelled() > 0;
    expect(cancelled).toBe(true);
    verify(one, rows);
    expect(one.output.rows).toBeGreaterThan(500);
  });

  test('a checkpoint that can’t be sent ends the read', async () => {
    class Failing extends CollectingOutput {
      override checkpoint(): Promise<void> {
        return Promise.reject(new Error('gone'));
      }
    }
    const rows = rowsOf(5000, (id) => id);
    const one = read([copySession(payloads(rows), rows.length)], { rows: 10 }, new Failing());
    await expect(one.done).rejects.toMatchObject({ message: expect.stringContaining('gone') as string });
  });
});
