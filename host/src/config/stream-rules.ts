import type { JsonValue } from './types.ts';
import type { FileProblem } from './problem.ts';

/*
 * What the keys of a stream mean together. Looked at in the document itself, so that it is told together with every other
 * problem; a value that is wrong by itself is the schema's to report.
 */

type Entry = { readonly [key: string]: JsonValue };

/** Without a cursor they would be accepted and do nothing. */
const cursorKeys = ['cursor_field', 'tie_breaker_field', 'null_cursor', 'look_back'] as const;

/** @param path of the stream: `source.streams[0]` */
export function streamProblems(stream: JsonValue, writeMode: JsonValue | undefined, path: string): FileProblem[] {
  if (typeof stream !== 'object' || stream === null || Array.isArray(stream)) return [];
  const entry = stream as Entry;
  return [
    ...(entry['sync_mode'] === 'incremental' ? incremental(entry, writeMode, path) : strayCursor(entry, path)),
    ...key(entry, writeMode, path),
    ...leftOut(entry, path),
  ];
}

function incremental(stream: Entry, writeMode: JsonValue | undefined, path: string): FileProblem[] {
  const problems: FileProblem[] = [];
  if (stream['cursor_field'] === undefined) {
    problems.push({
      code: 'missing_key',
      message: 'the key cursor_field is missing: an incremental stream is read by it',
      hint: 'name the column that grows: cursor_field: updated_at',
      path: `${path}.cursor_field`,
    });
  } else if (stream['cursor_field'] === stream['tie_breaker_field']) {
    problems.push({
      code: 'tie_breaker_is_cursor',
      message: 'tie_breaker_field is the cursor_field, and tells no rows apart that the cursor does not',
      hint: 'name a column that is unique among rows with the same cursor, such as the primary key',
      path: `${path}.tie_breaker_field`,
    });
  }
  if (writeMode === 'replace') {
    problems.push({
      code: 'incremental_replace',
      message: 'sync_mode incremental reads only what is new, and write_mode replace would drop everything else',
      hint: 'take write_mode upsert or append, or sync_mode full_refresh',
      path: `${path}.sync_mode`,
    });
  }
  return problems;
}

function strayCursor(stream: Entry, path: string): FileProblem[] {
  return cursorKeys
    .filter((name) => stream[name] !== undefined)
    .map((name) => ({
      code: 'cursor_without_incremental',
      message: `${name} means nothing for a stream that is read whole`,
      hint: 'add sync_mode: incremental, or leave it out',
      path: `${path}.${name}`,
    }));
}

function key(stream: Entry, writeMode: JsonValue | undefined, path: string): FileProblem[] {
  if (stream['primary_key'] === undefined || writeMode === 'upsert') return [];
  return [
    {
      code: 'key_without_upsert',
      message: 'primary_key is what upsert tells rows by, and write_mode is not upsert',
      hint: 'set write_mode: upsert, or leave it out',
      path: `${path}.primary_key`,
    },
  ];
}

/** What rows are ordered and told apart by has to be among the columns that are moved. */
function leftOut(stream: Entry, path: string): FileProblem[] {
  const { columns } = stream;
  if (!Array.isArray(columns)) return [];
  const { primary_key: primaryKey } = stream;
  const needed: (readonly [string, JsonValue | undefined])[] = [
    ['cursor_field', stream['cursor_field']],
    ['tie_breaker_field', stream['tie_breaker_field']],
    ...(Array.isArray(primaryKey) ? primaryKey.map((name: JsonValue) => ['primary_key', name] as const) : []),
  ];
  return needed
    .filter(([, column]) => typeof column === 'string' && column !== '' && !columns.includes(column))
    .map(([name, column]) => ({
      code: 'column_left_out',
      message: `${name} names ${JSON.stringify(column)}, which is not among the columns`,
      hint: 'add it to columns',
      path: `${path}.${name}`,
    }));
}
