import { expect, test } from 'vitest';
import { parseCases } from '../cases.ts';
import { oursWith, pipe, pipeAgain } from '../parallel/arms.ts';
import type { CaseResult, Run } from '../runs.ts';
import { scalingChart } from './chart.ts';
import { scalingRows } from './figures.ts';
import { formatScalingReport } from './report.ts';

const run: Run = { round: 1, seconds: 5, cpuSeconds: 3, serverCpu: { source: 3, destination: 6 } };

const ours = (seconds: number, processes: number): Run => ({
  ...run,
  seconds,
  parts: {
    host: { cpuSeconds: 1, memoryBytes: [90e6] },
    source: { cpuSeconds: 1, memoryBytes: Array.from({ length: processes }, () => 80e6) },
    destination: { cpuSeconds: 1, memoryBytes: [70e6] },
  },
});

const [measured] = parseCases('mixed:4m', false);
if (measured === undefined) throw new Error('no case');
const result: CaseResult = {
  case: measured,
  bytesPerRow: 200,
  tableBytes: 8.6e8,
  keySeconds: 2,
  arms: [
    { arm: pipe, runs: [run] },
    { arm: oursWith(1), runs: [ours(10, 1)] },
    { arm: oursWith(4), runs: [ours(8, 2)] },
    { arm: pipeAgain, runs: [run] },
  ],
};

test('costs, every process’s memory, and the prediction with what limits it', () => {
  const text = formatScalingReport({
    date: '2026-11-25',
    commandLine: 'npm run bench -- scaling',
    facts: ['a machine'],
    arms: [],
    results: [result],
    notes: [],
    coresHere: 2,
    chartOf: () => 'chart.svg',
  });
  expect(text).toContain('(chart.svg)');
  expect(text).toContain('| 4 | 8.000 | 0.500 | 0.250 | 0.250 | 0.250 | 0.750 | 1.500 | 3.000 |');
  expect(text).toContain('| 4 | 90.0 | 80.0, 80.0 | 70.0 | 320.0 |');
  const backends = 'the destination’s backends';
  expect(text).toContain(`| 4 | 5.33 | ${backends} | 2.67 | 2.67 | ${backends} | 0.667 | 0.500 |`);
  expect(text).toContain('| 16, a row costing as with P=4 | 5.33 | the host’s thread | 4.00 | 4.00 |');
});

test('the chart names what it shows, and every number in it is one', () => {
  const chart = scalingChart('mixed:4m <here>', scalingRows(result), 2);
  for (const text of ['mixed:4m &lt;here&gt;', 'CPU seconds per million rows', 'MB', 'P=4', 'destination server']) {
    expect(chart).toContain(`>${text}</text>`);
  }
  expect(chart).not.toContain('NaN');
  expect(chart.match(/<circle /g)).toHaveLength(2);
});
