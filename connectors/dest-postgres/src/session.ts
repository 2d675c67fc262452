import {
  ConnectorError,
  createBatchDecoder,
  type DestinationSession,
  type Position,
  type StreamContext,
} from '@rapidbyte/connector';
import { formatStreamName, translateError, type Connection } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import type { Connections } from './connections.ts';
import { CopySession } from './copy-session.ts';
import { CopyWriter } from './copy/copy-writer.ts';
import { createRowEncoder } from './copy/row-encoder.ts';
import { nameInErrors } from './copy/value-error.ts';
import { directProblems } from './direct.ts';
import { copyFlushSetting } from './knobs.ts';
import type { LoadLocks } from './load-locks.ts';
import { copyInto } from './place/copy-into.ts';
import { directPlace } from './place/direct.ts';
import { passingPlace } from './place/passing.ts';
import type { Place } from './place/place.ts';
import { Ledger } from './state/ledger.ts';
import { loadPublished, positionDiffers, staleEpoch, unitCommitted } from './state/refusals.ts';
import type { StateStore } from './state/store.ts';
import type { StreamKey } from './state/stream-key.ts';
import type { StreamState } from './state/streams.ts';
import { planStream, type StreamPlan } from './stream-plan.ts';
import { endWriters } from './takeover.ts';
import { readTargetTable } from './target-table.ts';

export interface SessionContext {
  readonly connections: Connections;
  readonly locks: LoadLocks;
  readonly config: DestinationConfig;
  readonly state: StateStore;
  readonly keyOf: (stream: StreamKey['stream']) => StreamKey;
}

/**
 * Opens one unit for writing.
 *
 * @throws {ConnectorError} `stale_epoch`, `unit_already_committed`, `position_differs`, `load_already_published`,
 *   `load_lock_lost`, `several_streams`
 */
export async function openSession(
  context: SessionContext,
  open: StreamContext,
  signal: AbortSignal,
): Promise<DestinationSession> {
  const [spec, ...others] = open.streams;
  const [epoch] = open.epochs;
  if (spec === undefined || epoch === undefined || others.length > 0) {
    throw new ConnectorError({
      code: 'several_streams',
      category: 'protocol',
      message: `a session of this destination writes one stream, not ${open.streams.length}`,
    });
  }
  const { config, state: store, locks } = context;
  const key = context.keyOf(spec.name);
  await locks.require(key);
  const connection = await context.connections.acquire(signal);
  try {
    const { client } = connection;
    const state = await store.streams.read(client, key, 'none');
    const load = { loadId: open.loadId, epoch };
    if (state?.loadId !== load.loadId || state.epoch !== epoch) throw staleEpoch(spec.name);
    if (state.published !== null) throw loadPublished(spec.name);
    const unit = open.unit.id.unit;
    const before = (await store.receipts.read(client, key, open.loadId)).find((receipt) => receipt.unit === unit);
    if (before !== undefined && open.resume.length === 0) throw unitCommitted(spec.name, before.unit);
    const position = positionOf(key, state, open.resume[0]?.position);
    // Invariant 9: the unit of a continuing load is the only one, so whoever writes besides is late.
    if (position !== undefined) await endWriters(client, key);
    const plan = await planStream(client, spec, config.schema);
    const flush = copyFlushSetting(open.overrides);
    const writer = new CopyWriter(
      createRowEncoder(plan.columns.map(({ name, encoding }) => nameInErrors(encoding, name))),
      flush.value,
    );
    return new CopySession({
      connections: context.connections,
      isCurrent: () =>
        context.connections.use(async ({ client }) => {
          const now = await store.streams.read(client, key, 'none');
          return now?.loadId === load.loadId && now.epoch === epoch;
        }),
      connection,
      spec,
      key,
      place: await placeOf(connection, config, key, plan, state),
      ledger: new Ledger(store, key, load, unit, before, position),
      settings: [flush],
      writer,
      decode: createBatchDecoder(plan.schema),
      signal,
    });
  } catch (error) {
    await connection.close();
    throw translateError(error, { ...connection.context, stream: formatStreamName(spec.name) });
  }
}

/** Where a continuing load stands, which is where its unit must be resumed: rows in between would be lost, or come twice. */
function positionOf(key: StreamKey, state: StreamState, resume: Position | undefined): Position | undefined {
  if (state.place.kind !== 'continuing') return undefined;
  const { position } = state;
  if (position === null) throw new Error('a continuing load without a position');
  if (resume === undefined)
    throw positionDiffers(key.stream, 'is to be written from its beginning, and stands further on');
  const same =
    Buffer.compare(resume.order, position.order) === 0 &&
    Buffer.compare(resume.incarnation, position.incarnation) === 0;
  if (!same) throw positionDiffers(key.stream, 'is to be written from another position than the one it stands at');
  return position;
}

async function placeOf(
  connection: Connection,
  config: DestinationConfig,
  key: StreamKey,
  plan: StreamPlan,
  { place }: StreamState,
): Promise<Place> {
  const { client } = connection;
  if (place.kind === 'staged')
    return { copyInto: copyInto(plan, { schema: config.stagingSchema, table: place.table }) };
  if (place.kind === 'direct') return directPlace(client, config, plan);
  const target = await readTargetTable(client, plan.target);
  const needsPassing =
    plan.spec.writeMode === 'upsert' || directProblems(plan.spec, plan.target, target, plan.columns).length > 0;
  return needsPassing ? passingPlace(connection, config, key, plan) : directPlace(client, config, plan);
}
