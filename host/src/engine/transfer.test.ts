import {
  type BatchFrame,
  type ConnectorMessage,
  encodeSchema,
  type HostMessage,
  type Stats,
  type StreamContext,
} from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../connector/error.ts';
import type { SessionHandler, SessionMessage } from '../connector/client.ts';
import { type SessionClient, transfer } from './transfer.ts';

const session = 5;
const agreed = encodeSchema({
  fields: [{ name: 'id', type: { kind: 'int', bits: 32, signed: true }, nullable: false, metadata: new Map() }],
  metadata: new Map(),
});
const other = encodeSchema({ fields: [], metadata: new Map() });

const context = (): StreamContext => ({
  loadId: 'load',
  streams: [
    {
      name: { namespace: 'demo', name: 'numbers' },
      syncMode: 'full_refresh',
      writeMode: 'replace',
      columns: [],
      key: [],
      arrowSchema: agreed,
      estimate: { rows: 0, bytes: 0 },
    },
  ],
  epochs: [7],
  unit: {
    id: { streamIndex: 0, unit: 'u1' },
    kind: 'snapshot',
    token: new Uint8Array(0),
    estimate: { rows: 0, bytes: 0 },
    bounded: true,
    after: [],
    exclusive: false,
  },
  resume: [],
  effectiveParallelism: 1,
  overrides: [],
  checkpointInterval: { rows: 0, bytes: 0, milliseconds: 0 },
  targetBatchBytes: 0,
  creditLimitBytes: 0,
});

/** A connector process of which the test plays the other end. */
class FakeClient implements SessionClient {
  readonly side: 'source' | 'destination';
  readonly sent: HostMessage[] = [];
  readonly forwarded: BatchFrame[] = [];
  aborted = false;
  forgotten = false;
  #handler: SessionHandler | null = null;
  #release: (() => void)[] = [];
  holdsForwards = false;
  maxFrameBytes = 1_000_000;

  constructor(side: 'source' | 'destination') {
    this.side = side;
  }
  get name(): string {
    return `the ${this.side}`;
  }
  get handler(): SessionHandler {
    if (this.#handler === null) throw new Error('not opened');
    return this.#handler;
  }
  blame = () => ({ side: this.side, connector: this.name });
  open = (_: HostMessage, handler: SessionHandler) => {
    this.#handler = handler;
  };
  send = (message: HostMessage) => void this.sent.push(message);
  forward = (frame: BatchFrame) => {
    this.forwarded.push(frame);
    return new Promise<void>((resolve) => {
      if (this.holdsForwards) this.#release.push(resolve);
      else resolve();
    });
  };
  expectNothing = () => {};
  abortSession = () => {
    this.aborted = true;
  };
  forgetSession = () => {
    this.forgotten = true;
  };

  /** A message of this connector arrives. As in a client, what its handler throws is a failure of the connector. */
  says(message: SessionMessage): void {
    this.#guard(() => this.handler.message(message));
  }
  sendsBatch(sequence: number, rows: number, bytes: number): BatchFrame {
    const header = { session, streamIndex: 0, sequence, schemaEpoch: 0, rows, bytes };
    const frame = { header, chunks: [new Uint8Array(bytes)], byteLength: bytes, release: () => {} };
    this.#guard(() => this.handler.batch(frame));
    return frame;
  }
  reports(change: Partial<Stats>): void {
    const none = { rows: 0, bytes: 0, waitReadMs: 0, waitCreditMs: 0, waitWriteMs: 0, waitFlushMs: 0, waitInputMs: 0 };
    this.#guard(() => this.handler.stats({ session, ...none, cpuMs: 0, memoryBytes: 0, ...change }));
  }
  releaseForward(): void {
    this.#release.shift()?.();
  }
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.handler.failed(PipelineError.blame(error, this.blame()));
    }
  }
}

function start(inFlightBytes = 1000) {
  const source = new FakeClient('source');
  const destination = new FakeClient('destination');
  const cancel = new AbortController();
  const result = transfer({
    session,
    source,
    destination,
    sourceContext: context(),
    destinationContext: context(),
    streamName: 'demo.numbers',
    unitName: 'part 1',
    inFlightBytes,
    signal: cancel.signal,
    onOpened: () => {},
    onBatch: () => {},
    onConsumed: () => {},
    onStats: () => {},
    onSourceDone: () => {},
    drain: null,
    onCommitted: () => true,
    onFailed: () => {},
  });
  result.catch(() => {});
  return { source, destination, result, cancel };
}

