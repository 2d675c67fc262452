import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm } from './arms/arm.ts';
import { caseFigures, secondsOf, speedRatio, type ArmRuns, type CaseResult, type Run } from './figures.ts';
import { goals } from './goals.ts';
import { median } from '../test/support/statistics.ts';

export interface Report {
  readonly date: string;
  readonly commandLine: string;
  readonly facts: readonly string[];
  readonly arms: readonly Arm[];
  readonly results: readonly CaseResult[];
  readonly notes: readonly string[];
}

/** Markdown, whole: every run's figures are in it, won or lost. */
export function formatReport(report: Report): string {
  return [
    `# The spine against the psql pipe, ${report.date}`,
    '',
    `Written by \`${report.commandLine}\`; not edited.`,
    '',
    ...report.facts.map((fact) => `- ${fact}`),
    ...report.notes.map((note) => `- ${note}`),
    '',
    '## Goals',
    '',
    ...goalTable(report.results),
    '',
    '## Medians',
    '',
    'Seconds from command to exit; Mrows/s: million rows a second; ratio: the median, over the rounds, of the pipe’s time ÷',
    'this arm’s time in the same round (above 1 is faster than the pipe; the second pipe shows the noise). CPU: seconds per',
    'million rows, of the arm’s own processes together and of each server.',
    '',
    ...medianTable(report.results),
    '',
    '## Our processes',
    '',
    'CPU: median, seconds per million rows; a connector’s as of its last sample (every 50 ms), the host’s is the rest of the',
    'exact total. Memory: peak resident (VmHWM), the most of any round, MB of 10⁶ bytes.',
    '',
    ...processTable(report.results),
    '',
    '## Every run',
    '',
    ...runTable(report.results),
    '',
    '## Arms',
    '',
    ...report.arms.flatMap(({ name, command, tableDiffers }) => [
      `${name}${tableDiffers === undefined ? '' : ` (${tableDiffers})`}:`,
      '',
      '```sh',
      command,
      '```',
      '',
    ]),
  ].join('\n');
}

/** A file that does not exist yet: results are never overwritten. */
export function freshReportFile(directory: string, stem: string): string {
  for (let number = 1; ; number++) {
    const file = join(directory, `${stem}${number === 1 ? '' : `-${number}`}.md`);
    if (!existsSync(file)) return file;
  }
}

function goalTable(results: readonly CaseResult[]): string[] {
  const rows = goals.flatMap((goal) =>
    results
      .filter((result) => goal.appliesTo(result.case))
      .map((result) => {
        const { figure, reached } = goal.judge(caseFigures(result));
        return [result.case.name, goal.text, figure, reached ? 'reached' : '**missed**'];
      }),
  );
  return table(['case', 'goal', 'figure', ''], rows);
}

function medianTable(results: readonly CaseResult[]): string[] {
  const rows = results.flatMap((result) => {
    const [pipe] = result.arms;
    return result.arms.map((arm) => {
      const seconds = median(secondsOf(arm));
      return [
        `${result.case.name} (${Math.round(result.bytesPerRow)} B a row)`,
        arm.arm,
        seconds.toFixed(3),
        (result.case.rows / 1e6 / seconds).toFixed(3),
        pipe === undefined || arm === pipe ? '' : speedRatio(pipe, arm).toFixed(3),
        cpu(result, arm, (run) => run.cpuSeconds),
        cpu(result, arm, (run) => run.serverCpu.source),
        cpu(result, arm, (run) => run.serverCpu.destination),
      ];
    });
  });
  const header = ['case', 'arm', 's', 'Mrows/s', 'ratio', 'CPU: arm', 'source server', 'destination server'];
  return table(header, rows);
}

function processTable(results: readonly CaseResult[]): string[] {
  const rows = results.map((result) => {
    const ours = result.arms.find((arm) => arm.runs.some((run) => run.parts !== undefined));
    if (ours === undefined) throw new Error(`${result.case.name}: our arm is missing`);
    const { peak } = caseFigures(result);
    const sides = ['host', 'source', 'destination'] as const;
    return [
      result.case.name,
      ...sides.map((side) => cpu(result, ours, (run) => run.parts?.[side].cpuSeconds ?? Number.NaN)),
      ...sides.map((side) => (peak[side] / 1e6).toFixed(1)),
    ];
  });
  return table(['case', 'CPU: host', 'source', 'destination', 'MB: host', 'source', 'destination'], rows);
}

/** Per million rows; of a few rows that would say nothing, so plain seconds, marked as such. */
function cpu(result: CaseResult, arm: ArmRuns, of: (run: Run) => number): string {
  const seconds = median(arm.runs.map(of));
  return result.case.rows < 1000 ? `${seconds.toFixed(2)} s in all` : (seconds / (result.case.rows / 1e6)).toFixed(3);
}

function runTable(results: readonly CaseResult[]): string[] {
  const rows = results.flatMap((result) =>
    result.arms.map((arm) => [result.case.name, arm.arm, ...arm.runs.map((run) => run.seconds.toFixed(3))]),
  );
  const rounds = Math.max(...results.flatMap((result) => result.arms.map((arm) => arm.runs.length)));
  return table(['case', 'arm', ...Array.from({ length: rounds }, (_, index) => `round ${index + 1}, s`)], rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
