import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeSchema } from '../arrow/encode/schema.ts';
import { ConnectorError } from '../error.ts';
import type { HostMessage } from '../model/message.ts';
import { batchOf, context, destinationOf, Rig, spec } from './test-rig.ts';

const bytes1 = batchOf(1).reduce((sum, piece) => sum + piece.length, 0);
const schema = {
  type: 'stream_schema',
  session: 1,
  streamIndex: 0,
  schemaEpoch: 0,
  arrowSchema: spec.arrowSchema,
} as const satisfies HostMessage;
const checkpoint = (checkpointId: number, rows: number, bytes: number): HostMessage => ({
  type: 'checkpoint',
  session: 1,
  checkpointId,
  positions: [],
  rows,
  bytes,
  idle: false,
});
const done = (rows: number, bytes: number): HostMessage => ({ type: 'done', session: 1, rows, bytes, stopped: false });

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

test('a session: opened with credit, written, committed, finished; counted', async () => {
  const written: number[] = [];
  const rig = await Rig.opened({
    destination: destinationOf({
      write: ({ rows, arrowIpc }) => {
        expect(arrowIpc.byteOffset % 8).toBe(0);
        written.push(rows, arrowIpc.length);
        return Promise.resolve();
      },
      finish: () => Promise.resolve({ rows: 2, bytes: 77 }),
    }),
  });
  expect(rig.received.at(-1)).toMatchObject({ type: 'opened', creditBytes: 16 << 20 });
  await rig.send(schema);
  rig.sendBatch(1);
  rig.sendBatch(1, { sequence: 1 });
  await rig.send(checkpoint(1, 2, 2 * bytes1));
  await rig.send(done(2, 2 * bytes1));
  expect(await rig.until('finished')).toEqual({ type: 'finished', session: 1, rows: 2, bytes: 77 });
  expect(written).toEqual([1, bytes1, 1, bytes1]);
  const committed = rig.received.find(({ type }) => type === 'committed');
  expect(committed).toMatchObject({
    checkpointId: 1,
    rows: 2,
    bytes: 2 * bytes1,
    receipt: { checkpointId: 1, rows: 2 },
  });
});

test('credit comes back as writes resolve, not before', async () => {
  const write = Promise.withResolvers<void>();
  const rig = await Rig.opened(
    { destination: destinationOf({ write: () => write.promise }) },
    { creditLimitBytes: 100 },
  );
  expect(rig.received.at(-1)).toMatchObject({ creditBytes: 100 });
  await rig.send(schema);
  rig.sendBatch(1);
  await rig.settled();
  expect(rig.received.some(({ type }) => type === 'credit')).toBe(false);
  write.resolve();
  expect((await rig.until('credit')).bytes).toBe(bytes1);
});

test('writes and commits never overlap', async () => {
  let running = 0;
  const one = async <T>(result: T): Promise<T> => {
    expect(++running).toBe(1);
    await new Promise(setImmediate);
    running--;
    return result;
  };
  const receipt = { loadId: 'l', stream: spec.name, unit: '0', epoch: 1, checkpointId: 1, rows: 2, bytes: 0 };
  const rig = await Rig.opened({
    destination: destinationOf({ write: () => one(undefined), commit: () => one(receipt) }),
  });
  await rig.send(schema);
  rig.sendBatch(1);
  rig.sendBatch(1, { sequence: 1 });
  await rig.send(checkpoint(1, 2, 2 * bytes1));
  await rig.send(checkpoint(2, 2, 2 * bytes1));
  await rig.send(done(2, 2 * bytes1));
  await rig.until('finished');
});

