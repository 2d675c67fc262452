import { type BegunStream, ConnectorError, type StreamName, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import { createSchema } from './create-schema.ts';
import { createTypeSql } from './create-type.ts';
import { createDirectTargetSql, requireBinaryForms, writesDirectly } from './direct.ts';
import { limitLockWait } from './lock.ts';
import { lockTarget } from './place/locked-target.ts';
import type { Queryable } from './queryable.ts';
import { createStagingSql, stagingName, stagingTables, tableExists } from './staging.ts';
import { lockKey } from './state/advisory-lock.ts';
import { staleEpoch } from './state/refusals.ts';
import type { StateStore } from './state/store.ts';
import type { StreamKey } from './state/stream-key.ts';
import type { LoadPlace, StoredPosition, StreamState } from './state/streams.ts';
import { planStream, type StreamPlan } from './stream-plan.ts';
import { takeOver } from './takeover.ts';
import { formatTarget, type Target } from './target.ts';
import { inTransaction } from './transaction.ts';
import type { TypeState } from './user-types.ts';

export interface BeginContext {
  /** Of the connection that holds the load's lock. */
  readonly db: Queryable;
  readonly config: DestinationConfig;
  readonly state: StateStore;
  readonly serverVersionNumber: number;
}

export interface NewLoad {
  readonly loadId: string;
  readonly holder: string;
}

/** What Begin has decided, in the transaction that raised the epoch. */
interface Raised {
  readonly epoch: number;
  readonly previous: StreamState | undefined;
  readonly place: LoadPlace;
  /** The same load was begun before, and goes on as it was. */
  readonly resumes: boolean;
  /** Where a continuing load goes on. */
  readonly position: StoredPosition | undefined;
}

/**
 * Prepares one stream for a load. Raising the epoch is a transaction of its own and comes first: from then on older writers can't
 * commit, whatever happens to the rest. An incremental stream whose position is stored, and whose target is there, continues;
 * any other one is loaded from the beginning.
 */
export async function beginStream(
  context: BeginContext,
  key: StreamKey,
  spec: StreamSpec,
  load: NewLoad,
): Promise<BegunStream> {
  const { db, config, state } = context;
  const { loadId } = load;
  const plan = await planStream(db, spec, config.schema);
  const raised = await takeOver(db, key, () =>
    inTransaction(db, async () => {
      await limitLockWait(db, config.lockTimeoutMs);
      return raise(context, key, plan, load);
    }),
  );
  const { epoch, place, resumes, previous, position } = raised;
  const cleaned: string[] = [];
  await takeOver(db, key, () =>
    inTransaction(db, async () => {
      cleaned.length = 0;
      await limitLockWait(db, config.lockTimeoutMs);
      // Invariant 9: what a younger load has made meanwhile is not this one's to drop.
      if ((await state.streams.read(db, key, 'share'))?.epoch !== epoch) throw staleEpoch(spec.name);
      cleaned.push(...(await dropLeftovers(context, key, loadId, raised, plan)));
      if (place.kind === 'continuing' || (resumes && previous?.published !== null)) return;
      await makePlace(context, plan);
      const table = place.kind === 'direct' ? plan.target : { schema: config.stagingSchema, table: place.table };
      if (!(await tableExists(db, table.schema, table.table))) {
        // Receipts without their rows prove nothing.
        await state.receipts.drop(db, key, loadId);
        const create = place.kind === 'direct' ? createDirectTargetSql : createStagingSql;
        await db.query(create(plan, table, context.serverVersionNumber));
      }
      if (place.kind === 'direct') requireBinaryForms(plan, await lockTarget(db, plan, config.lockTimeoutMs));
    }),
  );
  const receipts = await state.receipts.read(db, key, loadId);
  if (position === undefined) return { epoch, receipts, cleaned };
  const { order, incarnation } = position;
  return { epoch, receipts, cleaned, position: { order, incarnation } };
}

async function raise(
  { db, config, state }: BeginContext,
  key: StreamKey,
  plan: StreamPlan,
  { loadId, holder }: NewLoad,
): Promise<Raised> {
  const { spec, target } = plan;
  const previous = await state.streams.read(db, key, 'update');
  const before = previous?.loadId === loadId ? previous.place : undefined;
  const stored = await standingPosition(db, spec, target, previous);
  let place: LoadPlace;
  // A load ends the way it was begun, as its receipts stand for rows there; but what is to be replaced is always staged.
  if (stored !== undefined && (before === undefined || before.kind === 'continuing')) place = { kind: 'continuing' };
  else if (before?.kind === 'staged' || (before?.kind === 'direct' && spec.writeMode === 'append')) place = before;
  else place = writesDirectly(config, spec) ? { kind: 'direct' } : { kind: 'staged', table: stagingName(key, loadId) };
  const resumes = before?.kind === place.kind;
  const epoch = await state.streams.raiseEpoch(db, key, { loadId, holder, place }, resumes);
  return { epoch, previous, place, resumes, position: place.kind === 'continuing' ? stored : undefined };
}

/** The stored position of an incremental stream, if the rows that it stands for are there: in this target, which exists. */
async function standingPosition(
  db: Queryable,
  spec: StreamSpec,
  target: Target,
  previous: StreamState | undefined,
): Promise<StoredPosition | undefined> {
  const position = previous?.position ?? undefined;
  if (position === undefined || spec.syncMode !== 'incremental') return undefined;
  const same = position.target.schema === target.schema && position.target.table === target.table;
  return same && (await tableExists(db, target.schema, target.table)) ? position : undefined;
}

/** Everything that earlier loads of the stream have left, whichever step they were cut off at. Says what it was. */
async function dropLeftovers(
  { db, config, state }: BeginContext,
  key: StreamKey,
  loadId: string,
  { place, previous, resumes }: Raised,
  plan: StreamPlan,
): Promise<readonly string[]> {
  const cleaned: string[] = [];
  for (const table of await stagingTables(db, config.stagingSchema, key)) {
    if (place.kind === 'staged' && table === place.table) continue;
    await db.query(`DROP TABLE ${quoteQualified(config.stagingSchema, table)}`);
    cleaned.push(`staging table ${formatStreamName({ namespace: config.stagingSchema, name: table })}`);
  }
  const { units, rows } = await state.receipts.dropOfOtherLoads(db, key, loadId);
  const unfinished = previous !== undefined && previous.loadId !== loadId && previous.published === null;
  if (unfinished && previous.place.kind === 'direct' && units > 0) {
    cleaned.push(
      `receipts of ${units} units of an unfinished load, whose ${rows} rows stay in ${formatTarget(plan.target)}`,
    );
  }
  const position = previous?.position ?? null;
  if (position !== null && plan.spec.syncMode === 'incremental' && place.kind !== 'continuing' && !resumes) {
    cleaned.push(
      `position in ${formatTarget(position.target)}, as its rows are not in ${formatTarget(plan.target)}: the stream is read from its beginning`,
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
