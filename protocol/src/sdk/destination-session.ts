import { ConnectorError, type CommitState } from '../error.ts';
import type { Checkpoint, StreamContext } from '../model/session.ts';
import { protocolError } from '../wire/malformed.ts';
import { BatchIntake } from './batch-intake.ts';
import type { Destination, DestinationSession } from './destination.ts';
import { InputQueue } from './input-queue.ts';
import {
  aborted,
  settingsInEffect,
  withCommitState,
  type OpenSession,
  type SessionHost,
  type SessionInput,
} from './session.ts';
import { StatsReporter, type SessionFigures } from './stats.ts';

/** What a destination holds at most of what it has not yet consumed; a few batches, so that it never waits for the next. */
const ownCreditWindowBytes = 16 * 1024 * 1024;

/** Runs one destination session: open, then what arrives, one thing at a time: write, commit, finish. */
export class RunningDestinationSession implements OpenSession {
  readonly id: number;
  readonly closed: Promise<void>;
  ended = false;
  readonly #host: SessionHost;
  readonly #context: StreamContext;
  readonly #abort = new AbortController();
  readonly #input = new InputQueue<SessionInput>();
  readonly #intake: BatchIntake;
  readonly #windowBytes: number;
  readonly #stats: StatsReporter;
  #session: DestinationSession | null = null;
  #rows = 0;
  #bytes = 0;
  #committedRows = 0;
  #checkpointId = 0;
  #consumedBytes = 0;
  /** Whether what is not yet confirmed may be durable. */
  #commitState: CommitState = 'before';
  #released: Promise<void> | null = null;

  constructor(id: number, context: StreamContext, destination: Destination, host: SessionHost) {
    this.id = id;
    this.#host = host;
    this.#context = context;
    this.#windowBytes =
      context.creditLimitBytes === 0 ? ownCreditWindowBytes : Math.min(context.creditLimitBytes, ownCreditWindowBytes);
    this.#intake = new BatchIntake(context.streams, this.#windowBytes);
    this.#stats = new StatsReporter(id, host, () => this.#figures());
    this.closed = this.#run(destination);
  }

