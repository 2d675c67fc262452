import { ConnectorError, type Position } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import type { Queryable } from '../queryable.ts';
import type { Target } from '../target.ts';
import { requireKnownVersion } from './format.ts';
import { loadPublished, positionDiffers, staleEpoch } from './refusals.ts';
import { keyValues, type StreamKey } from './stream-key.ts';
import type { StateTables } from './tables.ts';

/** What is stored about a stream and its newest load. */
export interface StreamState {
  readonly epoch: number;
  readonly loadId: string;
  readonly place: LoadPlace;
  /** What publish answered; null before. */
  readonly published: { readonly rows: number; readonly method: string; readonly lockMs: number } | null;
  readonly position: StoredPosition | null;
  readonly holder: Holder;
}

/**
 * Where a load's rows go until it is published. `staged`: into a table of the staging schema. `direct`: straight into the
 * target, which publish only notes. `continuing`: straight into the target, and each commit moves the position on.
 */
export type LoadPlace =
  { readonly kind: 'staged'; readonly table: string } | { readonly kind: 'direct' } | { readonly kind: 'continuing' };

/** How far a stream's rows are in a table: all of them up to the position, and none after it. */
export interface StoredPosition extends Position {
  readonly target: Target;
}

export interface Holder {
  /** As the load's Begin has said; may be empty. */
  readonly text: string;
  readonly since: Date | null;
}

/** A load, as its sessions and requests name it. */
export interface LoadIdentity {
  readonly loadId: string;
  readonly epoch: number;
}

/** The table `stream`. */
export class StreamStates {
  readonly #tables: StateTables;

  constructor(tables: StateTables) {
    this.#tables = tables;
  }

