import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectorError } from '../error.ts';
import type { SourceOutput } from './source.ts';
import { batchOf, context, Rig, sourceOf, spec } from './test-rig.ts';

const bytesOf = (rows: number): number => batchOf(rows).reduce((sum, piece) => sum + piece.length, 0);
const reading = (read: (output: SourceOutput) => Promise<void>) => ({ source: sourceOf({ read }) });
const typesOf = (rig: Rig): string[] => rig.received.map(({ type }) => type).slice(1);

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

test('a session: opened, schema, batches, a checkpoint, done; counted', async () => {
  const rig = await Rig.opened(
    reading(async (output) => {
      await output.emit({ rows: 3, arrowIpc: batchOf(3) });
      await output.emit({ rows: 0, arrowIpc: batchOf(0) });
      await output.emit({ rows: 5, arrowIpc: batchOf(5) });
    }),
  );
  await rig.send({ type: 'credit', session: 1, bytes: 1 << 20 });
  const rows = 8;
  const bytes = bytesOf(3) + bytesOf(0) + bytesOf(5);
  expect(await rig.until('done')).toEqual({ type: 'done', session: 1, rows, bytes, stopped: false });
  expect(typesOf(rig)).toEqual(['opened', 'stream_schema', 'batch', 'batch', 'batch', 'checkpoint', 'done']);
  expect(rig.received[2]).toMatchObject({ session: 1, streamIndex: 0, schemaEpoch: 0, arrowSchema: spec.arrowSchema });
  expect(rig.received.slice(3, 6)).toMatchObject([
    { sequence: 0 },
    { sequence: 1 },
    { sequence: 2, rows: 5, bytes: bytesOf(5) },
  ]);
  expect(rig.received[6]).toMatchObject({ checkpointId: 1, rows, bytes, positions: [] });
});

test('a unit without rows has a checkpoint too', async () => {
  const rig = await Rig.opened(reading(() => Promise.resolve()));
  await rig.until('done');
  expect(typesOf(rig)).toEqual(['opened', 'stream_schema', 'checkpoint', 'done']);
});

test('where the author has placed the last checkpoint, none is added', async () => {
  const positions = [{ streamIndex: 0, position: { order: Uint8Array.of(1), incarnation: new Uint8Array(0) } }];
  const rig = await Rig.opened(
    reading(async (output) => {
      await output.emit({ rows: 1, arrowIpc: batchOf(1) });
      await output.checkpoint(positions);
    }),
  );
  await rig.send({ type: 'credit', session: 1, bytes: 1 });
  await rig.until('done');
  expect(typesOf(rig)).toEqual(['opened', 'stream_schema', 'batch', 'checkpoint', 'done']);
  expect(rig.received[4]).toMatchObject({ positions });
});

test('a batch waits for credit; one may take the balance below zero, the next waits again', async () => {
  const rig = await Rig.opened(
    reading(async (output) => {
      for (let batch = 0; batch < 3; batch++) await output.emit({ rows: 1, arrowIpc: batchOf(1) });
    }),
  );
  await rig.settled();
  const sent = (): number => rig.received.filter(({ type }) => type === 'batch').length;
  expect(sent()).toBe(0);
  await rig.send({ type: 'credit', session: 1, bytes: 1 });
  await rig.settled();
  expect(sent()).toBe(1);
  // Not enough to be above zero again.
  await rig.send({ type: 'credit', session: 1, bytes: bytesOf(1) - 1 });
  await rig.settled();
  expect(sent()).toBe(1);
  await rig.send({ type: 'credit', session: 1, bytes: bytesOf(1) + 1 });
  const { waitCreditMs, rows } = await rig.until('stats');
  expect(waitCreditMs).toBeGreaterThan(20);
  expect(rows).toBe(3);
  await rig.until('done');
  expect(sent()).toBe(3);
});

test('several emits under way leave in the order of the calls, checkpoints among them', async () => {
  const rig = await Rig.opened(
    reading(async (output) => {
      await Promise.all([
        output.emit({ rows: 1, arrowIpc: batchOf(1) }),
        output.emit({ rows: 2, arrowIpc: batchOf(2) }),
        output.checkpoint(),
        output.emit({ rows: 3, arrowIpc: batchOf(3) }),
      ]);
    }),
  );
  await rig.send({ type: 'credit', session: 1, bytes: 1 << 20 });
  await rig.until('done');
  expect(typesOf(rig).slice(2)).toEqual(['batch', 'batch', 'checkpoint', 'batch', 'checkpoint', 'done']);
  expect(rig.received.filter(({ type }) => type === 'checkpoint')).toMatchObject([{ rows: 3 }, { rows: 6 }]);
});

test('a stop drains: the author hears of it, and done says so', async () => {
  const rig = await Rig.opened(
    reading(async (output) => {
      while (!output.stop.aborted) await output.emit({ rows: 1, arrowIpc: batchOf(1) });
    }),
  );
  await rig.send({ type: 'credit', session: 1, bytes: 2000 });
  await rig.send({ type: 'stop', session: 0, deadlineMs: 1000, reason: 'cancelled', abort: false });
  await rig.send({ type: 'credit', session: 1, bytes: 1 << 20 });
  expect(await rig.until('done')).toMatchObject({ stopped: true });
  expect(typesOf(rig).at(-2)).toBe('checkpoint');
});

