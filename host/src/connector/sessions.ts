import type { BatchFrame, ConnectorMessage, Stats } from '@rapidbyte/connector';
import { sessionSilenceMs } from './deadlines.ts';
import type { PipelineError } from './error.ts';
import type { SilenceWatch } from './silence.ts';

export type SessionMessage = Exclude<
  Extract<ConnectorMessage, { readonly session: number }>,
  { readonly type: 'error' } | { readonly type: 'stats' }
>;

/** What a session does with what its connector sends. What its first three methods throw fails the connector. */
export interface SessionHandler {
  message(message: SessionMessage): void;
  batch(frame: BatchFrame): void;
  stats(stats: Stats): void;
  /** Called at most once, if the session or the whole process fails. Nothing follows. */
  failed(error: PipelineError): void;
}

/** The sessions that are open in one process; each owes signs of life. */
export class Sessions {
  readonly #silence: SilenceWatch;
  readonly #open = new Map<number, { readonly handler: SessionHandler; readonly heard: () => void }>();

  constructor(silence: SilenceWatch) {
    this.#silence = silence;
  }

  /** One that is open, for messages. */
  get any(): number | null {
    const [session = null] = this.#open.keys();
    return session;
  }

  add(session: number, handler: SessionHandler): void {
    this.#open.set(session, { handler, heard: this.#silence.expect(sessionSilenceMs) });
  }

  handler(session: number): SessionHandler | undefined {
    return this.#open.get(session)?.handler;
  }

  /** It owes no sign of life any more. */
  expectNothing(session: number): void {
    this.#open.get(session)?.heard();
  }

  delete(session: number): void {
    this.expectNothing(session);
    this.#open.delete(session);
  }

  failAll(error: PipelineError): void {
    const handlers = [...this.#open.values()].map(({ handler }) => handler);
    this.#open.clear();
    for (const handler of handlers) handler.failed(error);
  }
}
