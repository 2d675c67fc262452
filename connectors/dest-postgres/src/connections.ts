import { connect, type Connection, type ConnectionConfig } from '@rapidbyte/postgres';

const applicationName = 'rapidbyte destination';

/**
 * This process's connections to the destination. One that has come back clean serves the next request or session: a
 * login costs as much as a small load.
 */
export class Connections {
  readonly #config: ConnectionConfig;
  readonly #idle: Connection[] = [];
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
      const idle = this.#idle.pop();
      if (idle === undefined) break;
      if (isOpen(idle)) return idle;
      await idle.close();
    }
    return connect(this.#config, signal === undefined ? { applicationName } : { applicationName, signal });
  }

  /** Takes back a connection that is in no transaction and has no statement under way. */
  release(connection: Connection): void {
    this.#idle.push(connection);
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
    const early = await this.#early?.catch(() => undefined);
    if (early !== undefined) this.#idle.push(early);
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()));
  }
}

function isOpen(connection: Connection): boolean {
  const { stream } = connection.client.connection;
  return !stream.destroyed && stream.writable && stream.readable;
}
