import { ConnectorError, type StreamName } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { lockEach, type LockKind } from './lock.ts';
import { liftTimeouts, lockTimeoutMs } from './timeouts.ts';

/** An exported snapshot: what other connections read the same rows by. */
export interface Snapshot {
  readonly id: string;
  /** MD5 of what it sees. */
  readonly sum: string;
}

const exportSql = `SELECT pg_export_snapshot() AS id, md5(txid_current_snapshot()::text) AS sum`;

/**
 * The planner's transaction: it locks the streams' tables, then takes the snapshot, and stays open until `release`.
 *
 * READ COMMITTED, so that whatever locks a relation (a SELECT, where LOCK TABLE takes none) comes before the snapshot: an
 * exported snapshot lives to the end of the transaction that exported it, whatever that transaction does next.
 */
export class Hold {
  readonly connection: Connection;
  /** Undefined where the server exports none. */
  readonly snapshot: Snapshot | undefined;
  readonly whyNoSnapshot: string | undefined;
  readonly locks: ReadonlyMap<string, LockKind>;
  /** Resolves if the transaction ends before `release`. */
  readonly lost: Promise<ConnectorError>;
  readonly #stopWatching: () => void;

  private constructor(
    connection: Connection,
    locks: ReadonlyMap<string, LockKind>,
    snapshot: Snapshot | undefined,
    whyNoSnapshot?: string,
  ) {
    this.connection = connection;
    this.locks = locks;
    this.snapshot = snapshot;
    this.whyNoSnapshot = whyNoSnapshot;
    const { promise, resolve } = Promise.withResolvers<ConnectorError>();
    this.lost = promise;
    const { client } = connection;
    const ended = (cause?: unknown): void =>
      resolve(snapshotLost('the connection that held the snapshot has ended', cause));
    client.once('error', ended).once('end', ended);
    this.#stopWatching = () => void client.off('error', ended).off('end', ended);
  }

  /** @throws {ConnectorError} what kept a stream from being locked, naming it; the connection is then closed */
  static async take(connection: Connection, streams: readonly StreamName[]): Promise<Hold> {
    try {
      return (await Hold.#atOnce(connection, streams)) ?? (await Hold.#oneByOne(connection, streams));
    } catch (error) {
      await connection.close();
      throw connection.translate(error);
    }
  }

  /** Ends the transaction; the connection is as good as new if it is `alive`. */
  async release(): Promise<void> {
    this.#stopWatching();
    try {
      await this.connection.client.query('ROLLBACK');
    } catch {
      await this.connection.close();
    }
  }

  /** One round trip, where all are tables that the user may read; undefined if something is in the way. */
  static async #atOnce(connection: Connection, streams: readonly StreamName[]): Promise<Hold | undefined> {
    const names = streams.map(({ namespace, name }) => quoteQualified(namespace, name));
    const lock = names.length === 0 ? '' : `LOCK TABLE ${names.join(', ')} IN ACCESS SHARE MODE; `;
    try {
      const answers: unknown = await connection.client.query(`${begin(connection)}; ${lock}${exportSql}`);
      const locks = new Map(streams.map((stream) => [formatStreamName(stream), 'table' as const]));
      return new Hold(connection, locks, snapshotOf(answers));
    } catch (error) {
      if (!connection.alive) throw error;
      await connection.client.query('ROLLBACK');
      return undefined;
    }
  }

  static async #oneByOne(connection: Connection, streams: readonly StreamName[]): Promise<Hold> {
    await connection.client.query(begin(connection));
    const locks = await lockEach(connection, streams);
    try {
      const answers: unknown = await connection.client.query(exportSql);
      return new Hold(connection, locks, snapshotOf(answers));
    } catch (error) {
      if (!connection.alive) throw error;
      const why = error instanceof Error ? error.message : String(error);
      await connection.client.query('ROLLBACK');
      return new Hold(connection, locks, undefined, `the server exports no snapshot: ${why}`);
    }
  }
}

function begin(connection: Connection): string {
  return (
    `${liftTimeouts(connection)}START TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY; ` +
    `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL row_security = off`
  );
}

function snapshotOf(answers: unknown): Snapshot {
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : answers;
  const [row] = (last as { readonly rows: readonly Snapshot[] }).rows;
  if (row === undefined) throw new Error('the server answered without a row');
  return row;
}

export function snapshotLost(why: string, cause?: unknown): ConnectorError {
  return new ConnectorError({
    code: 'snapshot_lost',
    category: 'transient',
    retryable: true,
    message: `the snapshot of this load is gone: ${why}`,
    hint: "run again, which takes a new snapshot; see the database server's log for why the planner's session ended",
    cause,
  });
}
