import { expect, test } from 'vitest';
import { parseCases } from '../cases.ts';
import type { CaseResult } from '../runs.ts';
import { before, oursWith, pipe, pipeAgain } from './arms.ts';
import { linkGoals, parallelGoals } from './goals.ts';

function result(name: string, seconds: Readonly<Record<string, readonly number[]>>): CaseResult {
  const [measured] = parseCases(name, false);
  if (measured === undefined) throw new Error(name);
  const arms = Object.entries(seconds).map(([arm, ofArm]) => ({
    arm,
    runs: ofArm.map((each, index) => ({
      round: index + 1,
      seconds: each,
      cpuSeconds: 0,
      serverCpu: { source: 0, destination: 0 },
    })),
  }));
  return { case: measured, bytesPerRow: 200, tableBytes: 215e6, keySeconds: 0.5, arms };
}

const all = {
  [pipe]: [2],
  [oursWith(1)]: [2.5],
  [oursWith(2)]: [2],
  [before]: [2.5],
  [pipeAgain]: [2.02],
  'pg_dump | pg_restore': [2.7],
  'pg_dump -Fd -j2, pg_restore -j2': [4],
  pgcopydb: [4],
  'pgcopydb, 2 jobs': [3],
  pgloader: [16],
};

test.each([
  [all, [true, true, true, true]],
  // Against the fastest way of each tool, with the best P.
  [{ ...all, pgcopydb: [2.9] }, [false, true, true, true]],
  [{ ...all, [oursWith(2)]: [2.4], [oursWith(1)]: [2] }, [true, true, true, true]],
  [{ ...all, [oursWith(1)]: [2.6] }, [true, true, true, false]],
  // As much as the pipe differs from itself.
  [{ ...all, [oursWith(1)]: [2.6], [pipeAgain]: [2.1] }, [true, true, true, true]],
  [{ ...all, [pipeAgain]: [3] }, [true, true, true, undefined]],
  [{ [pipe]: [2], [oursWith(1)]: [2], [pipeAgain]: [2] }, [undefined, undefined, undefined, undefined]],
])('%j', (seconds, reached) => {
  const judged = result('mixed:1m', seconds);
  const applying = parallelGoals.filter((goal) => goal.appliesTo(judged.case));
  expect(applying.map((goal) => goal.judge(judged).reached)).toEqual(reached);
});

test.each([
  ['mixed:1m', [16], [3.2], [true]],
  ['mixed:4m', [16], [3.3], [false]],
  ['mixed:1', [16], [3.2], []],
])('on a link: %s, %j and %j', (name, one, eight, reached) => {
  const judged = result(name, { [pipe]: one, [oursWith(1)]: one, [oursWith(8)]: eight });
  const applying = linkGoals.filter((goal) => goal.appliesTo(judged.case));
  expect(applying.map((goal) => goal.judge(judged).reached)).toEqual(reached);
});
