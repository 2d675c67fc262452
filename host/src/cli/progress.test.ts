import { describe, expect, test } from 'vitest';
import type { RunEvent, StreamProgress } from '../engine/run-event.ts';
import { type Line, Output } from './output.ts';
import { liveLines, ProgressDisplay, type ProgressState } from './progress.ts';
import { formatBytes, formatCount, formatSeconds } from './render/quantity.ts';

const stream = (name: string, change: Partial<StreamProgress> = {}): StreamProgress => ({
  stream: name,
  state: 'running',
  rows: 1234567,
  bytes: 3 * 2 ** 20,
  rowsPerSecond: 1000,
  bytesPerSecond: 2 ** 20,
  estimatedRows: 0,
  ...change,
});

const plain = (lines: readonly Line[]) =>
  lines.map((line) => line.map((span) => (typeof span === 'string' ? span : span.text)).join(''));

type Decision = Extract<RunEvent, { type: 'autotune_decision' }>['record'];

const state = (streams: readonly StreamProgress[], changes: Partial<ProgressState> = {}): ProgressState => ({
  streams,
  bottleneck: null,
  elapsedSeconds: 12,
  tuning: null,
  ...changes,
});

const bottleneck = { side: 'destination', share: 0.83, text: 'destination-bound 83 %' } as const;

describe('the live display', () => {
  test('shows running streams and totals', () => {
    const streams = [
      stream('public.a', { estimatedRows: 2_000_000 }),
      stream('public.b', { rows: 5 }),
      stream('public.c', { state: 'done' }),
      stream('public.d', { state: 'waiting', rows: 0, bytes: 0, bytesPerSecond: 0 }),
    ];
    expect(plain(liveLines(state(streams), 24))).toEqual([
      '  61%      1,234,567 rows     1.0 MiB/s  public.a',
      '                   5 rows     1.0 MiB/s  public.b',
      '12.0 s: 1 of 4 streams read, 2,469,139 rows, 9.0 MiB, 3.0 MiB/s',
    ]);
  });

  test('fits the terminal, and an estimate that was too low stays at 99 %', () => {
    const streams = Array.from({ length: 1000 }, (_, index) => stream(`s${index}`, { estimatedRows: 1 }));
    const lines = plain(liveLines(state(streams), 10));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatch(/^ {2}99% /);
    expect(lines.at(-2)).toBe('  and 994 more');
    expect(plain(liveLines(state(streams, { tuning: 'tuning' }), 10))).toHaveLength(8);
  });

  test('says who is waited for, where one stands out, and what the tuner does', () => {
    const tuning = 'tuning: parallelism 3 beside 2, window 5';
    expect(plain(liveLines(state([stream('public.a')], { bottleneck, tuning }), 24)).slice(1)).toEqual([
      '12.0 s: 0 of 1 stream read, 1,234,567 rows, 3.0 MiB, 1.0 MiB/s, destination-bound 83 %',
      '  tuning: parallelism 3 beside 2, window 5',
    ]);
    const unknown = { side: 'unknown', share: 0, text: 'bound by nothing in particular' } as const;
    expect(plain(liveLines(state([stream('public.a')], { bottleneck: unknown }), 24)).at(-1)).toMatch(/1\.0 MiB\/s$/);
  });
});

describe('what is told of a run', () => {
  const timestamp = '2026-01-01T00:00:00.000Z';
  const tried = {
    type: 'autotune_window',
    stream: 'public.a',
    window: 5,
    settings: {},
    compared: { knob: 'host.parallelism', value: 3, beside: [2] },
    why: '',
    seconds: 0.5,
  } as const;
  const decided = {
    type: 'autotune_decision',
    stream: 'public.a',
    record: {
      outcome: 'changed',
      baseline: { 'host.parallelism': 2 },
      winner: { 'host.parallelism': 6 },
      gain: 0.48,
    } as Partial<Decision> as Decision,
  } as const;

  const show = (isTTY: boolean) => {
    let text = '';
    let now = 0;
    const screen = { isTTY, columns: 120, rows: 24, write: (more: string) => (text += more).length > 0 };
    const pipeline = { file: 'pipeline.yaml', place: () => undefined };
    const display = new ProgressDisplay(new Output(screen, screen), {
      pipeline: pipeline as never,
      debug: false,
      quiet: false,
      now: () => now,
    });
    return (event: Parameters<typeof untimed>[0]) => {
      text = '';
      now += 6000;
      display.onEvent(untimed(event));
      return text;
    };
  };
  const untimed = (event: typeof tried | typeof decided | typeof progress) => ({ timestamp, ...event });
  const progress = { type: 'progress', streams: [stream('public.a')], bottleneck } as const;

  test('without a terminal: who is waited for, and one line once the tuner has decided', () => {
    const told = show(false);
    expect(told(tried)).toBe('');
    expect(told(progress)).toMatch(/^12\.0 s: .*, destination-bound 83 %\n$/);
    expect(told(decided)).toBe('public.a tuned: parallelism 2 → 6, 48 % faster\n');
  });

  test('on a terminal: a line below that stays', () => {
    const told = show(true);
    expect(told(tried)).toBe('');
    expect(told(progress)).toMatch(/tuning: parallelism 3 beside 2, window 5\n$/);
    expect(told(decided)).toBe('');
    expect(told(progress)).toMatch(/\n {2}tuned: parallelism 2 → 6, 48 % faster\n$/);
  });
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567.4, '1,234,567'],
])('formatCount(%j)', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [2 ** 40, '1.0 TiB'],
])('formatBytes(%j)', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0.424, '0.42 s'],
  [12.34, '12.3 s'],
  [245, '4 min 05 s'],
  [7380, '2 h 03 min'],
])('formatSeconds(%j)', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
