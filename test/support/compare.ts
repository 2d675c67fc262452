import type { Client } from 'pg';
import {
  columnFingerprint,
  connectForFingerprints,
  fingerprint,
  type ColumnFingerprint,
  type TableFingerprint,
} from './fingerprint.ts';

export interface CompareOptions {
  /** SQL name in the destination, with its schema; the source's if not given. */
  readonly as?: string;
  /** Only these columns are meant to have been moved. */
  readonly columns?: readonly string[];
  /** false where the destination may have other types for the columns (their text must still be equal). */
  readonly types?: boolean;
  /** The schema that user-defined types stand in, quoted as SQL needs it: the source's, and the destination's for them. */
  readonly typesIn?: readonly [source: string, destination: string];
  /** false where keys and NOT NULL are not meant to be carried over (views have none). */
  readonly constraints?: boolean;
  /** These columns are compared by their types' binary form too. */
  readonly binary?: readonly string[];
}

export interface Comparison {
  readonly rows: string;
  /** In words; none if the tables are equal. */
  readonly differences: readonly string[];
}

/**
 * Compares a table of one database with one of another, by what the two servers compute: columns and their types, NOT
 * NULL, primary key, the number of rows and, whatever their order, their values.
 */
export async function compareTables(
  sourceUrl: string,
  destinationUrl: string,
  table: string,
  options: CompareOptions = {},
): Promise<Comparison> {
  const source = await connectForFingerprints(sourceUrl);
  try {
    const destination = await connectForFingerprints(destinationUrl);
    try {
      return await compare(source, destination, table, options.as ?? table, options);
    } finally {
      await destination.end();
    }
  } finally {
    await source.end();
  }
}

async function compare(
  source: Client,
  destination: Client,
  table: string,
  as: string,
  options: CompareOptions,
): Promise<Comparison> {
  const [here, there] = await Promise.all([fingerprint(source, table, options.columns), fingerprint(destination, as)]);
  const differences = structureDifferences(withTypesIn(here, options.typesIn), there, options);
  if (here.rows !== there.rows) differences.push(`rows: ${here.rows} in the source, ${there.rows} in the destination`);
  const names = here.columns.map((column) => column.name);
  const comparable = names.every((name) => there.columns.some((column) => column.name === name));
  if (comparable && here.text !== there.text) {
    const which = await differingColumns(source, destination, table, as, names, 'text');
    differences.push(`values as text: ${which.length === 0 ? 'rows are combined differently' : which.join(', ')}`);
  }
  const binary = comparable
    ? await differingColumns(source, destination, table, as, options.binary ?? [], 'binary')
    : [];
  if (binary.length > 0) differences.push(`values as binary: ${binary.join(', ')}`);
  return { rows: here.rows, differences };
}

function withTypesIn(side: TableFingerprint, schemas: CompareOptions['typesIn']): TableFingerprint {
  if (schemas === undefined) return side;
  const [from, to] = schemas;
  const moved = (type: string): string => (type.startsWith(`${from}.`) ? `${to}${type.slice(from.length)}` : type);
  return { ...side, columns: side.columns.map((column) => ({ ...column, type: moved(column.type) })) };
}

function structureDifferences(here: TableFingerprint, there: TableFingerprint, options: CompareOptions): string[] {
  const describe = ({ name, type, notNull }: ColumnFingerprint): string =>
    [
      JSON.stringify(name),
      ...(options.types === false ? [] : [type]),
      ...(options.constraints !== false && notNull ? ['NOT NULL'] : []),
    ].join(' ');
  const differences: string[] = [];
  const columns = [here, there].map((side) => side.columns.map(describe));
  for (const column of columns[0] ?? []) {
    if (columns[1]?.includes(column) !== true) differences.push(`column only in the source: ${column}`);
  }
  for (const column of columns[1] ?? []) {
    if (columns[0]?.includes(column) !== true) differences.push(`column only in the destination: ${column}`);
  }
  if (differences.length === 0 && columns[0]?.join() !== columns[1]?.join())
    differences.push('columns in another order');
  const keys = [here, there].map((side) => side.primaryKey.join(', ') || 'none');
  if (options.constraints !== false && keys[0] !== keys[1]) {
    differences.push(`primary key: ${keys[0]} in the source, ${keys[1]} in the destination`);
  }
  return differences;
}

async function differingColumns(
  source: Client,
  destination: Client,
  table: string,
  as: string,
  names: readonly string[],
  form: 'text' | 'binary',
): Promise<string[]> {
  const differing: string[] = [];
  for (const name of names) {
    const [here, there] = await Promise.all([
      columnFingerprint(source, table, name, form),
      columnFingerprint(destination, as, name, form),
    ]);
    if (here !== there) differing.push(name);
  }
  return differing;
}
