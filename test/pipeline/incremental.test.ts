import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPipeline } from '../../host/src/engine/check.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import { DurablePipeline, incremental, upTo } from '../support/durable-pipeline.ts';

let pipeline: DurablePipeline;
beforeEach(() => {
  pipeline = new DurablePipeline();
});
afterEach(() => pipeline.remove());

const plannedUnits = (events: readonly RunEvent[]): readonly object[] =>
  events.flatMap((event) =>
    event.type === 'stream_planned' ? [{ units: event.units, isContinuing: event.isContinuing }] : [],
  );
const commits = (events: readonly RunEvent[]): readonly number[] =>
  events.flatMap((event) => (event.type === 'committed' ? [event.rows] : []));

describe('an incremental stream', () => {
  it('is read whole, in units, and then from where it stands, each row once', async () => {
    pipeline.grow('numbers', 95);
    const sourceConfig = { unitRows: 20 };
    const first = await pipeline.run({ sourceConfig, parallelism: 3 });
    expect(first.result.errors).toEqual([]);
    expect(plannedUnits(first.events)).toEqual([{ units: 5, isContinuing: false }]);
    expect(pipeline.rows()).toEqual(upTo(95));

    pipeline.grow('numbers', 132);
    const second = await pipeline.run({ sourceConfig, parallelism: 3 });
    expect(second.result).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: 37, status: 'published' }] });
    expect(plannedUnits(second.events)).toEqual([{ units: 1, isContinuing: true }]);
    expect(pipeline.rows()).toEqual(upTo(132));

    const third = await pipeline.run();
    expect(third.result).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: 0 }] });
    expect(pipeline.rows()).toEqual(upTo(132));
    expect(third.survivors).toEqual([]);
  });

  it('is committed while it is read, and the source is told of each commit', async () => {
    pipeline.grow('numbers', 5);
    await pipeline.run();
    pipeline.grow('numbers', 100);
    const checkpointInterval = { rows: 30, bytes: 0, milliseconds: 0 };
    const run = await pipeline.run({ resources: { checkpointInterval }, sourceConfig: { awaitsAcks: true } });
    expect(run.result.status).toBe('succeeded');
    expect(commits(run.events)).toEqual([30, 60, 90, 95]);
    // Of the last one it would be told too late.
    expect(pipeline.acks()).toEqual(expect.arrayContaining(['numbers 1', 'numbers 2', 'numbers 3']));
    expect(pipeline.rows()).toEqual(upTo(100));
  });

  it('that was empty stands nowhere, and is read whole again', async () => {
    pipeline.grow('numbers', 0);
    expect((await pipeline.run()).result.status).toBe('succeeded');
    expect(pipeline.stored().position).toBeNull();
    pipeline.grow('numbers', 3);
    expect((await pipeline.run()).result.status).toBe('succeeded');
    expect(pipeline.rows()).toEqual(upTo(3));
  });

  it('goes side by side with others, each from where it stands', async () => {
    pipeline.grow('numbers', 10);
    await pipeline.run();
    pipeline.grow('numbers', 25);
    pipeline.grow('other', 40);
    const run = await pipeline.run({ parallelism: 2, sourceConfig: { unitRows: 10 } });
    expect(run.result.errors).toEqual([]);
    expect(plannedUnits(run.events)).toEqual([
      { units: 1, isContinuing: true },
      { units: 4, isContinuing: false },
    ]);
    expect([pipeline.rows(), pipeline.rows('other')]).toEqual([upTo(25), upTo(40)]);
  });

  it('is left alone by the tuner once it goes on from a position', async () => {
    pipeline.grow('numbers', 10);
    await pipeline.run();
    pipeline.grow('numbers', 20);
    const run = await pipeline.run({ autotune: true });
    expect(run.events).toContainEqual(
      expect.objectContaining({ type: 'autotune_skipped', reason: expect.stringMatching(/goes on from a position/) }),
    );
  });

  it('of another history is refused before a row moves', async () => {
    pipeline.grow('numbers', 10);
    await pipeline.run();
    const run = await pipeline.run({ sourceConfig: { incarnation: 'two' } });
    expect(run.result).toMatchObject({ status: 'failed', errors: [{ code: 'position_unknown', category: 'data' }] });
    expect(pipeline.rows()).toEqual(upTo(10));
  });

  it('whose rows have no cursor at all is not appended again and again', async () => {
    pipeline.grow('numbers', 10);
    const run = await pipeline.run({ source: 'plans-without-position' });
    expect(run.result).toMatchObject({
      status: 'failed',
      errors: [{ code: 'position_missing', category: 'data', stream: 'demo.numbers', column: 'id' }],
    });
    expect(pipeline.rows()).toEqual([]);
  });
});

