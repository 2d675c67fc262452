import type { BatchHeader } from '../../model/message.ts';
import type { Checkpoint, StreamContext } from '../../model/session.ts';
import type { Bench } from '../bench.ts';
import type { Heard } from '../driver/output.ts';
import { batchFrame, type BatchShape } from '../driver/raw.ts';
import type { Subject } from '../driver/subject.ts';
import { type ErrorDetails, isMessage, type MessageOf, type MessageType, sessionOf } from '../driver/talk.ts';
import { NotReached } from '../verdict.ts';
import { numbersBatch, numbersSchema, type Range } from './numbers.ts';

/** One session of a destination, as a host has it: counts what it sends, and keeps to the credit. */
export class DestinationSession {
  readonly subject: Subject;
  readonly id: number;
  /** What a batch takes from; raised by Opened and Credit. */
  sentBytes = 0;
  sentRows = 0;
  readonly #bench: Bench;
  readonly #from: number;
  #sequence = 0;
  #checkpoints = 0;

  private constructor(bench: Bench, subject: Subject, id: number) {
    this.#bench = bench;
    this.subject = subject;
    this.id = id;
    this.#from = subject.heard.length;
  }

  static open(bench: Bench, subject: Subject, id: number, context: StreamContext): DestinationSession {
    const session = new DestinationSession(bench, subject, id);
    subject.send({ type: 'open', session: id, context });
    return session;
  }

  get heard(): readonly Heard[] {
    return this.subject.heard.slice(this.#from).filter((heard) => sessionOf(heard) === this.id);
  }

  messages<Type extends MessageType>(type: Type): readonly MessageOf<Type>[] {
    return this.heard.flatMap((heard) => (isMessage(heard, type) ? [heard.message] : []));
  }

  /** @throws NotReached */
  async opened(): Promise<MessageOf<'opened'>> {
    return this.#await('opened');
  }

  /** Bytes that may still be sent. */
  get balance(): number {
    const first = this.messages('opened')[0]?.creditBytes ?? 0;
    return this.messages('credit').reduce((sum, { bytes }) => sum + bytes, first) - this.sentBytes;
  }

  schema(arrowSchema = numbersSchema): void {
    const schema = { session: this.id, streamIndex: 0, schemaEpoch: 0, arrowSchema };
    this.subject.send({ type: 'stream_schema', ...schema });
  }

  /** Sends a batch at once, whatever the credit; its header may be made to lie. */
  sendBatch(
    range: Range,
    options: {
      readonly header?: Partial<BatchHeader>;
      readonly shape?: BatchShape;
      readonly arrowIpc?: Uint8Array;
    } = {},
  ): void {
    const arrowIpc = options.arrowIpc ?? numbersBatch(range);
    const header = {
      session: this.id,
      streamIndex: 0,
      sequence: this.#sequence++,
      schemaEpoch: 0,
      rows: range.rows,
      bytes: arrowIpc.length,
    };
    this.subject.write(batchFrame({ ...header, ...options.header }, arrowIpc, options.shape));
    this.sentRows += range.rows;
    this.sentBytes += arrowIpc.length;
  }

  /** Sends batches as credit comes. @throws NotReached if none comes */
  async write(...ranges: readonly Range[]): Promise<void> {
    await this.opened();
    for (const range of ranges) {
      const hasCredit = await this.subject.until(
        () => this.balance > 0 || this.#over() !== null,
        this.#bench.patience.answerMs,
      );
      if (!hasCredit || this.balance <= 0) throw new NotReached(`session ${this.id} gets no credit: ${this.#why()}`);
      this.sendBatch(range);
    }
  }

  sendCheckpoint(change: Partial<Checkpoint> = {}): void {
    const counts = { rows: this.sentRows, bytes: this.sentBytes };
    const checkpoint = { session: this.id, checkpointId: ++this.#checkpoints, positions: [], ...counts, idle: false };
    this.subject.send({ type: 'checkpoint', ...checkpoint, ...change });
  }

  /** A checkpoint, and what answers it. @throws NotReached */
  async commit(change: Partial<Checkpoint> = {}): Promise<MessageOf<'committed'>> {
    this.sendCheckpoint(change);
    const id = this.#checkpoints;
    return this.#await('committed', ({ checkpointId }) => checkpointId === id);
  }

  sendDone(): void {
    this.subject.send({ type: 'done', session: this.id, rows: this.sentRows, bytes: this.sentBytes, stopped: false });
  }

  /** @throws NotReached */
  async finish(): Promise<MessageOf<'finished'>> {
    this.sendDone();
    return this.#await('finished');
  }

  /** Waits for the Error that ends the session, or the process. Null if neither comes. */
  async failure(milliseconds: number): Promise<{ readonly error: ErrorDetails | null } | null> {
    const came = await this.subject.until(() => this.#over() !== null || this.subject.exit !== null, milliseconds);
    return came ? { error: this.#over() } : null;
  }

  #over(): ErrorDetails | null {
    const isOver = (heard: Heard): boolean => isMessage(heard, 'error') && [0, this.id].includes(heard.message.session);
    const error = this.subject.heard.slice(this.#from).find(isOver);
    return error !== undefined && isMessage(error, 'error') ? error.message.error : null;
  }

  async #await<Type extends MessageType>(
    type: Type,
    fits: (message: MessageOf<Type>) => boolean = () => true,
  ): Promise<MessageOf<Type>> {
    const found = (): MessageOf<Type> | undefined => this.messages(type).find(fits);
    await this.subject.until(() => found() !== undefined || this.#over() !== null, this.#bench.patience.answerMs);
    const message = found();
    if (message === undefined) throw new NotReached(`${type} did not come in session ${this.id}: ${this.#why()}`);
    return message;
  }

  #why(): string {
    const error = this.#over();
    return error === null ? this.subject.condition() : `${error.message} (${error.code})`;
  }
}
