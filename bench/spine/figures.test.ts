import { expect, test } from 'vitest';
import { parseCases } from '../cases.ts';
import type { CaseResult } from '../runs.ts';
import { caseFigures } from './figures.ts';
import { goals } from './goals.ts';

const part = (cpuSeconds: number, megabytes: number) => ({ cpuSeconds, memoryBytes: [megabytes * 1e6] });
const run = (round: number, seconds: number) => ({
  round,
  seconds,
  cpuSeconds: 0.1,
  serverCpu: { source: 0, destination: 0 },
});

const parts = (round: number) => ({
  host: part(0.5, 100 + round),
  source: part(0.4, 60),
  destination: part(0.3, 70 + round),
});

function result(name: string, pipe: readonly number[], ours: readonly number[]): CaseResult {
  const [measured] = parseCases(name, false);
  if (measured === undefined) throw new Error(name);
  const runs = ours.map((seconds, round) => ({ ...run(round, seconds), cpuSeconds: 2 + round, parts: parts(round) }));
  return {
    case: measured,
    bytesPerRow: 200,
    tableBytes: 0,
    keySeconds: 0,
    arms: [
      { arm: 'psql pipe', runs: pipe.map((seconds, round) => run(round, seconds)) },
      { arm: 'rapidbyte', runs },
    ],
  };
}

test('figures: pair by pair against the pipe, CPU per million rows, memory at its worst', () => {
  const figures = caseFigures(result('mixed:4m', [9, 4, 6], [10, 5, 6]));
  expect(figures.speedRatio).toBe(0.9);
  expect(figures.seconds).toBe(6);
  expect(figures.slackSeconds).toBeCloseTo(9 / 0.92 + 0.35 - 10);
  expect(figures.cpuSecondsPerMillionRows).toBe(0.75);
  expect(figures.peak).toEqual({ host: 102e6, source: 60e6, destination: 72e6 });
});

test.each([
  ['mixed:4m', [9.21], [10], [true, true, true, true]],
  // Three rounds: 0.75 CPU s per million rows.
  ['mixed:4m', [9.21, 9.21, 9.21], [10, 10, 10], [true, false, true, true]],
  ['mixed:4m', [9.1], [10], [false, true, true, true]],
  ['narrow:2m', [1], [1.4], [true, true, true]],
  ['narrow:2m', [1], [1.5], [false, true, true]],
  ['mixed:1', [0.1], [0.44], [true, true, true]],
  ['mixed:1', [0.1], [0.45], [false, true, true]],
])('goals of %s, pipe %j, ours %j', (name, pipe, ours, reached) => {
  const judged = result(name, pipe, ours);
  const applying = goals.filter((goal) => goal.appliesTo(judged.case));
  expect(applying.map((goal) => goal.judge(judged).reached)).toEqual(reached);
});
