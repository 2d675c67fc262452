import type { DiscoverResult } from '../../engine/types.ts';
import type { Line } from '../output.ts';
import { problemLines, type PipelineFile } from './problem.ts';
import { countOf, formatBytes } from './quantity.ts';

export function discoverLines(result: DiscoverResult, pipeline: PipelineFile): readonly Line[] {
  const selected = result.streams.filter((stream) => stream.selected).length;
  return [
    ...result.streams.flatMap((stream) => streamLines(stream, pipeline)),
    [
      `${countOf(result.streams.length, 'stream')} (${result.connector.name} ${result.connector.version}), ${selected} chosen by the pipeline (*)`,
    ],
  ];
}

function streamLines(stream: DiscoverResult['streams'][number], pipeline: PipelineFile): readonly Line[] {
  const estimate = [
    ...(stream.estimatedRows > 0 ? [`about ${countOf(stream.estimatedRows, 'row')}`] : []),
    ...(stream.estimatedBytes > 0 ? [formatBytes(stream.estimatedBytes)] : []),
  ].join(', ');
  const key = new Set(stream.primaryKey);
  const width = Math.max(0, ...stream.columns.map((column) => column.name.length));
  return [
    [
      { text: stream.selected ? '* ' : '  ', style: 'green' },
      { text: stream.quotedName, style: 'bold' },
      { text: `  ${[stream.kind, estimate].filter((part) => part !== '').join(', ')}`, style: 'dim' },
    ],
    ...stream.columns.map((column): Line => {
      const notes = [...(column.nullable ? [] : ['not null']), ...(key.has(column.name) ? ['key'] : [])].join(', ');
      return [
        `    ${column.name.padEnd(width)}  ${column.type}`,
        { text: notes === '' ? '' : `  ${notes}`, style: 'dim' },
      ];
    }),
    ...stream.problems.flatMap((problem) => problemLines(problem, pipeline)),
  ];
}
