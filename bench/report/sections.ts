import type { Arm } from '../arms/arm.ts';
import { cpuPerMillionRows, medianSeconds, mostProcesses, peakBytes, sides, speedRatio } from '../runs.ts';
import type { ArmRuns, CaseResult, Run } from '../runs.ts';
import { median } from '../../test/support/statistics.ts';
import type { Goal, Judgement } from './goal.ts';
import { table } from './markdown.ts';

export interface Report {
  readonly date: string;
  readonly commandLine: string;
  readonly facts: readonly string[];
  readonly arms: readonly Arm[];
  readonly results: readonly CaseResult[];
  readonly notes: readonly string[];
}

export function heading(title: string, { date, commandLine, facts, notes }: Report): string[] {
  return [
    `# ${title}, ${date}`,
    '',
    `Written by \`${commandLine}\`; not edited.`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    ...notes.map((note) => `- ${note}`),
    '',
  ];
}

export function goalSection(goals: readonly Goal[], results: readonly CaseResult[]): string[] {
  const rows = goals.flatMap((goal) =>
    results
      .filter((result) => goal.appliesTo(result.case))
      .map((result) => {
        const judgement = goal.judge(result);
        return [result.case.name, goal.text, judgement.figure, verdict(judgement)];
      }),
  );
  return ['## Goals', '', ...table(['case', 'goal', 'figure', ''], rows), ''];
}

function verdict({ reached }: Judgement): string {
  if (reached === undefined) return 'not judged';
  return reached ? 'reached' : '**missed**';
}

/** Ratios are against the first arm, the pipe. */
export function medianSection(results: readonly CaseResult[]): string[] {
  const rows = results.flatMap((result) => {
    const [pipe] = result.arms;
    return result.arms.map((arm) => {
      const seconds = medianSeconds(arm);
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
  return [
    '## Medians',
    '',
    'Seconds from command to exit; Mrows/s: million rows a second; ratio: the median, over the rounds, of the pipe’s time ÷',
    'this arm’s time in the same round (above 1 is faster than the pipe; the second pipe shows the noise). CPU: seconds per',
    'million rows, of the arm’s own processes together and of each server.',
    '',
    ...table(header, rows),
    '',
  ];
}

export function processSection(results: readonly CaseResult[]): string[] {
  const rows = results.flatMap((result) =>
    result.arms
      .filter(isOurs)
      .map((arm) => [
        result.case.name,
        arm.arm,
        ...sides.map((side) => cpu(result, arm, (run) => run.parts?.[side].cpuSeconds ?? Number.NaN)),
        ...sides.map((side) => (peakBytes(arm, side) / 1e6).toFixed(1)),
        String(mostProcesses(arm, 'source')),
        String(mostProcesses(arm, 'destination')),
      ]),
  );
  const header = ['case', 'arm', 'CPU: host', 'source', 'destination', 'MB: host', 'source', 'destination'];
  return [
    '## Our processes',
    '',
    'CPU: median, seconds per million rows, of all processes of a kind together; a connector’s as of its last sample (every',
    '50 ms), the host’s is the rest of the exact total. Memory: peak resident (VmHWM) of the largest process of its kind,',
    'the most of any round, MB of 10⁶ bytes.',
    '',
    ...table([...header, 'processes: source', 'destination'], rows),
    '',
  ];
}

export function isOurs({ runs }: ArmRuns): boolean {
  return runs.some((run) => run.parts !== undefined);
}

/** Per million rows; of a few rows that would say nothing, so plain seconds, marked as such. */
function cpu(result: CaseResult, arm: ArmRuns, of: (run: Run) => number): string {
  if (result.case.rows < 1000) return `${median(arm.runs.map(of)).toFixed(2)} s in all`;
  return cpuPerMillionRows(result, arm, of).toFixed(3);
}

export function runSection(results: readonly CaseResult[]): string[] {
  const rows = results.flatMap((result) =>
    result.arms.map((arm) => [result.case.name, arm.arm, ...arm.runs.map((run) => run.seconds.toFixed(3))]),
  );
  const rounds = Math.max(...results.flatMap((result) => result.arms.map((arm) => arm.runs.length)));
  const header = ['case', 'arm', ...Array.from({ length: rounds }, (_, index) => `round ${index + 1}, s`)];
  return ['## Every run', '', ...table(header, rows), ''];
}

export function armSection(arms: readonly Arm[]): string[] {
  return [
    '## Arms',
    '',
    ...arms.flatMap(({ name, command, tableDiffers }) => [
      `${name}${tableDiffers === undefined ? '' : ` (${tableDiffers})`}:`,
      '',
      '```sh',
      command,
      '```',
      '',
    ]),
  ];
}
