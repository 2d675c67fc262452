import type { StreamSpec } from '@rapidbyte/connector';
import { quoteIdentifier } from '@rapidbyte/postgres';
import type { Queryable } from '../queryable.ts';

/** The columns that say which of two rows with one key is the later one; none where the stream has no cursor. */
export interface RowOrder {
  readonly columns: readonly string[];
  /** ` COLLATE "C"` for those whose type has a collation: text is read in the order of its bytes, whatever the column's is. */
  readonly collate: ReadonlyMap<string, string>;
}

/** `types`: of each column where the rows are compared. */
export async function rowOrder(db: Queryable, spec: StreamSpec, types: ReadonlyMap<string, string>): Promise<RowOrder> {
  const { cursor } = spec;
  if (cursor === undefined || spec.syncMode !== 'incremental') return { columns: [], collate: new Map() };
  const columns = [cursor.column, ...(cursor.tieBreakerColumn === undefined ? [] : [cursor.tieBreakerColumn])];
  const collate = new Map<string, string>();
  for (const column of columns) {
    const { rows } = await db.query<{ collatable: boolean }>(
      `SELECT typcollation <> 0 AS collatable FROM pg_type WHERE oid = pg_typeof(NULL::${types.get(column) ?? 'text'})`,
    );
    if (rows[0]?.collatable === true) collate.set(column, ' COLLATE "C"');
  }
  return { columns, collate };
}

/**
 * Whether row `a` comes before row `b`. Null, and so not true, where a cursor is NULL: rows without one are read anew by
 * every load, so that they are as the source is now.
 */
export function comesBeforeSql({ columns, collate }: RowOrder, a: string, b: string): string {
  const value = (row: string, column: string): string =>
    `${row}.${quoteIdentifier(column)}${collate.get(column) ?? ''}`;
  const terms = columns.map((column, i) =>
    [
      ...columns.slice(0, i).map((same) => `${value(a, same)} = ${value(b, same)}`),
      `${value(a, column)} < ${value(b, column)}`,
    ].join(' AND '),
  );
  return terms.map((term) => `(${term})`).join(' OR ');
}
