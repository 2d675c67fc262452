import { expect, test } from 'vitest';
import { off, on } from './arms.ts';
import {
  bestPinned,
  rowsAt,
  rowsAtLock,
  secondsAt,
  steadyRate,
  steadyRegret,
  steadyRegrets,
  wholeRegrets,
} from './regret.ts';
import { armOf, resultOf, traceOf, tuningOf } from './testing.ts';

test('between two reports rows pass evenly; nothing before the first unit, all at the end of the last', () => {
  const load = traceOf(10);
  expect([0, 1, 2, 5, 9, 12].map((seconds) => rowsAt(load, seconds))).toEqual([0, 0, 125, 500, 1000, 1000]);
  expect([0, 125, 1000].map((rows) => secondsAt(load, rows))).toEqual([1, 2, 9]);
  // Reported, but not yet written: the end is the last unit's.
  const late = { ...load, ends: 10 };
  expect(rowsAt(late, 9.5)).toBeCloseTo(1000 - 250 / 6, 9);
});

test('a steady rate leaves out what comes before and after', () => {
  expect(steadyRate(traceOf(10), 0)).toBe(125);
  expect(steadyRate(traceOf(10), 500)).toBe(125);
  expect(steadyRate(traceOf(20), 500)).toBe(62.5);
});

test('regret: after the lock against the same rows, and the whole run', () => {
  // Half as fast up to the lock at 5 s, where 200 rows had passed, then as fast as a load of 10 s.
  const tuned = armOf(on, [11.4], () =>
    traceOf(10, {
      begins: 1,
      progress: [
        { seconds: 5, rows: 200, bytes: 0 },
        { seconds: 11.4, rows: 1000, bytes: 0 },
      ],
      ends: 11.4,
      tuning: tuningOf(5),
    }),
  );
  const [best, other] = [armOf('P=4 ctid 4 MiB', [10]), armOf('P=2 ctid 4 MiB', [12])];
  expect(rowsAtLock(tuned.runs[0]?.load)).toBe(200);
  expect(steadyRegrets(tuned, best)).toEqual([expect.closeTo(0, 9)]);
  expect(wholeRegrets(tuned, best)).toEqual([expect.closeTo(0.14, 9)]);
  const result = resultOf([armOf(off, [9]), tuned, other, best, armOf('P=8 ctid 4 MiB', [])]);
  expect(bestPinned(result)).toBe(best);
  expect(steadyRegret(result, tuned)).toEqual({ arm: best.arm, regret: expect.closeTo(0, 9) });
});

test('a run that was skipped has no lock', () => {
  const skipped = armOf(on, [10], (seconds) => traceOf(seconds, { tuning: tuningOf(1, { outcome: 'skipped' }) }));
  expect(steadyRegrets(skipped, armOf('P=4 ctid 4 MiB', [10]))).toEqual([]);
  expect(steadyRegret(resultOf([skipped, armOf('P=4 ctid 4 MiB', [10])]), skipped)).toBeUndefined();
});
