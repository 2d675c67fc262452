import { hostIdentity } from '../connector/identity.ts';
import type { LoadStart, RememberedPosition, RunJournal, RunStart, StreamProgressMark } from '../engine/journal.ts';
import type { RunEvent } from '../engine/run-event.ts';
import type { RunResult, StreamResult } from '../engine/types.ts';
import type { StateDatabase } from './database.ts';
import { addEvent, isRemembered } from './event-log.ts';
import { advancePosition, positionOf, replacePosition } from './positions.ts';
import { processStart, thisMachine } from './process-identity.ts';
import { pruneRuns } from './retention.ts';

/** Errors that are kept of a run: two thousand streams may have a problem each. */
const maxErrors = 50;

/** Writes runs into the state file while they go on. */
export class StateJournal implements RunJournal {
  readonly #db: StateDatabase;
  /** Events so far, by run. */
  readonly #events = new Map<string, number>();

  constructor(db: StateDatabase) {
    this.#db = db;
  }

  runStarted({ runId, pipeline, startedAt }: RunStart): void {
    this.#db.write('quick', () => {
      this.#db.insert('INTO run', {
        run_id: runId,
        pipeline,
        version: hostIdentity.version,
        started_at: startedAt,
        machine: thisMachine(),
        pid: process.pid,
        process: processStart(process.pid),
      });
      pruneRuns(this.#db, pipeline);
    });
  }

  loadBegun(load: LoadStart): void {
    const begunAt = new Date().toISOString();
    const { runId, loadId, pipeline } = load;
    this.#db.write('durable', () => {
      this.#db.run('UPDATE run SET load_id = ?, load_begun_at = ? WHERE run_id = ?', loadId, begunAt, runId);
      for (const { stream, target, syncMode, writeMode, guarantee, epoch, position } of load.streams) {
        this.#db.insert('OR REPLACE INTO load', {
          run_id: runId,
          stream,
          load_id: loadId,
          target,
          sync_mode: syncMode,
          write_mode: writeMode,
          guarantee,
          epoch,
          begun_at: begunAt,
        });
        // Invariant 2: the destination's answer takes the place of this memory.
        if (syncMode === 'incremental') {
          replacePosition(this.#db, pipeline, { stream, position, runId, loadId, savedAt: begunAt });
        }
      }
    });
    this.#db.waitLess();
  }

  position(pipeline: string, stream: string): RememberedPosition | null {
    return positionOf(this.#db, pipeline, stream);
  }

  committed(mark: StreamProgressMark): void {
    const { position } = mark;
    if (position !== null) this.#db.write('durable', () => advancePosition(this.#db, mark, position));
  }

  published(mark: StreamProgressMark): void {
    const { position, runId, stream } = mark;
    this.#db.write('durable', () => {
      const now = new Date().toISOString();
      this.#db.run('UPDATE load SET published_at = ? WHERE run_id = ? AND stream = ?', now, runId, stream);
      if (position !== null) advancePosition(this.#db, mark, position);
    });
  }

  event(runId: string, event: RunEvent): void {
    if (!isRemembered(event)) return;
    const number = (this.#events.get(runId) ?? 0) + 1;
    addEvent(this.#db, runId, number, event);
    this.#events.set(runId, number);
  }

  runFinished(runId: string, result: RunResult): void {
    this.#events.delete(runId);
    this.#db.write('quick', () => {
      this.#db.run(
        'UPDATE run SET finished_at = ?, status = ?, seconds = ?, settings = ?, errors = ?, errors_total = ? WHERE run_id = ?',
        new Date().toISOString(),
        result.status,
        result.seconds,
        JSON.stringify(result.settings),
        JSON.stringify(result.errors.slice(0, maxErrors)),
        result.errors.length,
        runId,
      );
      for (const stream of result.streams) this.#streamFinished(runId, result.loadId, stream);
    });
  }

  #streamFinished(runId: string, loadId: string, stream: StreamResult): void {
    const { name, target, guarantee } = stream;
    // Its load may never have begun.
    this.#db.insert('OR IGNORE INTO load', { run_id: runId, stream: name, load_id: loadId, target, guarantee });
    this.#db.run(
      `UPDATE load SET guarantee = ?, status = ?, rows_read = ?, rows_committed = ?, bytes_committed = ?, seconds = ?, units = ?,
         settings = ? WHERE run_id = ? AND stream = ?`,
      guarantee,
      stream.status,
      stream.rowsRead,
      stream.rowsCommitted,
      stream.bytesCommitted,
      stream.seconds,
      stream.units,
      JSON.stringify(stream.settings),
      runId,
      name,
    );
  }
}
