import { median } from '../../test/support/statistics.ts';
import type { TuningRecord } from '../arms/load-trace.ts';
import { table } from '../report/markdown.ts';
import type { CaseResult, Run } from '../runs.ts';
import { on } from './arms.ts';
import { percent } from './percent.ts';
import { rowsAtLock, steadyRate } from './regret.ts';

function tunedRuns({ arms }: CaseResult): readonly Run[] {
  return arms.find(({ arm }) => arm === on)?.runs ?? [];
}

/** The run with autotune that is shown in full: the one in the middle, by its time. */
export function shownRun(result: CaseResult): Run | undefined {
  const sorted = [...tunedRuns(result)].sort((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** What each run with autotune came to. */
export function decisionSection(result: CaseResult): string[] {
  const rows = tunedRuns(result).map(({ round, seconds, load }) => {
    const tuning = load?.tuning;
    const from = rowsAtLock(load);
    return [
      String(round),
      seconds.toFixed(3),
      tuning?.outcome ?? 'none',
      tuning?.record?.outcome === 'changed' ? changes(tuning.record) : (tuning?.reason ?? ''),
      optional(tuning?.record?.gain, percent),
      optional(tuning?.record?.noise, percent),
      optional(from === undefined ? undefined : tuning?.at, (at) => at.toFixed(1)),
      load === undefined || from === undefined ? '' : Math.round(steadyRate(load, from)).toLocaleString('en'),
    ];
  });
  return [
    '## What the tuner came to',
    '',
    'Gain, as the tuner measured it: bytes per second over those of the values from before. Noise: of one of its windows. Locked:',
    'seconds since the run began. Rows a second: from the lock to the end of the last unit.',
    '',
    ...table(['round', 's', 'outcome', 'values, or why not', 'gain', 'noise', 'locked, s', 'rows a second then'], rows),
    '',
  ];
}

export function probeSection(result: CaseResult): string[] {
  const probes = tunedRuns(result).flatMap(({ seconds, load }) => {
    const probe = load?.tuning?.record?.probe;
    return probe === undefined ? [] : [{ ...probe, ofRun: probe.seconds / seconds }];
  });
  if (probes.length === 0) return [];
  const row = (
    name: string,
    of: (probe: (typeof probes)[number]) => number,
    show: (value: number) => string,
  ): string[] => {
    const values = probes.map(of);
    return [name, show(median(values)), show(Math.max(...values))];
  };
  return [
    '## What the probe cost',
    '',
    `Of ${probes.length} runs with a probe. Its rows are part of the load.`,
    '',
    ...table(
      ['', 'median', 'most'],
      [
        row('windows', ({ windows }) => windows, String),
        row(
          'seconds',
          ({ seconds }) => seconds,
          (value) => value.toFixed(2),
        ),
        row('share of the run’s time', ({ ofRun }) => ofRun, percent),
        row('share of the estimated rows', ({ share }) => share, percent),
      ],
    ),
    '',
  ];
}

/** As a user sees it. */
export function explanationSection(result: CaseResult): string[] {
  const run = shownRun(result);
  const tuning = run?.load?.tuning;
  if (run === undefined || tuning === undefined) return [];
  return [
    '## A decision record',
    '',
    `Of round ${run.round}, as \`--explain-autotune\` shows it.`,
    '',
    '```text',
    ...(tuning.explanation === '' ? [`skipped: ${tuning.reason}`] : [tuning.explanation]),
    '```',
    '',
  ];
}

function changes({ baseline, winner }: TuningRecord): string {
  return Object.entries(winner)
    .filter(([knob, value]) => baseline[knob] !== value)
    .map(([knob, value]) => `${knob.replace(/^\w+\./, '')} ${String(baseline[knob])} → ${String(value)}`)
    .join(', ');
}

function optional(value: number | null | undefined, show: (value: number) => string): string {
  return value === null || value === undefined ? '' : show(value);
}
