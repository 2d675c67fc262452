import { connect, type Connection, type ConnectionConfig } from '@rapidbyte/postgres';

const applicationName = 'rapidbyte destination';
/** Units follow each other within less. What lies idle longer is of sessions that there are fewer of now. */
const maxIdleMs = 10_000;

/**
 * This process's connections to the destination. One that has come back clean serves the next request or session: a
 * login costs as much as a small load.
 */
export class Connections {
  readonly #config: ConnectionConfig;
  /** The last one that came back goes out first. */
  readonly #idle: { readonly connection: Connection; readonly since: number }[] = [];
  #closed = false;
  #early: Promise<Connection> | undefined;

  constructor(config: ConnectionConfig) {
    this.#config = config;
  }

  /** Logs in ahead of the first need. If it fails, whoever needs the connection first is told. */
  open(): void {
    this.#early = connect(this.#config, { applicationName });
    this.#early.catch(() => {});
  }

  async acquire(signal?: AbortSignal): Promise<Connection> {
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) return early;
    for (;;) {
      const idle = this.#idle.pop()?.connection;
      if (idle === undefined) break;
      if (isOpen(idle)) return idle;
      await idle.close();
    }
    return connect(this.#config, signal === undefined ? { applicationName } : { applicationName, signal });
  }

  /** Takes back a connection that is in no transaction and has no statement under way. */
  release(connection: Connection): void {
    const now = performance.now();
    if (this.#closed) return void connection.close();
    this.#idle.push({ connection, since: now });
    while (this.#idle.length > 1 && now - (this.#idle[0]?.since ?? now) > maxIdleMs) {
      void this.#idle.shift()?.connection.close();
    }
  }

  /** Runs `work` on a connection; one that an error came from is closed, not used again. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.acquire();
    try {
      const result = await work(connection);
      this.release(connection);
      return result;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const early = await this.#early?.catch(() => undefined);
    await Promise.all([early?.close(), ...this.#idle.splice(0).map(({ connection }) => connection.close())]);
  }
}

function isOpen(connection: Connection): boolean {
  const { stream } = connection.client.connection;
  return connection.alive && !stream.destroyed && stream.writable && stream.readable;
}