  async #run(destination: Destination): Promise<void> {
    try {
      const session = await destination.open(this.#context, this.#abort.signal);
      this.#session = session;
      this.#abort.signal.throwIfAborted();
      const settings = settingsInEffect(session.settings, destination.knobs ?? [], this.#context.overrides);
      await this.#host.channel.send({ type: 'opened', session: this.id, settings, creditBytes: this.#windowBytes });
      const totals = await this.#consume(session);
      await this.#stats.finish();
      this.#abort.signal.throwIfAborted();
      this.ended = true;
      await this.#host.channel.send({ type: 'finished', session: this.id, ...totals });
    } catch (error) {
      const wasAborted = this.#abort.signal.aborted;
      this.abort('the session has failed');
      // What is uncommitted is gone before the host hears of the failure: it may begin again at once.
      await this.#release();
      // After an abort nothing of the session is sent, whatever its end looks like.
      if (!wasAborted) this.#host.report(this.id, withCommitState(ConnectorError.from(error), this.#commitState));
    } finally {
      for (const item of this.#input.drain()) if (item.type === 'batch') this.#host.recycle(item.arrowIpc);
    }
  }

  async #consume(session: DestinationSession): Promise<{ rows: number; bytes: number }> {
    for (;;) {
      const item = await this.#input.next(this.#abort.signal);
      switch (item.type) {
        case 'stream_schema':
          this.#intake.schema(item);
          break;
        case 'batch':
          await this.#write(session, item);
          break;
        case 'checkpoint':
          await this.#commit(session, item);
          break;
        case 'done': {
          this.#compare('done', item.rows, item.bytes);
          if (this.#committedRows !== this.#rows || this.#checkpointId === 0) {
            throw protocolError('checkpoint_missing', `done in session ${this.id} without a checkpoint before it`);
          }
          this.#commitState = 'confirmed';
          const { rows, bytes } = await session.finish();
          this.#abort.signal.throwIfAborted();
          return { rows, bytes };
        }
      }
    }
  }

  async #write(session: DestinationSession, batch: SessionInput & { type: 'batch' }): Promise<void> {
    const { streamIndex, schemaEpoch, rows, arrowIpc } = batch;
    try {
      this.#intake.check(batch);
      await session.write({ streamIndex, schemaEpoch, rows, arrowIpc });
    } finally {
      this.#host.recycle(arrowIpc);
    }
    this.#abort.signal.throwIfAborted();
    this.#rows += rows;
    this.#bytes += arrowIpc.length;
    this.#consumedBytes += arrowIpc.length;
    // Small batches share a grant, unless the sender may be waiting for it.
    if (this.#consumedBytes < this.#windowBytes / 8 && !this.#input.isEmpty) return;
    const bytes = this.#consumedBytes;
    this.#consumedBytes = 0;
    this.#intake.grant(bytes);
    await this.#host.channel.send({ type: 'credit', session: this.id, bytes });
  }

  async #commit(session: DestinationSession, checkpoint: Checkpoint): Promise<void> {
    if (checkpoint.checkpointId !== this.#checkpointId + 1) {
      throw protocolError(
        'checkpoint_out_of_order',
        `checkpoint ${checkpoint.checkpointId} after ${this.#checkpointId} in session ${this.id}`,
      );
    }
    this.#compare('checkpoint', checkpoint.rows, checkpoint.bytes);
    this.#commitState = 'unknown';
    const receipt = await session.commit(checkpoint);
    this.#commitState = 'before';
    this.#abort.signal.throwIfAborted();
    this.#checkpointId = checkpoint.checkpointId;
    this.#committedRows = this.#rows;
    const { checkpointId } = checkpoint;
    const counts = { rows: this.#rows, bytes: this.#bytes };
    await this.#host.channel.send({ type: 'committed', session: this.id, checkpointId, receipt, ...counts });
  }

  /** The source's count has to be ours, before anything of it becomes durable. */
  #compare(what: string, rows: number, bytes: number): void {
    if (rows === this.#rows && bytes === this.#bytes) return;
    throw protocolError(
      'count_mismatch',
      `${what} of session ${this.id} counts ${rows} rows and ${bytes} bytes; ${this.#rows} rows and ${this.#bytes} bytes have arrived`,
    );
  }

  #figures(): SessionFigures {
    const waits = this.#session?.waits?.();
    return {
      rows: this.#rows,
      bytes: this.#bytes,
      waitReadMs: 0,
      waitCreditMs: 0,
      waitWriteMs: waits?.writeMs ?? 0,
      waitFlushMs: waits?.flushMs ?? 0,
      waitInputMs: this.#input.waitedMs,
    };
  }

  data(item: SessionInput): void {
    if (item.type === 'batch') this.#intake.arrive(item.arrowIpc.length);
    this.#input.push(item);
  }

  credit(): void {
    this.#host.fatal(protocolError('unexpected_message', `credit for session ${this.id}, which is a destination's`));
  }

  ack(): void {
    this.#host.fatal(protocolError('unexpected_message', `an ack for session ${this.id}, which is a destination's`));
  }

  /** The source drains and sends Done: nothing to do here. */
  stop(): void {}

  abort(reason: string): void {
    this.ended = true;
    this.#stats.stop();
    this.#abort.abort(aborted(reason));
    // A write or a commit that is under way ends through this.
    void this.#release();
  }

  /** The author's abort, once. */
  #release(): Promise<void> {
    if (this.#session === null) return Promise.resolve();
    this.#released ??= this.#session
      .abort()
      .catch((error: unknown) => this.#host.report(-1, ConnectorError.from(error)));
    return this.#released;
  }
}