  /**
   * The state, its row locked against other loads and commits where `lock` says so.
   *
   * @throws {ConnectorError} `state_version_unknown`
   */
  async read(db: Queryable, key: StreamKey, lock: 'update' | 'share' | 'none'): Promise<StreamState | undefined> {
    const locking = { update: ' FOR UPDATE OF s', share: ' FOR SHARE OF s', none: '' }[lock];
    const { rows } = await db.query<StreamRow>(
      `SELECT s.*, (SELECT version FROM ${this.#tables.format}) AS version FROM ${this.#tables.stream} AS s
        WHERE pipeline = $1 AND namespace = $2 AND name = $3${locking}`,
      keyValues(key),
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    requireKnownVersion(row.version, this.#tables.schema);
    return {
      epoch: Number(row.epoch),
      loadId: row.load_id,
      place: row.continues
        ? { kind: 'continuing' }
        : row.staging === ''
          ? { kind: 'direct' }
          : { kind: 'staged', table: row.staging },
      published:
        row.published_rows === null
          ? null
          : {
              rows: Number(row.published_rows),
              method: row.published_method ?? '',
              lockMs: row.published_lock_ms ?? 0,
            },
      position: readPosition(row),
      holder: { text: row.holder, since: row.begun_at },
    };
  }

  /** Invariant 9: raises the epoch, which fences every earlier writer off. Gives the new one. */
  async raiseEpoch(
    db: Queryable,
    key: StreamKey,
    load: { readonly loadId: string; readonly place: LoadPlace; readonly holder: string },
    keepPublished: boolean,
  ): Promise<number> {
    const forget = keepPublished ? '' : ', published_rows = NULL, published_method = NULL, published_lock_ms = NULL';
    const { rows } = await db.query<{ epoch: string }>(
      `INSERT INTO ${this.#tables.stream} AS s (pipeline, namespace, name, epoch, load_id, staging, continues, holder, begun_at)
       VALUES ($1, $2, $3, 1, $4, $5, $6, $7, now())
       ON CONFLICT (pipeline, namespace, name)
       DO UPDATE SET epoch = s.epoch + 1, load_id = excluded.load_id, staging = excluded.staging, continues = excluded.continues,
         holder = excluded.holder, begun_at = excluded.begun_at${forget} RETURNING epoch`,
      [
        ...keyValues(key),
        load.loadId,
        load.place.kind === 'staged' ? load.place.table : '',
        load.place.kind === 'continuing',
        storableText(load.holder),
      ],
    );
    return Number(rows[0]?.epoch);
  }

  /**
   * Drops the position, in a transaction. Gives whether there was one.
   *
   * Invariant 9: a load that is under way would store one again, so it is fenced off.
   */
  async forgetPosition(db: Queryable, key: StreamKey): Promise<boolean> {
    const state = await this.read(db, key, 'update');
    await db.query(
      `UPDATE ${this.#tables.stream} SET epoch = epoch + 1, position_order = NULL, position_incarnation = NULL,
         position_schema = NULL, position_table = NULL WHERE pipeline = $1 AND namespace = $2 AND name = $3`,
      keyValues(key),
    );
    return state !== undefined && state.position !== null;
  }

  /** Invariant 9: fences the newest load off, whoever it is; nobody else has begun yet. */
  async fence(db: Queryable, key: StreamKey): Promise<void> {
    await db.query(
      `UPDATE ${this.#tables.stream} SET epoch = epoch + 1 WHERE pipeline = $1 AND namespace = $2 AND name = $3`,
      keyValues(key),
    );
  }

  /**
   * Moves the position of a continuing load on, in the transaction of the rows that lead there. The row stays locked until
   * the commit is done.
   *
   * @throws {ConnectorError} `stale_epoch` if another load has begun since; `position_differs` if the stream no longer
   * stands at `from`, or `to` lies before it; `load_already_published`
   */
  async advance(db: Queryable, key: StreamKey, load: LoadIdentity, from: Position, to: Position): Promise<void> {
    const order = Buffer.compare(from.order, to.order);
    if (order > 0 || Buffer.compare(from.incarnation, to.incarnation) !== 0) {
      throw positionDiffers(key.stream, 'was told of a position that lies before the one it stands at');
    }
    // Invariant 1, 9: from where this session began, and only while its epoch is the stream's.
    const { rowCount } = await db.query(
      `UPDATE ${this.#tables.stream} SET position_order = $8
        WHERE pipeline = $1 AND namespace = $2 AND name = $3 AND load_id = $4 AND epoch = $5 AND continues AND published_rows IS NULL
          AND position_order = $6 AND position_incarnation = $7`,
      [...keyValues(key), load.loadId, load.epoch, ...bytesOf(from), Buffer.from(to.order)],
    );
    if (rowCount === 1) return;
    const state = await this.read(db, key, 'none');
    if (state?.epoch !== load.epoch || state.loadId !== load.loadId) throw staleEpoch(key.stream);
    if (state.published !== null) throw loadPublished(key.stream);
    throw positionDiffers(key.stream, 'has been moved on by another session of its load');
  }

  /** In the transaction that makes the rows visible. A `position` of `kept` leaves it; null drops it. */
  async markPublished(
    db: Queryable,
    key: StreamKey,
    published: { readonly rows: number; readonly method: string; readonly lockMs: number },
    position: StoredPosition | null | 'kept',
  ): Promise<void> {
    const { rows, method, lockMs } = published;
    await db.query(
      `UPDATE ${this.#tables.stream} SET published_rows = $4, published_method = $5, published_lock_ms = $6
        WHERE pipeline = $1 AND namespace = $2 AND name = $3`,
      [...keyValues(key), rows, method, lockMs],
    );
    if (position === 'kept') return;
    // Invariant 2: with the rows that it stands for, or none.
    await db.query(
      `UPDATE ${this.#tables.stream} SET position_order = $4, position_incarnation = $5, position_schema = $6, position_table = $7
        WHERE pipeline = $1 AND namespace = $2 AND name = $3`,
      [
        ...keyValues(key),
        ...(position === null
          ? [null, null, null, null]
          : [...bytesOf(position), position.target.schema, position.target.table]),
      ],
    );
  }
}

interface StreamRow extends Record<string, unknown> {
  readonly version: number;
  readonly epoch: string;
  readonly load_id: string;
  readonly staging: string;
  readonly continues: boolean;
  readonly published_rows: string | null;
  readonly published_method: string | null;
  readonly published_lock_ms: number | null;
  readonly position_order: Buffer | null;
  readonly position_incarnation: Buffer | null;
  readonly position_schema: string | null;
  readonly position_table: string | null;
  readonly holder: string;
  readonly begun_at: Date | null;
}

function readPosition(row: StreamRow): StoredPosition | null {
  const { position_order: order, position_incarnation: incarnation, position_schema: schema } = row;
  if (order === null || incarnation === null || schema === null || row.position_table === null) return null;
  return { order, incarnation, target: { schema, table: row.position_table } };
}

function bytesOf({ order, incarnation }: Position): [Buffer, Buffer] {
  return [Buffer.from(order), Buffer.from(incarnation)];
}

/** A load of the stream is under way in another process. */
export function loadInProgress(key: StreamKey, holder: Holder | undefined): ConnectorError {
  const stream = formatStreamName(key.stream);
  const who = holder === undefined || holder.text === '' ? 'a process that did not say who it is' : holder.text;
  const since = holder?.since ?? null;
  return new ConnectorError({
    code: 'load_in_progress',
    category: 'transient',
    message: `a load of ${stream} is under way: ${who}${since === null ? '' : `, since ${since.toISOString()}`}`,
    hint: 'wait until it is done, or fence it off with --takeover',
    // It may take hours: whoever runs pipelines decides, not a loop.
    retryable: false,
    commitState: 'before',
    stream,
  });
}

/** PostgreSQL's text holds no NUL. */
function storableText(text: string): string {
  return text.replaceAll('\0', '�').toWellFormed();
}
