import { ConnectorError, createBatchDecoder, type DestinationSession, type StreamContext } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified, translateError } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import type { Connections } from './connections.ts';
import { CopySession } from './copy-session.ts';
import { CopyWriter } from './copy/copy-writer.ts';
import { createRowEncoder } from './copy/row-encoder.ts';
import { nameInErrors } from './copy/value-error.ts';
import { copyFlushSetting } from './knobs.ts';
import { lockDirectTarget } from './direct.ts';
import { staleEpoch, unitCommitted, type StateStore, type StreamKey } from './state.ts';
import { planStream } from './stream-plan.ts';

export interface SessionContext {
  readonly connections: Connections;
  readonly config: DestinationConfig;
  readonly state: StateStore;
  readonly pipeline: string;
}

/**
 * Opens one unit of a full-refresh stream for writing.
 *
 * @throws {ConnectorError} `stale_epoch`, `unit_already_committed`, `several_streams`
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
  const connection = await context.connections.acquire(signal);
  try {
    const key: StreamKey = { pipeline: context.pipeline, stream: spec.name };
    const state = await context.state.read(connection.client, key, 'none');
    if (state === undefined || state.epoch !== epoch || state.loadId !== open.loadId) throw staleEpoch(spec.name);
    const receipts = await context.state.readReceipts(connection.client, key, open.loadId);
    const before = receipts.find(({ unit }) => unit === open.unit.id.unit);
    if (before !== undefined && open.resume.length === 0) throw unitCommitted(spec.name, before.unit);
    const plan = await planStream(connection.client, spec, context.config.schema);
    const flush = copyFlushSetting(open.overrides);
    const writer = new CopyWriter(
      createRowEncoder(plan.columns.map(({ name, encoding }) => nameInErrors(encoding, name))),
      flush.value,
    );
    const columns = plan.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const direct = state.staging === null;
    const { schema, table } = direct ? plan.target : { schema: context.config.stagingSchema, table: state.staging };
    // A table without columns takes no column list.
    const copySql = `COPY ${quoteQualified(schema, table)}${columns === '' ? '' : ` (${columns})`} FROM STDIN (FORMAT binary)`;
    return new CopySession(
      context,
      connection,
      {
        spec,
        key,
        epoch,
        loadId: open.loadId,
        unit: open.unit.id.unit,
        copySql,
        settings: [flush],
        ...(direct ? { prepare: () => lockDirectTarget(connection.client, plan, context.config.lockTimeoutMs) } : {}),
      },
      writer,
      createBatchDecoder(plan.schema),
      before,
      signal,
    );
  } catch (error) {
    await connection.close();
    throw translateError(error, { ...connection.context, stream: formatStreamName(spec.name) });
  }
}
