import {
  type BatchDecoder,
  type Checkpoint,
  ConnectorError,
  createBatchDecoder,
  type DestinationSession,
  type IncomingBatch,
  type Receipt,
  type StreamContext,
  type StreamSpec,
} from '@rapidbyte/connector';
import {
  connectionLost,
  type Connection,
  formatStreamName,
  quoteIdentifier,
  quoteQualified,
  translateError,
} from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import type { Connections } from './connections.ts';
import { CopyIn } from './copy/copy-in.ts';
import { CopyWriter } from './copy/copy-writer.ts';
import { createRowEncoder } from './copy/row-encoder.ts';
import { nameInErrors } from './copy/value-error.ts';
import { copyPlace } from './copy/copy-place.ts';
import { staleEpoch, type StateStore, type StreamKey } from './state.ts';
import { planStream } from './stream-plan.ts';
import { recordWriter } from './takeover.ts';

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
    if (before !== undefined && open.resume.length === 0) {
      throw new ConnectorError({
        code: 'unit_already_committed',
        category: 'protocol',
        message: `unit ${JSON.stringify(open.unit.id.unit)} of ${formatStreamName(spec.name)} is committed already`,
        hint: 'leave it out of the plan, or resume it at its position',
        stream: formatStreamName(spec.name),
      });
    }
    const plan = await planStream(connection.client, spec, context.config.schema);
    const writer = new CopyWriter(createRowEncoder(plan.columns.map(({ name, encoding }) => nameInErrors(encoding, name))));
    const columns = plan.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const staging = quoteQualified(context.config.stagingSchema, state.staging);
    // A table without columns takes no column list.
    const copySql = `COPY ${staging}${columns === '' ? '' : ` (${columns})`} FROM STDIN (FORMAT binary)`;
    return new CopySession(
      context,
      connection,
      { spec, key, epoch, loadId: open.loadId, unit: open.unit.id.unit, copySql },
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

interface SessionFacts {
  readonly spec: StreamSpec;
  readonly key: StreamKey;
  readonly epoch: number;
  readonly loadId: string;
  readonly unit: string;
  readonly copySql: string;
}

class CopySession implements DestinationSession {
  readonly #context: SessionContext;
  readonly #connection: Connection;
  readonly #facts: SessionFacts;
  readonly #writer: CopyWriter;
  readonly #decode: BatchDecoder;
  readonly #stopListening: () => void;
  #copy: CopyIn | undefined;
  /** Written since the last commit. */
  #sentRows = 0;
  #sentBytes = 0;
  /** Committed, by earlier sessions of the unit too. */
  #rows: number;
  #bytes: number;
  /** Committed by this session. */
  #ownRows = 0;
  #ownBytes = 0;
  #flushMs = 0;
  #closed = false;

  constructor(
    context: SessionContext,
    connection: Connection,
    facts: SessionFacts,
    writer: CopyWriter,
    decode: BatchDecoder,
    before: Receipt | undefined,
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#connection = connection;
    this.#facts = facts;
    this.#writer = writer;
    this.#decode = decode;
    this.#rows = before?.rows ?? 0;
    this.#bytes = before?.bytes ?? 0;
    const abort = (): void => void this.abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', abort);
    if (signal.aborted) abort();
  }

  async write(batch: IncomingBatch): Promise<void> {
    try {
      this.#checkBatch(batch);
      const message = batch.arrowIpc.byteOffset % 8 === 0 ? batch.arrowIpc : new Uint8Array(batch.arrowIpc);
      const decoded = this.#decode(message);
      if (decoded.rows !== batch.rows) {
        throw this.#protocolError(
          'batch_rows_differ',
          `a batch holds ${decoded.rows} rows and says that it holds ${batch.rows}`,
        );
      }
      if (this.#copy === undefined) await this.#startCopy();
      await this.#writer.write(decoded, message);
      this.#sentRows += decoded.rows;
      this.#sentBytes += batch.arrowIpc.byteLength;
    } catch (error) {
      throw await this.#failed(error, 'before');
    }
  }

  async commit(checkpoint: Checkpoint): Promise<Receipt> {
    const since = performance.now();
    let committing = false;
    try {
      if (this.#copy === undefined) await this.#beginTransaction();
      else await this.#endCopy(this.#copy);
      const receipt: Receipt = {
        loadId: this.#facts.loadId,
        stream: this.#facts.key.stream,
        unit: this.#facts.unit,
        epoch: this.#facts.epoch,
        checkpointId: checkpoint.checkpointId,
        rows: this.#rows + this.#sentRows,
        bytes: this.#bytes + this.#sentBytes,
      };
      const { client } = this.#connection;
      // Invariant 2: rows, position and receipt are one transaction.
      await this.#context.state.writeReceipt(client, this.#facts.key, receipt, checkpoint.positions[0]?.position);
      committing = true;
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw this.#protocolError('transaction_rolled_back', 'PostgreSQL rolled the unit back');
      this.#rows = receipt.rows;
      this.#bytes = receipt.bytes;
      this.#ownRows += this.#sentRows;
      this.#ownBytes += this.#sentBytes;
      this.#sentRows = 0;
      this.#sentBytes = 0;
      return receipt;
    } catch (error) {
      // An ERROR of the server says that nothing was committed. FATAL may come after the commit, and a connection that
      // broke says nothing.
      const answered = error instanceof ConnectorError || Reflect.get(Object(error), 'severity') === 'ERROR';
      throw await this.#failed(error, committing && !answered ? 'unknown' : 'before');
    } finally {
      this.#flushMs += performance.now() - since;
    }
  }

  async finish(): Promise<{ readonly rows: number; readonly bytes: number }> {
    if (this.#copy !== undefined || this.#sentRows > 0) await this.abort();
    else if (!this.#closed) {
      this.#closed = true;
      this.#stopListening();
      this.#context.connections.release(this.#connection);
    }
    return { rows: this.#ownRows, bytes: this.#ownBytes };
  }

  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    // The server rolls back when the connection ends; whatever still waits for it fails at once.
    this.#connection.client.connection.stream.destroy();
    await this.#connection.close();
  }

  waits(): { readonly writeMs: number; readonly flushMs: number } {
    return { writeMs: this.#writer.waitMs, flushMs: this.#flushMs };
  }

  #checkBatch(batch: IncomingBatch): void {
    if (this.#closed) throw connectionLost(this.#connection.context);
    if (batch.streamIndex !== 0) throw this.#protocolError('unknown_stream', `there is no stream ${batch.streamIndex}`);
    if (batch.schemaEpoch !== 0) {
      throw this.#protocolError('schema_changed', "a unit's schema can't change while it is being written");
    }
  }

  async #beginTransaction(): Promise<void> {
    if (this.#closed) throw connectionLost(this.#connection.context);
    const { client } = this.#connection;
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
    await recordWriter(client, this.#facts.key);
  }

  async #startCopy(): Promise<void> {
    await this.#beginTransaction();
    this.#copy = new CopyIn(this.#facts.copySql);
    await this.#copy.start(this.#connection.client);
    this.#writer.start(this.#copy);
  }

  async #endCopy(copy: CopyIn): Promise<void> {
    await this.#writer.finish();
    const rows = await copy.end();
    this.#copy = undefined;
    if (rows !== this.#sentRows) {
      throw this.#protocolError('row_count_differs', `${this.#sentRows} rows were sent, PostgreSQL counted ${rows}`);
    }
  }

  /** The connection is in an unknown state after any error: it is given up, and with it the transaction. */
  async #failed(error: unknown, commitState: 'before' | 'unknown'): Promise<ConnectorError> {
    const stream = formatStreamName(this.#facts.spec.name);
    const known = translateError(error, { ...this.#connection.context, stream });
    await this.abort();
    if (known.commitState !== undefined) return known;
    const { code, category, hint, path, retryable, retryAfterMs } = known;
    const place = category === 'data' ? copyPlace(error) : undefined;
    const column = known.column ?? place?.column;
    return new ConnectorError({
      code,
      category,
      message: place === undefined ? known.message : `${known.message}, in row ${place.row} of the unit`,
      retryable,
      stream: known.stream ?? stream,
      commitState,
      ...(hint === undefined ? {} : { hint }),
      ...(path === undefined ? {} : { path }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(column === undefined ? {} : { column }),
      cause: known.cause ?? error,
    });
  }

  #protocolError(code: string, message: string): ConnectorError {
    const stream = formatStreamName(this.#facts.spec.name);
    return new ConnectorError({ code, category: 'protocol', message: `${stream}: ${message}`, stream });
  }
}
