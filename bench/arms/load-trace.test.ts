import { expect, test } from 'vitest';
import { parseLoadTrace } from './load-trace.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 25) + seconds * 1000).toISOString();

const record = {
  outcome: 'changed',
  reason: 'it is faster',
  baseline: { 'host.parallelism': 2 },
  winner: { 'host.parallelism': 3 },
  gain: 0.2,
  noise: 0.01,
  rounds: [],
  probe: { windows: 3, seconds: 4, rows: 500, share: 0.1 },
};

const finished = (autotune?: typeof record) => ({
  timestamp: at(10),
  type: 'run_finished',
  result: {
    settings: [{ knob: 'parallelism', value: 2 }],
    streams: [
      {
        units: 7,
        settings: [{ knob: 'partition_mode', value: 'ctid', reason: 'range: no index' }],
        ...(autotune && { autotune }),
      },
    ],
  },
});

const lines = (...events: readonly object[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

const load = [
  { timestamp: at(0), type: 'run_started' },
  { timestamp: at(1), type: 'unit_opened' },
  { timestamp: at(2), type: 'progress', streams: [{ rows: 10, bytes: 100 }] },
  { timestamp: at(2.5), type: 'replanned' },
];

test('when it was loading, how far it was, what was in effect and what the tuner said', () => {
  const trace = parseLoadTrace(
    lines(
      ...load,
      { timestamp: at(6), type: 'autotune_decision', record },
      { timestamp: at(7), type: 'unit_finished' },
      { timestamp: at(9), type: 'unit_finished' },
      finished(record),
    ),
    'autotune of t: changed\n',
  );
  expect(trace).toEqual({
    begins: 1,
    ends: 9,
    progress: [{ seconds: 2, rows: 10, bytes: 100 }],
    units: 7,
    settings: { parallelism: '2', partition_mode: 'ctid' },
    reasons: { partition_mode: 'range: no index' },
    tuning: {
      outcome: 'changed',
      reason: 'it is faster',
      at: 6,
      firstWindowEnds: 2.5,
      record,
      explanation: 'autotune of t: changed',
    },
  });
});

test('a stream that was left alone before it began has no record, but a reason', () => {
  const skipped = { timestamp: at(1), type: 'autotune_skipped', reason: 'it is too small' };
  const trace = parseLoadTrace(lines(...load, skipped, { timestamp: at(9), type: 'unit_finished' }, finished()), '');
  expect(trace.tuning).toMatchObject({ outcome: 'skipped', reason: 'it is too small', at: 1, record: undefined });
});

test('a run without its end is an error', () => {
  expect(() => parseLoadTrace(lines(...load), '')).toThrow('no event says run_finished');
});
