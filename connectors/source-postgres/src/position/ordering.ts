import type { Cursor, Problem } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified } from '@rapidbyte/postgres';
import type { Relation, RelationColumn } from '../catalog/relations.ts';
import type { TypeCatalog } from '../catalog/types.ts';
import { columnType } from '../column-type.ts';
import type { OrderCodec, OrderedValue } from './order-codec.ts';
import { orderedTypes, orderOfType } from './order-of-type.ts';

/** The order of an incremental stream: by its cursor, and where there is one by the tie-breaker. */
export type Ordering = readonly [OrderedColumn, OrderedColumn?];

export interface OrderedColumn {
  readonly name: string;
  readonly number: number;
  readonly nullable: boolean;
  readonly codec: OrderCodec;
  /** Of a text: the collation, in SQL, that compares as the order's bytes do. */
  readonly collation?: string;
  /** The column's own collation is another one. */
  readonly collate: boolean;
}

/** What the stream is to be ordered by, or what is wrong with it. @param encoding the database's */
export function orderingOf(
  cursor: Cursor,
  relation: Relation,
  catalog: TypeCatalog,
  encoding: string,
): { readonly ordering?: Ordering; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const column = (name: string, role: 'cursor' | 'tie_breaker'): OrderedColumn | undefined => {
    const found = relation.columns.find((one) => one.name === name);
    if (found === undefined) {
      problems.push(notFound(relation, name, role));
      return undefined;
    }
    const codec = orderOfType(columnType(found, catalog).typname, encoding);
    if (codec === undefined) {
      problems.push(unordered(relation, found, role));
      return undefined;
    }
    return { name, number: found.number, nullable: found.nullable, codec, ...collationOf(found) };
  };
  const first = column(cursor.column, 'cursor');
  const { tieBreakerColumn } = cursor;
  if (tieBreakerColumn === cursor.column) problems.push(sameColumn(relation, tieBreakerColumn));
  const second = tieBreakerColumn === undefined ? undefined : column(tieBreakerColumn, 'tie_breaker');
  if (problems.length > 0 || first === undefined) return { problems };
  return { ordering: second === undefined ? [first] : [first, second], problems };
}

function collationOf({ sorts }: RelationColumn): Pick<OrderedColumn, 'collation' | 'collate'> {
  if (sorts === null) return { collate: false };
  const { schema, name, bytewise } = sorts;
  return { collation: bytewise ? quoteQualified(schema, name) : 'pg_catalog."C"', collate: !bytewise };
}

/** The columns that there are. */
export function orderedColumns([cursor, tieBreaker]: Ordering): readonly OrderedColumn[] {
  return tieBreaker === undefined ? [cursor] : [cursor, tieBreaker];
}

/** The SQL expressions, byteas, from which a row's order is encoded. */
export function formExpressions(ordering: Ordering): string[] {
  return orderedColumns(ordering).map(({ name, codec }) => codec.form(quoteIdentifier(name)));
}

export function orderBy(ordering: Ordering, direction: 'ASC' | 'DESC' = 'ASC'): string {
  return `ORDER BY ${orderedColumns(ordering)
    .map((column) => `${sortKey(column)} ${direction}`)
    .join(', ')}`;
}

/** Holds for rows after these values; of a stream's beginning, for all that have a cursor. */
export function isAfter(ordering: Ordering, values: readonly OrderedValue[]): string {
  if (values.length === 0) return hasCursor(ordering);
  const columns = orderedColumns(ordering);
  const keys = columns.map(sortKey);
  const literals = columns.map((column, index) => compared(column, values[index]?.literal ?? 'NULL'));
  if (keys.length === 1) return `${keys.join('')} OPERATOR(pg_catalog.>) ${literals.join('')}`;
  return `ROW(${keys.join(', ')}) OPERATOR(pg_catalog.>) ROW(${literals.join(', ')})`;
}

/** Holds for rows whose cursor is at least the value of an SQL expression. */
export function isFrom([cursor]: Ordering, value: string): string {
  return `${sortKey(cursor)} OPERATOR(pg_catalog.>=) ${compared(cursor, value)}`;
}

export function hasCursor([{ name }]: Ordering): string {
  // IS NOT NULL, which can use an index; none of the ordered types is a composite one.
  return `${quoteIdentifier(name)} IS NOT NULL`;
}

export function hasNoCursor([{ name }]: Ordering): string {
  return `${quoteIdentifier(name)} IS NULL`;
}

/** As the order's bytes have it: a text by its bytes, whatever its own collation makes of them. */
function sortKey({ name, collation, collate }: OrderedColumn): string {
  return `${quoteIdentifier(name)}${collate && collation !== undefined ? ` COLLATE ${collation}` : ''}`;
}

/** A text's expression may bring a collation with it, which would decide how it is compared, or whether it can be. */
function compared({ collation }: OrderedColumn, value: string): string {
  return collation === undefined ? value : `${value} COLLATE ${collation}`;
}

export function about(
  relation: Relation,
  severity: Problem['severity'],
  category: Problem['category'],
  column: string,
) {
  return { severity, category, column, stream: { namespace: relation.namespace, name: relation.name } };
}

const roles = { cursor: 'cursor', tie_breaker: 'tie-breaker' } as const;

function notFound(relation: Relation, column: string, role: keyof typeof roles): Problem {
  const names = relation.columns.map(({ name }) => name);
  return {
    ...about(relation, 'error', 'config', column),
    code: `${role}_not_found`,
    message: `${formatStreamName(relation)} has no column ${JSON.stringify(column)} to be its ${roles[role]}`,
    hint: `it has: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`,
  };
}

function unordered(relation: Relation, { name, formatted }: RelationColumn, role: keyof typeof roles): Problem {
  return {
    ...about(relation, 'error', 'config', name),
    code: `${role}_not_ordered`,
    message: `column ${JSON.stringify(name)} of ${formatStreamName(relation)} can't be its ${roles[role]}: ${formatted} has no order that a position can be kept in`,
    hint: `take a column of one of these types: ${orderedTypes}`,
  };
}

function sameColumn(relation: Relation, column: string): Problem {
  return {
    ...about(relation, 'error', 'config', column),
    code: 'tie_breaker_is_cursor',
    message: `the tie-breaker of ${formatStreamName(relation)} is its cursor, ${JSON.stringify(column)}, itself: it tells no two rows apart`,
    hint: 'name a column, most often the primary key, that differs where the cursor is equal; or none',
  };
}
