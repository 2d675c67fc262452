import type { RunResult, StreamResult } from '../../engine/types.ts';
import type { Line, Style } from '../output.ts';
import { tunedLine } from './autotune.ts';
import { foundLine } from './settings.ts';
import { countOf, formatBytes, formatSeconds } from './quantity.ts';

/** The run's outcome, for people. */
export function runLines(result: RunResult): readonly Line[] {
  return [...result.streams.flatMap(streamLines), ...foundLine(result), summary(result)];
}

const statusStyles: Readonly<Record<StreamResult['status'], Style>> = {
  published: 'green',
  loaded: 'yellow',
  stopped: 'yellow',
  failed: 'red',
  not_started: 'dim',
};

function streamLines(stream: StreamResult): readonly Line[] {
  const status = stream.status.replace('_', ' ');
  const { publish } = stream;
  const how = publish === undefined ? '' : ` (${publish.method}, locked ${Math.ceil(publish.lockMs)} ms)`;
  const reason = stream.guaranteeReason === '' ? '' : `: ${stream.guaranteeReason}`;
  return [
    [
      { text: status.padEnd(11), style: statusStyles[stream.status] },
      ` ${stream.name} → ${stream.target}  ${countOf(stream.rowsCommitted, 'row')}, `,
      `${formatBytes(stream.bytesCommitted)} in ${formatSeconds(stream.seconds)}`,
      { text: `  ${stream.guarantee}${how}`, style: 'dim' },
    ],
    ...(reason === '' || stream.guarantee === 'exactly_once'
      ? []
      : [[{ text: `            ${stream.guarantee}${reason}`, style: 'dim' } as const]]),
    ...(stream.autotune === undefined || stream.autotune.outcome === 'skipped' ? [] : [tunedLine(stream.autotune)]),
  ];
}

function summary(result: RunResult): Line {
  const done = result.streams.filter(({ status }) => status === 'published' || status === 'stopped');
  const total = (pick: (stream: StreamResult) => number) => done.reduce((sum, stream) => sum + pick(stream), 0);
  const rows = total((stream) => stream.rowsCommitted);
  const bytes = total((stream) => stream.bytesCommitted);
  const words = { succeeded: 'done', failed: 'failed', stopped: 'stopped', cancelled: 'cancelled' } as const;
  const style = { succeeded: 'green', failed: 'red', stopped: 'yellow', cancelled: 'yellow' } as const;
  // Of less than a second, start-up is most: a rate would say nothing.
  const perSecond = result.seconds >= 1 ? `, ${countOf(rows / result.seconds, 'row')} a second` : '';
  return [
    { text: `${result.pipeline}: `, style: 'bold' },
    { text: words[result.status], style: style[result.status] },
    ` in ${formatSeconds(result.seconds)}, ${countOf(done.length, 'stream')}, ${countOf(rows, 'row')}, ${formatBytes(bytes)}`,
    result.status === 'succeeded' ? perSecond : '',
    result.attempts > 1 ? `, at the ${ordinal(result.attempts)} attempt` : '',
    // What `rapidbyte runs show` takes.
    { text: `  (run ${result.runId})`, style: 'dim' },
  ];
}

function ordinal(count: number): string {
  const endings = ['th', 'st', 'nd', 'rd'];
  const teen = count % 100 >= 11 && count % 100 <= 13;
  return `${count}${teen ? 'th' : (endings[count % 10] ?? 'th')}`;
}
