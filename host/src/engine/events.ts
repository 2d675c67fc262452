import type { Redactor } from '../connector/redact.ts';
import type { RunEvent } from './types.ts';

type Untimed<Event> = Event extends unknown ? Omit<Event, 'timestamp'> : never;

/** The one place where events leave the engine. Invariant 8: none carries a secret. */
export class EventSink {
  readonly #redactor: Redactor;
  readonly #listener: ((event: RunEvent) => void) | undefined;

  constructor(redactor: Redactor, listener: ((event: RunEvent) => void) | undefined) {
    this.#redactor = redactor;
    this.#listener = listener;
  }

  emit(event: Untimed<RunEvent>): void {
    if (this.#listener === undefined) return;
    try {
      this.#listener({ timestamp: new Date().toISOString(), ...this.#redactor.deep(event) });
    } catch {
      // A display that breaks must not break the run.
    }
  }
}