describe('what contradicts itself ends the session before any of it is durable', () => {
  test.each<[string, (rig: Rig) => unknown, string]>([
    ['rows that the batch does not have', (rig) => rig.sendBatch(1, { rows: 2 }), 'batch_invalid'],
    ['a gap in the sequence', (rig) => rig.sendBatch(1, { sequence: 1 }), 'sequence_broken'],
    ['an epoch without a schema', (rig) => rig.sendBatch(1, { schemaEpoch: 1 }), 'epoch_unknown'],
    ['a stream that is not in the unit', (rig) => rig.sendBatch(1, { streamIndex: 1 }), 'epoch_unknown'],
    [
      'a schema of a stream that is not in the unit',
      (rig) => rig.send({ ...schema, streamIndex: 1 }),
      'stream_unknown',
    ],
    [
      'a schema that is not what was agreed on',
      (rig) => rig.send({ ...schema, schemaEpoch: 1, arrowSchema: encodeSchema({ fields: [], metadata: new Map() }) }),
      'schema_invalid',
    ],
    ['a schema twice', (rig) => rig.send(schema), 'epoch_unknown'],
    ['a checkpoint that counts other rows', (rig) => rig.send(checkpoint(1, 1, 0)), 'count_mismatch'],
    ['a checkpoint that counts other bytes', (rig) => rig.send(checkpoint(1, 0, 1)), 'count_mismatch'],
    ['a checkpoint out of order', (rig) => rig.send(checkpoint(2, 0, 0)), 'checkpoint_out_of_order'],
    ['a done without a checkpoint', (rig) => rig.send(done(0, 0)), 'checkpoint_missing'],
    [
      'a done that counts other rows',
      async (rig) => {
        await rig.send(checkpoint(1, 0, 0));
        await rig.send(done(9, 0));
      },
      'count_mismatch',
    ],
  ])('%s', async (_, misbehave, code) => {
    const abort = vi.fn(() => Promise.resolve());
    const rig = await Rig.opened({ destination: destinationOf({ abort }) });
    await rig.send(schema);
    await misbehave(rig);
    expect(await rig.until('error')).toMatchObject({
      session: 1,
      error: { code, category: 'protocol', commitState: 'before' },
    });
    expect(abort).toHaveBeenCalledTimes(1);
  });

  test('rows after the last checkpoint', async () => {
    const rig = await Rig.opened({ destination: destinationOf({}) });
    await rig.send(schema);
    await rig.send(checkpoint(1, 0, 0));
    rig.sendBatch(1);
    await rig.send(done(1, bytes1));
    expect((await rig.until('error')).error.code).toBe('checkpoint_missing');
  });
});

test("a batch without credit is the host's error: the process ends", async () => {
  const rig = await Rig.opened(
    { destination: destinationOf({ write: () => new Promise(() => {}) }) },
    { creditLimitBytes: 1 },
  );
  await rig.send(schema);
  rig.sendBatch(1);
  rig.sendBatch(1, { sequence: 1 });
  expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'credit_exceeded' } });
});

const refused = new ConnectorError({ code: 'disk_full', category: 'transient', message: 'no space' });

test.each<[string, Parameters<typeof destinationOf>[0], string]>([
  ['a write', { write: () => Promise.reject(refused) }, 'before'],
  ['a commit', { commit: () => Promise.reject(refused) }, 'unknown'],
  ['a finish', { finish: () => Promise.reject(refused) }, 'confirmed'],
])('%s that fails says what may be durable', async (_, session, commitState) => {
  const abort = vi.fn(() => Promise.resolve());
  const rig = await Rig.opened({ destination: destinationOf({ ...session, abort }) });
  await rig.send(schema);
  rig.sendBatch(1);
  await rig.send(checkpoint(1, 1, bytes1));
  await rig.send(done(1, bytes1));
  const { error } = await rig.until('error');
  expect(error).toMatchObject({ code: 'disk_full', category: 'transient', retryable: true, commitState });
  expect(abort).toHaveBeenCalledTimes(1);
});

test('what was sent to a session that has failed is dropped', async () => {
  const rig = await Rig.opened({ destination: destinationOf({ write: () => Promise.reject(refused) }) });
  await rig.send(schema);
  for (let sequence = 0; sequence < 5; sequence++) rig.sendBatch(1, { sequence });
  await rig.until('error');
  rig.sendBatch(1, { sequence: 5 });
  await rig.send(checkpoint(1, 6, 6 * bytes1));
  await rig.send({ type: 'open', session: 2, context });
  expect(await rig.until('opened')).toMatchObject({ session: 2 });
  expect(rig.received.filter(({ type }) => type === 'error')).toHaveLength(1);
});

test('an abort reaches a write that hangs, and nothing of the session is sent after it', async () => {
  const write = Promise.withResolvers<void>();
  const abort = vi.fn(() => {
    write.reject(new Error('connection closed'));
    return Promise.resolve();
  });
  const started = Promise.withResolvers<void>();
  const hanging = (): Promise<void> => {
    started.resolve();
    return write.promise;
  };
  const rig = await Rig.opened({ destination: destinationOf({ write: hanging, abort }) });
  await rig.send(schema);
  rig.sendBatch(1);
  await started.promise;
  await rig.send({ type: 'stop', session: 1, deadlineMs: 1000, reason: 'cancelled', abort: true });
  expect(await rig.close()).toEqual([]);
  expect(abort).toHaveBeenCalledTimes(1);
});

test('a session that is opened while the one before it is still being released waits for it', async () => {
  const released = Promise.withResolvers<void>();
  let opens = 0;
  const destination = destinationOf({ abort: () => released.promise });
  const rig = await Rig.opened({
    destination: { ...destination, open: (...args) => (opens++, destination.open(...args)) },
  });
  await rig.send({ type: 'stop', session: 1, deadlineMs: 1000, reason: 'cancelled', abort: true });
  await rig.send({ type: 'open', session: 2, context });
  await new Promise(setImmediate);
  expect(opens).toBe(1);
  released.resolve();
  expect(await rig.until('opened')).toMatchObject({ session: 2 });
});
