import type {
  RememberedEvent,
  RememberedLoad,
  RememberedRun,
  RememberedStatus,
  RunSummary,
} from '../../state/types.ts';
import type { Line, Style } from '../output.ts';
import { problemLines } from './problem.ts';
import { countOf, formatBytes, formatSeconds } from './quantity.ts';

/** Enough of an id to name a run; `runs show` takes any prefix. */
const shownIdLength = 8;

const styles: Readonly<Record<RememberedStatus, Style>> = {
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  running: 'cyan',
  interrupted: 'red',
  unknown: 'dim',
};

/** One line a run. */
export function runListLines(runs: readonly RunSummary[]): readonly Line[] {
  if (runs.length === 0) return [['no run is remembered']];
  const width = Math.max(...runs.map(({ pipeline }) => pipeline.length));
  return runs.map((run) => [
    { text: run.runId.slice(0, shownIdLength), style: 'bold' },
    `  ${formatTime(run.startedAt)}  `,
    { text: run.status.padEnd(11), style: styles[run.status] },
    `  ${run.pipeline.padEnd(width)}  `,
    run.finishedAt === null ? '' : `${amount(run)}, ${formatSeconds(run.seconds ?? 0)}`,
  ]);
}

/** All that is remembered of one run. */
export function rememberedRunLines(run: RememberedRun, events: readonly RememberedEvent[]): readonly Line[] {
  const took = run.finishedAt === null ? explained(run) : ` in ${formatSeconds(run.seconds ?? 0)}, ${amount(run)}`;
  const settings = run.settings.map(({ knob, value, provenance }) => `${knob} ${String(value)} (${provenance})`);
  return [
    [{ text: `run ${run.runId}`, style: 'bold' }, ` of ${run.pipeline}`],
    [{ text: run.status, style: styles[run.status] }, took],
    [{ text: `started ${formatTime(run.startedAt)} by rapidbyte ${run.version}, process ${run.pid}`, style: 'dim' }],
    ...(run.loadId === null ? [] : [[{ text: `load ${run.loadId}`, style: 'dim' } as const]]),
    ...(settings.length === 0 ? [] : [[{ text: `settings: ${settings.join(', ')}`, style: 'dim' } as const]]),
    ...run.loads.flatMap(loadLines),
    ...run.errors.flatMap((error) => problemLines(error)),
    ...(run.errorsTotal > run.errors.length
      ? [[`and ${countOf(run.errorsTotal - run.errors.length, 'error')} more`]]
      : []),
    ...events.flatMap(eventLines),
  ];
}

function explained({ status, machine }: RememberedRun): string {
  if (status === 'running') return '';
  if (status === 'interrupted')
    return ': its process ended without a word; what it had committed is at the destination';
  return `: it has not finished, and whether it still runs only ${machine.split(' ')[0] ?? ''} knows`;
}

function loadLines(load: RememberedLoad): readonly Line[] {
  const rows =
    load.rowsCommitted === null
      ? ''
      : `  ${countOf(load.rowsCommitted, 'row')}, ${formatBytes(load.bytesCommitted ?? 0)}`;
  const seconds = load.seconds === null ? '' : ` in ${formatSeconds(load.seconds)}`;
  const status = load.status ?? (load.publishedAt === null ? 'begun' : 'published');
  const modes = load.syncMode === null ? '' : `${load.syncMode}, ${load.writeMode ?? ''}, `;
  const settings = load.settings.map(({ knob, value, provenance }) => `${knob} ${String(value)} (${provenance})`);
  return [
    [
      { text: status.replace('_', ' ').padEnd(11), style: status === 'published' ? 'green' : 'yellow' },
      ` ${load.stream} → ${load.target}${rows}${seconds}`,
      { text: `  ${modes}${load.guarantee}`, style: 'dim' },
    ],
    ...(settings.length === 0 ? [] : [[{ text: `            ${settings.join(', ')}`, style: 'dim' } as const]]),
  ];
}

/** What an event says beside its type and time is shown as JSON: for people it is told where it belongs. */
function eventLines({ event }: RememberedEvent): readonly Line[] {
  const { type, timestamp, ...rest } = event;
  return [[{ text: `${formatTime(timestamp)}  ${type}`, style: 'dim' }, ` ${JSON.stringify(rest)}`]];
}

const amount = (run: RunSummary): string =>
  `${countOf(run.streams, 'stream')}, ${countOf(run.rowsCommitted, 'row')}, ${formatBytes(run.bytesCommitted)}`;

/** `2026-11-25 11:37:44Z`. */
export function formatTime(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
