import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PipelineError } from '../../host/src/connector/error.ts';
import { noJournal, type RunJournal } from '../../host/src/engine/journal.ts';
import { DurablePipeline, upTo } from '../support/durable-pipeline.ts';

let pipeline: DurablePipeline;
beforeEach(() => {
  pipeline = new DurablePipeline();
});
afterEach(() => pipeline.remove());

const resources = { checkpointInterval: { rows: 10, bytes: 0, milliseconds: 0 } };
const full = (): never => {
  throw new PipelineError({ side: 'host', category: 'internal', code: 'state_disk_full', message: 'no space is left' });
};

/** A journal that notes what it is told, with what the destination has by then. */
function notes(change: Partial<RunJournal> = {}): { readonly journal: RunJournal; readonly told: string[] } {
  const told: string[] = [];
  const order = (position: { readonly order: string } | null): string =>
    position === null ? 'nowhere' : String(Number.parseInt(position.order, 16));
  const journal: RunJournal = {
    ...noJournal,
    runStarted: () => void told.push('run started'),
    loadBegun: ({ streams }) => {
      for (const { stream, position } of streams) told.push(`begun ${stream} ${order(position)}`);
    },
    committed: ({ stream, position }) => {
      const { position: stored } = pipeline.stored();
      // Invariant 1: never before the destination has it.
      const isThere = stored !== null && position !== null && stored.order >= position.order;
      told.push(`committed ${stream} ${order(position)}${isThere ? '' : ', which is not there'}`);
    },
    published: ({ stream, position }) => void told.push(`published ${stream} ${order(position)}`),
    runFinished: (_, { status }) => void told.push(`finished ${status}`),
    ...change,
  };
  return { journal, told };
}

describe('the journal', () => {
  it('is told of every step, after the destination has taken it', async () => {
    pipeline.grow('numbers', 5);
    const first = notes();
    await pipeline.run({}, { journal: first.journal });
    expect(first.told).toEqual([
      'run started',
      'begun demo.numbers nowhere',
      'published demo.numbers 4',
      'finished succeeded',
    ]);

    pipeline.grow('numbers', 30);
    const second = notes();
    await pipeline.run({ resources }, { journal: second.journal });
    expect(second.told).toEqual([
      'run started',
      'begun demo.numbers 4',
      'committed demo.numbers 14',
      'committed demo.numbers 24',
      'committed demo.numbers 29',
      'published demo.numbers 29',
      'finished succeeded',
    ]);
  });

  it.each(['runStarted', 'loadBegun'] as const)('that fails at %s fails the run before a row moves', async (step) => {
    pipeline.grow('numbers', 5);
    const { journal, told } = notes({ [step]: full });
    const run = await pipeline.run({}, { journal });
    expect(run.result).toMatchObject({
      status: 'failed',
      errors: [{ code: 'state_disk_full', category: 'internal', side: 'host' }],
    });
    expect(run.events.some(({ type }) => type === 'unit_opened')).toBe(false);
    if (step === 'runStarted') expect(run.events.some(({ type }) => type === 'connector_spawned')).toBe(false);
    expect(told).not.toContain('published demo.numbers 4');
    expect(run.survivors).toEqual([]);
  });

  it('that fails later costs a warning; the source is told of nothing that the host has not kept', async () => {
    pipeline.grow('numbers', 5);
    await pipeline.run();
    pipeline.grow('numbers', 50);
    const { journal } = notes({ committed: full, published: full, runFinished: full });
    const run = await pipeline.run({ resources, sourceConfig: { pauseMs: 20 } }, { journal });
    expect(run.result).toMatchObject({ status: 'succeeded', warnings: [{ code: 'run_not_remembered' }] });
    expect(run.result.warnings).toHaveLength(1);
    expect(pipeline.acks()).toEqual([]);
    expect(pipeline.rows()).toEqual(upTo(50));
  });

  it('that remembers another position than the destination gives way to it', async () => {
    pipeline.grow('numbers', 5);
    await pipeline.run();
    pipeline.grow('numbers', 8);
    const remembered = { order: '0000000000000063', incarnation: Buffer.from('one').toString('hex') };
    const { journal } = notes({ position: () => ({ position: remembered, savedAt: '' }) });
    const run = await pipeline.run({}, { journal });
    expect(run.result).toMatchObject({ status: 'succeeded', warnings: [{ code: 'position_differs' }] });
    expect(pipeline.rows()).toEqual(upTo(8));
  });
});
