import {
  type BatchDecoder,
  type Checkpoint,
  ConnectorError,
  type DestinationSession,
  type IncomingBatch,
  type Receipt,
  type Setting,
  type StreamSpec,
} from '@rapidbyte/connector';
import { connectionLost, type Connection, formatStreamName, translateError } from '@rapidbyte/postgres';
import type { Connections } from './connections.ts';
import { CopyIn } from './copy/copy-in.ts';
import { copyPlace } from './copy/copy-place.ts';
import type { CopyWriter } from './copy/copy-writer.ts';
import { FlushClock } from './flush-clock.ts';
import type { StateStore, StreamKey } from './state.ts';
import { recordWriter } from './takeover.ts';

/** What a session is opened for. */
export interface SessionFacts {
  readonly spec: StreamSpec;
  readonly key: StreamKey;
  readonly epoch: number;
  readonly loadId: string;
  readonly unit: string;
  readonly copySql: string;
  readonly settings: readonly Setting[];
  /** In each transaction before its first row, where that is written to a table that is not only this load's. */
  readonly prepare?: () => Promise<void>;
}

/** One unit: a transaction per checkpoint, in each as many COPY statements as `copy_flush_bytes` makes of it. */
export class CopySession implements DestinationSession {
  readonly #context: { readonly connections: Connections; readonly state: StateStore };
  readonly #connection: Connection;
  readonly #facts: SessionFacts;
  readonly #writer: CopyWriter;
  readonly #decode: BatchDecoder;
  readonly #stopListening: () => void;
  #copy: CopyIn | undefined;
  #inTransaction = false;
  /** Handed to the COPY under way. */
  #copyRows = 0;
  /** Counted by the server, of the COPY statements that have ended since the last commit. */
  #countedRows = 0;
  /** Written since the last commit. */
  #sentBytes = 0;
  /** The unit's last receipt, of an earlier session too. */
  #last: Receipt | undefined;
  /** Committed by this session. */
  #ownRows = 0;
  #ownBytes = 0;
  readonly #flushing: FlushClock;
  #closed = false;

  constructor(
    context: { readonly connections: Connections; readonly state: StateStore },
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
    this.#flushing = new FlushClock(() => writer.waitMs);
    this.#decode = decode;
    this.#last = before;
    const abort = (): void => void this.abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', abort);
    if (signal.aborted) abort();
  }

  get settings(): readonly Setting[] {
    return this.#facts.settings;
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
      for (let row = 0; row < decoded.rows;) {
        if (this.#copy === undefined) await this.#startCopy();
        else if (this.#writer.full) await this.#nextCopy(this.#copy);
        const reached = await this.#writer.write(decoded, message, row);
        this.#copyRows += reached - row;
        row = reached;
      }
      this.#sentBytes += batch.arrowIpc.byteLength;
    } catch (error) {
      throw await this.#failed(error, 'before');
    }
  }

  async commit(checkpoint: Checkpoint): Promise<Receipt> {
    const stopTiming = this.#flushing.start();
    let committing = false;
    try {
      if (this.#copy !== undefined) await this.#endCopy(this.#copy);
      else if (!this.#inTransaction) await this.#beginTransaction();
      const receipt: Receipt = {
        loadId: this.#facts.loadId,
        stream: this.#facts.key.stream,
        unit: this.#facts.unit,
        epoch: this.#facts.epoch,
        checkpointId: checkpoint.checkpointId,
        rows: (this.#last?.rows ?? 0) + this.#countedRows,
        bytes: (this.#last?.bytes ?? 0) + this.#sentBytes,
      };
      const { client } = this.#connection;
      // Invariant 2: rows, position and receipt are one transaction.
      await this.#context.state.writeReceipt(
        client,
        this.#facts.key,
        receipt,
        this.#last,
        checkpoint.positions[0]?.position,
      );
      committing = true;
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw this.#protocolError('transaction_rolled_back', 'PostgreSQL rolled the unit back');
      this.#inTransaction = false;
      this.#last = receipt;
      this.#ownRows += this.#countedRows;
      this.#ownBytes += this.#sentBytes;
      this.#countedRows = 0;
      this.#sentBytes = 0;
      return receipt;
    } catch (error) {
      // An ERROR of the server says that nothing was committed. FATAL may come after the commit, and a connection that
      // broke says nothing.
      const answered = error instanceof ConnectorError || Reflect.get(Object(error), 'severity') === 'ERROR';
      throw await this.#failed(error, committing && !answered ? 'unknown' : 'before');
    } finally {
      stopTiming();
    }
  }

  async finish(): Promise<{ readonly rows: number; readonly bytes: number }> {
    if (this.#inTransaction) await this.abort();
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
    return { writeMs: this.#writer.waitMs, flushMs: this.#flushing.ms };
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
    this.#inTransaction = true;
    await recordWriter(client, this.#facts.key);
    await this.#facts.prepare?.();
  }

  async #startCopy(): Promise<void> {
    if (!this.#inTransaction) await this.#beginTransaction();
    this.#copy = new CopyIn(this.#facts.copySql);
    await this.#copy.start(this.#connection.client);
    this.#writer.start(this.#copy);
  }

  async #endCopy(copy: CopyIn): Promise<void> {
    await this.#writer.finish();
    const rows = await copy.end();
    this.#copy = undefined;
    if (rows !== this.#copyRows) {
      const message = `${this.#copyRows} rows were sent, PostgreSQL counted ${rows}`;
      throw this.#protocolError('row_count_differs', message, 'look for triggers on the table that drop rows');
    }
    this.#countedRows += rows;
    this.#copyRows = 0;
  }

  async #nextCopy(copy: CopyIn): Promise<void> {
    const stopTiming = this.#flushing.start();
    try {
      await this.#endCopy(copy);
      await this.#startCopy();
    } finally {
      stopTiming();
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
    // The server counts the lines of one COPY statement.
    const before = (this.#last?.rows ?? 0) + this.#countedRows;
    const column = known.column ?? place?.column;
    return new ConnectorError({
      code,
      category,
      message: place === undefined ? known.message : `${known.message}, in row ${before + place.row} of the unit`,
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

  #protocolError(code: string, message: string, hint?: string): ConnectorError {
    const stream = formatStreamName(this.#facts.spec.name);
    const details = { code, category: 'protocol', message: `${stream}: ${message}`, stream } as const;
    return new ConnectorError(hint === undefined ? details : { ...details, hint });
  }
}
