import type { LinkRoute } from '../../test/support/link/pacing.ts';
import type { Goal } from '../report/goal.ts';
import { linkSection, linkText } from '../report/link.ts';
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
  readonly link: LinkRoute | undefined;
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
    ...(link === undefined ? [] : linkSection(results, link)),
    ...runSection(results),
    ...armSection(report.arms),
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