const opened = (creditBytes: number): SessionMessage => ({ type: 'opened', session, settings: [], creditBytes });
const schema = { type: 'stream_schema', session, streamIndex: 0, schemaEpoch: 0, arrowSchema: agreed } as const;
const checkpoint = (rows: number, bytes: number, checkpointId = 1): SessionMessage => ({
  type: 'checkpoint',
  session,
  checkpointId,
  positions: [],
  rows,
  bytes,
  idle: false,
});
const done = (rows: number, bytes: number): SessionMessage => ({ type: 'done', session, rows, bytes, stopped: false });
const finished = (rows: number, bytes: number): SessionMessage => ({ type: 'finished', session, rows, bytes });
const committed = (rows: number, change: Partial<{ unit: string; epoch: number; checkpointId: number }> = {}) => {
  const stream = { namespace: 'demo', name: 'numbers' };
  const receipt = { loadId: 'load', stream, unit: 'u1', epoch: 7, checkpointId: 1, rows, bytes: 9, ...change };
  const message: ConnectorMessage = {
    type: 'committed',
    session,
    checkpointId: receipt.checkpointId,
    receipt,
    rows,
    bytes: 9,
  };
  return message;
};

/** Both sides are open, and the source has credit and has sent its schema. */
function streaming(credit = 1000, inFlightBytes = 1000) {
  const sides = start(inFlightBytes);
  sides.source.says(opened(0));
  sides.destination.says(opened(credit));
  sides.source.says(schema);
  return sides;
}

