import { createHash } from 'node:crypto';
import { ConnectorError, type Receipt, type StreamName } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified } from '@rapidbyte/postgres';
import { limitLockWait } from './lock.ts';
import type { Queryable } from './queryable.ts';

/** A stream of a pipeline: what the state of loads is kept under. */
export interface StreamKey {
  readonly pipeline: string;
  readonly stream: StreamName;
}

/** What is stored about a stream's newest load. */
export interface StreamState {
  readonly epoch: number;
  readonly loadId: string;
  /** Its staging table, in the staging schema; null where units go straight into the target. */
  readonly staging: string | null;
  /** What publish answered; null before. */
  readonly published: { readonly rows: number; readonly method: string; readonly lockMs: number } | null;
}

/** The state tables, in the staging schema. Also read by people: plain columns, no encoding of their own. */
export class StateStore {
  readonly #schema: string;
  readonly #stream: string;
  readonly #receipt: string;

  constructor(stagingSchema: string) {
    this.#schema = stagingSchema;
    this.#stream = quoteQualified(stagingSchema, 'stream');
    this.#receipt = quoteQualified(stagingSchema, 'receipt');
  }

  /** Makes schema and tables. Several processes may do so at once. */
  async prepare(db: Queryable, lockTimeoutMs: number): Promise<void> {
    if (await this.exists(db)) return;
    await inTransaction(db, async () => {
      await limitLockWait(db, lockTimeoutMs);
      // CREATE … IF NOT EXISTS fails when two sessions do it at the same moment.
      await db.query('SELECT pg_advisory_xact_lock($1, $2)', lockKey(['prepare', this.#schema]));
      await createSchema(db, this.#schema);
      await db.query(`CREATE TABLE IF NOT EXISTS ${this.#stream} (
        pipeline text, namespace text, name text, epoch bigint NOT NULL, load_id text NOT NULL, staging text NOT NULL,
        published_rows bigint, published_method text, published_lock_ms float8,
        PRIMARY KEY (pipeline, namespace, name))`);
      // Invariant 9: a receipt is unique per load, stream and unit.
      await db.query(`CREATE TABLE IF NOT EXISTS ${this.#receipt} (
        pipeline text, namespace text, name text, load_id text, unit text, epoch bigint NOT NULL,
        checkpoint_id bigint NOT NULL, rows bigint NOT NULL, bytes bigint NOT NULL,
        position_order bytea, position_incarnation bytea, committed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (pipeline, namespace, name, load_id, unit))`);
    });
  }

  async exists(db: Queryable): Promise<boolean> {
    const { rows } = await db.query<{ ready: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS ready',
      [this.#stream, this.#receipt],
    );
    return rows[0]?.ready === true;
  }

  /** The state, its row locked against other loads and commits where `lock` says so. */
  async read(db: Queryable, key: StreamKey, lock: 'update' | 'share' | 'none'): Promise<StreamState | undefined> {
    const locking = { update: ' FOR UPDATE', share: ' FOR SHARE', none: '' }[lock];
    const { rows } = await db.query<{
      epoch: string;
      load_id: string;
      staging: string;
      published_rows: string | null;
      published_method: string | null;
      published_lock_ms: number | null;
    }>(
      `SELECT epoch, load_id, staging, published_rows, published_method, published_lock_ms
         FROM ${this.#stream} WHERE pipeline = $1 AND namespace = $2 AND name = $3${locking}`,
      keyValues(key),
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    const published =
      row.published_rows === null
        ? null
        : { rows: Number(row.published_rows), method: row.published_method ?? '', lockMs: row.published_lock_ms ?? 0 };
    return {
      epoch: Number(row.epoch),
      loadId: row.load_id,
      staging: row.staging === '' ? null : row.staging,
      published,
    };
  }

  /** Invariant 9: raises the epoch, which fences every earlier writer off. Gives the new one. */
  async raiseEpoch(
    db: Queryable,
    key: StreamKey,
    loadId: string,
    staging: string | null,
    sameLoad: boolean,
  ): Promise<number> {
    const keep = sameLoad ? '' : ', published_rows = NULL, published_method = NULL, published_lock_ms = NULL';
    const { rows } = await db.query<{ epoch: string }>(
      `INSERT INTO ${this.#stream} AS s (pipeline, namespace, name, epoch, load_id, staging) VALUES ($1, $2, $3, 1, $4, $5)
       ON CONFLICT (pipeline, namespace, name)
       DO UPDATE SET epoch = s.epoch + 1, load_id = excluded.load_id, staging = excluded.staging${keep} RETURNING epoch`,
      [...keyValues(key), loadId, staging ?? ''],
    );
    return Number(rows[0]?.epoch);
  }

  /** Gives what they stood for. */
  async dropReceiptsOfOtherLoads(
    db: Queryable,
    key: StreamKey,
    loadId: string,
  ): Promise<{ readonly units: number; readonly rows: number }> {
    const { rows } = await db.query<{ rows: string }>(
      `DELETE FROM ${this.#receipt} WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id <> $4 RETURNING rows`,
      [...keyValues(key), loadId],
    );
    return { units: rows.length, rows: rows.reduce((sum, receipt) => sum + Number(receipt.rows), 0) };
  }

  async dropReceipts(db: Queryable, key: StreamKey, loadId: string): Promise<void> {
    await db.query(
      `DELETE FROM ${this.#receipt} WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id = $4`,
      [...keyValues(key), loadId],
    );
  }

  async readReceipts(db: Queryable, key: StreamKey, loadId: string): Promise<Receipt[]> {
    const { rows } = await db.query<Record<'unit' | 'epoch' | 'checkpoint_id' | 'rows' | 'bytes', string>>(
      `SELECT unit, epoch, checkpoint_id, rows, bytes FROM ${this.#receipt}
        WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id = $4 ORDER BY unit`,
      [...keyValues(key), loadId],
    );
    return rows.map((row) => ({
      loadId,
      stream: key.stream,
      unit: row.unit,
      epoch: Number(row.epoch),
      checkpointId: Number(row.checkpoint_id),
      rows: Number(row.rows),
      bytes: Number(row.bytes),
    }));
  }

  /**
   * Writes a receipt in the transaction of the rows it stands for. `before` is the unit's receipt that it continues.
   *
   * @throws {ConnectorError} `stale_epoch` if another load has begun since; `unit_already_committed` if another session
   * has committed the unit since; `load_already_published`
   */
  async writeReceipt(
    db: Queryable,
    key: StreamKey,
    receipt: Receipt,
    before: Receipt | undefined,
    position: { readonly order: Uint8Array; readonly incarnation: Uint8Array } | undefined,
  ): Promise<void> {
    // Invariant 9: the epoch is checked in the commit's own transaction; FOR SHARE keeps it until the commit is done.
    // A session that was given up may still commit while the unit is being written again: the second one finds another
    // receipt than it began with.
    const { rowCount } = await db.query(
      `WITH current AS (
         SELECT FROM ${this.#stream} WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id = $4 AND epoch = $6 AND published_rows IS NULL FOR SHARE)
       INSERT INTO ${this.#receipt} AS r (pipeline, namespace, name, load_id, unit, epoch, checkpoint_id, rows, bytes, position_order, position_incarnation)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM current
       ON CONFLICT (pipeline, namespace, name, load_id, unit) DO UPDATE SET epoch = excluded.epoch, checkpoint_id = excluded.checkpoint_id,
         rows = excluded.rows, bytes = excluded.bytes, position_order = excluded.position_order,
         position_incarnation = excluded.position_incarnation, committed_at = now()
       WHERE (r.epoch, r.checkpoint_id, r.rows, r.bytes) = ($12::int8, $13::int8, $14::int8, $15::int8)`,
      [
        ...keyValues(key),
        receipt.loadId,
        receipt.unit,
        receipt.epoch,
        receipt.checkpointId,
        receipt.rows,
        receipt.bytes,
        position === undefined ? null : Buffer.from(position.order),
        position === undefined ? null : Buffer.from(position.incarnation),
        ...(before === undefined
          ? [null, null, null, null]
          : [before.epoch, before.checkpointId, before.rows, before.bytes]),
      ],
    );
    if (rowCount === 1) return;
    const state = await this.read(db, key, 'none');
    if (state?.epoch !== receipt.epoch || state.loadId !== receipt.loadId) throw staleEpoch(key.stream);
    if (state.published !== null) throw loadPublished(key.stream);
    throw unitCommitted(key.stream, receipt.unit);
  }

  async markPublished(db: Queryable, key: StreamKey, rows: number, method: string, lockMs: number): Promise<void> {
    await db.query(
      `UPDATE ${this.#stream} SET published_rows = $4, published_method = $5, published_lock_ms = $6
        WHERE pipeline = $1 AND namespace = $2 AND name = $3`,
      [...keyValues(key), rows, method, lockMs],
    );
  }
}

function keyValues({ pipeline, stream }: StreamKey): [string, string, string] {
  return [pipeline, stream.namespace, stream.name];
}

/** Another load of the stream has begun: this writer is late and must not commit. */
export function staleEpoch(stream: StreamName): ConnectorError {
  return new ConnectorError({
    code: 'stale_epoch',
    category: 'protocol',
    message: `another load of ${formatStreamName(stream)} has begun; this one may not write any more`,
    hint: 'run one load of a pipeline at a time',
    commitState: 'before',
    stream: formatStreamName(stream),
  });
}

function loadPublished(stream: StreamName): ConnectorError {
  return new ConnectorError({
    code: 'load_already_published',
    category: 'protocol',
    message: `the load of ${formatStreamName(stream)} is published already; nothing can be added to it`,
    hint: 'begin a new load',
    commitState: 'before',
    stream: formatStreamName(stream),
  });
}

export function unitCommitted(stream: StreamName, unit: string): ConnectorError {
  return new ConnectorError({
    code: 'unit_already_committed',
    category: 'protocol',
    message: `unit ${JSON.stringify(unit)} of ${formatStreamName(stream)} is committed already`,
    hint: 'leave it out of the plan, or resume it at its position',
    commitState: 'before',
    stream: formatStreamName(stream),
  });
}

/** The two keys of an advisory lock. */
export function lockKey(identity: readonly string[]): [number, number] {
  const hash = createHash('sha256')
    .update(JSON.stringify(['rapidbyte', ...identity]))
    .digest();
  return [hash.readInt32LE(0), hash.readInt32LE(4)];
}

/** Creating a schema needs a privilege even where it exists already, so that is looked at first. */
export async function createSchema(db: Queryable, schema: string): Promise<void> {
  const { rows } = await db.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rows.length === 0) await db.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
}

/** Rolls back when `work` throws. */
export async function inTransaction<T>(db: Queryable, work: () => Promise<T>): Promise<T> {
  await db.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // If the connection is gone, so is the transaction.
    await db.query('ROLLBACK').catch(() => {});
    throw error;
  }
  await db.query('COMMIT');
  return result;
}
