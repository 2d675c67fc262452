import type { Setting } from '@rapidbyte/connector';
import type { PositionText } from '../engine/journal.ts';
import type { RunError } from '../engine/types.ts';

/**
 * `running`: its process lives. `interrupted`: it ended without a word, killed or with its machine. `unknown`: it is not
 * finished, and runs, or ran, on a machine that can't be asked from here.
 */
export type RememberedStatus = 'succeeded' | 'failed' | 'cancelled' | 'running' | 'interrupted' | 'unknown';

/** One line of history. Times are ISO 8601, UTC; streams are quoted as a user writes them. */
export interface RunSummary {
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RememberedStatus;
  readonly startedAt: string;
  /** Null where nobody has written that it ended. */
  readonly finishedAt: string | null;
  readonly seconds: number | null;
  readonly streams: number;
  readonly rowsCommitted: number;
  readonly bytesCommitted: number;
}

/** All that is remembered of a run. */
export interface RememberedRun extends RunSummary {
  /** Of rapidbyte. */
  readonly version: string;
  readonly machine: string;
  readonly pid: number;
  /** Null where it ended before a load was planned. */
  readonly loadId: string | null;
  readonly loadBegunAt: string | null;
  readonly settings: readonly Setting[];
  /** The root cause first; the first ones of `errorsTotal`. */
  readonly errors: readonly RunError[];
  readonly errorsTotal: number;
  readonly loads: readonly RememberedLoad[];
}

/** What a run has brought into one stream. Null: not known, as the run did not come so far, or did not end. */
export interface RememberedLoad {
  readonly stream: string;
  readonly target: string;
  readonly loadId: string;
  readonly syncMode: string | null;
  readonly writeMode: string | null;
  readonly guarantee: string;
  readonly epoch: number | null;
  readonly begunAt: string | null;
  readonly publishedAt: string | null;
  readonly status: string | null;
  readonly rowsRead: number | null;
  readonly rowsCommitted: number | null;
  readonly bytesCommitted: number | null;
  readonly seconds: number | null;
  readonly units: number | null;
  readonly settings: readonly Setting[];
}

/** `number` counts the events of the run; what is missing was left out, as there were too many. */
export interface RememberedEvent {
  readonly number: number;
  readonly event: { readonly type: string; readonly timestamp: string; readonly [key: string]: unknown };
}

/** Where an incremental stream stands, as the destination has said last. */
export interface StreamPositionRecord {
  readonly stream: string;
  /** Null: the destination had none. */
  readonly position: PositionText | null;
  readonly runId: string;
  readonly loadId: string;
  readonly savedAt: string;
}
