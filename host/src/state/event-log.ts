import type { RunEvent } from '../engine/run-event.ts';
import type { StateDatabase } from './database.ts';

/** Of each run: how it began, and how it ended. */
const firstEvents = 50;
const lastEvents = 150;
/** A longer one is replaced by a note of its length: a record of the tuner has a few kilobytes. */
const maxEventBytes = 16 * 1024;

/** Too many of them, or told by the run's and its loads' own rows. */
const leftOut: ReadonlySet<RunEvent['type']> = new Set([
  'run_started',
  'progress',
  'unit_opened',
  'unit_finished',
  'committed',
  'stream_planned',
  'published',
  'run_finished',
]);

/** What is worth remembering: of a connector's log its warnings and errors. */
export function isRemembered(event: RunEvent): boolean {
  if (event.type === 'connector_log') return event.level === 'warn' || event.level === 'error';
  return !leftOut.has(event.type);
}

/** Keeps the first and the last events of a run. Invariant 8: they come redacted. @param number counts 1, 2, … in the run */
export function addEvent(db: StateDatabase, runId: string, number: number, event: RunEvent): void {
  db.write('quick', () => {
    db.insert('INTO event', { run_id: runId, number, event: eventJson(event) });
    if (number <= firstEvents + lastEvents) return;
    db.run(
      'DELETE FROM event WHERE run_id = ? AND number > ? AND number <= ?',
      runId,
      firstEvents,
      number - lastEvents,
    );
  });
}

function eventJson(event: RunEvent): string {
  const json = JSON.stringify(event);
  const bytes = Buffer.byteLength(json);
  if (bytes <= maxEventBytes) return json;
  const { type, timestamp } = event;
  return JSON.stringify({ type, timestamp, leftOutBytes: bytes });
}
