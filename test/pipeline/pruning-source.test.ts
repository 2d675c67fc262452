import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noJournal, type RunJournal } from '../../host/src/engine/journal.ts';
import { DurablePipeline, type DurableOptions, upTo } from '../support/durable-pipeline.ts';

// Invariant 1 as a source sees it that throws away what was acked (a slot, a queue): what it is asked for, it still has.

let pipeline: DurablePipeline;
let pruned: string;
beforeEach(async () => {
  pipeline = new DurablePipeline();
  pruned = mkdtempSync(join(tmpdir(), 'rapidbyte-pruned-'));
  pipeline.grow('numbers', 10);
  expect((await pipeline.run()).result.status).toBe('succeeded');
  pipeline.grow('numbers', 100);
});
afterEach(() => {
  pipeline.remove();
  rmSync(pruned, { recursive: true, force: true });
});

function options(faults: Pick<DurableOptions, 'sourceFaults' | 'destinationFaults'> = {}): DurableOptions {
  return {
    resources: { maxRetries: 0, checkpointInterval: { rows: 10, bytes: 0, milliseconds: 0 } },
    sourceConfig: { prunes: pruned, awaitsAcks: true },
    ...faults,
  };
}

/** Rows from the beginning that the source has thrown away. */
const gone = (): number => Number(readFileSync(join(pruned, 'numbers'), 'utf8'));

describe('a source that prunes what was acked', () => {
  it.each<[string, Pick<DurableOptions, 'sourceFaults' | 'destinationFaults'>]>([
    ['the destination dies before a commit', { destinationFaults: [{ at: 'commit', nth: 4, how: 'die' }] }],
    ['it dies after one, unheard', { destinationFaults: [{ at: 'commit', nth: 4, how: 'die_after' }] }],
    ['a commit fails', { destinationFaults: [{ at: 'commit', nth: 4, how: 'error' }] }],
    ['a commit fails, and was done', { destinationFaults: [{ at: 'commit', nth: 4, how: 'error_after' }] }],
    ['the source dies', { sourceFaults: [{ at: 'read numbers', nth: 5, how: 'die' }] }],
  ])('is not asked for it again, where %s', async (_, faults) => {
    const broken = await pipeline.run(options(faults));
    expect(broken.result.status).toBe('failed');
    expect(gone()).toBeGreaterThanOrEqual(40);
    // All that is gone is there.
    expect(pipeline.rows().length).toBeGreaterThanOrEqual(gone());
    const again = await pipeline.run(options());
    expect(again.result.errors).toEqual([]);
    expect(pipeline.stored().rows).toEqual(upTo(100));
  });

  it('has everything still where commits could not be written down', async () => {
    const journal: RunJournal = {
      ...noJournal,
      committed: () => {
        throw new Error('the disk is full');
      },
    };
    const sourceConfig = { prunes: pruned };
    const run = await pipeline.run({ ...options(), sourceConfig }, { journal });
    expect(run.result).toMatchObject({ status: 'succeeded', warnings: [{ code: 'run_not_remembered' }] });
    expect(() => gone()).toThrow('ENOENT');
  });

  it('says so loudly where it is asked all the same', async () => {
    await pipeline.run(options());
    pipeline.forgetEverything();
    const run = await pipeline.run(options());
    expect(run.result).toMatchObject({ status: 'failed', errors: [{ code: 'pruned', side: 'source' }] });
  });
});
