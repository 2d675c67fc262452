import type { Connection } from '@rapidbyte/postgres';

/** How long one waits for a table that someone has locked exclusively. */
export const lockTimeoutMs = 30_000;

/**
 * Lifts the time-outs by which an administrator may end what stays open for a whole load. The others are lifted at login
 * (see connect); these are younger than the oldest server that we read. To be said before the transaction begins.
 */
export function liftTimeouts({ serverVersionNumber }: Connection): string {
  const idle = serverVersionNumber >= 140_000 ? 'SET idle_session_timeout = 0; ' : '';
  return serverVersionNumber >= 170_000 ? `${idle}SET transaction_timeout = 0; ` : idle;
}
