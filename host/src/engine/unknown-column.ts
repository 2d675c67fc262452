import type { DiscoveredStream } from '@rapidbyte/connector';
import { closest } from '../config/closest.ts';
import { quoteStreamName } from '../config/stream-name.ts';
import type { PipelineProblem } from './types.ts';

/** A wide table has hundreds. */
const maxNames = 20;

/** A key of the pipeline names a column that the stream does not have. */
export function unknownColumn({ name, columns }: DiscoveredStream, column: string, path: string): PipelineProblem {
  const names = columns.map((each) => each.name);
  const meant = closest(column, names);
  return {
    severity: 'error',
    category: 'config',
    code: 'unknown_column',
    message: `${quoteStreamName(name)} has no column ${JSON.stringify(column)}`,
    hint: meant === undefined ? `It has: ${names.slice(0, maxNames).join(', ')}.` : `Is ${meant} meant?`,
    stream: quoteStreamName(name),
    column,
    path,
    side: 'host',
    retryable: false,
  };
}
