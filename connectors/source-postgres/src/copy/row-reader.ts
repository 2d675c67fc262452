import {
  ConnectorError,
  createBatchEncoder,
  type OutgoingBatch,
  type Schema,
  type SourceOutput,
} from '@rapidbyte/connector';
import type { Connection } from '@rapidbyte/postgres';
import type { BatchBuffers } from './batch-buffers.ts';
import { batchLimits, firstBatchRows, type BatchLimits } from './batch-limits.ts';
import { CopyOut, type CopyInput } from './copy-out.ts';
import { createRowDecoder, inputSlackBytes, type RowDecoder } from './decoder.ts';
import { keepBuffers, takeBuffers } from './kept-buffers.ts';
import { CopyPayload } from './payload.ts';
import type { Progress } from './progress.ts';
import type { ReadColumn } from './read-column.ts';
import { describeRow, rowTooLarge, valueRefused, type RowPlace } from './row-error.ts';
import { RowOrder } from './row-order.ts';

export interface ReadOptions {
  readonly connection: Connection;
  /** COPY (SELECT …) TO STDOUT (FORMAT binary) of `columns`, in their order, and of the order's columns. */
  readonly sql: string;
  /** As a user writes it. */
  readonly stream: string;
  readonly streamIndex: number;
  readonly columns: readonly ReadColumn[];
  /** Indexes of the primary key's columns, for errors. */
  readonly key: readonly number[];
  readonly schema: Schema;
  readonly targetBatchBytes: number;
  /** Of a read in the stream's order: checkpoints with positions stand between its rows, and the last one behind them. */
  readonly ordered?: {
    /** `orderColumn`s, which are no part of the batch; none, where every row is at the same position. */
    readonly columns: readonly ReadColumn[];
    readonly progress: Progress;
  };
  /** Ends the read at once, with its reason. */
  readonly signal: AbortSignal;
}

/** While one batch is on its way the next one is filled. */
const bufferSets = 2;

/** CopyData's byte and length in front of a payload. */
const messageHeaderBytes = 5;

/**
 * Reads a COPY into Arrow batches and emits them; the rows' bytes are copied once, from the receive buffer to their column.
 *
 * @returns when every row has been emitted, or, early, when `output.stop` is aborted; the connection is then closed
 * @throws {ConnectorError} from the server, of a value or row that can't be taken, or if the server counts other rows than we do
 */
export async function readRows(options: ReadOptions, output: SourceOutput): Promise<{ readonly complete: boolean }> {
  const reader = new RowReader(options, output);
  return reader.run();
}

class RowReader {
  readonly #options: ReadOptions;
  readonly #output: SourceOutput;
  readonly #limits: BatchLimits;
  readonly #decoder: RowDecoder;
  readonly #encode: ReturnType<typeof createBatchEncoder>;
  /** With those of the order. */
  readonly #columns: readonly ReadColumn[];
  readonly #progress: Progress | undefined;
  readonly #order: RowOrder;
  readonly #payload: CopyPayload;
  readonly #copy: CopyOut;
  readonly #free: BatchBuffers[] = [];
  readonly #sending = new Set<Promise<void>>();
  #current: BatchBuffers | undefined;
  #rowLimit: number;
  /** In batches that were handed over. */
  #rows = 0;
  /** Set once the host has asked to stop. */
  #stopped: Error | undefined;
  /** Set once the read was given up. */
  #failure: Error | undefined;

  constructor(options: ReadOptions, output: SourceOutput) {
    this.#options = options;
    this.#output = output;
    const { ordered } = options;
    const columns = [...options.columns, ...(ordered?.columns ?? [])];
    this.#columns = columns;
    this.#progress = ordered?.progress;
    this.#order = new RowOrder(options.columns.length, columns.length - options.columns.length);
    this.#limits = batchLimits(columns, options.targetBatchBytes, output.maxBatchBytes);
    this.#decoder = createRowDecoder(columns);
    this.#encode = createBatchEncoder(options.schema);
    const slackBytes = inputSlackBytes(columns.length);
    this.#payload = new CopyPayload(columns.length, slackBytes);
    this.#copy = new CopyOut(options.sql, (input) => this.#consume(input), slackBytes);
    this.#current = this.#newBuffers();
    for (let set = 1; set < bufferSets; set++) this.#free.push(this.#newBuffers());
    this.#rowLimit = Math.min(firstBatchRows, this.#limits.rowCapacity);
  }

