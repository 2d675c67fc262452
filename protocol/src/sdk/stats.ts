import type { Stats } from '../model/session.ts';
import type { SessionHost } from './session.ts';

/** Far more often than the protocol demands: the host tunes by windows of 0.4 s, and is to know what each has waited for. */
const statsIntervalMs = 200;

export type SessionFigures = Omit<Stats, 'session' | 'cpuMs' | 'memoryBytes'>;

/** Sends a session's Stats while it is open: figures for the tuner, and the sign of life. */
export class StatsReporter {
  readonly #session: number;
  readonly #host: SessionHost;
  readonly #figures: () => SessionFigures;
  readonly #timer: NodeJS.Timeout;
  #sending = false;

  constructor(session: number, host: SessionHost, figures: () => SessionFigures) {
    this.#session = session;
    this.#host = host;
    this.#figures = figures;
    this.#timer = setInterval(() => this.#tick(), statsIntervalMs).unref();
  }

  /** The last Stats, right before the message that ends the session. */
  async finish(): Promise<void> {
    this.stop();
    await this.#send();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    // While the host does not read, older figures are still on their way: more of them would only pile up.
    if (this.#sending) return;
    this.#sending = true;
    this.#send()
      .catch(() => {})
      .finally(() => (this.#sending = false));
  }

  async #send(): Promise<void> {
    const { user, system } = process.cpuUsage();
    await this.#host.channel.send({
      type: 'stats',
      session: this.#session,
      ...this.#figures(),
      cpuMs: (user + system) / 1000,
      memoryBytes: process.memoryUsage.rss(),
    });
  }
}
