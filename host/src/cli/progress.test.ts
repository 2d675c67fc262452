import { describe, expect, test } from 'vitest';
import type { StreamProgress } from '../engine/types.ts';
import type { Line } from './output.ts';
import { liveLines } from './progress.ts';
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

describe('the live display', () => {
  test('shows running streams and totals', () => {
    const streams = [
      stream('public.a', { estimatedRows: 2_000_000 }),
      stream('public.b', { rows: 5 }),
      stream('public.c', { state: 'done' }),
      stream('public.d', { state: 'waiting', rows: 0, bytes: 0, bytesPerSecond: 0 }),
    ];
    expect(plain(liveLines(streams, 12, 24))).toEqual([
      '  61%      1,234,567 rows     1.0 MiB/s  public.a',
      '                   5 rows     1.0 MiB/s  public.b',
      '12.0 s: 1 of 4 streams read, 2,469,139 rows, 9.0 MiB, 3.0 MiB/s',
    ]);
  });

  test('fits the terminal, and an estimate that was too low stays at 99 %', () => {
    const streams = Array.from({ length: 1000 }, (_, index) => stream(`s${index}`, { estimatedRows: 1 }));
    const lines = plain(liveLines(streams, 1, 10));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatch(/^ {2}99% /);
    expect(lines.at(-2)).toBe('  and 994 more');
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
