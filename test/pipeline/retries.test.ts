import type { ErrorCategory } from '@rapidbyte/connector';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import type { Fault } from '../fixtures/connectors/parts/faults.ts';
import { DurablePipeline, type DurableOptions, incremental, noPauses, upTo } from '../support/durable-pipeline.ts';

let pipeline: DurablePipeline;
beforeEach(() => {
  pipeline = new DurablePipeline();
});
afterEach(() => pipeline.remove());

const everyTen = { rows: 10, bytes: 0, milliseconds: 0 };
const withRetries = (maxRetries: number): DurableOptions => ({
  resources: { maxRetries, checkpointInterval: everyTen },
});
const whole = { selection: {}, sourceConfig: { unitRows: 20 } } as const;
const retries = (events: readonly RunEvent[]): readonly object[] => events.filter(({ type }) => type === 'retrying');
const count = (events: readonly RunEvent[], type: RunEvent['type']): number =>
  events.filter((event) => event.type === type).length;

/** Ten rows are there; the next run has ninety more to bring. */
async function standingAtTen(): Promise<void> {
  pipeline.grow('numbers', 10);
  await pipeline.run();
  pipeline.grow('numbers', 100);
}

describe('a continuing load that fails in a way that may pass', () => {
  it.each<[string, Pick<DurableOptions, 'sourceFaults' | 'destinationFaults'>]>([
    ['while it is read', { sourceFaults: [{ at: 'read numbers', nth: 4, how: 'error' }] }],
    ['before a commit', { destinationFaults: [{ at: 'commit', nth: 3, how: 'error' }] }],
    ['after a commit, and nobody heard of it', { destinationFaults: [{ at: 'commit', nth: 3, how: 'error_after' }] }],
    ['after the last commit', { destinationFaults: [{ at: 'finish', nth: 1, how: 'error' }] }],
    ['at Open', { sourceFaults: [{ at: 'open', nth: 1, how: 'error' }] }],
    ['at Plan', { sourceFaults: [{ at: 'plan', nth: 1, how: 'error' }] }],
    ['at Begin', { destinationFaults: [{ at: 'begin', nth: 1, how: 'error' }] }],
  ])('%s, goes on from the last commit, and each row is there once', async (_, faults) => {
    await standingAtTen();
    const run = await pipeline.run({ ...withRetries(2), ...faults });
    expect(run.result.errors).toEqual([]);
    expect(run.result).toMatchObject({ status: 'succeeded', attempts: 2, streams: [{ status: 'published' }] });
    expect(retries(run.events)).toMatchObject([{ what: 'load', attempt: 2, maxAttempts: 3, delayMs: 500 }]);
    // In the order of the stream, and none twice.
    expect(pipeline.stored().rows).toEqual(upTo(100));
    expect(run.survivors).toEqual([]);
  });

  it('is not refused by what is left of its own earlier attempt', async () => {
    await standingAtTen();
    const run = await pipeline.run({
      ...withRetries(1),
      destinationFaults: [{ at: 'commit', nth: 3, how: 'error' }],
      destinationConfig: { lingers: true },
    });
    expect(run.result).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(pipeline.stored().rows).toEqual(upTo(100));
  });

  it('counts what earlier attempts have brought', async () => {
    await standingAtTen();
    const run = await pipeline.run({
      ...withRetries(1),
      sourceFaults: [{ at: 'read numbers', nth: 5, how: 'error' }],
      sourceConfig: { awaitsAcks: true },
    });
    expect(run.result.streams).toMatchObject([{ rowsCommitted: 90, rowsRead: 90 }]);
    expect(pipeline.rows()).toEqual(upTo(100));
  });

  it('fails once its tries are spent, and says after how many; the next run goes on from there', async () => {
    await standingAtTen();
    const sourceFaults = [3, 5, 7, 9].map((nth): Fault => ({ at: 'read numbers', nth, how: 'error' }));
    const run = await pipeline.run({ ...withRetries(2), sourceFaults, sourceConfig: { awaitsAcks: true } });
    expect(run.result).toMatchObject({ status: 'failed', attempts: 3, errors: [{ code: 'fault', side: 'source' }] });
    expect(pipeline.rows()).toEqual(upTo(10 + 20 + 10 + 10));
    await pipeline.run();
    expect(pipeline.stored().rows).toEqual(upTo(100));
  });

  it('waits as long as the system asks for, and longer from time to time', async () => {
    await standingAtTen();
    const paused: number[] = [];
    const pause = (milliseconds: number): Promise<void> => {
      paused.push(milliseconds);
      return Promise.resolve();
    };
    const run = await pipeline.run(
      {
        ...withRetries(5),
        sourceFaults: [
          { at: 'read numbers', nth: 1, how: 'error' },
          { at: 'read numbers', nth: 2, how: 'error', category: 'rate_limited', retryAfterMs: 7000 },
          { at: 'read numbers', nth: 3, how: 'error' },
        ],
      },
      {},
      { ...noPauses, pause },
    );
    expect(run.result).toMatchObject({ status: 'succeeded', attempts: 4 });
    expect(paused).toEqual([500, 8000, 2000]);
  });

  it('is cancelled while it waits', async () => {
    await standingAtTen();
    const cancel = new AbortController();
    const run = await pipeline.run(
      { ...withRetries(1), sourceFaults: [{ at: 'read numbers', nth: 1, how: 'error' }] },
      {
        signal: cancel.signal,
        onEvent: ({ type }) => {
          if (type === 'retrying') cancel.abort();
        },
      },
      { random: () => 1 },
    );
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    expect(run.survivors).toEqual([]);
  });
});

