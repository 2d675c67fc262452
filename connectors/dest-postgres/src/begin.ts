import { type BegunStream, ConnectorError, type StreamName, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';
import { createDirectTargetSql, requireDirect, writesDirectly } from './direct.ts';
import { createStagingSql, stagingName, stagingTables, tableExists } from './staging.ts';
import {
  createSchema,
  inTransaction,
  lockKey,
  staleEpoch,
  type StateStore,
  type StreamKey,
  type StreamState,
} from './state.ts';
import { planStream, type StreamPlan } from './stream-plan.ts';
import { formatTarget } from './target.ts';
import { recordWriter, takeOver } from './takeover.ts';
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
  const plan = await planStream(db, spec, config.schema);
  const { epoch, previous, staging } = await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await limitLockWait(db, config.lockTimeoutMs);
      await recordWriter(db, key);
      const before = await state.read(db, key, 'update');
      const sameLoad = before?.loadId === loadId;
      // A load ends the way it was begun, as its receipts stand for rows there; but what is to be replaced is always staged.
      const keeps = sameLoad && (before.staging !== null || spec.writeMode === 'append');
      const place = keeps ? before.staging : writesDirectly(config, spec) ? null : stagingName(key, loadId);
      const raised = await state.raiseEpoch(db, key, loadId, place, sameLoad);
      return { epoch: raised, previous: before, staging: place };
    }),
  );
  const cleaned: string[] = [];
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      cleaned.length = 0;
      await limitLockWait(db, config.lockTimeoutMs);
      await recordWriter(db, key);
      // Invariant 9: what a younger load has made meanwhile is not this one's to drop.
      if ((await state.read(db, key, 'share'))?.epoch !== epoch) throw staleEpoch(spec.name);
      cleaned.push(...(await dropLeftovers(context, key, loadId, staging, previous, plan)));
      if (previous?.loadId === loadId && previous.published !== null) return;
      await makePlace(context, plan);
      const table = staging === null ? plan.target : { schema: config.stagingSchema, table: staging };
      if (!(await tableExists(db, table.schema, table.table))) {
        // Receipts without their rows prove nothing.
        await state.dropReceipts(db, key, loadId);
        const create = staging === null ? createDirectTargetSql : createStagingSql;
        await db.query(create(plan, table, context.serverVersionNumber));
      }
      if (staging === null) await requireDirect(db, plan);
    }),
  );
  return { epoch, receipts: await state.readReceipts(db, key, loadId), cleaned };
}

/** Everything that earlier loads of the stream have left, whichever step they were cut off at. Says what it was. */
async function dropLeftovers(
  { db, config, state }: BeginContext,
  key: StreamKey,
  loadId: string,
  staging: string | null,
  previous: StreamState | undefined,
  plan: StreamPlan,
): Promise<readonly string[]> {
  const cleaned: string[] = [];
  for (const table of await stagingTables(db, config.stagingSchema, key)) {
    if (table === staging) continue;
    await db.query(`DROP TABLE ${quoteQualified(config.stagingSchema, table)}`);
    cleaned.push(`staging table ${formatStreamName({ namespace: config.stagingSchema, name: table })}`);
  }
  const { units, rows } = await state.dropReceiptsOfOtherLoads(db, key, loadId);
  if (
    previous !== undefined &&
    previous.loadId !== loadId &&
    previous.staging === null &&
    previous.published === null &&
    units > 0
  ) {
    cleaned.push(
      `receipts of ${units} units of an unfinished load, whose ${rows} rows stay in ${formatTarget(plan.target)}`,
    );
  }
  return cleaned;
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
