import type { PositionText, StreamProgressMark } from '../engine/journal.ts';
import type { StateDatabase } from './database.ts';
import type { StreamPositionRecord } from './types.ts';

interface Row {
  readonly stream: string;
  readonly position_order: string | null;
  readonly position_incarnation: string | null;
  readonly run_id: string;
  readonly load_id: string;
  readonly saved_at: string;
}

/** Where the streams of a pipeline stand, in the order of their names. */
export function positionsOf(db: StateDatabase, pipeline: string): readonly StreamPositionRecord[] {
  return db.all<Row>('SELECT * FROM position WHERE pipeline = ? ORDER BY stream', pipeline).map(record);
}

export function positionOf(db: StateDatabase, pipeline: string, stream: string): StreamPositionRecord | null {
  const [row] = db.all<Row>('SELECT * FROM position WHERE pipeline = ? AND stream = ?', pipeline, stream);
  return row === undefined ? null : record(row);
}

/** Within a transaction. Whatever was there: used for the destination's own word, and for what a user brings along. */
export function replacePosition(db: StateDatabase, pipeline: string, record: StreamPositionRecord): void {
  db.insert('OR REPLACE INTO position', {
    pipeline,
    stream: record.stream,
    position_order: record.position?.order ?? null,
    position_incarnation: record.position?.incarnation ?? null,
    run_id: record.runId,
    load_id: record.loadId,
    saved_at: record.savedAt,
  });
}

/** Within a transaction. Only of the load that has begun last: one that was fenced off meanwhile may still be talking. */
export function advancePosition(db: StateDatabase, mark: StreamProgressMark, position: PositionText): void {
  db.run(
    `UPDATE position SET position_order = ?, position_incarnation = ?, saved_at = ?
      WHERE pipeline = ? AND stream = ? AND run_id = ? AND load_id = ?`,
    position.order,
    position.incarnation,
    new Date().toISOString(),
    mark.pipeline,
    mark.stream,
    mark.runId,
    mark.loadId,
  );
}

/** True if there was one. */
export function dropPosition(db: StateDatabase, pipeline: string, stream: string): boolean {
  return db.write(
    'durable',
    () => db.run('DELETE FROM position WHERE pipeline = ? AND stream = ?', pipeline, stream) > 0,
  );
}

function record(row: Row): StreamPositionRecord {
  const { position_order: order, position_incarnation: incarnation } = row;
  return {
    stream: row.stream,
    position: order === null ? null : { order, incarnation: incarnation ?? '' },
    runId: row.run_id,
    loadId: row.load_id,
    savedAt: row.saved_at,
  };
}
