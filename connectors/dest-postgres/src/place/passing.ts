import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName, type Connection } from '@rapidbyte/postgres';
import { randomUUID } from 'node:crypto';
import type { DestinationConfig } from '../config.ts';
import { requireFit } from '../fit.ts';
import { insertRows } from '../insert-rows.ts';
import { createPassingSql, stagingName } from '../staging.ts';
import type { StreamKey } from '../state/stream-key.ts';
import type { StreamPlan } from '../stream-plan.ts';
import { formatTarget, sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { merge } from '../upsert/merge.ts';
import { copyInto } from './copy-into.ts';
import { lockTarget } from './locked-target.ts';
import type { Place } from './place.ts';

/**
 * Into a table of each transaction's own, and from there into the target before it commits: merged, or cast to what COPY
 * can't write.
 */
export function passingPlace(
  { client, serverVersionNumber }: Connection,
  config: DestinationConfig,
  key: StreamKey,
  plan: StreamPlan,
): Place {
  // No two sessions share a name: one that is late would keep the other waiting.
  const table = { schema: config.stagingSchema, table: stagingName(key, randomUUID()) };
  let target: TargetTable | undefined;
  return {
    copyInto: copyInto(plan, table),
    prepare: async () => {
      target = await lockTarget(client, plan, config.lockTimeoutMs);
      requireFit(plan.spec, plan.target, target, plan.columns);
      await client.query(createPassingSql(plan, table, serverVersionNumber));
    },
    settle: async (rows) => {
      if (target === undefined) throw new Error('rows came before their table');
      if (plan.spec.writeMode === 'upsert') await merge(client, plan, target, sqlName(table));
      else checkCount(plan, rows, await insertRows(client, plan, target, sqlName(table)));
      await client.query(`DROP TABLE ${sqlName(table)}`);
    },
  };
}

function checkCount({ spec, target }: StreamPlan, copied: number, inserted: number): void {
  if (copied === inserted) return;
  throw new ConnectorError({
    code: 'row_count_differs',
    category: 'internal',
    message: `${copied} rows were sent to ${formatTarget(target)}, PostgreSQL has inserted ${inserted}`,
    hint: 'look for triggers and rules on the table that drop or add rows',
    commitState: 'before',
    stream: formatStreamName(spec.name),
  });
}