  async run(): Promise<{ readonly complete: boolean }> {
    const { connection, signal, stream } = this.#options;
    const { stop } = this.#output;
    const stopped = new StoppedError();
    const onAbort = (): void => this.#end(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    const onStop = (): void => {
      this.#stopped = stopped;
      try {
        if (this.#stopAtBoundary()) this.#end(stopped);
      } catch (error) {
        this.#end(ConnectorError.from(error));
      }
    };
    signal.throwIfAborted();
    if (stop.aborted) {
      await this.#finishProgress();
      return { complete: false };
    }
    signal.addEventListener('abort', onAbort, { once: true });
    stop.addEventListener('abort', onStop, { once: true });
    try {
      connection.client.query(this.#copy);
      const sent = await this.#copy.done;
      if (this.#current !== undefined && this.#current.rows > 0) this.#emitCurrent();
      await Promise.all(this.#sending);
      if (this.#failure !== undefined) throw this.#failure;
      this.#compareCounts(sent);
      await this.#finishProgress();
      // All have come back, and are empty.
      const buffers = this.#current === undefined ? this.#free : [...this.#free, this.#current];
      keepBuffers(this.#columns, this.#limits, buffers);
      return { complete: true };
    } catch (error) {
      signal.throwIfAborted();
      // Batches under way still use our buffers, and what was emitted before a stop shall arrive.
      await Promise.allSettled(this.#sending);
      if (error === stopped) return { complete: false };
      throw this.#located(connection.translate(error, stream));
    } finally {
      signal.removeEventListener('abort', onAbort);
      stop.removeEventListener('abort', onStop);
    }
  }

  /** The server may be busy for long without sending: only a cancel request ends its work at once. */
  #end(error: Error): void {
    this.#failure ??= error;
    this.#options.connection.cancel();
    this.#copy.fail(error);
  }

  #newBuffers(): BatchBuffers {
    return takeBuffers(this.#columns, this.#limits);
  }

  #consume(input: CopyInput): 'taken' | 'full' | number {
    // At once, not with the next batch: on a slow connection that may take long.
    this.#output.addWaitReadMs(this.#copy.takeWaitedMs());
    const { targetPayloadBytes, maxPayloadBytes } = this.#limits;
    const progress = this.#progress;
    for (;;) {
      if (this.#stopped !== undefined && this.#stopAtBoundary()) {
        this.#end(this.#stopped);
        input.start = input.end;
        return 'taken';
      }
      const target = this.#current;
      if (target === undefined) return 'full';
      if (this.#payload.empty) {
        // A checkpoint that is due waits for the first row that may stand behind it: rows are then taken one by one.
        const due = progress?.isDue(target.rows, target.payloadBytes) ?? false;
        const before = { start: input.start, rows: target.rows, payloadBytes: target.payloadBytes };
        input.start = this.#decoder.decodeMessages(
          target,
          input.bytes,
          input.view,
          input.start,
          input.end,
          due ? target.rows + 1 : Math.min(this.#rowLimit, progress?.rowsLeft ?? Infinity),
          due ? Infinity : Math.min(targetPayloadBytes, progress?.bytesLeft ?? Infinity),
          maxPayloadBytes,
        );
        if (due && target.rows > before.rows && this.#order.differs(target, before.rows)) {
          input.start = before.start;
          target.rows = before.rows;
          target.payloadBytes = before.payloadBytes;
          this.#checkpointHere(target);
          continue;
        }
        const full = target.rows >= this.#rowLimit || target.payloadBytes >= targetPayloadBytes;
        if (progress !== undefined && !full && target.rows > before.rows) continue;
      } else if (this.#takePayloadRows(target) || this.#payload.empty) {
        continue;
      }
      if (target.rows >= this.#rowLimit || target.payloadBytes >= targetPayloadBytes) {
        this.#emitCurrent();
        continue;
      }
      if (input.end - input.start < messageHeaderBytes || input.bytes[input.start] !== 0x64) return 'taken';
      const length = 1 + input.view.getUint32(input.start + 1);
      const payloadBytes = length - messageHeaderBytes;
      // Invariant 6: before anything grows to hold it.
      if (this.#payload.length + payloadBytes > maxPayloadBytes) {
        this.#refuseLargeRow(input, payloadBytes, maxPayloadBytes);
        return length;
      }
      if (input.start + length > input.end) return length;
      if (target.rows > 0 && target.payloadBytes + length > maxPayloadBytes) {
        this.#emitCurrent();
        continue;
      }
      this.#payload.push(input.bytes.subarray(input.start + messageHeaderBytes, input.start + length));
      input.start += length;
    }
  }

  /** Rows of messages that hold more or less than one. True: the batch is full and on its way, there may be more rows. */
  #takePayloadRows(target: BatchBuffers): boolean {
    const payload = this.#payload;
    for (;;) {
      const end = payload.rowEnd();
      if (end < 0) return false;
      const bytes = end - payload.start;
      if (
        target.rows >= this.#rowLimit ||
        (target.rows > 0 && target.payloadBytes + bytes > this.#limits.maxPayloadBytes)
      ) {
        this.#emitCurrent();
        return true;
      }
      const result = this.#decoder.decodeRow(target, payload.bytes, payload.view, payload.start, end);
      if (result !== end) {
        const row = payload.bytes.subarray(payload.start, end);
        if (result < 0) throw valueRefused(this.#place(), -result - 1, row);
        throw new ConnectorError({
          code: 'copy_malformed',
          category: 'protocol',
          message: `${describeRow(this.#place(), row)} is not in COPY's binary format`,
        });
      }
      if (this.#progress?.isDue(target.rows, target.payloadBytes) && this.#order.differs(target, target.rows)) {
        this.#checkpointHere(target);
        return true;
      }
      payload.advance(end);
      target.rows++;
      target.payloadBytes += bytes;
    }
  }

  /** Waits until as much of the row has come as is likely to show its key, then refuses it. */
  #refuseLargeRow(input: CopyInput, rowBytes: number, limitBytes: number): void {
    const shown = input.bytes.subarray(input.start + messageHeaderBytes, input.end);
    const enough = Math.min(rowBytes, 64 * 1024);
    if (shown.length >= enough) throw rowTooLarge(this.#place(), shown, rowBytes, limitBytes);
  }

  #place(): RowPlace {
    const { stream, key } = this.#options;
    return { stream, columns: this.#columns, key, rowNumber: this.#rows + (this.#current?.rows ?? 0) + 1 };
  }

  #emitCurrent(): void {
    const buffers = this.#current;
    if (buffers === undefined) return;
    this.#current = this.#free.pop();
    this.#rows += buffers.rows;
    this.#rowLimit = this.#limits.rowCapacity;
    const { streamIndex, columns } = this.#options;
    const { nullCounts, buffers: arrowBuffers } = buffers.arrowBuffers(columns.length);
    const arrowIpc = this.#encode(buffers.rows, nullCounts, arrowBuffers);
    if (this.#progress !== undefined) {
      this.#order.keep(buffers, buffers.rows - 1);
      this.#progress.handedOver(
        buffers.rows,
        arrowIpc.reduce((sum, { length }) => sum + length, 0),
      );
    }
    this.#underWay(this.#send(buffers, { streamIndex, rows: buffers.rows, arrowIpc }));
  }

  #underWay(sending: Promise<void>): void {
    this.#sending.add(sending);
    void sending.then(() => this.#sending.delete(sending));
  }

  /** Behind the rows that the batch holds so far. */
  #checkpointHere(target: BatchBuffers): void {
    if (target.rows > 0) this.#emitCurrent();
    this.#checkpoint();
  }

  #checkpoint(): void {
    const positions = this.#progress?.checkpoint(this.#order.last);
    if (positions === undefined) return;
    this.#underWay(
      this.#output.checkpoint(positions).catch((error: unknown) => {
        this.#end(error instanceof Error ? error : new Error(String(error)));
      }),
    );
  }

  /** Places a checkpoint where the rows so far have a place for one, and drops those behind it. False: they have none yet. */
  #stopAtBoundary(): boolean {
    if (this.#progress === undefined) return true;
    const target = this.#current;
    const rows = target === undefined ? -1 : this.#order.lastBoundary(target);
    if (target !== undefined && rows > 0) {
      target.rows = rows;
      this.#emitCurrent();
    } else if (rows < 0 && !this.#progress.empty) {
      return false;
    }
    if (!this.#progress.covered) this.#checkpoint();
    return true;
  }

  async #finishProgress(): Promise<void> {
    if (this.#progress?.covered === false) this.#checkpoint();
    await Promise.all(this.#sending);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Never rejects: what emit threw ends the COPY. */
  async #send(buffers: BatchBuffers, batch: OutgoingBatch): Promise<void> {
    try {
      await this.#output.emit(batch);
    } catch (error) {
      return this.#end(error instanceof Error ? error : new Error(String(error)));
    }
    buffers.reset();
    if (this.#current !== undefined) {
      this.#free.push(buffers);
    } else {
      this.#current = buffers;
      this.#copy.resume();
    }
  }

  #compareCounts(sent: number): void {
    if (this.#payload.ended && sent === this.#rows) return;
    throw new ConnectorError({
      code: 'row_count_mismatch',
      category: 'protocol',
      message: `PostgreSQL says that it has sent ${sent} rows of ${this.#options.stream}; ${this.#rows} have arrived`,
      hint: 'run again; look for a proxy between here and the server',
      stream: this.#options.stream,
    });
  }

  /** Where bytes are not valid in the encoding, the server does not say in which row. */
  #located(error: ConnectorError): ConnectorError {
    if (error.code !== 'invalid_text' && error.code !== 'untranslatable_character') return error;
    return new ConnectorError({
      code: error.code,
      category: error.category,
      message: `${error.message}; it happened in ${describeRow(this.#place(), new Uint8Array(0))}, in the order of reading`,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      stream: this.#options.stream,
      cause: error,
    });
  }
}

class StoppedError extends Error {}
