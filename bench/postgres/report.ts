import { linkSection, linkText } from '../report/link.ts';
import type { LinkRoute } from '../../test/support/link/pacing.ts';
import { table } from '../report/markdown.ts';
import { armSection, goalSection, heading, type Report } from '../report/sections.ts';
import type { CaseResult, Run } from '../runs.ts';
import { controlOf, whyNotJudged } from './control.ts';
import { decisionSection, explanationSection, probeSection } from './decisions.ts';
import { controlSection, medianSection, publishedSection, regretSection, runSection } from './figures.ts';
import { postgresGoals } from './goals.ts';
import { bestPoints, cutInEffect, pointName, type GridOutcome, type GridPoint } from './grid.ts';
import { isWholeGrid, type Profile } from './profiles.ts';

export interface PostgresReport extends Report {
  readonly profile: Profile;
  readonly link: LinkRoute | undefined;
  /** As far as it was measured; undefined: it was left out. */
  readonly grid: readonly GridOutcome[] | undefined;
  /** Files beside the report. */
  readonly charts: readonly { readonly title: string; readonly file: string }[];
}

/** What there is so far: whatever the run gets to, it leaves a report. */
export function formatPostgresReport(report: PostgresReport): string {
  const { profile, link, grid, results } = report;
  return [
    ...heading(`Autotune: ${profile.case.name}${link === undefined ? '' : ', on a slow link'}`, report),
    ...results.flatMap(statusSection),
    ...(link === undefined ? [] : [linkText(link), '']),
    ...(results.length === 0 ? ['**No rounds yet.**', ''] : goalSection(postgresGoals(link === undefined), results)),
    ...results.flatMap((result) => [
      ...report.charts.flatMap(({ title, file }) => [`![${title}](${file})`, '']),
      ...decisionSection(result),
      ...medianSection(result),
      ...controlSection(controlOf(result)),
      ...regretSection(result),
      ...probeSection(result),
      ...(profile.published === undefined || link !== undefined ? [] : publishedSection(result, profile.published)),
    ]),
    ...(grid === undefined ? [] : gridSection(grid, profile)),
    ...(link === undefined ? [] : results.flatMap((result) => linkSection([withRuns(result)], link))),
    ...results.flatMap((result) => [...runSection(result), ...explanationSection(result)]),
    ...armSection(report.arms),
  ].join('\n');
}

function statusSection(result: CaseResult): string[] {
  const why = whyNotJudged(controlOf(result));
  return [
    ...(why === undefined ? [] : [`**${why}**`, '']),
    `${result.case.dataset.description}; ${result.case.rows.toLocaleString('en')} rows, ${Math.round(result.bytesPerRow)} B each in COPY’s binary format, ${(result.tableBytes / 1e6).toFixed(1)} MB in the source without the key.`,
    '',
  ];
}

function gridSection(grid: readonly GridOutcome[], profile: Profile): string[] {
  const { rows } = profile.grid;
  const best = new Set(bestPoints(grid, isWholeGrid(profile)).map(pointName));
  const lines = grid.map(({ point, run, refusal }) => {
    const name = pointName(point);
    if (run === undefined) return [name, '', '', '', '', `refused: ${refusal}`];
    return [
      best.has(name) ? `**${name}**` : name,
      run.seconds.toFixed(3),
      Math.round(rows / run.seconds).toLocaleString('en'),
      String(run.load?.units ?? ''),
      run.cpuSeconds.toFixed(2),
      gridNote(point, run),
    ];
  });
  const smaller = isWholeGrid(profile)
    ? ''
    : `on a table of ${rows.toLocaleString('en')} rows of the same kind, because only their order counts here, `;
  return [
    '## The grid',
    '',
    `Autotune off, everything pinned; each point once, ${smaller}before the rounds. In bold:`,
    'the best three that are not the same in effect; they take part in every round, on the whole table. Where there are fewer units',
    'than P, not all workers have one; of one unit, neither P nor the mode makes a difference.',
    '',
    ...table(['point', 's', 'rows a second', 'units', 'CPU s of ours', ''], lines),
    '',
  ];
}

function gridNote(point: GridPoint, run: Run): string {
  const cut = cutInEffect(point, run);
  const reason = run.load?.reasons['partition_mode'];
  const units = run.load?.units ?? point.parallelism;
  return [
    ...(cut === point.mode ? [] : [`cut: ${cut}${reason === undefined ? '' : ` (${reason})`}`]),
    ...(units < point.parallelism ? ['fewer units than P'] : []),
  ].join('; ');
}

/** Arms that had no turn yet have no median. */
function withRuns(result: CaseResult): CaseResult {
  return { ...result, arms: result.arms.filter(({ runs }) => runs.length > 0) };
}
