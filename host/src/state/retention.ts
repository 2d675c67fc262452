import type { StateDatabase } from './database.ts';

/** Runs that are kept of each pipeline: a hundred days of a daily one. */
export const keptRuns = 100;

/** Drops older runs of the pipeline, with their loads and events. Positions stay. Within a transaction. */
export function pruneRuns(db: StateDatabase, pipeline: string): void {
  db.run(
    `DELETE FROM run WHERE pipeline = ? AND rowid NOT IN
       (SELECT rowid FROM run WHERE pipeline = ? ORDER BY started_at DESC, rowid DESC LIMIT ${keptRuns})`,
    pipeline,
    pipeline,
  );
}
