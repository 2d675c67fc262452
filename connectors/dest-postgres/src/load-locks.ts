import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName, type Connection } from '@rapidbyte/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from './connections.ts';
import type { Queryable } from './queryable.ts';
import { loadKey } from './state/advisory-lock.ts';
import { staleEpoch } from './state/refusals.ts';
import type { StreamKey } from './state/stream-key.ts';

/** A process that was just killed may leave its backend for a moment. Whoever holds the lock longer is alive. */
const departureMs = 2000;
const pollMs = 50;

/** The server then notices within a minute that this machine is gone without a word; its own defaults take two hours. */
const keepAliveSql = `SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
  set_config('tcp_keepalives_count', '3', false)`;

/** What to do about another process that holds the lock of a stream. */
export interface Rival {
  /** Ends it, so that the lock is free soon; absent where it is left alone. */
  readonly end?: (db: Queryable) => Promise<void>;
  /** Who it is, as an error. */
  readonly refuse: (db: Queryable) => Promise<ConnectorError>;
}

/**
 * The streams that this process has begun to load. Each is a session-level advisory lock, all on one connection, so that it
 * is there exactly as long as the process is, and needs no cleaning up.
 */
export class LoadLocks {
  readonly #connections: Pick<Connections, 'acquire'>;
  readonly #epochOf: (db: Queryable, key: StreamKey) => Promise<number | undefined>;
  #connection: Connection | undefined;
  readonly #begun = new Map<string, { readonly key: StreamKey; held: boolean; epoch?: number }>();
  /** One thing at a time: sessions ask beside requests. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param epochOf the epoch that a stream has now */
  constructor(
    connections: Pick<Connections, 'acquire'>,
    epochOf: (db: Queryable, key: StreamKey) => Promise<number | undefined>,
  ) {
    this.#connections = connections;
    this.#epochOf = epochOf;
  }

  holds(key: StreamKey): boolean {
    return this.#begun.get(nameOf(key))?.held === true;
  }

  /**
   * Takes the stream's lock, and gives the connection that holds it: what a transaction of this connection does is done by
   * the lock's holder, or not at all. A stream that this process holds already is its own.
   *
   * @throws {ConnectorError} what `rival.refuse` gives, if another process keeps the lock
   */
  take(key: StreamKey, rival: Rival): Promise<Connection> {
    return this.#inTurn(async () => {
      const connection = await this.#connected();
      if (this.holds(key)) return connection;
      try {
        // Again and again: a rival whose connection was ended may come back with another one.
        const locked = await lockWithin(connection.client, key, departureMs, rival.end);
        if (!locked) throw await rival.refuse(connection.client);
      } catch (error) {
        await this.#closeIfIdle();
        throw connection.translate(error, formatStreamName(key.stream));
      }
      this.#begun.set(nameOf(key), { key, held: true });
      return connection;
    });
  }

  /** The load has begun: its lock is worth having as long as this is the stream's epoch. */
  began(key: StreamKey, epoch: number): void {
    const begun = this.#begun.get(nameOf(key));
    if (begun !== undefined) begun.epoch = epoch;
  }

  /**
   * Makes sure that this process still has the lock of a stream that it has begun; of others it knows nothing. A connection
   * that was lost is replaced, and the lock taken again. Whoever has begun in between has the stream now; nothing wrong is
   * written meanwhile, as every commit checks the epoch.
   *
   * @throws {ConnectorError} `stale_epoch` if another load has begun since; `load_lock_lost` if one is about to
   */
  require(key: StreamKey): Promise<void> {
    return this.#inTurn(async () => {
      const begun = this.#begun.get(nameOf(key));
      if (begun?.held === true) await this.#connected();
      if (begun?.held !== false) return;
      const connection = await this.#connected();
      const epoch = await this.#epochOf(connection.client, key).catch((error: unknown) => {
        throw connection.translate(error, formatStreamName(key.stream));
      });
      await this.#closeIfIdle();
      throw epoch === begun.epoch ? lockLost(key) : staleEpoch(key.stream);
    });
  }

  /** The load of the stream is over, or was never begun. */
  release(key: StreamKey): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#begun.delete(nameOf(key))) return;
      await this.#connection?.client.query('SELECT pg_advisory_unlock($1, $2)', [...loadKey(key)]).catch(() => {
        // The connection is gone, and the lock with it.
      });
      await this.#closeIfIdle();
    });
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#begun.clear();
      await this.#closeIfIdle();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** The connection of the locks, with all of them that are still to be had. */
  async #connected(): Promise<Connection> {
    if (this.#connection?.alive === true) return this.#connection;
    await this.#connection?.close();
    this.#connection = undefined;
    const connection = await this.#connections.acquire();
    this.#connection = connection;
    // At once, so that nobody else begins by chance; if it can't be had now, whoever needs it next tries again.
    connection.client.once('end', () => void this.#inTurn(() => this.#restore(connection)).catch(() => {}));
    try {
      await connection.client.query(keepAliveSql);
      for (const begun of this.#begun.values()) {
        // Whoever was taken over stays out of the way.
        begun.held &&=
          (await this.#epochOf(connection.client, begun.key)) === begun.epoch &&
          (await lockWithin(connection.client, begun.key, departureMs));
      }
    } catch (error) {
      throw connection.translate(error);
    }
    return connection;
  }

  async #restore(lost: Connection): Promise<void> {
    if (this.#connection === lost && this.#begun.size > 0) await this.#connected();
  }

  async #closeIfIdle(): Promise<void> {
    if ([...this.#begun.values()].some(({ held }) => held)) return;
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }
}

async function lockWithin(
  db: Queryable,
  key: StreamKey,
  milliseconds: number,
  clear?: (db: Queryable) => Promise<void>,
): Promise<boolean> {
  for (const until = performance.now() + milliseconds; ; await delay(pollMs)) {
    await clear?.(db);
    const { rows } = await db.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [
      ...loadKey(key),
    ]);
    if (rows[0]?.locked === true) return true;
    if (performance.now() > until) return false;
  }
}

function nameOf({ pipeline, stream }: StreamKey): string {
  return JSON.stringify([pipeline, stream.namespace, stream.name]);
}

function lockLost(key: StreamKey): ConnectorError {
  const stream = formatStreamName(key.stream);
  return new ConnectorError({
    code: 'load_lock_lost',
    category: 'transient',
    message: `the connection that held the load of ${stream} was lost, and another process has taken its lock since`,
    hint: 'let that load end, then run again',
    retryable: false,
    commitState: 'before',
    stream,
  });
}