describe('transfer', () => {
  it('passes everything on, and compares the counts at the end', async () => {
    const { source, destination, result } = streaming();
    const batch = source.sendsBatch(0, 3, 30);
    source.says(checkpoint(3, 30));
    source.says(done(3, 30));
    // Invariant 5: the very same chunks.
    expect(destination.forwarded).toEqual([batch]);
    expect(destination.forwarded[0]?.chunks[0]).toBe(batch.chunks[0]);
    expect(destination.sent).toEqual([schema, checkpoint(3, 30), done(3, 30)]);
    destination.says(committed(3));
    destination.says(finished(3, 99));
    expect(await result).toMatchObject({ rowsRead: 3, bytesRead: 30, rowsCommitted: 3, bytesCommitted: 99 });
    expect([source.forgotten, destination.forgotten]).toEqual([true, true]);
  });

  it('holds what the source sends back while the destination is still opening', () => {
    const { source, destination } = start();
    source.says(opened(0));
    source.says(schema);
    source.says(checkpoint(0, 0));
    source.says(done(0, 0));
    expect(destination.sent).toEqual([]);
    destination.says(opened(10));
    expect(destination.sent.map(({ type }) => type)).toEqual(['stream_schema', 'checkpoint', 'done']);
  });

  it('grants the source no more than the host may hold, until batches have left it', async () => {
    const { source, destination } = streaming(5000, 1000);
    destination.holdsForwards = true;
    const grants = () => source.sent.flatMap((message) => (message.type === 'credit' ? [message.bytes] : []));
    expect(grants()).toEqual([1000]);
    source.sendsBatch(0, 1, 600);
    source.sendsBatch(1, 1, 600);
    expect(grants()).toEqual([1000]);
    destination.releaseForward();
    await Promise.resolve();
    await Promise.resolve();
    expect(grants()).toEqual([1000, 600]);
  });

  it('acknowledges a checkpoint only after its commit, and none after the end', () => {
    const { source, destination } = streaming();
    source.says(checkpoint(0, 0));
    expect(source.sent.some(({ type }) => type === 'ack')).toBe(false);
    destination.says(committed(0));
    expect(source.sent.at(-1)).toMatchObject({ type: 'ack', checkpointId: 1 });
    source.says(checkpoint(0, 0, 2));
    source.says(done(0, 0));
    destination.says(committed(0, { checkpointId: 2 }));
    expect(source.sent.filter(({ type }) => type === 'ack')).toHaveLength(1);
  });

  it('aborts both sessions when it is cancelled, and drops what still comes', async () => {
    const { source, destination, result, cancel } = streaming();
    cancel.abort();
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
    expect([source.aborted, destination.aborted]).toEqual([true, true]);
    source.sendsBatch(9, 1, 1);
    destination.says(finished(77, 7));
    expect(destination.forwarded).toEqual([]);
  });

  it.each([
    { side: 'source', change: { waitCreditMs: 60_000 }, message: 'waits for credit, although it has some' },
    { side: 'destination', change: { waitInputMs: 60_000 }, message: 'waits for input, although it has all' },
  ] as const)('finds a $side that $message', async ({ side, change, message }) => {
    const { source, destination, result } = streaming();
    source.says(checkpoint(0, 0));
    const client = side === 'source' ? source : destination;
    client.reports({});
    client.reports(change);
    await expect(result).rejects.toMatchObject({ code: 'stalled', side, message: expect.stringContaining(message) });
  });

  it('refuses a batch that the destination could not take, before it is passed on', async () => {
    const { source, destination, result } = streaming();
    destination.maxFrameBytes = 99;
    source.sendsBatch(0, 1, 100);
    await expect(result).rejects.toMatchObject({ category: 'data', code: 'batch_too_large', side: 'source' });
    expect(destination.forwarded).toEqual([]);
  });

  type Sides = ReturnType<typeof start>;
  it.each<[string, string, 'source' | 'destination', (sides: Sides) => void]>([
    [
      'a batch without credit',
      'credit_exceeded',
      'source',
      ({ source }) => {
        source.sendsBatch(0, 1, 1000);
        source.sendsBatch(1, 1, 1);
      },
    ],
    ['a batch out of sequence', 'wrong_sequence', 'source', ({ source }) => source.sendsBatch(1, 1, 1)],
    [
      'another schema',
      'schema_differs',
      'source',
      ({ source }) => source.says({ ...schema, schemaEpoch: 1, arrowSchema: other }),
    ],
    [
      'a schema of another stream',
      'unknown_stream',
      'source',
      ({ source }) => source.says({ ...schema, streamIndex: 1 }),
    ],
    ['a checkpoint out of sequence', 'wrong_checkpoint', 'source', ({ source }) => source.says(checkpoint(0, 0, 2))],
    ['an end without a checkpoint', 'missing_checkpoint', 'source', ({ source }) => source.says(done(0, 0))],
    [
      'a batch after the end',
      'unexpected_message',
      'source',
      ({ source }) => {
        source.says(checkpoint(0, 0));
        source.says(done(0, 0));
        source.sendsBatch(0, 1, 1);
      },
    ],
    [
      'an end that it was not asked for',
      'stopped_unasked',
      'source',
      ({ source }) => {
        source.says(checkpoint(0, 0));
        source.says({ type: 'done', session, rows: 0, bytes: 0, stopped: true });
      },
    ],
    [
      'fewer rows at a checkpoint than it sent',
      'row_count_differs',
      'source',
      ({ source }) => {
        source.sendsBatch(0, 3, 30);
        source.says(checkpoint(2, 30));
      },
    ],
    [
      'more bytes at the end than it sent',
      'row_count_differs',
      'source',
      ({ source }) => {
        source.says(checkpoint(0, 0));
        source.says(done(0, 1));
      },
    ],
    ['what only a destination sends', 'unexpected_message', 'source', ({ source }) => source.says(finished(0, 0))],
    ['Opened twice', 'unexpected_message', 'destination', ({ destination }) => destination.says(opened(1))],
    ['a commit of nothing', 'unexpected_commit', 'destination', ({ destination }) => destination.says(committed(0))],
    [
      'a receipt of another unit',
      'wrong_receipt',
      'destination',
      ({ source, destination }) => {
        source.says(checkpoint(0, 0));
        destination.says(committed(0, { unit: 'u2' }));
      },
    ],
    [
      'a receipt of an older epoch',
      'wrong_receipt',
      'destination',
      ({ source, destination }) => {
        source.says(checkpoint(0, 0));
        destination.says(committed(0, { epoch: 6 }));
      },
    ],
    [
      'a commit of fewer rows',
      'row_count_differs',
      'destination',
      ({ source, destination }) => {
        source.sendsBatch(0, 3, 30);
        source.says(checkpoint(3, 30));
        destination.says(committed(2));
      },
    ],
    [
      'an end before the last commit',
      'unexpected_message',
      'destination',
      ({ source, destination }) => {
        source.says(checkpoint(0, 0));
        source.says(done(0, 0));
        destination.says(finished(0, 0));
      },
    ],
    [
      'an end with fewer rows',
      'row_count_differs',
      'destination',
      ({ source, destination }) => {
        source.sendsBatch(0, 3, 30);
        source.says(checkpoint(3, 30));
        source.says(done(3, 30));
        destination.says(committed(3));
        destination.says(finished(2, 30));
      },
    ],
    ['a batch', 'unexpected_message', 'destination', ({ destination }) => destination.sendsBatch(0, 1, 1)],
  ])('refuses %s: %s of the %s', async (_, code, side, misbehave) => {
    const sides = streaming();
    misbehave(sides);
    await expect(sides.result).rejects.toMatchObject({ category: 'protocol', code, side, stream: 'demo.numbers' });
    expect(sides.source.aborted || sides.destination.aborted).toBe(true);
  });
});
