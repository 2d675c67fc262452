import { expect, test } from 'vitest';
import { off, offAgain, on, pipe } from './arms.ts';
import { regretChart, throughputChart } from './chart.ts';
import type { GridOutcome } from './grid.ts';
import { parseProfiles } from './profiles.ts';
import { formatPostgresReport, type PostgresReport } from './report.ts';
import { armOf, resultOf, runOf, traceOf, tuningOf } from './testing.ts';

const [profile] = parseProfiles('small', { rows: 1000, gridRows: 200 });
if (profile === undefined) throw new Error('no profile');

const grid: GridOutcome[] = [
  { point: { parallelism: 4, mode: 'ctid', flushMib: 4 }, run: runOf(1, 2) },
  { point: { parallelism: 8, mode: 'mod', flushMib: 4 }, refusal: 'too few connections' },
];

const report: PostgresReport = {
  date: '2026-11-25',
  commandLine: 'npm run bench -- postgres',
  facts: ['a machine'],
  arms: [],
  results: [],
  notes: [],
  profile,
  link: undefined,
  grid,
  charts: [],
};

const result = resultOf([
  armOf(off, [10, 10]),
  armOf(on, [9, 9.5], (seconds) => traceOf(seconds, { tuning: tuningOf(2) })),
  armOf('P=4 ctid 4 MiB', [8, 8]),
  { arm: pipe, runs: [{ ...runOf(1, 7), linkCpuSeconds: 0.3 }] },
  armOf(offAgain, [10, 11]),
]);

test('a run that gets no further than its grid leaves that', () => {
  const text = formatPostgresReport(report);
  expect(text).toContain('**No rounds yet.**');
  expect(text).toContain('on a table of 200 rows of the same kind');
  expect(text).toContain('| **P=4 ctid 4 MiB** | 2.000 | 100 | 9 | 1.00 |  |');
  expect(text).toContain('| P=8 mod 4 MiB |  |  |  |  | refused: too few connections |');
});

test('medians, decisions, regret, the probe and the record, in a report of unfinished rounds', () => {
  const text = formatPostgresReport({ ...report, results: [result] });
  expect(text).toContain('**fewer than 10 pairs: not judged**');
  expect(text).toContain('| psql pipe | 1 | 7.000 | 143 | 0.1 | 1.429 |  | 1.00 | 2.00 | 3.00 | 0.30 |');
  expect(text).toContain('| 1 | 9.000 | changed | parallelism 2 → 3 | 20 % | 1 % | 2.0 |');
  expect(text).toContain('| P=4 ctid 4 MiB | 15.6 % | 12.5 % | 18.8 % |');
  expect(text).toContain('| share of the estimated rows | 10 % | 10 % |');
  expect(text).toContain('| the original project, as published | 104,094 |');
  expect(text).toContain('autotune of t: changed');
  expect(text).toContain('| psql pipe | 7.000 |  |');
  expect(text).not.toContain('NaN');
});

test('on a link there is its CPU, and nothing beside what was published', () => {
  const route = { shape: { roundTripMs: 20, megabitsPerSecond: 30 }, only: 'source' } as const;
  const text = formatPostgresReport({ ...report, results: [result], link: route });
  expect(text).toContain('Every connection to the source server goes through');
  expect(text).toContain('## The link itself');
  expect(text).toContain('at least 3 times as fast as off');
  expect(text).not.toContain('as published');
});

test('charts: windows and lock are marked, every arm has its bar, every number is one', () => {
  const throughput = throughputChart('small', result) ?? '';
  for (const label of ['parallelism 2', 'parallelism 3', 'values locked', off, on, 'P=4 ctid 4 MiB']) {
    expect(throughput).toContain(`>${label}</text>`);
  }
  const regret = regretChart('small', result);
  expect(regret).toContain('>relative to P=4 ctid 4 MiB</text>');
  for (const chart of [throughput, regret]) expect(chart).not.toContain('NaN');
  expect(throughputChart('small', resultOf([armOf(off, [1])]))).toBeUndefined();
});
