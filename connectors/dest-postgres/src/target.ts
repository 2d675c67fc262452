import type { Problem, StreamName, StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified } from '@rapidbyte/postgres';
import { identifierProblem } from './naming.ts';

/** The table that a stream is written to. */
export interface Target {
  readonly schema: string;
  readonly table: string;
}

/** A stream without a schema goes to the schema that PostgreSQL's own default is. */
const defaultSchema = 'public';
/** PostgreSQL's MaxHeapAttributeNumber. */
const maxColumns = 1600;
const systemColumns = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']);

export function targetOf(stream: StreamName, schema: string | undefined): Target {
  return { schema: schema ?? (stream.namespace === '' ? defaultSchema : stream.namespace), table: stream.name };
}

/** As SQL has it, quoted and qualified. */
export function sqlName({ schema, table }: Target): string {
  return quoteQualified(schema, table);
}

/** A target as a user writes it. */
export function formatTarget(target: Target): string {
  return formatStreamName({ namespace: target.schema, name: target.table });
}

/** What about the names alone keeps streams from being written: nothing is ever cut to length or merged silently. */
export function targetProblems(specs: readonly StreamSpec[], schema: string | undefined, staging: string): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, StreamName>();
  for (const spec of specs) {
    const target = targetOf(spec.name, schema);
    const add = (code: string, message: string, hint: string, column?: string): void => {
      problems.push(streamProblem(spec.name, code, message, hint, column));
    };
    for (const [what, name] of [
      ['schema', target.schema],
      ['table', target.table],
    ] as const) {
      const wrong = identifierProblem(name);
      if (wrong !== undefined) add('invalid_name', `the ${what} ${JSON.stringify(name)}: ${wrong}`, 'rename it');
    }
    if (target.schema === staging || target.schema === 'information_schema' || target.schema.startsWith('pg_')) {
      add(
        'reserved_schema',
        `the schema ${JSON.stringify(target.schema)} is not for tables of users`,
        'set "schema" in the destination\'s config',
      );
    }
    const owner = owners.get(JSON.stringify(target));
    if (owner !== undefined) {
      add(
        'same_target',
        `it goes to ${formatTarget(target)}, and so does ${formatStreamName(owner)}`,
        'leave one of them out, or leave "schema" out of the destination\'s config',
      );
    }
    owners.set(JSON.stringify(target), spec.name);
    columnNameProblems(spec, add);
  }
  return problems;
}

function columnNameProblems(
  spec: StreamSpec,
  add: (code: string, message: string, hint: string, column?: string) => void,
): void {
  if (spec.columns.length > maxColumns) {
    add(
      'too_many_columns',
      `it has ${spec.columns.length} columns, a PostgreSQL table has at most ${maxColumns}`,
      'choose columns',
    );
  }
  const seen = new Set<string>();
  for (const { name } of spec.columns) {
    const wrong = identifierProblem(name);
    if (wrong !== undefined) add('invalid_name', `column ${JSON.stringify(name)}: ${wrong}`, 'rename it', name);
    if (systemColumns.has(name)) {
      add('invalid_name', `column "${name}" has the name of a system column of PostgreSQL`, 'rename it', name);
    }
    if (seen.has(name)) add('same_column', `column ${JSON.stringify(name)} comes twice`, 'leave one out', name);
    seen.add(name);
  }
}

/** A problem of category `schema` with a stream. */
export function streamProblem(
  stream: StreamName,
  code: string,
  message: string,
  hint: string,
  column?: string,
): Problem {
  return {
    severity: 'error',
    category: 'schema',
    code,
    message: `stream ${formatStreamName(stream)}: ${message}`,
    hint,
    stream,
    ...(column === undefined ? {} : { column }),
  };
}
