import { expect, test } from 'vitest';
import type { DecisionRecord } from '../../autotune/record.ts';
import type { Line } from '../output.ts';
import { explainLines, triedText, tunedLine } from './autotune.ts';

const plain = (line: Line): string => line.map((span) => (typeof span === 'string' ? span : span.text)).join('');

const rates = { rowsPerSecond: 1e5, flushShare: 0, bytesPerCpuSecond: 1 };
const window = (number: number, bytesPerSecond: number) => ({
  number,
  seconds: 0.5,
  rows: 50_000,
  bytes: bytesPerSecond / 2,
  bytesPerSecond,
  rowsPerSecond: 1e5,
  waits: { read: 0, credit: 0, write: 0, flush: 0, input: 0 },
  cpuSeconds: { host: 0, source: 0, destination: 0 },
  memoryBytes: 1,
});
const record: DecisionRecord = {
  stream: 'public.orders',
  outcome: 'changed',
  reason: 'host.parallelism 2 → 4: 90 % faster',
  baseline: { 'host.parallelism': 2, 'source.mode': 'a' },
  winner: { 'host.parallelism': 4, 'source.mode': 'a' },
  gain: 0.9,
  noise: 0.04,
  first: null,
  bottleneck: { side: 'source', share: 0.8, text: 'source-bound 80 %' },
  effects: { 'host.parallelism': 0.9 },
  order: [{ knob: 'host.parallelism', why: 'source-bound 80 %' }],
  rounds: [
    {
      knob: 'host.parallelism',
      why: 'source-bound 80 %',
      candidates: [
        {
          value: '4',
          settings: {},
          incumbent: false,
          ahead: 0.9,
          bytesPerSecond: 2 ** 21,
          ...rates,
          windows: [window(3, 2 ** 21)],
        },
        {
          value: '2',
          settings: {},
          incumbent: true,
          ahead: 0,
          bytesPerSecond: 2 ** 20,
          ...rates,
          windows: [window(2, 2 ** 20)],
        },
      ],
      winner: '4',
      margin: 0.9,
      needed: 0.07,
      decidedBy: 'it was far ahead at once',
    },
  ],
  rejected: [{ knob: 'source.mode', value: 'b', reason: 'the budget has no room for it' }],
  probe: { windows: 3, seconds: 1.5, rows: 1000, bytes: 1, share: 0.05, maxSeconds: 30, maxRows: 3000 },
  pins: [{ knob: 'parallelism', side: 'host', value: 4 }],
};

test('the summary names what has changed, and by how much', () => {
  expect(plain(tunedLine(record)).trim()).toBe('autotune changed: parallelism 2 → 4, 90 % faster');
  const [baseline, winner] = [{ 'destination.copy_flush_bytes': 2 ** 20 }, { 'destination.copy_flush_bytes': 2 ** 23 }];
  expect(plain(tunedLine({ ...record, baseline, winner, gain: null })).trim()).toBe(
    'autotune changed: copy_flush_bytes 1.0 MiB → 8.0 MiB',
  );
  expect(plain(tunedLine({ ...record, outcome: 'kept', reason: 'nothing was faster' })).trim()).toBe(
    'autotune kept: nothing was faster',
  );
});

test('a window is named by what it compares', () => {
  const why = 'destination-bound 80 %';
  const tried = { window: 5, compared: { knob: 'host.parallelism', value: 3, beside: [2, 1] }, why };
  expect(triedText(tried)).toBe('parallelism 3 beside 2, 1, window 5');
  expect(triedText({ window: 1, compared: null, why: 'how fast the baseline is' })).toBe(
    'how fast the baseline is, window 1',
  );
  const last = { knob: 'all', value: 'winner', beside: ['baseline'] };
  expect(triedText({ window: 9, compared: last, why: 'the winner beside the baseline' })).toBe(
    'the winner beside the baseline, window 9',
  );
});

test('the explanation has every window, what was left out, what it cost, and the pins', () => {
  expect(explainLines(record).map(plain)).toEqual([
    'autotune of public.orders: changed, host.parallelism 2 → 4: 90 % faster',
    '  at the start: source-bound 80 %',
    '  host.parallelism: source-bound 80 %',
    '    4             2.0 MiB/s  +90 %         #3 2.0 MiB/s',
    '    2             1.0 MiB/s  as it was     #2 1.0 MiB/s',
    '    taken: 4, by 90 % (at least 7.0 % was needed); it was far ahead at once',
    '  left out: source.mode b: the budget has no room for it',
    '  cost: 3 windows, 1.50 s, 5.0 % of the rows, all of them part of the load',
    '  the same without a probe: --pin parallelism=4',
  ]);
});

test('a value that keeps its place is not said to have been ahead by what another one needed', () => {
  const [round] = record.rounds;
  if (round === undefined) throw new Error('no round');
  const candidates = round.candidates.map((each) => (each.incumbent ? each : { ...each, ahead: -0.024 })).toReversed();
  const kept = { ...round, candidates, winner: '2', margin: 0.024, decidedBy: 'its share of the budget was spent' };
  expect(explainLines({ ...record, rounds: [kept] }).map(plain)).toContain(
    '    kept: 2, the next best came to −2.4 % (at least 7.0 % was needed); its share of the budget was spent',
  );
});
