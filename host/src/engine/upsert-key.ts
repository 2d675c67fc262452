import { quoteStreamName } from '../config/stream-name.ts';
import type { ChosenStream } from './discovery.ts';
import type { PipelineProblem } from './types.ts';
import { unknownColumn } from './unknown-column.ts';

/** What tells rows apart: the pipeline's word, else the source's. */
export function keyOf({ discovered, selection }: ChosenStream): readonly string[] {
  return selection.primaryKey ?? discovered.primaryKey;
}

/** Whether upsert can tell rows apart is known only once the source has described its streams. */
export function keyProblems(stream: ChosenStream): PipelineProblem[] {
  const { discovered, selection } = stream;
  const key = keyOf(stream);
  const missing = key.filter((column) => !discovered.columns.some(({ name }) => name === column));
  const path = `${selection.path}.primary_key`;
  if (selection.primaryKey !== undefined) return missing.map((column) => unknownColumn(discovered, column, path));
  if (key.length > 0 && missing.length === 0) return [];
  const name = quoteStreamName(discovered.name);
  const problem = { severity: 'error', category: 'config', stream: name, side: 'host', retryable: false } as const;
  if (key.length === 0) {
    return [
      {
        ...problem,
        code: 'upsert_without_key',
        message: `${name} has no primary key, and upsert needs one to tell rows by`,
        hint: 'Name the columns that are unique together: primary_key: [id].',
        path,
      },
    ];
  }
  return [
    {
      ...problem,
      code: 'column_left_out',
      message: `The primary key of ${name} is ${key.join(', ')}, and not among the columns; upsert tells rows by it`,
      hint: 'Add it to columns, or name another key: primary_key.',
      path: `${selection.path}.columns`,
    },
  ];
}
