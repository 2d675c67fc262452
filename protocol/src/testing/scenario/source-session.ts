import type { StreamContext } from '../../model/session.ts';
import type { Bench } from '../bench.ts';
import type { Heard } from '../driver/output.ts';
import type { Subject } from '../driver/subject.ts';
import { type HeardBatch, isMessage, type MessageOf, type MessageType, sessionOf } from '../driver/talk.ts';
import { NotReached } from '../verdict.ts';

/** What one session may have on its way; a fraction of what hosts grant, so that grants are needed. */
const windowBytes = 256 * 1024;

/** One session of a source, as a host has it. What it sends stays in the subject's record. */
export class SourceSession {
  readonly subject: Subject;
  readonly id: number;
  readonly #bench: Bench;
  readonly #from: number;
  #at: number;

  private constructor(bench: Bench, subject: Subject, id: number) {
    this.#bench = bench;
    this.subject = subject;
    this.id = id;
    this.#from = subject.heard.length;
    this.#at = this.#from;
  }

  /** Sends Open, and the first credit at once. */
  static open(bench: Bench, subject: Subject, id: number, context: StreamContext, credit = windowBytes): SourceSession {
    const session = new SourceSession(bench, subject, id);
    subject.send({ type: 'open', session: id, context });
    if (credit > 0) session.grant(credit);
    return session;
  }

  /** Everything of this session so far. */
  get heard(): readonly Heard[] {
    return this.subject.heard.slice(this.#from).filter((heard) => sessionOf(heard) === this.id);
  }

  get batches(): readonly HeardBatch[] {
    return this.heard.filter((heard) => heard.kind === 'batch');
  }

  messages<Type extends MessageType>(type: Type): readonly MessageOf<Type>[] {
    return this.heard.flatMap((heard) => (isMessage(heard, type) ? [heard.message] : []));
  }

  grant(bytes: number): void {
    this.subject.send({ type: 'credit', session: this.id, bytes });
  }

  /** @throws NotReached */
  async opened(): Promise<MessageOf<'opened'>> {
    const isOpened = (heard: Heard): heard is Heard => this.#isMine(heard, 'opened', 'error');
    const heard = await this.subject.next(isOpened, this.#from, this.#bench.patience.answerMs);
    if (heard !== null && isMessage(heard, 'opened')) return heard.message;
    throw new NotReached(`session ${this.id} was not opened: ${this.#why(heard)}`);
  }

  /** Asks it to stop, once it has opened and a batch has come. @throws NotReached */
  async stopWithin(): Promise<void> {
    await this.opened();
    await this.subject.until(() => this.batches.length > 0, this.#bench.patience.answerMs);
    const deadlineMs = this.#bench.patience.exitMs;
    this.subject.send({ type: 'stop', session: this.id, deadlineMs, reason: 'conformance', abort: false });
  }

  /** Takes, grants and acknowledges until Done. @throws NotReached */
  async readToEnd({ acks = true }: { readonly acks?: boolean } = {}): Promise<MessageOf<'done'>> {
    const isNext = (heard: Heard): heard is Heard =>
      (heard.kind === 'batch' && heard.header.session === this.id) ||
      this.#isMine(heard, 'checkpoint', 'done', 'error');
    for (;;) {
      const heard = await this.subject.next(isNext, this.#at, this.#bench.patience.answerMs);
      if (heard === null) throw new NotReached(`session ${this.id} did not come to Done: ${this.#why(heard)}`);
      this.#at = this.subject.heard.indexOf(heard, this.#at) + 1;
      if (heard.kind === 'batch') this.grant(heard.arrowIpc.length);
      else if (isMessage(heard, 'checkpoint')) {
        const { session, checkpointId, positions } = heard.message;
        if (acks) this.subject.send({ type: 'ack', session, checkpointId, positions });
      } else if (isMessage(heard, 'done')) return heard.message;
      else throw new NotReached(`session ${this.id} did not come to Done: ${this.#why(heard)}`);
    }
  }

  #isMine(heard: Heard, ...types: MessageType[]): boolean {
    return (
      isMessage(heard, ...types) &&
      (sessionOf(heard) === this.id || (isMessage(heard, 'error') && sessionOf(heard) === 0))
    );
  }

  #why(heard: Heard | null): string {
    if (heard !== null && isMessage(heard, 'error'))
      return `${heard.message.error.message} (${heard.message.error.code})`;
    return this.subject.condition();
  }
}
