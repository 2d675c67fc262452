import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import { DurablePipeline, type DurableOptions, type DurableRun, upTo } from '../support/durable-pipeline.ts';

let pipeline: DurablePipeline;
beforeEach(() => {
  pipeline = new DurablePipeline();
});
afterEach(() => pipeline.remove());

const everyTen = { rows: 10, bytes: 0, milliseconds: 0 };
/** Each checkpoint is awaited, so that nothing is read ahead. */
const stepByStep: DurableOptions = {
  resources: { checkpointInterval: everyTen },
  sourceConfig: { awaitsAcks: true },
};

/** Asks for a stop at an event. */
function stoppedAt(isMoment: (event: RunEvent) => boolean, options: DurableOptions = stepByStep): Promise<DurableRun> {
  const stop = new AbortController();
  return pipeline.run(options, {
    stop: stop.signal,
    onEvent: (event) => {
      if (isMoment(event)) stop.abort();
    },
  });
}

const secondCommit = (event: RunEvent): boolean => event.type === 'committed' && event.checkpointId === 2;

async function standingAtTen(): Promise<void> {
  pipeline.grow('numbers', 10);
  await pipeline.run();
  pipeline.grow('numbers', 1000);
}

describe('a stop', () => {
  it('lets a continuing stream get to its next commit; the next run loses nothing and repeats nothing', async () => {
    await standingAtTen();
    const run = await stoppedAt(secondCommit);
    expect(run.result).toMatchObject({ status: 'stopped', errors: [], warnings: [], streams: [{ status: 'stopped' }] });
    expect(run.events).toContainEqual(expect.objectContaining({ type: 'stopping', timeoutMs: 10_000 }));
    expect(run.survivors).toEqual([]);
    const rows = pipeline.rows().length;
    expect(rows).toBe(10 + (run.result.streams[0]?.rowsCommitted ?? 0));
    expect(rows).toBeLessThan(1000);
    expect(pipeline.stored().rows).toEqual(upTo(rows));

    const next = await pipeline.run(stepByStep);
    expect(next.result).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: 1000 - rows }] });
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });

  it('gives up at once what would have to be whole, and what nobody has begun', async () => {
    await standingAtTen();
    // Large ones go first, so that three workers have these two and the one that goes on.
    pipeline.grow('whole', 100_000);
    pipeline.grow('large', 100_000);
    pipeline.grow('later', 10);
    const run = await stoppedAt(secondCommit, {
      ...stepByStep,
      parallelism: 3,
      sourceConfig: { awaitsAcks: true, pauseMs: 5 },
    });
    expect(run.result).toMatchObject({ status: 'stopped', errors: [] });
    expect(pipeline.stored().rows).toEqual(upTo(pipeline.rows().length));
    for (const table of ['whole', 'large', 'later']) {
      expect(pipeline.stored(table)).toMatchObject({ rows: [], staged: {}, position: null, pid: 0 });
    }
    expect(run.survivors).toEqual([]);
  });

  it('cancels where there is nothing to go on from', async () => {
    pipeline.grow('numbers', 100_000);
    const run = await stoppedAt(({ type }) => type === 'unit_opened', { sourceConfig: { pauseMs: 5 } });
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    expect(pipeline.stored()).toMatchObject({ rows: [], staged: {}, position: null });
    expect(run.survivors).toEqual([]);
  });

  it.each<RunEvent['type']>(['run_started', 'connector_started', 'stream_planned'])(
    'at %s, before rows move, cancels',
    async (moment) => {
      await standingAtTen();
      const run = await stoppedAt(({ type }) => type === moment);
      expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
      expect(pipeline.rows()).toEqual(upTo(10));
      expect(run.survivors).toEqual([]);
    },
  );

  it('waits for a source that does not listen no longer than it may', async () => {
    await standingAtTen();
    const run = await stoppedAt(secondCommit, {
      resources: { checkpointInterval: everyTen, stopTimeoutMs: 300 },
      sourceConfig: { awaitsAcks: true, ignoresStop: true, pauseMs: 20 },
    });
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    expect(run.survivors).toEqual([]);
    const rows = pipeline.rows().length;
    expect(pipeline.stored().rows).toEqual(upTo(rows));
    await pipeline.run();
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });

  it('of no time at all cancels', async () => {
    await standingAtTen();
    const run = await stoppedAt(secondCommit, {
      ...stepByStep,
      resources: { checkpointInterval: everyTen, stopTimeoutMs: 0 },
    });
    expect(run.result.status).toBe('cancelled');
    await pipeline.run();
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });

  it('once all rows are there lets Publish come to its end', async () => {
    pipeline.grow('numbers', 50);
    const run = await stoppedAt(({ type }) => type === 'publish_started');
    expect(run.result).toMatchObject({ status: 'succeeded', streams: [{ status: 'published' }] });
    expect(pipeline.rows()).toEqual(upTo(50));
  });

  it('is not followed by another try', async () => {
    await standingAtTen();
    const run = await stoppedAt(({ type }) => type === 'retrying', {
      resources: { checkpointInterval: everyTen, maxRetries: 3 },
      sourceFaults: [{ at: 'read numbers', nth: 3, how: 'error' }],
    });
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    await pipeline.run();
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });
});

describe('two runs of one pipeline', () => {
  /** Starts a run, and resolves once its load is under way. */
  async function underWay(): Promise<{ readonly ended: Promise<DurableRun> }> {
    const begun = Promise.withResolvers<void>();
    const ended = pipeline.run(
      { ...stepByStep, sourceConfig: { awaitsAcks: true, gate: { file: pipeline.closeGate(), afterRows: 100 } } },
      {
        onEvent: (event) => {
          if (secondCommit(event)) begun.resolve();
        },
      },
    );
    await begun.promise;
    return { ended };
  }

  it('the second is refused, and told who is at work; the first goes on', async () => {
    await standingAtTen();
    const first = await underWay();
    const second = await pipeline.run({ resources: { maxRetries: 3 } });
    expect(second.result).toMatchObject({
      status: 'failed',
      attempts: 1,
      errors: [
        {
          code: 'load_in_progress',
          side: 'destination',
          message: expect.stringMatching(/run [0-9a-f-]{36} \(load [0-9a-f-]{36}\) on host \S+, process \d+/),
          hint: expect.stringContaining('--takeover'),
        },
      ],
    });
    pipeline.openGate();
    expect((await first.ended).result.status).toBe('succeeded');
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });

  it('the second takes over where it is asked to, and the first can write no more', async () => {
    await standingAtTen();
    const first = await underWay();
    const second = await pipeline.run({}, { takeOver: true });
    expect(second.result).toMatchObject({ status: 'succeeded', attempts: 1 });
    pipeline.openGate();
    expect((await first.ended).result).toMatchObject({ status: 'failed', errors: [{ code: 'stale_epoch' }] });
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });

  it.each(['error', 'error_after'] as const)('takes over at its next try if its Begin fails (%s)', async (how) => {
    await standingAtTen();
    const first = await underWay();
    const second = await pipeline.run(
      { resources: { maxRetries: 1 }, destinationFaults: [{ at: 'begin', nth: 1, how }] },
      { takeOver: true },
    );
    expect(second.result).toMatchObject({ status: 'succeeded', attempts: 2 });
    pipeline.openGate();
    expect((await first.ended).result).toMatchObject({ status: 'failed', errors: [{ code: 'stale_epoch' }] });
    expect(pipeline.stored().rows).toEqual(upTo(1000));
  });
});