test.each([
  ['waiting for credit', (output: SourceOutput) => output.emit({ rows: 1, arrowIpc: batchOf(1) })],
  [
    'waiting for its system',
    (_: SourceOutput, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
      }),
  ],
])('after an abort nothing of the session is sent, and it is closed: %s', async (_, read) => {
  const close = vi.fn(() => Promise.resolve());
  const source = sourceOf(
    {},
    {
      open: (_context, signal) => Promise.resolve({ read: (output) => read(output, signal), close }),
    },
  );
  const rig = await Rig.opened({ source });
  await rig.until('stream_schema');
  await rig.send({ type: 'stop', session: 1, deadlineMs: 1000, reason: 'cancelled', abort: true });
  await rig.send({ type: 'credit', session: 1, bytes: 1 << 20 });
  expect(await rig.close()).toEqual([]);
  expect(close).toHaveBeenCalledTimes(1);
});

test('a ConnectorError of the author reaches the host as it is', async () => {
  const details = {
    code: 'row_too_large',
    category: 'data',
    message: 'a row of 2 GB',
    hint: 'leave it out',
    stream: 'public.t',
    column: 'v',
  } as const;
  const rig = await Rig.opened(reading(() => Promise.reject(new ConnectorError(details))));
  const { session, error } = await rig.until('error');
  expect(session).toBe(1);
  expect(error).toEqual({ ...details, retryable: false });
});

test('any other error is internal, and its stack goes to stderr only', async () => {
  const rig = await Rig.opened(reading(() => Promise.reject(new TypeError('x is not a function'))));
  const { error } = await rig.until('error');
  expect(error).toEqual({ code: 'unexpected', category: 'internal', message: 'x is not a function', retryable: false });
  expect(vi.mocked(console.error).mock.calls.flat().join('')).toContain('source-session.test.ts');
});

test('a batch that fits in no frame is a data error, before anything of it is sent', async () => {
  const maxFrameBytes = 1 << 16;
  const rig = await Rig.configured(
    reading(async (output) => {
      expect(output.maxBatchBytes).toBeLessThan(maxFrameBytes);
      await output.emit({ rows: 1, arrowIpc: [new Uint8Array(output.maxBatchBytes)] });
      await output.emit({ rows: 1, arrowIpc: [new Uint8Array(output.maxBatchBytes + 1)] });
    }),
    maxFrameBytes,
  );
  await rig.send({ type: 'open', session: 1, context });
  await rig.send({ type: 'credit', session: 1, bytes: 1 << 20 });
  expect((await rig.until('error')).error).toMatchObject({
    code: 'batch_too_large',
    category: 'data',
    stream: 'public.t',
  });
  expect(typesOf(rig).filter((type) => type === 'batch')).toHaveLength(1);
});

test('an open that fails is an error of its session, and the next open works', async () => {
  let opens = 0;
  const source = sourceOf(
    {},
    {
      open: () =>
        opens++ === 0
          ? Promise.reject(new ConnectorError({ code: 'no_table', category: 'schema', message: 'gone' }))
          : Promise.resolve({ read: () => Promise.resolve(), close: () => Promise.resolve() }),
    },
  );
  const rig = await Rig.configured({ source });
  await rig.send({ type: 'open', session: 1, context });
  expect(await rig.until('error')).toMatchObject({ session: 1, error: { code: 'no_table' } });
  await rig.send({ type: 'open', session: 2, context });
  expect(await rig.until('done')).toMatchObject({ session: 2 });
});

test('acks reach the author; those for a session that is over are dropped', async () => {
  const ack = vi.fn();
  const rig = await Rig.opened({
    source: sourceOf({ ack, read: (output) => output.emit({ rows: 1, arrowIpc: batchOf(1) }) }),
  });
  await rig.send({ type: 'ack', session: 1, checkpointId: 7, positions: [] });
  await rig.send({ type: 'ack', session: 99, checkpointId: 7, positions: [] });
  await rig.send({ type: 'credit', session: 1, bytes: 1 });
  await rig.until('done');
  expect(ack.mock.calls).toEqual([[7, []]]);
});

test("settings are the author's, else what was asked for, else the defaults", async () => {
  const knob = { description: '', kind: 'integer', candidates: [] } as const;
  const knobs = [
    { name: 'a', defaultValue: 1, ...knob },
    { name: 'b', defaultValue: 2, ...knob },
  ];
  const source = sourceOf({}, { knobs });
  const asked = { knob: 'a', value: 5, provenance: 'pin' } as const;
  const rig = await Rig.configured({ source });
  await rig.send({ type: 'open', session: 1, context: { ...context, overrides: [asked] } });
  expect((await rig.until('opened')).settings).toEqual([asked, { knob: 'b', value: 2, provenance: 'default' }]);
});

test('credit that comes right behind Open is not lost: a source that never got it would wait for ever', async () => {
  const rig = await Rig.configured(reading((output) => output.emit({ rows: 1, arrowIpc: batchOf(1) })));
  // Both in one write, so that nothing of the session exists yet when the credit is read.
  rig.input.cork();
  const sent = [rig.send({ type: 'open', session: 1, context }), rig.send({ type: 'credit', session: 1, bytes: 1 })];
  rig.input.uncork();
  await Promise.all(sent);
  expect(await rig.until('done')).toMatchObject({ rows: 1 });
});
