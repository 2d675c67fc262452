import type { Setting } from '@rapidbyte/connector';
import type { RunError } from '../engine/types.ts';
import { type StateDatabase, stored } from './database.ts';
import { processStart, thisMachine } from './process-identity.ts';
import type { RememberedEvent, RememberedLoad, RememberedRun, RememberedStatus, RunSummary } from './types.ts';

interface RunRow {
  readonly run_id: string;
  readonly pipeline: string;
  readonly version: string;
  readonly started_at: string;
  readonly machine: string;
  readonly pid: number;
  readonly process: string | null;
  readonly load_id: string | null;
  readonly load_begun_at: string | null;
  readonly finished_at: string | null;
  readonly status: 'succeeded' | 'failed' | 'cancelled' | null;
  readonly seconds: number | null;
  readonly settings: string;
  readonly errors: string;
  readonly errors_total: number;
  readonly streams: number;
  readonly rows_committed: number;
  readonly bytes_committed: number;
  /** A younger run of the pipeline has begun its load. */
  readonly overtaken: number;
}

interface LoadRow {
  readonly stream: string;
  readonly load_id: string;
  readonly target: string;
  readonly sync_mode: string | null;
  readonly write_mode: string | null;
  readonly guarantee: string;
  readonly epoch: number | null;
  readonly begun_at: string | null;
  readonly published_at: string | null;
  readonly status: string | null;
  readonly rows_read: number | null;
  readonly rows_committed: number | null;
  readonly bytes_committed: number | null;
  readonly seconds: number | null;
  readonly units: number | null;
  readonly settings: string;
}

const selectRuns = `SELECT run.*,
    (SELECT count(*) FROM load WHERE load.run_id = run.run_id) AS streams,
    (SELECT coalesce(sum(rows_committed), 0) FROM load WHERE load.run_id = run.run_id) AS rows_committed,
    (SELECT coalesce(sum(bytes_committed), 0) FROM load WHERE load.run_id = run.run_id) AS bytes_committed,
    EXISTS (SELECT 1 FROM run AS younger WHERE younger.pipeline = run.pipeline AND younger.started_at > run.started_at
      AND younger.load_begun_at IS NOT NULL) AS overtaken
  FROM run`;

/** The newest runs first; of all pipelines where `pipeline` is null. */
export function listRuns(db: StateDatabase, pipeline: string | null, limit: number): readonly RunSummary[] {
  const rows = db.all<RunRow>(
    `${selectRuns} WHERE pipeline = coalesce(?, pipeline) ORDER BY started_at DESC, run.rowid DESC LIMIT ?`,
    pipeline,
    limit,
  );
  return rows.map(summary);
}

/** The runs whose ids begin so, newest first, at most `limit`. */
export function findRuns(db: StateDatabase, idPrefix: string, limit: number): readonly RememberedRun[] {
  const rows = db.all<RunRow>(
    `${selectRuns} WHERE substr(run_id, 1, length(?)) = ? ORDER BY started_at DESC, run.rowid DESC LIMIT ?`,
    idPrefix,
    idPrefix,
    limit,
  );
  return rows.map((row) => remembered(db, row));
}

/** Every run of a pipeline, oldest first. */
export function runsOf(db: StateDatabase, pipeline: string): readonly RememberedRun[] {
  const rows = db.all<RunRow>(`${selectRuns} WHERE pipeline = ? ORDER BY started_at, run.rowid`, pipeline);
  return rows.map((row) => remembered(db, row));
}

export function eventsOf(db: StateDatabase, runId: string): readonly RememberedEvent[] {
  const rows = db.all<{ readonly number: number; readonly event: string }>(
    'SELECT number, event FROM event WHERE run_id = ? ORDER BY number',
    runId,
  );
  return rows.map(({ number, event }) => ({ number, event: stored<RememberedEvent['event']>(db.file, event) }));
}

function summary(row: RunRow): RunSummary {
  return {
    runId: row.run_id,
    pipeline: row.pipeline,
    status: statusOf(row),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    seconds: row.seconds,
    streams: row.streams,
    rowsCommitted: row.rows_committed,
    bytesCommitted: row.bytes_committed,
  };
}

/** A run whose end nobody has written never counts as running on the strength of that alone. */
function statusOf({ status, machine, pid, process, overtaken }: RunRow): RememberedStatus {
  if (status !== null) return status;
  if (process !== null && machine === thisMachine()) {
    return processStart(pid) === process ? 'running' : 'interrupted';
  }
  // The destination lets one load of a stream go on at a time.
  return overtaken === 1 ? 'interrupted' : 'unknown';
}

function remembered(db: StateDatabase, row: RunRow): RememberedRun {
  const loads = db.all<LoadRow>('SELECT * FROM load WHERE run_id = ? ORDER BY rowid', row.run_id);
  return {
    ...summary(row),
    version: row.version,
    machine: row.machine,
    pid: row.pid,
    loadId: row.load_id,
    loadBegunAt: row.load_begun_at,
    settings: stored<readonly Setting[]>(db.file, row.settings),
    errors: stored<readonly RunError[]>(db.file, row.errors),
    errorsTotal: row.errors_total,
    loads: loads.map((load) => rememberedLoad(db, load)),
  };
}

function rememberedLoad(db: StateDatabase, row: LoadRow): RememberedLoad {
  return {
    stream: row.stream,
    target: row.target,
    loadId: row.load_id,
    syncMode: row.sync_mode,
    writeMode: row.write_mode,
    guarantee: row.guarantee,
    epoch: row.epoch,
    begunAt: row.begun_at,
    publishedAt: row.published_at,
    status: row.status,
    rowsRead: row.rows_read,
    rowsCommitted: row.rows_committed,
    bytesCommitted: row.bytes_committed,
    seconds: row.seconds,
    units: row.units,
    settings: stored<readonly Setting[]>(db.file, row.settings),
  };
}
