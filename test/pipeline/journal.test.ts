import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PipelineError } from '../../host/src/connector/error.ts';
import { noJournal, type RememberedPosition, type RunJournal } from '../../host/src/engine/journal.ts';
import { runPipeline } from '../../host/src/engine/run.ts';
import type { RunEvent, RunResult } from '../../host/src/engine/types.ts';
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
  readonly known?: RememberedPosition;
  readonly incremental?: boolean;
}

async function tell(options: FixturePipeline, { fails = [], known, incremental = false }: Telling = {}): Promise<Told> {
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
    position: () => known ?? null,
    committed: (mark) => note('committed', mark),
    published: (mark) => note('published', mark),
    runFinished: (runId, result) => note('runFinished', { runId, result }),
  };
  const config = fixturePipeline(options);
  const streams = config.source.streams.map((stream) => ({
    ...stream,
    syncMode: incremental ? ('incremental' as const) : stream.syncMode,
  }));
  const result = await runPipeline(
    { ...config, source: { ...config.source, streams } },
    {
      journal,
      onEvent: (event) => {
        events.push(event);
        order.push(event.type);
      },
    },
  );
  return { result, order, calls, events };
}

const positioned = { source: 'emits-positions', sourceConfig: { streams: { numbers: 30 } } };
const places = (order: readonly string[], ...names: readonly string[]) => names.map((name) => order.indexOf(name));

describe('a journal', () => {
  it('knows the load before a session is opened, and what was committed before the run goes on', async () => {
    const { result, order, calls } = await tell(positioned);
    expect(result.status).toBe('succeeded');
    const found = places(
      order,
      'runStarted',
      'connector_spawned',
      'loadBegun',
      'unit_opened',
      'published',
      'runFinished',
    );
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeGreaterThanOrEqual(0);
    const { runId, loadId } = result;
    expect(runId).not.toBe(loadId);
    const about = { runId, loadId, pipeline: 'fixture', stream: 'demo.numbers' };
    expect(calls.filter(({ call }) => call === 'committed').map(({ value }) => value)).toEqual(
      ['0a', '14', '1e'].map((position) => ({ ...about, position: { order: position, incarnation: 'aa' } })),
    );
    expect(calls.find(({ call }) => call === 'loadBegun')?.value).toMatchObject({
      runId,
      loadId,
      streams: [{ stream: 'demo.numbers', target: 'counter numbers', epoch: 7, position: null }],
    });
    expect(calls.at(-1)?.value).toEqual({ runId, result });
  });

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

const known = (order: string): RememberedPosition => ({ position: { order, incarnation: 'aa' }, savedAt: '' });
const told = ({ calls }: Told): unknown => calls.find(({ call }) => call === 'loadBegun')?.value;

const begins = (said: object) => {
  const positions = join(folder, 'positions.json');
  writeFileSync(positions, JSON.stringify(said));
  return { ...positioned, destination: 'keeps-positions', destinationConfig: { positions } };
};

describe('the destination’s position', () => {
  it('wins over what was remembered, and the run says that they differ', async () => {
    const run = await tell(begins({ numbers: '0b' }), { known: known('0c'), incremental: true });
    expect(run.result.warnings).toMatchObject([
      { code: 'position_differs', stream: 'demo.numbers', message: expect.stringContaining('further back') as string },
    ]);
    expect(told(run)).toMatchObject({ streams: [{ position: { order: '0b', incarnation: 'aa' } }] });
  });

  it('that is gone wins as well', async () => {
    const run = await tell(begins({}), { known: known('0c'), incremental: true });
    expect(run.result.warnings).toMatchObject([{ code: 'position_differs' }]);
    expect(told(run)).toMatchObject({ streams: [{ position: null }] });
  });

  it.each([
    ['that is the same', known('0b'), true],
    ['of which nothing was remembered', undefined, true],
    ['of a stream that is no longer incremental', known('0c'), false],
  ])('%s is no news', async (_, remembered, incremental) => {
    const run = await tell(begins({ numbers: '0b' }), {
      incremental,
      ...(remembered === undefined ? {} : { known: remembered }),
    });
    expect(run.result.warnings).toEqual([]);
  });
});
