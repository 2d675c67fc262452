import { quoteIdentifier } from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';
import type { StreamPlan } from './stream-plan.ts';
import { sqlName } from './target.ts';
import type { TargetTable } from './target-table.ts';

/** The stream's columns as an SQL list, and the values of a staging table cast to the target's types. */
export function columnLists(
  plan: StreamPlan,
  target: TargetTable,
): { readonly columns: string; readonly values: string } {
  const types = new Map(target.columns.map(({ name, type }) => [name, type]));
  const names = plan.columns.map(({ name }) => name);
  return {
    columns: names.map(quoteIdentifier).join(', '),
    // The cast changes no value: types that don't hold every one are refused. It makes text forms what they are.
    values: names.map((name) => `${quoteIdentifier(name)}::${types.get(name) ?? 'text'}`).join(', '),
  };
}

/** Every row of a staging table into the target. Gives how many. */
export async function insertRows(db: Queryable, plan: StreamPlan, target: TargetTable, from: string): Promise<number> {
  const { columns, values } = columnLists(plan, target);
  const into = sqlName(plan.target);
  const { rowCount } = await db.query(
    columns === ''
      ? `INSERT INTO ${into} SELECT FROM ${from}`
      : `INSERT INTO ${into} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${from}`,
  );
  return rowCount ?? 0;
}
