import type { Position, Receipt } from '@rapidbyte/connector';
import type { Queryable } from '../queryable.ts';
import { loadPublished, staleEpoch, unitCommitted } from './refusals.ts';
import { keyValues, type StreamKey } from './stream-key.ts';
import type { StreamStates } from './streams.ts';
import type { StateTables } from './tables.ts';

/** The table `receipt`. */
export class Receipts {
  readonly #tables: StateTables;
  readonly #streams: StreamStates;

  constructor(tables: StateTables, streams: StreamStates) {
    this.#tables = tables;
    this.#streams = streams;
  }

  /** Gives what they stood for. */
  async dropOfOtherLoads(
    db: Queryable,
    key: StreamKey,
    loadId: string,
  ): Promise<{ readonly units: number; readonly rows: number }> {
    const { rows } = await db.query<{ rows: string }>(
      `DELETE FROM ${this.#tables.receipt} WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id <> $4 RETURNING rows`,
      [...keyValues(key), loadId],
    );
    return { units: rows.length, rows: rows.reduce((sum, receipt) => sum + Number(receipt.rows), 0) };
  }

  async drop(db: Queryable, key: StreamKey, loadId: string): Promise<void> {
    await db.query(
      `DELETE FROM ${this.#tables.receipt} WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id = $4`,
      [...keyValues(key), loadId],
    );
  }

  async read(db: Queryable, key: StreamKey, loadId: string): Promise<Receipt[]> {
    const { rows } = await db.query<Record<'unit' | 'epoch' | 'checkpoint_id' | 'rows' | 'bytes', string>>(
      `SELECT unit, epoch, checkpoint_id, rows, bytes FROM ${this.#tables.receipt}
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
  async write(
    db: Queryable,
    key: StreamKey,
    receipt: Receipt,
    before: Receipt | undefined,
    position: Position | undefined,
  ): Promise<void> {
    // Invariant 9: the epoch is checked in the commit's own transaction; FOR SHARE keeps it until the commit is done.
    // A session that was given up may still commit while the unit is being written again: the second one finds another
    // receipt than it began with.
    const { rowCount } = await db.query(
      `WITH current AS (
         SELECT FROM ${this.#tables.stream} WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id = $4 AND epoch = $6 AND published_rows IS NULL FOR SHARE)
       INSERT INTO ${this.#tables.receipt} AS r (pipeline, namespace, name, load_id, unit, epoch, checkpoint_id, rows, bytes, position_order, position_incarnation)
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
    const state = await this.#streams.read(db, key, 'none');
    if (state?.epoch !== receipt.epoch || state.loadId !== receipt.loadId) throw staleEpoch(key.stream);
    if (state.published !== null) throw loadPublished(key.stream);
    throw unitCommitted(key.stream, receipt.unit);
  }
}
