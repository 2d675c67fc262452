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
import { nullKey } from './upsert/null-key.ts';
import type { Place } from './place/place.ts';
import type { Ledger } from './state/ledger.ts';
import { staleEpoch } from './state/refusals.ts';
import type { StreamKey } from './state/stream-key.ts';
import { recordWriter } from './takeover.ts';

/** What a session is opened with. */
export interface SessionFacts {
  readonly connections: Pick<Connections, 'release'>;
  /** Whether the stream still is at the epoch of this session. */
  readonly isCurrent: () => Promise<boolean>;
  readonly connection: Connection;
  readonly spec: StreamSpec;
  readonly key: StreamKey;
  readonly place: Place;
  readonly ledger: Ledger;
  readonly settings: readonly Setting[];
  readonly writer: CopyWriter;
  readonly decode: BatchDecoder;
  readonly signal: AbortSignal;
}

/** One unit: a transaction per checkpoint, in each as many COPY statements as `copy_flush_bytes` makes of it. */
export class CopySession implements DestinationSession {
  readonly #facts: SessionFacts;
  readonly #connection: Connection;
  readonly #writer: CopyWriter;
  readonly #stopListening: () => void;
  #copy: CopyIn | undefined;
  #inTransaction = false;
  /** The open transaction has rows. */
  #prepared = false;
  /** One statement of the server's that may take long. */
  #settling = false;
  /** Handed to the COPY under way. */
  #copyRows = 0;
  /** Counted by the server, of the COPY statements that have ended since the last commit. */
  #countedRows = 0;
  /** Written since the last commit. */
  #sentBytes = 0;
  /** Committed by this session. */
  #ownRows = 0;
  #ownBytes = 0;
  readonly #flushing: FlushClock;
  #closed = false;

  constructor(facts: SessionFacts) {
    this.#facts = facts;
    this.#connection = facts.connection;
    this.#writer = facts.writer;
    this.#flushing = new FlushClock(() => facts.writer.waitMs);
    const { signal } = facts;
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
      const decoded = this.#facts.decode(message);
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
      if (!this.#inTransaction) await this.#beginTransaction();
      if (this.#prepared) await this.#settle();
      const { client } = this.#connection;
      const added = { rows: this.#countedRows, bytes: this.#sentBytes };
      // Invariant 2: rows, position and receipt are one transaction.
      const receipt = await this.#facts.ledger.write(client, checkpoint, added);
      committing = true;
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw this.#protocolError('transaction_rolled_back', 'PostgreSQL rolled the unit back');
      this.#inTransaction = false;
      this.#prepared = false;
      this.#facts.ledger.committed();
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
      this.#facts.connections.release(this.#connection);
    }
    return { rows: this.#ownRows, bytes: this.#ownBytes };
  }

  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    // The server rolls back when the connection ends, which it notices between statements; whatever still waits fails at once.
    if (this.#settling) this.#connection.cancel();
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

  async #settle(): Promise<void> {
    this.#settling = true;
    await this.#facts.place.settle?.(this.#countedRows);
    this.#settling = false;
  }

  async #beginTransaction(): Promise<void> {
    if (this.#closed) throw connectionLost(this.#connection.context);
    const { client } = this.#connection;
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
    this.#inTransaction = true;
    await recordWriter(client, this.#facts.key);
  }

  async #startCopy(): Promise<void> {
    if (!this.#inTransaction) await this.#beginTransaction();
    if (!this.#prepared) {
      await this.#facts.place.prepare?.();
      this.#prepared = true;
    }
    this.#copy = new CopyIn(`COPY ${this.#facts.place.copyInto} FROM STDIN (FORMAT binary)`);
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
    const known = nullKey(error, this.#facts.spec) ?? translateError(error, { ...this.#connection.context, stream });
    await this.abort();
    if (known.commitState !== undefined) return known;
    if (commitState === 'before' && !(error instanceof ConnectorError) && (await this.#isFencedOff())) {
      return staleEpoch(this.#facts.spec.name);
    }
    const { code, category, hint, path, retryable, retryAfterMs } = known;
    const place = category === 'data' ? copyPlace(error) : undefined;
    // The server counts the lines of one COPY statement.
    const before = this.#facts.ledger.rows + this.#countedRows;
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

  /** Who takes over ends this one's backend and drops what it writes to: what that looks like here says nothing of it. */
  async #isFencedOff(): Promise<boolean> {
    try {
      return !(await this.#facts.isCurrent());
    } catch {
      return false;
    }
  }

  #protocolError(code: string, message: string, hint?: string): ConnectorError {
    const stream = formatStreamName(this.#facts.spec.name);
    const details = { code, category: 'protocol', message: `${stream}: ${message}`, stream } as const;
    return new ConnectorError(hint === undefined ? details : { ...details, hint });
  }
}
