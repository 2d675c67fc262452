import type { HostMessage } from '../model/message.ts';
import { protocolError } from '../wire/malformed.ts';
import { RunningDestinationSession } from './destination-session.ts';
import type { ActiveRole } from './requests.ts';
import { aborted, type OpenSession, type SessionHost, type SessionInput } from './session.ts';
import { RunningSourceSession } from './source-session.ts';

type OpenMessage = Extract<HostMessage, { readonly type: 'open' }>;
type StopMessage = Extract<HostMessage, { readonly type: 'stop' }>;
type ToSession = Extract<HostMessage, { readonly type: 'credit' | 'ack' }>;

/** The sessions of one connector process, by their id. */
export class Sessions {
  readonly #host: SessionHost;
  readonly #maxOpenUnits: number;
  readonly #open = new Map<number, OpenSession>();
  /** Asked for, and waiting for a place, with the credit that came meanwhile. */
  readonly #waiting = new Map<number, number>();
  readonly #closed = new Set<number>();
  #isEnding = false;

  constructor(host: SessionHost, maxOpenUnits: number) {
    this.#host = host;
    this.#maxOpenUnits = maxOpenUnits;
  }

  /** Settles when the session is over. */
  async open({ session: id, context }: OpenMessage, active: ActiveRole | null): Promise<void> {
    if (this.#open.has(id) || this.#waiting.has(id) || this.#closed.has(id)) {
      this.#host.fatal(protocolError('session_in_use', `open of session ${id}, an id that was used before`));
      return;
    }
    if (active === null) {
      this.#refuse(id, 'not_configured', 'open came before a config');
      return;
    }
    this.#waiting.set(id, 0);
    const hasPlace = await this.#place();
    const credit = this.#waiting.get(id);
    // Stopped while it waited.
    if (!this.#waiting.delete(id) || this.#isEnding) return;
    if (!hasPlace) {
      this.#refuse(id, 'too_many_sessions', `${this.#maxOpenUnits} may be open in this process`);
      return;
    }
    const session =
      active.role === 'source'
        ? new RunningSourceSession(id, context, active.source, this.#host)
        : new RunningDestinationSession(id, context, active.destination, this.#host);
    this.#open.set(id, session);
    if (credit !== undefined && credit > 0) session.credit(credit);
    await session.closed;
    this.#open.delete(id);
    this.#closed.add(id);
  }

  /**
   * A batch, or a message in sequence with batches. What the host had sent before it heard of a session's end is dropped.
   * @throws ConnectorError session_unknown, and what the session throws
   */
  data(id: number, item: SessionInput): void {
    const session = this.#open.get(id);
    if (session !== undefined && !session.ended && !this.#isEnding) {
      session.data(item);
      return;
    }
    if (item.type === 'batch') this.#host.recycle(item.arrowIpc);
    if (session === undefined && !this.#closed.has(id) && !this.#isEnding) {
      throw protocolError('session_unknown', `a ${item.type} for session ${id}, which was never opened`);
    }
  }

  /** Credit or an ack; late ones may meet a session that is over. */
  signal(message: ToSession): void {
    const session = this.#open.get(message.session);
    const waiting = this.#waiting.get(message.session);
    if (waiting !== undefined && message.type === 'credit') this.#waiting.set(message.session, waiting + message.bytes);
    else if (message.type === 'credit') session?.credit(message.bytes);
    else session?.ack(message.checkpointId, message.positions);
  }

  stop({ session: id, reason, abort }: StopMessage): void {
    for (const waiting of id === 0 ? [...this.#waiting.keys()] : [id]) {
      if (!this.#waiting.delete(waiting)) continue;
      this.#closed.add(waiting);
      if (!abort) this.#host.report(waiting, aborted(reason));
    }
    for (const session of id === 0 ? this.#open.values() : [this.#open.get(id)]) {
      if (abort) session?.abort(reason);
      else session?.stop(reason);
    }
  }

  /** Aborts all; settles when each has released its resources. */
  async end(reason: string): Promise<void> {
    this.#isEnding = true;
    const sessions = [...this.#open.values()];
    for (const session of sessions) session.abort(reason);
    await Promise.all(sessions.map(({ closed }) => closed));
  }

  /** Waits for a session that has said its last word, and may still be releasing what the next one needs. */
  async #place(): Promise<boolean> {
    while (this.#open.size >= this.#maxOpenUnits) {
      const ending = [...this.#open.values()].filter(({ ended }) => ended);
      if (ending.length === 0) return false;
      await Promise.race(ending.map(({ closed }) => closed));
    }
    return true;
  }

  #refuse(id: number, code: string, message: string): void {
    this.#closed.add(id);
    this.#host.report(id, protocolError(code, message));
  }
}
