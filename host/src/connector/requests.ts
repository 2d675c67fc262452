import type { ConnectorMessage, HostMessage } from '@rapidbyte/connector';
import { cancelledError, type PipelineError } from './error.ts';
import type { SilenceWatch } from './silence.ts';

/** What answers a request of process level. */
export type Answer = Exclude<ConnectorMessage, { readonly session: number }>;
export type AnswerTo<Type extends Answer['type']> = Extract<Answer, { readonly type: Type }>;

export interface Expected<Type extends Answer['type']> {
  readonly answer: Type;
  /** How long the process may be silent meanwhile. */
  readonly timeoutMs: number;
  /** Where the answer comes in several messages: which is the last. */
  readonly isLast?: (answer: AnswerTo<Type>) => boolean;
  /** For a request that belongs to the clearing up after a cancellation. */
  readonly evenIfCancelled?: boolean;
}

interface Pending {
  readonly request: HostMessage['type'];
  readonly answer: Answer['type'];
  take(answer: Answer): void;
  fail(error: PipelineError): void;
}

/**
 * Requests of process level: one at a time, answered in order.
 *
 * Invariant 7: each ends with its answer, the failure of the process (its silence included), or the cancellation.
 */
export class Requests {
  readonly #send: (message: HostMessage) => void;
  readonly #silence: SilenceWatch;
  readonly #cancelled: AbortSignal;
  #pending: Pending | null = null;

  constructor(send: (message: HostMessage) => void, silence: SilenceWatch, cancelled: AbortSignal) {
    this.#send = send;
    this.#silence = silence;
    this.#cancelled = cancelled;
  }

  /** The request that is not answered yet. One that was cancelled stays here until its answer has come. */
  get pending(): string | null {
    return this.#pending?.request ?? null;
  }

  /** @throws PipelineError */
  send<Type extends Answer['type']>(message: HostMessage, expected: Expected<Type>): Promise<AnswerTo<Type>[]> {
    const { answer, timeoutMs, isLast = () => true } = expected;
    const cancelled = expected.evenIfCancelled === true ? null : this.#cancelled;
    return new Promise((resolve, reject) => {
      if (this.#pending !== null) return reject(new Error(`"${this.#pending.request}" has not been answered yet`));
      if (cancelled?.aborted === true) return reject(cancelledError(`Cancelled before "${message.type}"`));

      const answers: AnswerTo<Type>[] = [];
      const abandon = (): void => reject(cancelledError(`Cancelled during "${message.type}"`));
      const heard = this.#silence.expect(timeoutMs);
      const end = (): void => {
        heard();
        cancelled?.removeEventListener('abort', abandon);
        this.#pending = null;
      };
      this.#pending = {
        request: message.type,
        answer,
        take: (received) => {
          const typed = received as AnswerTo<Type>;
          answers.push(typed);
          if (!isLast(typed)) return;
          end();
          resolve(answers);
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      cancelled?.addEventListener('abort', abandon, { once: true });
      this.#send(message);
    });
  }

  /** False if nothing has asked for this. */
  take(answer: Answer): boolean {
    if (this.#pending?.answer !== answer.type) return false;
    this.#pending.take(answer);
    return true;
  }

  /** False if nothing was pending. */
  fail(error: PipelineError): boolean {
    if (this.#pending === null) return false;
    this.#pending.fail(error);
    return true;
  }
}
