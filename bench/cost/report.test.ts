import { expect, it } from 'vitest';
import { committed, plain, uncommitted, upsert } from './arms.ts';
import { formatReport, timeRatio } from './report.ts';

const rounds = new Map([
  [plain, [2, 4]],
  [upsert, [5, 12]],
  [uncommitted, [10, 10]],
  [committed, [10.4, 12]],
]);

it('judges by the medians of what was measured in the same round', () => {
  expect(timeRatio(rounds, upsert, plain)).toBe(2.75);
  const report = formatReport({ date: '2026-11-25', commandLine: 'c', facts: [], rounds });
  expect(report).toContain('| upsert: at most 3 times the plain load | 2.750 | reached |');
  expect(report).toContain('| checkpoints: at most 5 % more than one commit | 1.120 | **missed** |');
});
