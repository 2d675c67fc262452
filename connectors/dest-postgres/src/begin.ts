import { type BegunStream, ConnectorError, type StreamName, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { createStagingSql, stagingName, tableExists } from './staging.ts';
import { createSchema, inTransaction, lockKey, type StateStore, type StreamKey } from './state.ts';
import { planStream, type StreamPlan } from './stream-plan.ts';
import { takeOver } from './takeover.ts';
import { createTypeSql } from './create-type.ts';
import type { TypeState } from './user-types.ts';

export interface BeginContext {
  readonly db: Queryable;
  readonly config: DestinationConfig;
  readonly state: StateStore;
  readonly serverVersionNumber: number;
}

/**
 * Prepares one stream for a load. Raising the epoch is a transaction of its own and comes first: from then on older writers can't
 * commit, whatever happens to the rest.
 */
export async function beginStream(
  context: BeginContext,
  key: StreamKey,
  spec: StreamSpec,
  loadId: string,
): Promise<BegunStream> {
  const { db, config, state } = context;
  const staging = stagingName(key, loadId);
  const plan = await planStream(db, spec, config.schema);
  const { epoch, previous } = await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await limitLockWait(db, config.lockTimeoutMs);
      const before = await state.read(db, key, 'update');
      const raised = await state.raiseEpoch(db, key, loadId, staging, before?.loadId === loadId);
      return { epoch: raised, previous: before };
    }),
  );
  const cleaned: string[] = [];
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      cleaned.length = 0;
      await limitLockWait(db, config.lockTimeoutMs);
      if (previous !== undefined && previous.staging !== staging) {
        if (await tableExists(db, config.stagingSchema, previous.staging)) {
          await db.query(`DROP TABLE ${quoteQualified(config.stagingSchema, previous.staging)}`);
          cleaned.push(
            `staging table ${formatStreamName({ namespace: config.stagingSchema, name: previous.staging })}`,
          );
        }
        await state.dropReceiptsOfOtherLoads(db, key, loadId);
      }
      if (previous?.loadId === loadId && previous.published !== null) return;
      await makePlace(context, plan);
      if (!(await tableExists(db, config.stagingSchema, staging))) {
        // Receipts without their rows prove nothing.
        await state.dropReceipts(db, key, loadId);
        await db.query(createStagingSql(plan, config.stagingSchema, staging, context.serverVersionNumber));
      }
    }),
  );
  return { epoch, receipts: await state.readReceipts(db, key, loadId), cleaned };
}

/** Makes the target's schema and the types that its columns need. */
async function makePlace({ db, config }: BeginContext, plan: StreamPlan): Promise<void> {
  // Two processes may begin streams with the same schema and types at the same moment.
  await db.query('SELECT pg_advisory_xact_lock($1, $2)', lockKey(['place']));
  await createSchema(db, plan.target.schema);
  if (plan.types.types.length === 0) return;
  // Again, under the lock.
  const { types: catalog } = await planStream(db, plan.spec, config.schema);
  for (const state of catalog.types) {
    if (state.obstacle !== undefined) throw typeObstacle(plan.spec.name, state);
    if (state.exists) continue;
    await createSchema(db, state.schema);
    await db.query(createTypeSql(state, catalog));
  }
}

function typeObstacle(stream: StreamName, state: TypeState): ConnectorError {
  return new ConnectorError({
    code: 'type_differs',
    category: 'schema',
    message: `the type ${formatStreamName({ namespace: state.schema, name: state.type.name })} can't be used: ${state.obstacle}`,
    hint: 'drop or change the type at the destination, or set another "schema"',
    stream: formatStreamName(stream),
  });
}
