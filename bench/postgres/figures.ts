import { median } from '../../test/support/statistics.ts';
import { table } from '../report/markdown.ts';
import { medianSeconds, pairedRatios, speedRatio, type ArmRuns, type CaseResult, type Run } from '../runs.ts';
import { off, offAgain, on, pipe } from './arms.ts';
import type { Control } from './control.ts';
import { percent } from './percent.ts';
import type { Published } from './profiles.ts';
import { bestPinned, pinnedArms, steadyRegrets, wholeRegrets } from './regret.ts';

const measured = ({ arms }: CaseResult): ArmRuns[] => arms.filter(({ runs }) => runs.length > 0);
const find = (result: CaseResult, name: string): ArmRuns | undefined =>
  measured(result).find(({ arm }) => arm === name);

export function medianSection(result: CaseResult): string[] {
  const [offRuns, pipeRuns] = [find(result, off), find(result, pipe)];
  const lines = measured(result).map((arm) => {
    const seconds = medianSeconds(arm);
    return [
      arm.arm,
      String(arm.runs.length),
      seconds.toFixed(3),
      ...rates(result, seconds),
      ratioTo(offRuns, arm),
      ratioTo(pipeRuns, arm),
      cpu(arm, (run) => run.cpuSeconds),
      cpu(arm, (run) => run.serverCpu.source),
      cpu(arm, (run) => run.serverCpu.destination),
      cpu(arm, (run) => run.linkCpuSeconds),
    ];
  });
  const header = ['arm', 'runs', 's', 'rows a second', 'MB/s', 'to off', 'to the pipe', 'CPU s: arm', 'source server'];
  return [
    '## Medians',
    '',
    'Seconds from command to exit. MB: 10⁶ bytes, as COPY’s binary format has the rows. To off, to the pipe: the median, over the',
    'rounds that both took part in, of the other’s time ÷ this arm’s (above 1 is faster than the other). CPU seconds: the arm’s own',
    'processes together, each server, the link.',
    '',
    ...table([...header, 'destination server', 'link'], lines),
    '',
  ];
}

export function controlSection({ pairs, ratio, low, high, noise }: Control): string[] {
  const text =
    pairs < 2
      ? `${pairs} pairs so far.`
      : `${pairs} pairs: ${offAgain} ÷ ${off} is ${ratio.toFixed(4)} (geometric mean), ${percent(ratio - 1)} from 1, with 95 % confidence between ${low.toFixed(4)} and ${high.toFixed(4)}. The noise is half of the interval: **${percent(noise)}**.`;
  return ['## A/A', '', text, ''];
}

export function regretSection(result: CaseResult): string[] {
  const tuned = find(result, on);
  if (tuned === undefined) return [];
  const others = [find(result, off), find(result, offAgain), ...pinnedArms(result)].filter((arm) => arm !== undefined);
  const lines = others.map((other) => [
    other.arm,
    ...spread(wholeRegrets(tuned, other)),
    ...spread(steadyRegrets(tuned, other)),
  ]);
  return [
    '## How far on is behind',
    '',
    'In each round, against the arm in the same round; negative: ahead. Whole run: its time, from command to exit, ÷ the other’s, less 1.',
    'After the lock: the other’s rows a second ÷ its own, less 1, both from the same number of rows on (as many as had passed the',
    'host when the values were locked) to the end of the last unit. So both have the same work left, stragglers included, and',
    'start-up, probe and publishing are left out.',
    '',
    ...table(['against', 'whole run: median', 'least', 'most', 'after the lock: median', 'least', 'most'], lines),
    '',
  ];
}

/** Theirs: another machine, unlogged tables, asynchronous commit. */
export function publishedSection(result: CaseResult, published: Published): string[] {
  const best = bestPinned(result);
  const arms = [find(result, off), find(result, on), best, find(result, pipe)].filter((arm) => arm !== undefined);
  const lines = arms.map((arm) => {
    const whole = medianSeconds(arm);
    const load = median(arm.runs.map((run) => (run.load === undefined ? Number.NaN : run.load.ends - run.load.begins)));
    return [arm.arm, ...rates(result, whole), ...rates(result, load)];
  });
  const theirs = [
    'the original project, as published',
    optional(published.rowsPerSecond, count),
    optional(published.megabytesPerSecond, String),
    '',
    '',
  ];
  return [
    '## Beside the original project’s figures',
    '',
    'Theirs are of COPY on tables of about this shape, from another machine, into unlogged tables, with asynchronous commit. Ours are',
    'durable, with both servers on this machine. Whole: from command to exit. Load: from the first unit’s opening to the end of the',
    'last one. Nothing is judged by them.',
    '',
    ...table(['', 'whole: rows a second', 'MB/s', 'load: rows a second', 'MB/s'], [theirs, ...lines]),
    '',
  ];
}

export function runSection(result: CaseResult): string[] {
  const rounds = Math.max(0, ...result.arms.flatMap(({ runs }) => runs.map(({ round }) => round)));
  const lines = measured(result).map(({ arm, runs }) => [
    arm,
    ...Array.from(
      { length: rounds },
      (_, index) => runs.find(({ round }) => round === index + 1)?.seconds.toFixed(3) ?? '',
    ),
  ]);
  const header = Array.from({ length: rounds }, (_, index) => `round ${index + 1}, s`);
  const [offRuns, again] = [find(result, off), find(result, offAgain)];
  const ratios = offRuns === undefined || again === undefined ? [] : pairedRatios(again, offRuns);
  return [
    '## Every run',
    '',
    ...table(['arm', ...header], lines),
    '',
    ...(ratios.length === 0 ? [] : [`${offAgain} ÷ ${off}: ${ratios.map((ratio) => ratio.toFixed(4)).join(', ')}`, '']),
  ];
}

/** Above 1: faster than the other. */
function ratioTo(other: ArmRuns | undefined, arm: ArmRuns): string {
  return other === undefined || other === arm ? '' : speedRatio(other, arm).toFixed(3);
}

function cpu({ runs }: ArmRuns, of: (run: Run) => number | undefined): string {
  const value = median(runs.map((run) => of(run) ?? Number.NaN));
  return Number.isNaN(value) ? '' : value.toFixed(2);
}

/** Rows a second and MB a second, where it is known how long it took. */
function rates({ case: { rows }, bytesPerRow }: CaseResult, seconds: number): string[] {
  return Number.isNaN(seconds) ? ['', ''] : [count(rows / seconds), ((rows * bytesPerRow) / 1e6 / seconds).toFixed(1)];
}

function spread(values: readonly number[]): string[] {
  if (values.length === 0) return ['', '', ''];
  return [median(values), Math.min(...values), Math.max(...values)].map(percent);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function optional(value: number | undefined, show: (value: number) => string): string {
  return value === undefined ? '' : show(value);
}
