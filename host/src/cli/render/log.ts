import type { RunEvent } from '../../engine/run-event.ts';
import type { Line } from '../output.ts';

/** A connector's log line: warnings and errors always, the others only if `debug`. */
export function logLines(event: Extract<RunEvent, { type: 'connector_log' }>, debug: boolean): readonly Line[] {
  const urgent = event.level === 'error' || event.level === 'warn';
  if (!urgent && !debug) return [];
  return [[{ text: `${event.connector} ${event.level}: `, style: urgent ? 'yellow' : 'dim' }, event.message]];
}
