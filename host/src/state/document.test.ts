import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toJson } from '../cli/json.ts';
import type { RunError } from '../engine/types.ts';
import { StateDatabase } from './database.ts';
import { exportState, importState } from './document.ts';
import { runsOf } from './history.ts';
import { positionsOf, replacePosition } from './positions.ts';
import { StateJournal } from './run-journal.ts';

let folder: string;
let here: StateDatabase;
let there: StateDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapidbyte-document-'));
  here = StateDatabase.open(join(folder, 'here.db'));
  there = StateDatabase.open(join(folder, 'there.db'));
});
afterEach(() => {
  here.close();
  there.close();
  rmSync(folder, { recursive: true, force: true });
});

const error: RunError = {
  category: 'transient',
  code: 'connection_lost',
  message: 'gone',
  side: 'destination',
  retryable: true,
  commitState: 'unknown',
  exit: { code: null, signal: 'SIGKILL' },
  stderrTail: 'last_words',
};

/** A pipeline with one failed run, one that is under way, and a position. */
function remember(db: StateDatabase): void {
  const journal = new StateJournal(db);
  const streams = [
    {
      stream: 'public."Odd"',
      target: 'raw.t',
      syncMode: 'incremental',
      writeMode: 'append',
      guarantee: 'exactly_once',
      epoch: 1,
      position: { order: '0a', incarnation: '' },
    },
  ] as const;
  journal.runStarted({ runId: 'a', pipeline: 'shop', startedAt: '2026-01-01T00:00:00.000Z' });
  journal.loadBegun({ runId: 'a', loadId: 'load-a', pipeline: 'shop', streams });
  journal.runFinished('a', {
    status: 'failed',
    pipeline: 'shop',
    runId: 'a',
    loadId: 'load-a',
    startedAt: '',
    attempts: 1,
    seconds: 2,
    bottleneck: null,
    streams: [],
    settings: [{ knob: 'parallelism', value: 'auto', provenance: 'default', reason: 'why_not' }],
    warnings: [],
    errors: [error],
    processes: [],
  });
  journal.runStarted({ runId: 'b', pipeline: 'shop', startedAt: '2026-01-02T00:00:00.000Z' });
}

const printed = (pipeline = 'shop'): string => toJson(exportState(here, pipeline));
const take = (text: string, anyPipeline = false) => importState(there, 'shop', text, { anyPipeline });
const refusal = (text: string): unknown => {
  try {
    take(text);
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return null;
};

it('what one machine prints, another one takes: everything but who runs it now', () => {
  remember(here);
  expect(take(printed())).toEqual({ pipeline: 'shop', runs: 2, positions: 1 });
  expect(positionsOf(there, 'shop')).toEqual(positionsOf(here, 'shop'));
  const [failed, unfinished] = runsOf(here, 'shop');
  expect(unfinished?.status).toBe('running');
  // Of a process of somebody else's nothing can be said.
  expect(runsOf(there, 'shop')).toEqual([failed, { ...unfinished, status: 'unknown' }]);
  expect(failed?.errors).toEqual([error]);
});

it('taken twice, it changes nothing', () => {
  remember(here);
  take(printed());
  expect(take(printed())).toEqual({ pipeline: 'shop', runs: 0, positions: 0 });
});

it('a position that was saved later stays', () => {
  remember(here);
  const text = printed();
  const newer = { order: '0b', incarnation: '' };
  const record = {
    stream: 'public."Odd"',
    position: newer,
    runId: 'z',
    loadId: 'z',
    savedAt: '2999-01-01T00:00:00.000Z',
  };
  there.write('durable', () => replacePosition(there, 'shop', record));
  expect(take(text)).toMatchObject({ positions: 0 });
  expect(positionsOf(there, 'shop')).toEqual([record]);
});

it('the state of another pipeline is taken only where that is said', () => {
  remember(here);
  const text = printed().replace('"pipeline":"shop"', '"pipeline":"store"');
  expect(refusal(text)).toBe('state_of_another_pipeline');
  expect(runsOf(there, 'shop')).toEqual([]);
  expect(take(text, true)).toMatchObject({ runs: 2 });
  expect(runsOf(there, 'shop').map(({ pipeline }) => pipeline)).toEqual(['shop', 'shop']);
});

it.each([
  ['no JSON', '{', 'state_document_invalid'],
  ['no state document', '{"format":"something"}', 'state_document_invalid'],
  ['a list', '[]', 'state_document_invalid'],
  ['a newer one', '{"format":"rapidbyte-state","format_version":2,"future":true}', 'state_version_unknown'],
  [
    'one that lacks its runs',
    '{"format":"rapidbyte-state","format_version":1,"pipeline":"shop"}',
    'state_document_invalid',
  ],
])('%s is refused', (_, text, code) => {
  expect(refusal(text)).toBe(code);
});

it.each([
  ['"order":"0a"', '"order":"0x"'],
  ['"order":"0a"', '"order":null'],
  ['"pid":', '"pid":-'],
  ['"started_at":"2026-01-01T00:00:00.000Z"', '"started_at":"yesterday"'],
  ['"retryable":true', '"retryable":"perhaps"'],
])('a document in which %s is %s is refused, and nothing of it is taken', (from, to) => {
  remember(here);
  expect(refusal(printed().replace(from, to))).toBe('state_document_invalid');
  expect(runsOf(there, 'shop')).toEqual([]);
});
