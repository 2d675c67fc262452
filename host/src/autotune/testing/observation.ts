import type { Observation } from '../types.ts';

/** One second of one pair of sessions that moves 100 MB. */
export function observation(changes: Partial<Observation> = {}): Observation {
  return {
    settings: new Map(),
    seconds: 1,
    rows: 1e6,
    bytes: 1e8,
    sessionSeconds: 1,
    waits: { read: 0.1, credit: 0.8, write: 0.6, flush: 0.2, input: 0.05 },
    cpuSeconds: { host: 0.1, source: 0.2, destination: 0.2 },
    memoryBytes: 2 ** 28,
    errors: 0,
    ...changes,
  };
}
