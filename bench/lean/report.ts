import type { Growth, MemoryRecord } from '../../test/soak/memory.ts';
import { frameHeight } from '../chart/frame.ts';
import { colour, svg } from '../chart/svg.ts';
import { drawTimeline, type Timeline } from '../chart/timeline.ts';
import { table } from '../report/markdown.ts';

const chartWidth = 1100;
/** Less, in ten minutes. */
const mostGrownBytes = 1e6;

export interface LeanReport {
  readonly date: string;
  readonly commandLine: string;
  readonly facts: readonly string[];
  /** A file beside the report. */
  readonly chart: string;
  readonly rows: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly untilSeconds: number;
  /** The load has lasted as long as memory was to be judged. */
  readonly isWhole: boolean;
  readonly growths: readonly Growth[];
  /** Of the destination: rows of its state tables, and the commits of the load. */
  readonly state: { readonly streams: number; readonly receipts: number; readonly commits: number };
}

export function formatReport(report: LeanReport): string {
  const { growths, state, warmUpSeconds, untilSeconds } = report;
  const rows = growths.map(({ process, grownBytes, grownAnonymousBytes, peakBytes, windowMedians }) => [
    process,
    (grownBytes / 1e6).toFixed(2),
    (grownAnonymousBytes / 1e6).toFixed(2),
    (peakBytes / 1e6).toFixed(1),
    windowMedians.map((bytes) => (bytes / 1e6).toFixed(1)).join(' '),
    verdict(report.isWhole, grownBytes < mostGrownBytes),
  ]);
  return [
    `# A long load from a position, ${report.date}`,
    '',
    `Written by \`${report.commandLine}\`; not edited.`,
    '',
    ...report.facts.map((fact) => `- ${fact}`),
    `- ${report.rows} rows in ${report.seconds.toFixed(0)} s and ${state.commits} commits; afterwards both tables were the same`,
    '',
    '## Memory',
    '',
    `Resident memory of every process, once a second. Grown: along the trend (the median of the slopes of all pairs of samples)`,
    `from ${warmUpSeconds} s to ${untilSeconds.toFixed(0)} s; the goal is less than 1 MB. MB of 10⁶ bytes.`,
    'What is not anonymous are pages of mapped files: of Node’s binary, as more of its code is run for the first time.',
    '',
    ...table(
      ['process', 'grown, MB', 'of it anonymous', 'peak, MB', 'medians of twelve equal stretches, MB', ''],
      rows,
    ),
    '',
    `![Resident memory of each process over the load](${report.chart})`,
    '',
    '## State',
    '',
    ...table(
      ['what', 'rows', ''],
      [
        ['streams in the destination’s state', String(state.streams), verdict(true, state.streams === 1)],
        ['receipts beside them', String(state.receipts), verdict(true, state.receipts <= 1)],
      ],
    ),
    '',
  ].join('\n');
}

export function memoryChart(records: readonly MemoryRecord[], warmUpSeconds: number): string {
  const timeline: Timeline = {
    title: 'Resident memory',
    xTitle: 'seconds since the run began',
    yTitle: 'MB',
    series: records.map(({ process }, index) => ({ name: process, colour: colour(index) })),
    lines: records.map(({ samples }) => samples.map(({ seconds, value }) => [seconds, value / 1e6] as const)),
    spans: [],
    marks: [{ at: warmUpSeconds, label: 'judged from here on' }],
  };
  return svg(chartWidth, frameHeight(timeline), drawTimeline(timeline, chartWidth));
}

function verdict(isJudged: boolean, isReached: boolean): string {
  if (!isJudged) return 'not judged: too short';
  return isReached ? 'reached' : '**missed**';
}
