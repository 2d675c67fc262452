import { sqlName } from '../target.ts';
import type { TargetTable } from '../target-table.ts';
import { keepLastOfEachKey } from '../upsert/duplicates.ts';
import { rowOrder } from '../upsert/order.ts';
import type { PublishJob } from './job.ts';

/** The staged rows of each key become one, as in a merge. */
export async function makeUnique({ db, plan, staging }: PublishJob, target: TargetTable | undefined): Promise<void> {
  const types = new Map(
    target === undefined
      ? plan.columns.map(({ name, sqlType }) => [name, sqlType])
      : target.columns.map(({ name, type }) => [name, type]),
  );
  const { spec } = plan;
  await keepLastOfEachKey(db, { table: sqlName(staging), spec, types, order: await rowOrder(db, spec, types) });
}
