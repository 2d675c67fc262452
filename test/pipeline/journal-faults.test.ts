import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PipelineError } from '../../host/src/connector/error.ts';
import { noJournal, type RunJournal } from '../../host/src/engine/journal.ts';
import { runPipeline } from '../../host/src/engine/run.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import type { RunResult } from '../../host/src/engine/types.ts';
import { fixturePipeline, type FixturePipeline } from '../support/fixture-pipeline.ts';

// What a run tells its journal, in which order, and what becomes of a run whose journal fails.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapidbyte-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly result: RunResult;
  /** Calls of the journal and events of the run, in the order in which they came. */
  readonly order: readonly string[];
  readonly calls: readonly { readonly call: string; readonly value: unknown }[];
  readonly events: readonly RunEvent[];
}

const full = new PipelineError({
  side: 'host',
  category: 'internal',
  code: 'state_disk_full',
  message: 'the state file cannot be written: no space is left',
  hint: 'free some space',
});

interface Telling {
  /** Calls that fail. */
  readonly fails?: readonly (keyof RunJournal)[];
}

async function tell(options: FixturePipeline, { fails = [] }: Telling = {}): Promise<Told> {
  const calls: { call: string; value: unknown }[] = [];
  const order: string[] = [];
  const events: RunEvent[] = [];
  const note = (call: keyof RunJournal, value: unknown): void => {
    calls.push({ call, value });
    order.push(call);
    if (fails.includes(call)) throw full;
  };
  const journal: RunJournal = {
    ...noJournal,
    runStarted: (run) => note('runStarted', run),
    loadBegun: (load) => note('loadBegun', load),
    committed: (mark) => note('committed', mark),
    published: (mark) => note('published', mark),
    runFinished: (runId, result) => note('runFinished', { runId, result }),
  };
  const config = fixturePipeline(options);
  const result = await runPipeline(config, {
    journal,
    onEvent: (event) => {
      events.push(event);
      order.push(event.type);
    },
  });
  return { result, order, calls, events };
}

const positioned = { source: 'emits-positions', sourceConfig: { streams: { numbers: 30 } } };

describe('a journal', () => {
  it.each(['runStarted', 'loadBegun'] as const)('that fails at %s ends the run before a row moves', async (call) => {
    const { result, order } = await tell({}, { fails: [call] });
    expect(result).toMatchObject({ status: 'failed', errors: [{ code: 'state_disk_full', hint: 'free some space' }] });
    expect(order).not.toContain('unit_opened');
    expect(order.at(-1)).toBe('run_finished');
  });

  it('that fails later costs one warning, and not the load', async () => {
    const { result, events } = await tell(positioned, { fails: ['committed', 'published', 'runFinished'] });
    expect(result).toMatchObject({
      status: 'succeeded',
      streams: [{ status: 'published', rowsCommitted: 30 }],
      warnings: [{ code: 'run_not_remembered', hint: 'free some space' }],
    });
    expect(events.filter(({ type }) => type === 'warning')).toHaveLength(1);
  });

  it('that fails at the very end is told all the same', async () => {
    const { result, events } = await tell({}, { fails: ['runFinished'] });
    expect(result).toMatchObject({ status: 'succeeded', warnings: [{ code: 'run_not_remembered' }] });
    expect(events.at(-1)).toMatchObject({ type: 'run_finished', result });
  });

  it('knows a run that fails, with its errors redacted (invariant 8)', async () => {
    const password = 'correct horse battery';
    const { calls } = await tell({
      source: 'leaks-its-password',
      sourceConfig: { streams: { numbers: 10 }, password },
      secrets: [password],
    });
    const { value } = calls.at(-1) ?? {};
    expect(value).toMatchObject({ result: { status: 'failed', errors: [{ code: 'password_refused' }] } });
    expect(JSON.stringify(calls)).not.toContain('horse');
    expect(JSON.stringify(calls)).toContain('***');
  });
});
