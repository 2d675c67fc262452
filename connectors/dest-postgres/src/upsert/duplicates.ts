import { ConnectorError, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier } from '@rapidbyte/postgres';
import type { Queryable } from '../queryable.ts';
import type { RowOrder } from './order.ts';

/** Rows that have arrived, and are to be merged or to become the target. */
export interface Arrived {
  /** Quoted and qualified. */
  readonly table: string;
  readonly spec: StreamSpec;
  /** What the key's values and the cursor's are compared as, by column. */
  readonly types: ReadonlyMap<string, string>;
  readonly order: RowOrder;
}

/** A key is shown so far in errors. */
const longestShownKey = 100;

/**
 * Leaves one row of each key: the last one by (cursor, tie-breaker).
 *
 * @throws {ConnectorError} `duplicate_key` if there is none that comes last: which one would win is nobody's to choose
 */
export async function keepLastOfEachKey(db: Queryable, arrived: Arrived): Promise<void> {
  const found = await findDuplicate(db, arrived);
  if (found === undefined) return;
  const { columns } = arrived.order;
  if (columns.length > 0) {
    await deleteEarlier(db, arrived);
    const tied = await findDuplicate(db, arrived);
    if (tied === undefined) return;
    throw duplicateKey(arrived.spec, tied, `the same ${columns.map((column) => JSON.stringify(column)).join(' and ')}`);
  }
  throw duplicateKey(arrived.spec, found, undefined);
}

/** The text of a key that several rows have. */
async function findDuplicate(db: Queryable, { table, spec, types }: Arrived): Promise<string | undefined> {
  const key = spec.key.map((column) => valueSql(column, types)).join(', ');
  const { rows } = await db.query<{ key: (string | null)[] }>(
    `SELECT ARRAY[${spec.key.map((column) => `(${valueSql(column, types)})::text`).join(', ')}] AS key
       FROM ${table} GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`,
  );
  return rows[0] === undefined ? undefined : showKey(spec, rows[0].key);
}

/** Of rows that none comes after, all stay: more than one of a key is seen by whoever looks again. */
async function deleteEarlier(db: Queryable, { table, spec, types, order }: Arrived): Promise<void> {
  const key = spec.key.map((column) => valueSql(column, types)).join(', ');
  const by = order.columns
    .map((column) => `${valueSql(column, types)}${order.collate.get(column) ?? ''} DESC NULLS LAST`)
    .join(', ');
  await db.query(
    `DELETE FROM ${table} WHERE ctid IN (
       SELECT row FROM (SELECT ctid AS row, rank() OVER (PARTITION BY ${key} ORDER BY ${by}) AS place FROM ${table}) AS ranked WHERE place > 1)`,
  );
}

/** Values that travelled as text are compared as what they are. */
function valueSql(column: string, types: ReadonlyMap<string, string>): string {
  return `${quoteIdentifier(column)}::${types.get(column) ?? 'text'}`;
}

function showKey({ key }: StreamSpec, values: readonly (string | null)[]): string {
  const text = key.map((column, i) => `${column} = ${values[i] ?? 'NULL'}`).join(', ');
  return text.length > longestShownKey ? `${text.slice(0, longestShownKey)}…` : text;
}

/** `key`: undefined where the server has only said that there is one. */
export function duplicateKey(spec: StreamSpec, key: string | undefined, tie: string | undefined): ConnectorError {
  const stream = formatStreamName(spec.name);
  const of = key === undefined ? 'with one key' : `with the key ${key}`;
  const incremental = spec.syncMode === 'incremental';
  return new ConnectorError({
    code: 'duplicate_key',
    category: 'data',
    message: `${stream} has several rows ${of}${tie === undefined ? '' : ` and ${tie}`}: none of them is the last one`,
    hint: incremental
      ? 'set a tie_breaker_field that tells the rows apart, or a key that is unique at the source'
      : 'choose a key that is unique at the source, or load the stream incrementally: then the last one by cursor wins',
    commitState: 'before',
    stream,
  });
}
