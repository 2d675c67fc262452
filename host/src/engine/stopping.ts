import { cancelledError } from '../connector/error.ts';
import type { EventSink } from './events.ts';

/**
 * How a user ends a run before its end. A stop gives what can be resumed the time to get to its next commit; a cancellation waits for
 * nothing. A stop where there is nothing to wait for is a cancellation.
 */
export class Stopping {
  readonly #events: EventSink;
  readonly #timeoutMs: number;
  readonly #cancel = new AbortController();
  /** What a stop means at this moment; null: nothing can be resumed. */
  #answer: (() => void) | null = null;
  #asked = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param timeoutMs after a stop it is a cancellation */
  constructor(events: EventSink, timeoutMs: number) {
    this.#events = events;
    this.#timeoutMs = timeoutMs;
  }

  /** Aborted by a cancellation; its reason is a PipelineError `cancelled`. */
  get cancelled(): AbortSignal {
    return this.#cancel.signal;
  }

  /** The run was asked to end, in whichever way: nothing is tried again. */
  get isAsked(): boolean {
    return this.#asked;
  }

  /** Lets the signals of a user speak; undone by what it gives. */
  listen(stop: AbortSignal | undefined, cancel: AbortSignal | undefined): () => void {
    const onStop = (): void => this.stop();
    const onCancel = (): void => this.cancel('asked to');
    for (const [signal, act] of [[stop, onStop] as const, [cancel, onCancel] as const]) {
      if (signal?.aborted === true) act();
      else signal?.addEventListener('abort', act, { once: true });
    }
    return () => {
      clearTimeout(this.#timer);
      stop?.removeEventListener('abort', onStop);
      cancel?.removeEventListener('abort', onCancel);
    };
  }

  /** While `work` goes on a stop means this; null: a cancellation. */
  async while<T>(answer: (() => void) | null, work: () => Promise<T>): Promise<T> {
    this.#answer = answer;
    try {
      return await work();
    } finally {
      this.#answer = null;
    }
  }

  stop(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#answer === null || this.#timeoutMs === 0) return this.cancel('asked to');
    this.#events.emit({ type: 'stopping', timeoutMs: this.#timeoutMs });
    // Invariant 7: a drain ends with this at the latest.
    this.#timer = setTimeout(() => this.cancel('the drain took too long'), this.#timeoutMs);
    this.#answer();
  }

  cancel(reason: string): void {
    this.#asked = true;
    if (this.cancelled.aborted) return;
    clearTimeout(this.#timer);
    this.#events.emit({ type: 'cancelling', reason });
    this.#cancel.abort(cancelledError('Cancelled'));
  }
}
