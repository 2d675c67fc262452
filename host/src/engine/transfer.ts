import type {
  BatchFrame,
  Committed,
  CommitState,
  Receipt,
  Setting,
  Stats,
  StreamContext,
  StreamPosition,
} from '@rapidbyte/connector';
import type { ConnectorClient, SessionHandler, SessionMessage } from '../connector/client.ts';
import { cancelledError, type PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import { Credit } from './credit.ts';
import { DeadlockWatch, type Turn } from './deadlock.ts';
import { DestinationOrder } from './destination-order.ts';
import { SourceOrder } from './source-order.ts';
import { batchTooLarge, countsDiffer, deadlocked, refusedBatch } from './transfer-errors.ts';

/** The part of a connector process that a session needs. */
export type SessionClient = Pick<
  ConnectorClient,
  | 'side'
  | 'name'
  | 'maxFrameBytes'
  | 'blame'
  | 'open'
  | 'send'
  | 'forward'
  | 'expectNothing'
  | 'abortSession'
  | 'forgetSession'
>;

export interface TransferOptions {
  readonly session: number;
  readonly source: SessionClient;
  readonly destination: SessionClient;
  readonly sourceContext: StreamContext;
  readonly destinationContext: StreamContext;
  /** Of the one stream, as a user writes it. */
  readonly streamName: string;
  readonly unitName: string;
  /** Bytes that may be in the host at once. */
  readonly inFlightBytes: number;
  readonly signal: AbortSignal;
  /** Asks the source to end at its next checkpoint; null where that is of no use. */
  readonly drain: { readonly signal: AbortSignal; readonly deadlineMs: number } | null;
  onOpened(settings: readonly SideSetting[]): void;
  onBatch(rows: number, bytes: number): void;
  /** Bytes of batches that the destination has done with. */
  onConsumed(bytes: number): void;
  onStats(side: 'source' | 'destination', stats: Stats): void;
  /** The source has nothing more to send, and nothing to do but wait for the destination. */
  onSourceDone(): void;
  /**
   * @param positions that the rows up to here lead to
   * @returns false where the host could not remember that: the source then is not told either
   */
  onCommitted(checkpointId: number, rows: number, bytes: number, positions: readonly StreamPosition[]): boolean;
  /** Before it rejects. */
  onFailed(remains: Remains): void;
}

/** What a session that has failed may have left at the destination. */
export interface Remains {
  readonly commitState: CommitState;
  /** What the unit's receipt says if all of it is there; null where the source had not come to its end. */
  readonly whole: Pick<Receipt, 'checkpointId' | 'rows' | 'bytes'> | null;
}

export type SideSetting = Setting & { readonly side: 'source' | 'destination' };

export interface TransferResult {
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly rowsCommitted: number;
  readonly bytesCommitted: number;
  /** Of the last checkpoint: it covers the whole unit. */
  readonly receipt: Receipt;
  readonly settings: readonly SideSetting[];
  /** It was drained, and there may be more rows. */
  readonly stopped: boolean;
}

/**
 * Moves one unit: opens a session on both sides, passes the source's frames on, and the destination's credit back, and
 * compares what both have counted. On a failure of either side the other's session is aborted.
 * @throws PipelineError
 */
export function transfer(options: TransferOptions): Promise<TransferResult> {
  return new Promise((resolve, reject) => new Relay(options, resolve, reject).start());
}

type ControlMessage = SessionMessage & { type: 'stream_schema' | 'checkpoint' | 'done' };

class Relay {
  readonly #options: TransferOptions;
  readonly #resolve: (result: TransferResult) => void;
  readonly #reject: (error: PipelineError) => void;
  readonly #credit: Credit;
  readonly #source: SourceOrder;
  readonly #destination: DestinationOrder;
  readonly #deadlock = new DeadlockWatch();
  /** From the source while the destination was still opening; batches are never among them, they need credit. */
  readonly #held: ControlMessage[] = [];
  #lastCheckpoint = 0;
  #stopped = false;
  #ended = false;

  constructor(
    options: TransferOptions,
    resolve: (result: TransferResult) => void,
    reject: (error: PipelineError) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#credit = new Credit(options.inFlightBytes);
    const { streams, resume } = options.sourceContext;
    this.#source = new SourceOrder(
      streams.map(({ arrowSchema }) => arrowSchema),
      resume[0]?.position ?? null,
    );
    this.#destination = new DestinationOrder(options.destinationContext);
  }

  start(): void {
    const { session, source, destination, sourceContext, destinationContext, signal, drain } = this.#options;
    if (signal.aborted) return this.#fail(cancelledError('Cancelled before the unit was opened'));
    signal.addEventListener('abort', this.#cancel, { once: true });
    drain?.signal.addEventListener('abort', this.#drain, { once: true });
    source.open({ type: 'open', session, context: sourceContext }, this.#whileOpen(this.#fromSource));
    destination.open({ type: 'open', session, context: destinationContext }, this.#whileOpen(this.#fromDestination));
    if (drain?.signal.aborted === true) this.#drain();
  }

  // --- From the source, on to the destination ---------------------------------------------------

  readonly #fromSource: SessionHandler = {
    message: (message) => {
      switch (message.type) {
        case 'opened':
          this.#source.opened(message.settings);
          return this.#opened();
        case 'stream_schema':
          this.#source.schema(message);
          return this.#passOn(message);
        case 'checkpoint':
          this.#source.checkpoint(message);
          this.#destination.checkpointSent(message);
          this.#lastCheckpoint = message.checkpointId;
          return this.#passOn(message);
        case 'done':
          this.#source.done(message);
          this.#destination.doneSent();
          this.#stopped = message.stopped;
          this.#options.source.expectNothing(message.session);
          this.#options.onSourceDone();
          return this.#passOn(message);
        case 'credit':
        case 'committed':
        case 'finished':
          throw violation('unexpected_message', `A source does not send "${message.type}"`);
      }
    },
    // The data path: the frame goes on as it came. Invariant 5: it is neither decoded nor copied.
    batch: (frame) => {
      const { rows, bytes, sequence } = frame.header;
      if (!this.#credit.received(bytes)) {
        throw violation('credit_exceeded', `It sent batch ${sequence} without credit for it`);
      }
      this.#source.batch(frame.header);
      const { source, destination } = this.#options;
      if (frame.byteLength > destination.maxFrameBytes) return this.#fail(batchTooLarge(source, destination, frame));
      this.#deadlock.moved();
      this.#options.onBatch(rows, bytes);
      void this.#handOn(frame);
    },
    stats: (stats) => {
      this.#options.onStats('source', stats);
      if (!this.#deadlock.sourceStats(stats, this.#turn())) return;
      this.#fail(deadlocked(this.#options.source, 'waits for credit, although it has some'));
    },
    failed: (error) => this.#fail(error),
  };

  #passOn(message: ControlMessage): void {
    this.#deadlock.moved();
    const { countDifference, rows } = this.#source;
    if (countDifference !== null) return this.#fail(this.#countsDiffer('source', countDifference, rows));
    if (this.#destination.settings === null) this.#held.push(message);
    else this.#options.destination.send(message);
  }

  async #handOn(frame: BatchFrame): Promise<void> {
    await this.#options.destination.forward(frame);
    this.#credit.handedOn(frame.header.bytes);
    this.#grant();
  }

  // --- From the destination, back to the source -------------------------------------------------

  readonly #fromDestination: SessionHandler = {
    message: (message) => {
      switch (message.type) {
        case 'opened':
          this.#destination.opened(message.settings);
          this.#credit.granted(message.creditBytes);
          for (const held of this.#held.splice(0)) this.#options.destination.send(held);
          return this.#opened();
        case 'credit':
          this.#destination.credit();
          this.#credit.granted(message.bytes);
          this.#options.onConsumed(message.bytes);
          return this.#grant();
        case 'committed':
          return this.#committed(message);
        case 'finished':
          return this.#finished(message.rows, message.bytes);
        case 'stream_schema':
        case 'checkpoint':
        case 'done':
          throw violation('unexpected_message', `A destination does not send "${message.type}"`);
      }
    },
    batch: () => {
      throw violation('unexpected_message', 'A destination does not send batches');
    },
    stats: (stats) => {
      this.#options.onStats('destination', stats);
      if (!this.#deadlock.destinationStats(stats, this.#turn())) return;
      this.#fail(deadlocked(this.#options.destination, 'waits for input, although it has all that it has asked for'));
    },
    failed: (error) => {
      const { source, destination } = this.#options;
      this.#fail(error.code === 'batch_invalid' ? refusedBatch(source, destination, error) : error);
    },
  };

  #grant(): void {
    if (this.#ended || this.#source.ended || this.#source.settings === null) return;
    const bytes = this.#credit.takeGrant();
    if (bytes === 0) return;
    this.#deadlock.moved();
    this.#options.source.send({ type: 'credit', session: this.#options.session, bytes });
  }

  #committed(message: Committed): void {
    const { checkpointId, receipt, rows, bytes } = message;
    const checkpoint = this.#destination.committed(message);
    if (rows !== checkpoint.rows || receipt.rows !== checkpoint.rows) {
      const what = `has committed ${rows} rows, by its receipt ${receipt.rows}`;
      return this.#fail(this.#countsDiffer('destination', what, checkpoint.rows));
    }
    this.#deadlock.moved();
    const isRemembered = this.#options.onCommitted(checkpointId, rows, bytes, checkpoint.positions);
    // Invariant 1: the ack comes after the durable commit, and after the host's own state has it.
    if (this.#source.ended || !isRemembered) return;
    const { session, source } = this.#options;
    source.send({ type: 'ack', session, checkpointId, positions: checkpoint.positions });
  }

  #finished(rowsCommitted: number, bytesCommitted: number): void {
    const receipt = this.#destination.finished();
    const { rows: rowsRead, bytes: bytesRead } = this.#source;
    if (rowsCommitted !== rowsRead) {
      return this.#fail(this.#countsDiffer('destination', `has written ${rowsCommitted} rows`, rowsRead));
    }
    const { session, source, destination } = this.#options;
    this.#end();
    source.forgetSession(session);
    destination.forgetSession(session);
    const [settings, stopped] = [this.#settings(), this.#stopped];
    this.#resolve({ rowsRead, bytesRead, rowsCommitted, bytesCommitted, receipt, settings, stopped });
  }

  // --- Both -------------------------------------------------------------------------------------

  #opened(): void {
    if (this.#source.settings === null || this.#destination.settings === null) return;
    this.#options.onOpened(this.#settings());
    this.#grant();
  }

  #settings(): readonly SideSetting[] {
    return [
      ...(this.#source.settings ?? []).map((setting) => ({ ...setting, side: 'source' as const })),
      ...(this.#destination.settings ?? []).map((setting) => ({ ...setting, side: 'destination' as const })),
    ];
  }

  #turn(): Turn {
    return {
      source: !this.#source.ended && this.#credit.sourceBalance > 0,
      destination: this.#destination.owesAnswer || this.#credit.destinationBalance <= 0,
    };
  }

  readonly #cancel = (): void => this.#fail(cancelledError('Cancelled while a unit was being moved'));

  /** CREDIT-5: credit goes on meanwhile. How long it may take is the run's to say. */
  readonly #drain = (): void => {
    if (this.#source.ended) return;
    this.#source.stopAsked = true;
    const { session, source, drain } = this.#options;
    const deadlineMs = drain?.deadlineMs ?? 0;
    source.send({ type: 'stop', session, deadlineMs, reason: 'the run was asked to stop', abort: false });
  };

  #fail(failure: PipelineError): void {
    if (this.#ended) return;
    this.#end();
    const said = failure.side === 'destination' ? failure.commitState : undefined;
    const commitState = this.#destination.commitState(said);
    const { rows, bytes, ended } = this.#source;
    this.#options.onFailed({
      commitState,
      whole: ended ? { checkpointId: this.#lastCheckpoint, rows, bytes } : null,
    });
    const isUnclear = commitState === 'unknown' && failure.commitState === undefined && failure.code !== 'cancelled';
    const error = isUnclear ? failure.withCommitState('unknown') : failure;
    const { session, source, destination, streamName } = this.#options;
    // The sessions stay known to their clients: frames that are on their way are dropped, not taken for a fault.
    for (const client of [source, destination]) client.abortSession(session, error.message);
    const complete = error.stream !== undefined || error.code === 'cancelled';
    this.#reject(complete ? error : error.about(streamName));
  }

  #countsDiffer(side: 'source' | 'destination', what: string, passedOn: number): PipelineError {
    return countsDiffer(this.#options[side], this.#options.unitName, what, passedOn);
  }

  #end(): void {
    this.#ended = true;
    this.#options.signal.removeEventListener('abort', this.#cancel);
    this.#options.drain?.signal.removeEventListener('abort', this.#drain);
  }

  #whileOpen(handler: SessionHandler): SessionHandler {
    return {
      message: (message) => void (this.#ended || handler.message(message)),
      batch: (frame) => void (this.#ended || handler.batch(frame)),
      stats: (stats) => void (this.#ended || handler.stats(stats)),
      failed: (error) => void (this.#ended || handler.failed(error)),
    };
  }
}
