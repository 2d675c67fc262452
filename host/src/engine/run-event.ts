import type { Guarantee, Setting } from '@rapidbyte/connector';
import type { Comparison, DecisionRecord, PlainSettings, Verdict, WindowRecord } from '../autotune/record.ts';
import type { PipelineProblem, ProcessExit, RunError, RunResult } from './types.ts';

/** `timestamp` is ISO 8601, UTC, with milliseconds. Streams are quoted as a user writes them. */
export type RunEvent = { readonly timestamp: string } & (
  | { readonly type: 'run_started'; readonly pipeline: string; readonly runId: string; readonly loadId: string }
  | {
      readonly type: 'connector_spawned';
      readonly side: 'source' | 'destination';
      /** As `use:` names it. */
      readonly connector: string;
      readonly pid: number;
    }
  | {
      readonly type: 'connector_started';
      readonly side: 'source' | 'destination';
      readonly connector: string;
      readonly version: string;
      readonly pid: number;
    }
  | {
      readonly type: 'connector_log';
      readonly side: 'source' | 'destination';
      readonly connector: string;
      readonly pid: number;
      readonly level: LogLevel;
      readonly message: string;
    }
  | ({
      readonly type: 'connector_exited';
      readonly side: 'source' | 'destination';
      readonly connector: string;
      readonly pid: number;
    } & ProcessExit)
  | {
      readonly type: 'stream_planned';
      readonly stream: string;
      readonly target: string;
      readonly guarantee: Guarantee;
      readonly guaranteeReason: string;
      readonly units: number;
      /** It goes on from a position; else it is read whole. */
      readonly isContinuing: boolean;
      /** The knobs that this depends on, as they are in effect, and why where it is not as asked for. */
      readonly settings: readonly Setting[];
      /** Why it could not be cut, where it could not. */
      readonly wholeBecause?: string;
      /** Guesses; 0 means unknown. */
      readonly estimatedRows: number;
      readonly estimatedBytes: number;
    }
  | {
      readonly type: 'run_planned';
      readonly streams: number;
      readonly units: number;
      readonly pairs: number;
      readonly settings: readonly Setting[];
    }
  | {
      /** The rest of a running load was cut anew, because a knob was changed that this depends on. */
      readonly type: 'replanned';
      readonly stream: string;
      /** All in all, those finished and open included. */
      readonly units: number;
      readonly settings: readonly Setting[];
    }
  | { readonly type: 'parallelism_changed'; readonly pairs: number }
  | {
      /** The tuner tries values, to measure them for as long as this. */
      readonly type: 'autotune_window';
      readonly stream: string;
      /** Its place among all windows of the probe; the first is 1. */
      readonly window: number;
      readonly settings: PlainSettings;
      /** null: nothing is compared, only looked at. */
      readonly compared: Comparison | null;
      readonly why: string;
      readonly seconds: number;
    }
  | {
      /** What came of the window. */
      readonly type: 'autotune_measured';
      readonly stream: string;
      readonly window: number;
      readonly settings: PlainSettings;
      /** null: the values gave an error. */
      readonly figures: WindowRecord | null;
      readonly failure?: string;
    }
  | { readonly type: 'autotune_decision'; readonly stream: string; readonly record: DecisionRecord }
  | { readonly type: 'autotune_skipped'; readonly stream: string; readonly reason: string }
  | {
      /** What an earlier load had left behind at the destination was dropped. */
      readonly type: 'leftovers_dropped';
      readonly stream: string;
      readonly items: readonly string[];
    }
  | {
      readonly type: 'unit_opened';
      readonly stream: string;
      readonly unit: string;
      readonly session: number;
      readonly settings: readonly (Setting & { readonly side: 'source' | 'destination' })[];
    }
  | {
      readonly type: 'progress';
      readonly streams: readonly StreamProgress[];
      /** Who the others wait for, over the last few seconds; null where that is too short to tell. */
      readonly bottleneck: Verdict | null;
    }
  | {
      readonly type: 'committed';
      readonly stream: string;
      readonly unit: string;
      readonly session: number;
      readonly checkpointId: number;
      /** Of the session so far. */
      readonly rows: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'unit_finished';
      readonly stream: string;
      readonly unit: string;
      readonly session: number;
      readonly rows: number;
      readonly bytes: number;
      readonly seconds: number;
    }
  | { readonly type: 'publish_started'; readonly streams: readonly string[] }
  | {
      readonly type: 'published';
      readonly stream: string;
      readonly target: string;
      readonly rows: number;
      readonly method: string;
      readonly lockMs: number;
    }
  | { readonly type: 'warning'; readonly problem: PipelineProblem }
  | {
      /**
       * Something has failed in a way that may pass, and is tried again after a pause: one unit, where `unit` names it, what is
       * published, or all from the last commit, as another load.
       */
      readonly type: 'retrying';
      /** The first of all is 1. */
      readonly attempt: number;
      readonly maxAttempts: number;
      readonly delayMs: number;
      readonly what: 'unit' | 'publish' | 'load';
      readonly stream?: string;
      readonly unit?: string;
      readonly error: RunError;
    }
  /** Streams that go on from a position get to their next commit, at the latest within this time. */
  | { readonly type: 'stopping'; readonly timeoutMs: number }
  | { readonly type: 'cancelling'; readonly reason: string }
  | { readonly type: 'run_finished'; readonly result: RunResult }
);

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** At most four a second; `done` once the last unit of the stream is finished. */
export interface StreamProgress {
  readonly stream: string;
  readonly state: 'waiting' | 'running' | 'done';
  readonly rows: number;
  readonly bytes: number;
  /** Over the last few seconds. */
  readonly rowsPerSecond: number;
  readonly bytesPerSecond: number;
  /** 0 means unknown. */
  readonly estimatedRows: number;
}
