import { quoteIdentifier } from '@rapidbyte/postgres';
import { isSqlState } from '../lock.ts';
import type { Queryable } from '../queryable.ts';
import type { StreamPlan } from '../stream-plan.ts';
import { sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { duplicateKey, keepLastOfEachKey } from './duplicates.ts';
import { requireKeyIndex } from './key-index.ts';
import { comesBeforeSql, rowOrder, type RowOrder } from './order.ts';

/** ON CONFLICT has met a row that the same statement wrote. */
const cardinalityViolation = '21000';

/**
 * Merges the rows of a table into the target, in the open transaction, which has locked the target against changes of its
 * columns: a row whose key is there takes that row's place, unless it comes before it in the stream's order. Rows that are
 * the same already are not written again. Which columns only the target has keep their values; rows that are gone at the
 * source stay.
 *
 * @throws {ConnectorError} `key_not_unique`, `duplicate_key`
 */
export async function merge(db: Queryable, plan: StreamPlan, target: TargetTable, from: string): Promise<void> {
  const { spec } = plan;
  await requireKeyIndex(db, spec.name, plan.target, target.oid, spec.key);
  const types = new Map(target.columns.map(({ name, type }) => [name, type]));
  const order = await rowOrder(db, spec, types);
  await keepLastOfEachKey(db, { table: from, spec, types, order });
  try {
    await db.query(mergeSql(plan, types, from, order));
  } catch (error) {
    // Keys that are one under the target's collation and were several under the stream's.
    throw isSqlState(error, cardinalityViolation) ? duplicateKey(spec, undefined, undefined) : error;
  }
}

/**
 * ON CONFLICT rather than MERGE or UPDATE with INSERT: rows that others write at the same time neither break nor wait, and
 * its plan can't go wrong. Measured in docs/decisions/20261125-upsert.md.
 */
export function mergeSql(plan: StreamPlan, types: ReadonlyMap<string, string>, from: string, order: RowOrder): string {
  const { key } = plan.spec;
  const names = plan.columns.map(({ name }) => name);
  // The cast changes no value: types that don't hold every one are refused. It makes text forms what they are.
  const values = names.map((name) => `${quoteIdentifier(name)}::${types.get(name) ?? 'text'}`).join(', ');
  const changing = names.filter((name) => !key.includes(name));
  const insert = `INSERT INTO ${sqlName(plan.target)} AS t (${list(names, '')}) OVERRIDING SYSTEM VALUE
    SELECT ${values} FROM ${from} ON CONFLICT (${list(key, '')})`;
  if (changing.length === 0) return `${insert} DO NOTHING`;
  const before = order.columns.length === 0 ? '' : ` AND (${comesBeforeSql(order, 'excluded', 't')}) IS NOT TRUE`;
  // By their bytes: a type's own equality may not exist, and takes 1.0 for 1.00.
  return `${insert} DO UPDATE SET ${changing.map((column) => `${quoteIdentifier(column)} = excluded.${quoteIdentifier(column)}`).join(', ')}
    WHERE pg_catalog.record_image_ne(ROW(${list(changing, 't.')}), ROW(${list(changing, 'excluded.')}))${before}`;
}

function list(columns: readonly string[], of: string): string {
  return columns.map((column) => `${of}${quoteIdentifier(column)}`).join(', ');
}
