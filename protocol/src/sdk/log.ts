export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * A connector's log: one JSON object a line on stderr, `{ time, level, message, …fields }`. The host shows and keeps
 * it. Never log a config: it holds secrets (Invariant 8).
 */
export interface Log {
  (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const log: Log = (level, message, fields) => {
  // console.error writes to stderr, also where stdout is taken away from console.
  console.error(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }));
};
