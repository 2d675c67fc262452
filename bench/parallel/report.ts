import type { LinkShape } from '../link/pacing.ts';
import { median } from '../../test/support/statistics.ts';
import type { Goal } from '../report/goal.ts';
import { table } from '../report/markdown.ts';
import {
  armSection,
  goalSection,
  heading,
  medianSection,
  processSection,
  runSection,
  type Report,
} from '../report/sections.ts';
import { armRuns, medianSeconds, speedRatio, type CaseResult } from '../runs.ts';
import { oursWith, parallelismOf } from './arms.ts';

export interface ParallelReport extends Report {
  readonly goals: readonly Goal[];
  readonly link: LinkShape | undefined;
}

export function formatParallelReport(report: ParallelReport): string {
  const { results, link } = report;
  return [
    ...heading(link === undefined ? 'One table, many workers' : 'One table, many workers, on a slow link', report),
    ...(link === undefined ? [] : [linkText(link), '']),
    ...goalSection(report.goals, results),
    ...gainSection(results),
    ...medianSection(results),
    ...processSection(results),
    ...(link === undefined ? [] : linkSection(results)),
    ...runSection(results),
    ...armSection(report.arms),
  ].join('\n');
}

function linkText({ roundTripMs, megabitsPerSecond }: LinkShape): string {
  return [
    `Every connection to either server goes through a process that delays each direction by ${roundTripMs / 2} ms, so that a`,
    `round trip takes ${roundTripMs} ms more, and lets ${megabitsPerSecond} Mbit/s pass each way: each connection has this to`,
    'itself. Setting one up takes a round trip. What is under way, and 256 KiB of the sender, wait in it; there is no loss,',
    'and no slow start.',
  ].join('\n');
}

function gainSection(results: readonly CaseResult[]): string[] {
  const names = [...new Set(results.flatMap(({ arms }) => arms.map(({ arm }) => arm)))];
  const ours = names.filter((arm) => parallelismOf(arm) !== undefined);
  const others = names.filter((arm) => parallelismOf(arm) === undefined);
  const rows = results.flatMap((result) =>
    ours.map((arm) => [
      `${result.case.name} (${(result.tableBytes / 1e9).toFixed(2)} GB)`,
      String(parallelismOf(arm)),
      medianSeconds(armRuns(result, arm)).toFixed(3),
      ...[oursWith(1), ...others].map((other) => ratioTo(result, other, arm)),
    ]),
  );
  return [
    '## How many times as fast',
    '',
    'The median, over the rounds, of the other arm’s time ÷ ours in the same round. GB: the table without its key.',
    '',
    ...table(['case', 'P', 's', 'as P=1', ...others], rows),
    '',
  ];
}

function ratioTo(result: CaseResult, other: string, ours: string): string {
  const [a, b] = [other, ours].map((name) => result.arms.find(({ arm }) => arm === name));
  return a === undefined || b === undefined ? '' : speedRatio(a, b).toFixed(2);
}

function linkSection(results: readonly CaseResult[]): string[] {
  const rows = results.flatMap((result) =>
    result.arms.map((arm) => {
      const seconds = median(arm.runs.map((run) => run.linkCpuSeconds ?? Number.NaN));
      // Once on the way from the source, once on the way to the destination.
      const gigabytes = (2 * result.bytesPerRow * result.case.rows) / 1e9;
      const perGigabyte = result.case.rows < 1000 ? '' : (seconds / gigabytes).toFixed(2);
      return [result.case.name, arm.arm, seconds.toFixed(2), perGigabyte];
    }),
  );
  return [
    '## The link itself',
    '',
    'CPU seconds of its process, and per GB carried; they are in no other figure, and compete with the rest.',
    '',
    ...table(['case', 'arm', 'CPU s', 'CPU s per GB'], rows),
    '',
  ];
}
