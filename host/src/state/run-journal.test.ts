import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadStart } from '../engine/journal.ts';
import type { RunEvent } from '../engine/run-event.ts';
import type { RunError, RunResult } from '../engine/types.ts';
import { StateDatabase } from './database.ts';
import { findRun } from './find-run.ts';
import { eventsOf, listRuns } from './history.ts';
import { dropPosition, positionsOf } from './positions.ts';
import { processStart } from './process-identity.ts';
import { StateJournal } from './run-journal.ts';

let folder: string;
let database: StateDatabase;
let journal: StateJournal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapidbyte-journal-'));
  database = StateDatabase.open(join(folder, 'state.db'));
  journal = new StateJournal(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

let second = 0;
/** Each start is later than the one before. */
function start(runId: string, pipeline = 'shop'): void {
  journal.runStarted({ runId, pipeline, startedAt: new Date(Date.UTC(2026, 0, 1) + 1000 * second++).toISOString() });
}

const at = (order: string) => ({ order, incarnation: 'aa' });

function begin(runId: string, position: LoadStart['streams'][number]['position'], stream = 'public.t'): void {
  journal.loadBegun({
    runId,
    loadId: `load of ${runId}`,
    pipeline: 'shop',
    streams: [
      {
        stream,
        target: 'raw.t',
        syncMode: 'incremental',
        writeMode: 'append',
        guarantee: 'exactly_once',
        epoch: 3,
        position,
      },
    ],
  });
}

const mark = (runId: string, order: string) => ({
  runId,
  loadId: `load of ${runId}`,
  pipeline: 'shop',
  stream: 'public.t',
  position: at(order),
});

const error: RunError = { category: 'data', code: 'bad', message: 'no', side: 'source', retryable: false };

function result(runId: string, change: Partial<RunResult> = {}): RunResult {
  return {
    status: 'succeeded',
    pipeline: 'shop',
    runId,
    loadId: `load of ${runId}`,
    startedAt: '',
    attempts: 1,
    seconds: 1.5,
    bottleneck: null,
    streams: [
      {
        name: 'public.t',
        target: 'raw.t',
        guarantee: 'exactly_once',
        guaranteeReason: '',
        status: 'published',
        rowsRead: 10,
        bytesRead: 100,
        rowsCommitted: 10,
        bytesCommitted: 100,
        seconds: 1,
        units: 2,
        settings: [{ side: 'source', knob: 'batch_rows', value: 5, provenance: 'pin' }],
      },
    ],
    settings: [{ knob: 'parallelism', value: 2, provenance: 'default' }],
    warnings: [],
    errors: [],
    processes: [],
    ...change,
  };
}

const positions = () => positionsOf(database, 'shop').map(({ stream, position }) => [stream, position?.order ?? null]);

describe('a run', () => {
  it('is remembered with its load, streams, settings and how it ended', () => {
    start('aaaa-1');
    begin('aaaa-1', null);
    journal.published(mark('aaaa-1', '05'));
    journal.runFinished('aaaa-1', result('aaaa-1'));
    expect(findRun(database, 'AAAA')).toMatchObject({
      runId: 'aaaa-1',
      pipeline: 'shop',
      status: 'succeeded',
      seconds: 1.5,
      streams: 1,
      rowsCommitted: 10,
      loadId: 'load of aaaa-1',
      pid: process.pid,
      settings: [{ knob: 'parallelism', value: 2 }],
      loads: [
        {
          stream: 'public.t',
          target: 'raw.t',
          syncMode: 'incremental',
          epoch: 3,
          status: 'published',
          rowsCommitted: 10,
          units: 2,
          publishedAt: expect.stringMatching(/^2\d{3}-/) as string,
          settings: [{ side: 'source', knob: 'batch_rows', value: 5, provenance: 'pin' }],
        },
      ],
    });
  });

  it('that failed before a load began has its streams and errors, the first of them, and how many there were', () => {
    start('a');
    const errors = Array.from({ length: 120 }, (_, index) => ({ ...error, message: `no ${index}` }));
    journal.runFinished('a', result('a', { status: 'failed', errors }));
    const run = findRun(database, 'a');
    expect(run).toMatchObject({ status: 'failed', loadBegunAt: null, errorsTotal: 120, loads: [{ begunAt: null }] });
    expect(run.errors).toHaveLength(50);
    expect(run.errors[0]).toEqual({ ...error, message: 'no 0' });
  });

  it('is found by a prefix that is its alone', () => {
    for (const id of ['ab1', 'ab2', 'cd']) start(id);
    expect(findRun(database, 'c').runId).toBe('cd');
    expect(() => findRun(database, 'ab')).toThrow(
      expect.objectContaining({ code: 'run_ambiguous', hint: 'give more of the id: ab2, ab1' }) as Error,
    );
    for (const wrong of ['', 'x', '%', '_b1']) {
      expect(() => findRun(database, wrong)).toThrow(expect.objectContaining({ code: 'run_unknown' }) as Error);
    }
    expect(() => findRun(null, 'a')).toThrow(expect.objectContaining({ code: 'run_unknown' }) as Error);
  });

  it('is kept as one of the last 100 of its pipeline, and its loads and events go with it; positions stay', () => {
    start('other', 'warehouse');
    start('first');
    begin('first', at('01'));
    journal.event('first', { type: 'cancelling', timestamp: '', reason: 'x' });
    for (let run = 0; run < 100; run++) start(`later-${run}`);
    expect(listRuns(database, 'shop', 1000)).toHaveLength(100);
    expect(listRuns(database, null, 1000)).toHaveLength(101);
    expect(listRuns(database, 'shop', 2).map(({ runId }) => runId)).toEqual(['later-99', 'later-98']);
    expect(database.all('SELECT * FROM load')).toEqual([]);
    expect(database.all('SELECT * FROM event')).toEqual([]);
    expect(positions()).toEqual([['public.t', '01']]);
  });
});

const status = (runId: string) => findRun(database, runId).status;

const setProcess = (machine: string | null, pid: number, start: string | null): void => {
  if (machine !== null) database.run('UPDATE run SET machine = ?', machine);
  database.run('UPDATE run SET pid = ?, process = ?', pid, start);
};

describe('a run whose end was never written', () => {
  it('is running while its process lives, and interrupted from its death on', async () => {
    start('a');
    expect(status('a')).toBe('running');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    setProcess(null, child.pid ?? 0, processStart(child.pid ?? 0));
    expect(status('a')).toBe('running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(status('a')).toBe('interrupted');
  });

  it('is interrupted where its process id belongs to a later process', () => {
    start('a');
    setProcess(null, process.pid, 'an earlier start');
    expect(status('a')).toBe('interrupted');
  });

  it('is unknown on another machine, until a younger run of the pipeline has begun its load', () => {
    start('a');
    setProcess('elsewhere', process.pid, processStart(process.pid));
    expect(status('a')).toBe('unknown');
    start('b');
    expect(status('a')).toBe('unknown');
    begin('b', null);
    expect(status('a')).toBe('interrupted');
  });
});

describe('positions', () => {
  it('are the destination’s answer at begin, then what it has committed and published', () => {
    start('a');
    begin('a', null);
    expect(positions()).toEqual([['public.t', null]]);
    journal.committed(mark('a', '05'));
    expect(positions()).toEqual([['public.t', '05']]);
    journal.published(mark('a', '06'));
    expect(journal.position('shop', 'public.t')).toMatchObject({ position: at('06') });
    expect(journal.position('warehouse', 'public.t')).toBeNull();
  });

  it('give way to what the destination says, further back as well', () => {
    start('a');
    begin('a', at('09'));
    start('b');
    begin('b', at('02'));
    expect(positions()).toEqual([['public.t', '02']]);
  });

  it('are not moved by a run that was fenced off by a younger one', () => {
    start('old');
    begin('old', null);
    start('young');
    begin('young', at('02'));
    journal.committed(mark('old', '09'));
    journal.published(mark('old', '09'));
    expect(positions()).toEqual([['public.t', '02']]);
  });

  it('can be dropped one by one', () => {
    start('a');
    begin('a', at('01'));
    begin('a', at('01'), 'public.u');
    expect([1, 2].map(() => dropPosition(database, 'shop', 'public.t'))).toEqual([true, false]);
    expect(positions()).toEqual([['public.u', '01']]);
  });
});

const log = (message: string, level: 'info' | 'warn' = 'warn'): RunEvent => ({
  type: 'connector_log',
  timestamp: '2026-01-01T00:00:00.000Z',
  side: 'source',
  connector: 'c',
  pid: 1,
  level,
  message,
});

describe('events', () => {
  it('that are many by nature, or told elsewhere, are left out', () => {
    start('a');
    journal.event('a', { type: 'progress', timestamp: '', streams: [], bottleneck: null });
    journal.event('a', { type: 'run_started', timestamp: '', pipeline: 'shop', runId: 'a', loadId: 'l' });
    journal.event('a', log('chatter', 'info'));
    journal.event('a', log('careful'));
    expect(eventsOf(database, 'a')).toEqual([{ number: 1, event: log('careful') }]);
  });

  it('of a run are the first 50 and the last 150', () => {
    start('a');
    start('b');
    for (let number = 1; number <= 1000; number++) journal.event('a', log(`${number}`));
    journal.event('b', log('of b'));
    const numbers = eventsOf(database, 'a').map(({ number, event }) => [number, event['message']]);
    expect(numbers).toHaveLength(200);
    expect(numbers.slice(49, 51)).toEqual([
      [50, '50'],
      [851, '851'],
    ]);
    expect(numbers.at(-1)).toEqual([1000, '1000']);
    expect(eventsOf(database, 'b')).toHaveLength(1);
  });

  it('that are very long leave their length', () => {
    start('a');
    journal.event('a', log('ä'.repeat(10_000)));
    expect(eventsOf(database, 'a')[0]?.event).toEqual({
      type: 'connector_log',
      timestamp: '2026-01-01T00:00:00.000Z',
      leftOutBytes: 20_131,
    });
  });
});
