import type { Connection } from '@rapidbyte/postgres';
import type { HeldTransaction } from './held-transaction.ts';

/** A connection, with the transaction that is open on it for the next unit of its snapshot. */
export interface Pooled {
  readonly connection: Connection;
  readonly held?: HeldTransaction;
}

/**
 * Connections between one use and the next: a login takes as long as reading a small table, and units of one snapshot find
 * their locks taken. Never holds more than were in use at once.
 */
export class ConnectionPool {
  readonly #connect: (signal?: AbortSignal) => Promise<Connection>;
  readonly #most: number;
  #idle: Pooled[] = [];
  #closed = false;
  #warming: Promise<void> | undefined;

  /** @param most that are kept idle */
  constructor(connect: (signal?: AbortSignal) => Promise<Connection>, most: number) {
    this.#connect = connect;
    this.#most = most;
  }

  /** One without an open transaction, or with that of the snapshot asked for. */
  async take(signal?: AbortSignal, snapshot?: string): Promise<Pooled> {
    this.#idle = this.#idle.filter(({ connection }) => connection.alive);
    const fitting =
      this.#idle.find(({ held }) => held !== undefined && held.snapshot === snapshot) ??
      this.#idle.find(({ held }) => held === undefined) ??
      this.#idle[0];
    if (fitting === undefined && this.#warming !== undefined) {
      await this.#warming;
      return this.take(signal, snapshot);
    }
    if (fitting === undefined) return { connection: await this.#connect(signal) };
    this.#idle = this.#idle.filter((one) => one !== fitting);
    if (fitting.held === undefined || fitting.held.snapshot === snapshot) return fitting;
    return (await rolledBack(fitting.connection)) ? { connection: fitting.connection } : this.take(signal, snapshot);
  }

  /** Logs in now for whoever takes a connection next, if none is idle. What goes wrong shows then. */
  warm(): void {
    if (this.#idle.length > 0 || this.#warming !== undefined) return;
    const login = async (): Promise<void> => {
      try {
        await this.giveBack({ connection: await this.#connect() });
      } catch {
        // The next one to take a connection tries it again, and says what is wrong.
      } finally {
        this.#warming = undefined;
      }
    };
    this.#warming = login();
  }

  async giveBack(pooled: Pooled): Promise<void> {
    const { connection } = pooled;
    if (this.#closed || this.#idle.length >= this.#most || !connection.alive) return connection.close();
    this.#idle.push(pooled);
  }

  /** Ends the transactions that were kept open: what they hold keeps VACUUM from removing rows. */
  async endTransactions(): Promise<void> {
    const held = this.#idle.filter((pooled) => pooled.held !== undefined);
    this.#idle = this.#idle.filter((pooled) => pooled.held === undefined);
    await Promise.all(
      held.map(async ({ connection }) => {
        if (await rolledBack(connection)) await this.giveBack({ connection });
      }),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#warming;
    const idle = this.#idle;
    this.#idle = [];
    await Promise.all(idle.map(({ connection }) => connection.close()));
  }
}

async function rolledBack(connection: Connection): Promise<boolean> {
  try {
    await connection.client.query('ROLLBACK');
    return true;
  } catch {
    await connection.close();
    return false;
  }
}
