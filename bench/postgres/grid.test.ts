import { expect, test } from 'vitest';
import { bestPoints, gridPoints, pointName, type GridOutcome, type GridPoint } from './grid.ts';
import { runOf, traceOf } from './testing.ts';

const point = (parallelism: number, mode = 'ctid', flushMib = 4): GridPoint => ({ parallelism, mode, flushMib });

const measured = (of: GridPoint, seconds: number, inEffect = of.mode, units = 9): GridOutcome => ({
  point: of,
  run: runOf(1, seconds, traceOf(seconds, { units, settings: { partition_mode: inEffect } })),
});

test('every value of a knob with every one of the others', () => {
  const points = gridPoints({ parallelism: [1, 2], modes: ['ctid', 'mod'], flushMib: [1, 16] });
  expect(points).toHaveLength(8);
  expect(points.map(pointName)).toContain('P=2 mod 16 MiB');
  expect(new Set(points.map(pointName)).size).toBe(8);
});

test('the best three did not do the same, and were not refused', () => {
  const outcomes: GridOutcome[] = [
    { point: point(8), refusal: 'no connections left' },
    measured(point(2), 5),
    // It was cut by ctid after all.
    measured(point(2, 'range'), 4, 'ctid'),
    // Not cut, so that the mode makes no difference.
    measured(point(1, 'mod'), 4.2, 'mod', 1),
    measured(point(1, 'range'), 4.1, 'range', 1),
    // Nor here, and then more workers find nothing to do.
    measured(point(2, 'mod'), 4.3, 'mod', 1),
    measured(point(4), 6),
    measured(point(4, 'mod'), 7),
  ];
  expect(bestPoints(outcomes, true).map(pointName)).toEqual(['P=2 range 4 MiB', 'P=1 range 4 MiB', 'P=4 ctid 4 MiB']);
  expect(bestPoints(outcomes.slice(0, 2), true)).toEqual([point(2)]);
});

test('what is one unit of a smaller table may be several of the whole one', () => {
  const outcomes = [
    measured(point(4), 5, 'ctid', 1),
    measured(point(2), 6, 'ctid', 1),
    measured(point(1), 7, 'ctid', 1),
  ];
  expect(bestPoints(outcomes, true).map(pointName)).toEqual(['P=4 ctid 4 MiB']);
  expect(bestPoints(outcomes, false)).toHaveLength(3);
});
