import type { Redactor } from '../connector/redact.ts';
import type { RunEvent } from './run-event.ts';

type Untimed<Event> = Event extends unknown ? Omit<Event, 'timestamp'> : never;

/** The one place where events leave the engine. Invariant 8: none carries a secret. */
export class EventSink {
  readonly #redactor: Redactor;
  readonly #listeners: readonly ((event: RunEvent) => void)[];

  constructor(redactor: Redactor, listeners: readonly ((event: RunEvent) => void)[]) {
    this.#redactor = redactor;
    this.#listeners = listeners;
  }

  emit(event: Untimed<RunEvent>): void {
    if (this.#listeners.length === 0) return;
    const redacted: RunEvent = { timestamp: new Date().toISOString(), ...this.#redactor.deep(event) };
    for (const listener of this.#listeners) {
      try {
        listener(redacted);
      } catch {
        // A display or a history that breaks must not break the run.
      }
    }
  }
}
