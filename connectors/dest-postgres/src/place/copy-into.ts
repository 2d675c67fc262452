import { quoteIdentifier } from '@rapidbyte/postgres';
import type { StreamPlan } from '../stream-plan.ts';
import { sqlName, type Target } from '../target.ts';

/** A table and the stream's columns, as COPY has them. A table without columns takes no column list. */
export function copyInto(plan: StreamPlan, table: Target): string {
  const columns = plan.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return `${sqlName(table)}${columns === '' ? '' : ` (${columns})`}`;
}