describe('what does not pass', () => {
  it.each<ErrorCategory>(['data', 'schema', 'config', 'auth', 'permission', 'protocol', 'internal'])(
    '%s is not tried again',
    async (category) => {
      await standingAtTen();
      const run = await pipeline.run({
        ...withRetries(5),
        sourceFaults: [{ at: 'read numbers', nth: 2, how: 'error', category }],
      });
      expect(run.result).toMatchObject({ status: 'failed', attempts: 1, errors: [{ code: 'fault', category }] });
      expect(retries(run.events)).toEqual([]);
    },
  );

  it('what is found before the first load has begun is told at once', async () => {
    pipeline.grow('numbers', 10);
    const sourceFaults: readonly Fault[] = [{ at: 'check', nth: 1, how: 'error' }];
    const run = await pipeline.run({ ...withRetries(5), sourceFaults });
    expect(run.result).toMatchObject({ status: 'failed', attempts: 1, errors: [{ category: 'transient' }] });
  });

  it('but later it is one more failure that may pass', async () => {
    await standingAtTen();
    const sourceFaults: readonly Fault[] = [
      { at: 'read numbers', nth: 3, how: 'error' },
      { at: 'check', nth: 2, how: 'error' },
    ];
    const run = await pipeline.run({ ...withRetries(5), sourceFaults });
    expect(run.result).toMatchObject({ status: 'succeeded', attempts: 3 });
    expect(pipeline.stored().rows).toEqual(upTo(100));
  });
});

describe('a load that is read whole', () => {
  it.each<[string, Pick<DurableOptions, 'sourceFaults' | 'destinationFaults'>]>([
    ['while it is read', { sourceFaults: [{ at: 'read numbers', nth: 4, how: 'error' }] }],
    ['while it is written', { destinationFaults: [{ at: 'write', nth: 4, how: 'error' }] }],
    ['before its commit', { destinationFaults: [{ at: 'commit', nth: 2, how: 'error', commitState: 'before' }] }],
  ])('moves only the unit again that has failed %s', async (_, faults) => {
    pipeline.grow('numbers', 100);
    const run = await pipeline.run({ ...whole, ...withRetries(2), ...faults });
    expect(run.result.errors).toEqual([]);
    expect(run.result).toMatchObject({ status: 'succeeded', attempts: 2, streams: [{ rowsCommitted: 100, units: 5 }] });
    expect(retries(run.events)).toMatchObject([{ what: 'unit', stream: 'demo.numbers', unit: expect.any(String) }]);
    expect([count(run.events, 'connector_spawned'), count(run.events, 'unit_finished')]).toEqual([2, 5]);
    expect(pipeline.rows()).toEqual(upTo(100));
  });

  it.each<[string, Fault, readonly number[]]>([
    // If the source had not come to its end by then, what is there might not be all, and all is moved again: a try more.
    ['was', { at: 'commit', nth: 2, how: 'error_after', commitState: 'unknown' }, [6, 8, 12]],
    ['was not', { at: 'commit', nth: 2, how: 'error', commitState: 'unknown' }, [7]],
    ['was, before it could say so', { at: 'finish', nth: 2, how: 'error' }, [6]],
  ])('asks the destination whether a unit %s committed', async (_, fault, sessions) => {
    pipeline.grow('numbers', 120);
    const run = await pipeline.run({ ...whole, ...withRetries(2), destinationFaults: [fault], parallelism: 2 });
    expect(run.result.errors).toEqual([]);
    expect(run.result).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: 120 }] });
    const opened = count(run.events, 'unit_opened');
    expect(sessions).toContain(opened);
    expect(run.result.attempts).toBe(opened === 12 ? 3 : 2);
    expect(pipeline.rows()).toEqual(upTo(120));
    expect(pipeline.stored().epoch).toBe(2);
  });

  it.each<[string, Pick<DurableOptions, 'sourceFaults' | 'destinationFaults'>]>([
    ['its snapshot is lost', { sourceFaults: [{ at: 'open', nth: 3, how: 'error', code: 'snapshot_lost' }] }],
    ['it can’t be planned', { sourceFaults: [{ at: 'plan', nth: 1, how: 'error' }] }],
  ])('begins anew where %s', async (_, faults) => {
    pipeline.grow('numbers', 100);
    const run = await pipeline.run({ ...whole, ...withRetries(2), ...faults });
    expect(run.result).toMatchObject({ status: 'succeeded', attempts: 2, streams: [{ rowsCommitted: 100 }] });
    expect(retries(run.events)).toMatchObject([{ what: 'load' }]);
    expect(pipeline.rows()).toEqual(upTo(100));
  });

  it('is no concern of the next load, if it fails for good', async () => {
    pipeline.grow('numbers', 100);
    const sourceFaults = [1, 2, 3].map((nth): Fault => ({ at: 'read numbers', nth: nth + 3, how: 'error' }));
    const run = await pipeline.run({ ...whole, ...withRetries(2), sourceFaults });
    expect(run.result).toMatchObject({ status: 'failed', attempts: 3 });
    expect(pipeline.rows()).toEqual([]);
    await pipeline.run(whole);
    expect(pipeline.rows()).toEqual(upTo(100));
  });
});

