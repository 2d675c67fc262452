import { PipelineError } from '../connector/error.ts';
import type { StateDatabase } from './database.ts';
import { type ParsedDocument, parseDocument } from './document-schema.ts';
import { runsOf } from './history.ts';
import { positionOf, positionsOf, replacePosition } from './positions.ts';
import { pruneRuns } from './retention.ts';
import type { RememberedRun, StreamPositionRecord } from './types.ts';

export const documentFormat = 'rapidbyte-state';
export const documentVersion = 1;

/** What is remembered of a pipeline, to be carried to another machine. The events of its runs stay behind. */
export interface StateDocument {
  readonly format: typeof documentFormat;
  readonly formatVersion: typeof documentVersion;
  readonly pipeline: string;
  readonly exportedAt: string;
  readonly positions: readonly StreamPositionRecord[];
  /** Oldest first. */
  readonly runs: readonly RememberedRun[];
}

export interface ImportResult {
  readonly pipeline: string;
  readonly runs: number;
  readonly positions: number;
}

export function exportState(db: StateDatabase, pipeline: string): StateDocument {
  return {
    format: documentFormat,
    formatVersion: documentVersion,
    pipeline,
    exportedAt: new Date().toISOString(),
    positions: positionsOf(db, pipeline),
    runs: runsOf(db, pipeline),
  };
}

/**
 * Adds the runs that are not known yet, and the positions that are newer than what is remembered. Says how many.
 * @param anyPipeline takes over what belongs to a pipeline of another name
 * @throws PipelineError `state_version_unknown`, `state_document_invalid`, `state_of_another_pipeline`
 */
export function importState(
  db: StateDatabase,
  pipeline: string,
  text: string,
  { anyPipeline }: { readonly anyPipeline: boolean },
): ImportResult {
  const document = parseDocument(text, { format: documentFormat, version: documentVersion });
  if (document.pipeline !== pipeline && !anyPipeline) throw anotherPipeline(document.pipeline, pipeline);
  return db.write('durable', () => {
    const runs = document.runs.filter((run) => addRun(db, pipeline, run)).length;
    pruneRuns(db, pipeline);
    const newer = document.positions.filter(
      ({ stream, savedAt }) => savedAt > (positionOf(db, pipeline, stream)?.savedAt ?? ''),
    );
    for (const position of newer) replacePosition(db, pipeline, position);
    return { pipeline, runs, positions: newer.length };
  });
}

/** False if the run is known. */
function addRun(db: StateDatabase, pipeline: string, run: ParsedDocument['runs'][number]): boolean {
  const { runId } = run;
  const added = db.insert('OR IGNORE INTO run', {
    run_id: runId,
    pipeline,
    version: run.version,
    started_at: run.startedAt,
    machine: run.machine,
    pid: run.pid,
    load_id: run.loadId,
    load_begun_at: run.loadBegunAt,
    finished_at: run.finishedAt,
    status: run.finishedAt === null ? null : run.status,
    seconds: run.seconds,
    settings: JSON.stringify(run.settings),
    errors: JSON.stringify(run.errors),
    errors_total: run.errorsTotal,
  });
  if (added === 0) return false;
  for (const load of run.loads) addLoad(db, runId, load);
  return true;
}

function addLoad(db: StateDatabase, runId: string, load: ParsedDocument['runs'][number]['loads'][number]): void {
  db.insert('INTO load', {
    run_id: runId,
    stream: load.stream,
    load_id: load.loadId,
    target: load.target,
    sync_mode: load.syncMode,
    write_mode: load.writeMode,
    guarantee: load.guarantee,
    epoch: load.epoch,
    begun_at: load.begunAt,
    published_at: load.publishedAt,
    status: load.status,
    rows_read: load.rowsRead,
    rows_committed: load.rowsCommitted,
    bytes_committed: load.bytesCommitted,
    seconds: load.seconds,
    units: load.units,
    settings: JSON.stringify(load.settings),
  });
}

function anotherPipeline(found: string, wanted: string): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'state_of_another_pipeline',
    message: `the document holds the state of the pipeline "${found}", not of "${wanted}"`,
    hint: `if ${wanted} is the same pipeline under a new name, say --any-pipeline`,
  });
}
