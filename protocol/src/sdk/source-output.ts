import { ConnectorError } from '../error.ts';
import type { StreamPosition } from '../model/load.ts';
import type { StreamContext } from '../model/session.ts';
import type { CreditBalance } from './credit.ts';
import type { SessionHost } from './session.ts';
import type { OutgoingBatch, SourceOutput } from './source.ts';
import type { SessionFigures } from './stats.ts';

/** Room that a batch frame needs beside arrow_ipc: tags, lengths and header, generously. */
const batchOverheadBytes = 256;

/** What a source's read writes to: batches and checkpoints leave in the order of the calls, batches as credit allows. */
export class SourceOutputQueue implements SourceOutput {
  readonly stop: AbortSignal;
  readonly #session: number;
  readonly #context: StreamContext;
  readonly #host: SessionHost;
  readonly #credit: CreditBalance;
  readonly #aborted: AbortSignal;
  /** Settles when the call before has handed its bytes to the channel: the order of the calls. */
  #turn: Promise<unknown> = Promise.resolve();
  #sequence = 0;
  #rows = 0;
  #bytes = 0;
  #checkpointId = 0;
  #isCheckpointed = false;
  #waitReadMs = 0;

  constructor(
    session: number,
    context: StreamContext,
    host: SessionHost,
    credit: CreditBalance,
    aborted: AbortSignal,
    stop: AbortSignal,
  ) {
    this.#session = session;
    this.#context = context;
    this.#host = host;
    this.#credit = credit;
    this.#aborted = aborted;
    this.stop = stop;
  }

  get maxBatchBytes(): number {
    return this.#host.channel.maxFrameBytes - batchOverheadBytes;
  }

  async emit(batch: OutgoingBatch): Promise<void> {
    const bytes = batch.arrowIpc.reduce((sum, piece) => sum + piece.length, 0);
    this.#check(batch, bytes);
    const { sent } = await this.#inTurn(async () => {
      await this.#credit.available(this.#aborted);
      this.#credit.spend(bytes);
      this.#rows += batch.rows;
      this.#bytes += bytes;
      this.#isCheckpointed = false;
      const header = {
        session: this.#session,
        streamIndex: batch.streamIndex ?? 0,
        sequence: this.#sequence++,
        schemaEpoch: 0,
        rows: batch.rows,
        bytes,
      };
      // Wrapped, so that the next call's turn comes before these bytes have left the process.
      return { sent: this.#host.channel.sendBatch(header, batch.arrowIpc) };
    });
    await sent;
  }

  async checkpoint(positions: readonly StreamPosition[] = []): Promise<void> {
    const { sent } = await this.#inTurn(async () => {
      this.#aborted.throwIfAborted();
      this.#isCheckpointed = true;
      return {
        sent: this.#host.channel.send({
          type: 'checkpoint',
          session: this.#session,
          checkpointId: ++this.#checkpointId,
          positions,
          rows: this.#rows,
          bytes: this.#bytes,
          idle: false,
        }),
      };
    });
    await sent;
  }

  addWaitReadMs(milliseconds: number): void {
    this.#waitReadMs += milliseconds;
  }

  /** After read: what is under way leaves, and a checkpoint covers the rows that none covers yet. */
  async finish(): Promise<void> {
    await this.#turn;
    if (!this.#isCheckpointed) await this.checkpoint();
  }

  figures(): SessionFigures {
    return {
      rows: this.#rows,
      bytes: this.#bytes,
      waitReadMs: this.#waitReadMs,
      waitCreditMs: this.#credit.waitedMs,
      waitWriteMs: 0,
      waitFlushMs: 0,
      waitInputMs: 0,
    };
  }

  /** A failed call fails those behind it: their order could no longer hold. */
  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(step);
    this.#turn = mine;
    // The caller gets the rejection; a turn that nobody waits for is no unhandled one.
    mine.catch(() => {});
    return mine;
  }

  #check(batch: OutgoingBatch, bytes: number): void {
    const stream = this.#context.streams[batch.streamIndex ?? 0];
    if (stream === undefined || !Number.isSafeInteger(batch.rows) || batch.rows < 0) {
      throw new ConnectorError({
        code: 'batch_invalid',
        category: 'internal',
        message: `a batch of ${batch.rows} rows for stream ${batch.streamIndex ?? 0} of ${this.#context.streams.length}`,
      });
    }
    const limit = this.maxBatchBytes;
    if (bytes <= limit) return;
    throw new ConnectorError({
      code: 'batch_too_large',
      category: 'data',
      message: `a batch of ${bytes} bytes; at most ${limit} fit into one frame`,
      hint: 'raise the frame limit of the pipeline, or leave out the large column',
      stream: stream.name.namespace === '' ? stream.name.name : `${stream.name.namespace}.${stream.name.name}`,
    });
  }
}