describe('a source that breaks the rules of positions', () => {
  it.each([
    ['goes-backwards', 'position_backwards'],
    ['changes-its-history', 'position_incarnation'],
    ['continues-in-two-units', 'wrong_plan'],
    ['continues-beside-others', 'wrong_plan'],
  ])('%s is to blame for %s', async (source, code) => {
    pipeline.grow('numbers', 10);
    await pipeline.run();
    pipeline.grow('numbers', 50);
    const checkpointInterval = { rows: 10, bytes: 0, milliseconds: 0 };
    const run = await pipeline.run({ source, resources: { checkpointInterval, maxRetries: 3 } });
    expect(run.result).toMatchObject({
      status: 'failed',
      attempts: 1,
      errors: [{ code, category: 'protocol', side: 'source', stream: 'demo.numbers' }],
    });
    // What was committed before is there once, and where it leads is known.
    const { status } = (await pipeline.run()).result;
    expect(status).toBe('succeeded');
    expect(pipeline.rows()).toEqual(upTo(50));
  });
});

describe('check', () => {
  it('says what holds, and what an incremental read misses', async () => {
    pipeline.grow('numbers', 1);
    const { ok, streams } = await checkPipeline(pipeline.config());
    expect(ok).toBe(true);
    expect(streams).toMatchObject([
      { guarantee: 'exactly_once', guaranteeReason: expect.stringMatching(/written together; .*look_back finds them/) },
    ]);
  });

  it('refuses less than is required, and so does run, before a row moves', async () => {
    pipeline.grow('numbers', 5);
    const options = {
      selection: {
        ...incremental,
        cursor: { ...incremental.cursor, lookBack: '2' },
        requiredGuarantee: { guarantee: 'exactly_once', path: 'require_guarantee' },
      } as const,
    };
    const problem = {
      code: 'guarantee_too_weak',
      category: 'config',
      stream: 'demo.numbers',
      path: 'require_guarantee',
      message: expect.stringMatching(/^demo.numbers is at_least_once, and exactly_once is required: .*look_back 2/),
    };
    expect(await checkPipeline(pipeline.config(options))).toMatchObject({ ok: false, problems: [problem] });
    const run = await pipeline.run(options);
    expect(run.result).toMatchObject({ status: 'failed', errors: [problem] });
    expect(() => pipeline.stored()).toThrow('nothing is stored');
  });

  it.each([
    [{ cursor: { column: 'ids', nulls: 'refuse' } }, { code: 'unknown_column', hint: 'Is id meant?' }],
    [{ cursor: { column: 'id', tieBreakerColumn: 'x', nulls: 'refuse' } }, { code: 'unknown_column', column: 'x' }],
    [{ primaryKey: ['id', 'nothing'] }, { code: 'unknown_column', column: 'nothing' }],
  ] as const)('refuses %j', async (selection, problem) => {
    pipeline.grow('numbers', 1);
    const config = pipeline.config({ selection: { ...incremental, ...selection }, writeMode: 'upsert' });
    expect(await checkPipeline(config)).toMatchObject({ ok: false, problems: [problem] });
  });

  it('refuses upsert where nothing tells rows apart', async () => {
    pipeline.grow('numbers', 1);
    const config = pipeline.config({ source: 'has-no-key', writeMode: 'upsert' });
    expect(await checkPipeline(config)).toMatchObject({
      ok: false,
      problems: [{ code: 'upsert_without_key', path: 'source.streams[0].primary_key', stream: 'demo.numbers' }],
    });
    const named = pipeline.config({
      source: 'has-no-key',
      writeMode: 'upsert',
      selection: { ...incremental, primaryKey: ['id'] },
    });
    expect((await checkPipeline(named)).ok).toBe(true);
  });
});

describe('upsert', () => {
  it('puts what look_back reads again in place of itself', async () => {
    const options = {
      writeMode: 'upsert',
      selection: { ...incremental, cursor: { ...incremental.cursor, lookBack: '4' } },
    } as const;
    pipeline.grow('numbers', 10);
    await pipeline.run(options);
    pipeline.grow('numbers', 12);
    const run = await pipeline.run(options);
    expect(run.result).toMatchObject({
      status: 'succeeded',
      streams: [{ rowsCommitted: 6, guarantee: 'idempotent_by_key' }],
    });
    expect(pipeline.rows()).toEqual(upTo(12));
  });
});