describe('publishing', () => {
  it.each<[string, Fault, number, number]>([
    ['was lost with the process', { at: 'publish', nth: 1, how: 'die_after' }, 0, 3],
    ['was lost, and so was what it was about', { at: 'publish', nth: 1, how: 'die' }, 0, 3],
    ['is that nobody knows', { at: 'publish', nth: 1, how: 'error_after', commitState: 'unknown' }, 0, 2],
    ['may be another one next time', { at: 'publish', nth: 1, how: 'error' }, 1, 2],
  ])('is asked for again where the answer %s', async (_, fault, maxRetries, processes) => {
    pipeline.grow('numbers', 100);
    const run = await pipeline.run({ ...withRetries(maxRetries), destinationFaults: [fault] });
    expect(run.result.errors).toEqual([]);
    expect(run.result).toMatchObject({
      status: 'succeeded',
      attempts: 1 + maxRetries,
      warnings: [],
      streams: [{ rowsCommitted: 100, status: 'published' }],
    });
    expect(count(run.events, 'connector_spawned')).toBe(processes);
    expect(pipeline.stored().rows).toEqual(upTo(100));
    // The position was stored with the rows: there is nothing left to be read.
    expect((await pipeline.run()).result.streams[0]?.rowsCommitted).toBe(0);
  });

  it('never begins another load, whose rows might come a second time', async () => {
    pipeline.grow('numbers', 100);
    const destinationFaults = [1, 2, 3, 4].map((nth): Fault => ({ at: 'publish', nth, how: 'die_after' }));
    const run = await pipeline.run({ ...withRetries(2), destinationFaults });
    expect(run.result).toMatchObject({ status: 'failed', attempts: 3, errors: [{ commitState: 'unknown' }] });
    expect(count(run.events, 'run_planned')).toBe(1);
    expect(pipeline.stored().rows).toEqual(upTo(100));
  });

  it('is not asked for again where it is refused', async () => {
    pipeline.grow('numbers', 100);
    const destinationFaults: readonly Fault[] = [{ at: 'publish', nth: 1, how: 'error', category: 'schema' }];
    const run = await pipeline.run({ ...withRetries(5), destinationFaults });
    expect(run.result).toMatchObject({ status: 'failed', attempts: 1, errors: [{ category: 'schema' }] });
    expect(pipeline.rows()).toEqual([]);
  });
});

describe('a connector that is killed', () => {
  it.each<[string, Pick<DurableOptions, 'sourceFaults' | 'destinationFaults'>]>([
    ['while it reads', { sourceFaults: [{ at: 'read numbers', nth: 5, how: 'die' }] }],
    ['before a commit', { destinationFaults: [{ at: 'commit', nth: 4, how: 'die' }] }],
    ['after a commit', { destinationFaults: [{ at: 'commit', nth: 4, how: 'die_after' }] }],
  ])('%s, leaves what the next run goes on from', async (_, faults) => {
    await standingAtTen();
    const run = await pipeline.run({ ...withRetries(0), ...faults, selection: incremental });
    expect(run.result).toMatchObject({ status: 'failed', errors: [{ code: 'connector_killed' }] });
    expect((await pipeline.run()).result.status).toBe('succeeded');
    expect(pipeline.stored().rows).toEqual(upTo(100));
  });
});
