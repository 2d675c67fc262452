import { ConnectorError } from '@rapidbyte/connector';
import { formatStreamName, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { describeRelations, type Relation } from './catalog/relations.ts';
import { TypeCatalog } from './catalog/types.ts';
import { snapshotLost } from './plan/hold.ts';
import { lockFailed, lockSql, sqlState } from './plan/lock.ts';
import { partitionsSql } from './plan/survey.ts';
import { liftTimeouts, lockTimeoutMs } from './plan/timeouts.ts';
import type { UnitToken } from './plan/token.ts';

/** The relation and its types, as they are while it is locked. */
export interface Described {
  readonly relation: Relation;
  readonly catalog: TypeCatalog;
}

/** What a unit says of the tables that it is read from. */
export type PlannedTables = Pick<UnitToken, 'stream' | 'lock' | 'parts' | 'partitions'>;

/**
 * SET TRANSACTION SNAPSHOT has not found it: not a name of this server, no such file, or the session that exported it has
 * ended.
 */
const snapshotMissing: readonly string[] = ['22023', '42704', '55000'];

/** By what the server knows now, not by the snapshot, to which an older catalog belongs. */
const verifySql = `
SELECT coalesce(bool_and(to_regclass(w.name)::oid = w.oid AND coalesce(pg_relation_filenode(w.oid), 0) = w.filenode), false) AS same
FROM unnest($1::text[], $2::oid[], $3::oid[]) AS w(name, oid, filenode)`;

/**
 * A transaction at a plan's snapshot, kept open from unit to unit. The locks of a stream are taken once, by its first unit:
 * an ALTER TABLE that waits behind the planner's lock would make everybody wait who comes after.
 */
export class HeldTransaction {
  readonly snapshot: string;
  readonly #connection: Connection;
  readonly #streams = new Map<string, Described>();
  readonly #verified = new Set<number>();

  private constructor(connection: Connection, snapshot: string) {
    this.#connection = connection;
    this.snapshot = snapshot;
  }

  /** @throws {ConnectorError} `snapshot_lost` */
  static async begin(
    connection: Connection,
    { snapshot, snapshotSum }: Pick<UnitToken, 'snapshot' | 'snapshotSum'>,
  ): Promise<HeldTransaction> {
    const sql =
      `${liftTimeouts(connection)}START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ` +
      // The name is one of ours: the token's check lets no quote through.
      `SET TRANSACTION SNAPSHOT '${snapshot}'; ` +
      `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL row_security = off; ` +
      `SELECT md5(txid_current_snapshot()::text) AS sum`;
    let answers: unknown;
    try {
      answers = await connection.client.query(sql);
    } catch (error) {
      if (!snapshotMissing.includes(sqlState(error))) throw error;
      throw snapshotLost('the server has no such snapshot any more', error);
    }
    const last = (answers as readonly { readonly rows: readonly { readonly sum: string }[] }[]).at(-1);
    if (last?.rows[0]?.sum !== snapshotSum) throw snapshotLost('another one has its name');
    return new HeldTransaction(connection, snapshot);
  }

  /** Locks the unit's stream, and sees that it and the tables of the parts are those of the plan. */
  async lock(unit: PlannedTables): Promise<Described> {
    const stream = formatStreamName(unit.stream);
    const known = this.#streams.get(stream);
    try {
      if (known === undefined) await this.#connection.client.query(lockSql(unit.lock, unit.stream));
    } catch (error) {
      throw lockFailed(this.#connection, error, stream);
    }
    await this.#verify(unit);
    if (known !== undefined) return known;
    const [relation] = await describeRelations(this.#connection, [unit.stream]);
    if (relation === undefined) throw changed(stream);
    const catalog = new TypeCatalog();
    await catalog.load(
      this.#connection,
      relation.columns.map(({ type }) => type),
    );
    const described = { relation, catalog };
    this.#streams.set(stream, described);
    return described;
  }

  async #verify({ stream, parts, partitions }: PlannedTables): Promise<void> {
    const relations = [stream, ...parts.flatMap(({ only }) => only ?? [])].filter(
      ({ oid }) => !this.#verified.has(oid),
    );
    if (relations.length > 0) {
      const { rows } = await this.#connection.client.query<{ same: boolean }>({
        text: verifySql,
        values: [
          relations.map(({ namespace, name }) => quoteQualified(namespace, name)),
          relations.map(({ oid }) => oid),
          relations.map(({ filenode }) => filenode),
        ],
      });
      if (rows[0]?.same !== true) throw changed(formatStreamName(stream));
      for (const { oid } of relations) this.#verified.add(oid);
    }
    if (partitions === undefined) return;
    const { rows } = await this.#connection.client.query<{ now: string }>(
      `SELECT ${partitionsSql(String(stream.oid))} AS now`,
    );
    if (rows[0]?.now !== partitions) throw changed(formatStreamName(stream));
  }
}

function changed(stream: string): ConnectorError {
  return new ConnectorError({
    code: 'stream_changed',
    category: 'schema',
    message: `${stream} is not the table, or has not the partitions, that the load was planned with`,
    hint: 'it was rewritten, replaced or repartitioned meanwhile: run again',
    stream,
  });
}
