import type {
  CommitState,
  ErrorCategory,
  Guarantee,
  Identity,
  Knob,
  KnobValue,
  Role,
  Setting,
  StreamName,
  SyncMode,
  WriteMode,
} from '@rapidbyte/connector';
import type { Comparison, DecisionRecord, PlainSettings, Verdict, WindowRecord } from '../autotune/record.ts';
import type { JsonObject } from '../config/types.ts';
import type { RunJournal } from './journal.ts';

export type Side = 'source' | 'destination' | 'host';

/** What went wrong, complete, as plain data and without secrets. */
export interface RunError {
  readonly category: ErrorCategory;
  /** Stable, lower_snake_case. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The offending key in the pipeline file, in dotted form: `source.config.ssl.ca`. */
  readonly path?: string;
  /** Quoted as a user writes it: `public."Odd Name"`. */
  readonly stream?: string;
  readonly column?: string;
  /** Who failed; `host` where neither connector is to blame. */
  readonly side: Side;
  /** The connector's name, or what `use:` says if it never told. */
  readonly connector?: string;
  readonly retryable: boolean;
  /** How long the system has asked to be left alone. */
  readonly retryAfterMs?: number;
  readonly commitState?: CommitState;
  /** How the connector's process ended, if it has ended. */
  readonly exit?: ProcessExit;
  /** The last of the connector's stderr, if it has written any and its process is to blame. */
  readonly stderrTail?: string;
}

/** Exactly one of the two is set. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A RunError found before any row moved, or a warning. */
export type PipelineProblem = RunError & { readonly severity: 'error' | 'warning' };

export interface EngineOptions {
  /** Cancels: connectors are stopped, staging is dropped, the result says `cancelled`. */
  readonly signal?: AbortSignal;
  /**
   * Stops: streams that go on from a position get to their next commit, within the pipeline's time for that, and the result
   * says `stopped`; the next run goes on from there. Where there is nothing to go on from, it cancels.
   */
  readonly stop?: AbortSignal;
  /** Fences off a load of these streams that is under way elsewhere, instead of being refused. */
  readonly takeOver?: boolean;
  /** Called synchronously; what it throws is ignored. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called when the load begins, with the means to change it while it goes on. */
  readonly onControl?: (control: LoadControl) => void;
  /** Keeps what host and connectors say to each other (docs/RECORDS.md). */
  readonly record?: RecordOptions;
  /** Where the run is remembered; nowhere if not said. */
  readonly journal?: RunJournal;
  /** The host's environment, for knobs and for what connectors may inherit; `process.env` if not said. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface RecordOptions {
  /** Made if it is not there; its parent has to be. */
  readonly directory: string;
  /** Of all files of the run together, at most 128 MiB; 64 MiB if not said. */
  readonly maxBytes?: number;
}

/** Changes a running load. None of it changes what is loaded. */
export interface LoadControl {
  /** Pairs of sessions that are wanted now. */
  readonly pairs: number;
  /** As many as memory and connections allow. */
  readonly mostPairs: number;
  /** Takes effect as workers finish their units; held to 1 … mostPairs. */
  setPairs(pairs: number): void;
  /**
   * Takes effect at the next Open; where the cut of the streams depends on the knob, what nobody has begun is cut anew.
   * Resolves with false where the user has pinned the knob, or the side has none of that name.
   * @throws PipelineError if the source can't plan anew; the run then fails
   */
  setKnob(side: 'source' | 'destination', knob: string, value: KnobValue): Promise<boolean>;
}

/** `stopped`: before its end, and every stream that it had begun to continue stands at a commit. */
export type RunStatus = 'succeeded' | 'failed' | 'stopped' | 'cancelled';

export interface RunResult {
  readonly status: RunStatus;
  readonly pipeline: string;
  readonly runId: string;
  /** Of its last attempt. */
  readonly loadId: string;
  /** How often something was begun: 1 where nothing had to be tried again. */
  readonly attempts: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Empty where the run failed before streams were known. */
  readonly streams: readonly StreamResult[];
  /** The host's own knobs, with where each value came from and why. */
  readonly settings: readonly FoundSetting[];
  /** Who the others have waited for over the whole load; null where it was too short to tell, or did not begin. */
  readonly bottleneck: Verdict | null;
  readonly warnings: readonly PipelineProblem[];
  /** Not empty exactly where `status` is `failed`; the root cause is first. */
  readonly errors: readonly RunError[];
  readonly processes: readonly ProcessPeak[];
}

export interface StreamResult {
  /** Quoted as a user writes it. */
  readonly name: string;
  /** Where the rows are seen, in the destination's words. */
  readonly target: string;
  readonly guarantee: Guarantee;
  readonly guaranteeReason: string;
  /**
   * `loaded`: all rows are at the destination, and were not published: in staging, or, where the stream has gone on from a
   * position, to be seen already. `stopped`: those up to a commit are to be seen, and the next run goes on from there.
   */
  readonly status: 'published' | 'loaded' | 'stopped' | 'failed' | 'not_started';
  readonly rowsRead: number;
  readonly bytesRead: number;
  /** Of all attempts, as far as they last. */
  readonly rowsCommitted: number;
  readonly bytesCommitted: number;
  /** From its first unit's opening to its last unit's end. */
  readonly seconds: number;
  /** Parts that it was read and written in. */
  readonly units: number;
  /** Why it could not be cut, where it could not. */
  readonly wholeBecause?: string;
  /** What was found by tuning the run by this stream. */
  readonly autotune?: DecisionRecord;
  /** Knobs of both connectors as its last session had them in effect. */
  readonly settings: readonly (FoundSetting & { readonly side: 'source' | 'destination' })[];
  readonly publish?: {
    /** In the destination's words: `swap`. */
    readonly method: string;
    /** How long readers and writers of the target were kept waiting. */
    readonly lockMs: number;
  };
}

/** A knob as it ended up. */
export type FoundSetting = Setting & {
  /** Where the value was found by tuning: its bytes per second over those of the value before, less 1, side by side. */
  readonly effect?: number;
};

/** What one process of the run used at most; a connector's figures are from its Stats. */
export interface ProcessPeak {
  readonly side: Side;
  readonly connector: string;
  readonly pid: number;
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

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

export interface CheckResult {
  /** No problem of severity `error`. */
  readonly ok: boolean;
  /** Every problem of both sides, each with its place in the pipeline file where it has one. */
  readonly problems: readonly PipelineProblem[];
  readonly source?: CheckedSystem;
  readonly destination?: CheckedSystem;
  readonly streams: readonly {
    readonly name: string;
    readonly target: string;
    readonly guarantee: Guarantee;
    readonly guaranteeReason: string;
  }[];
}

export interface CheckedSystem {
  readonly connector: Identity;
  /** In the connector's words: `PostgreSQL 18.4`. */
  readonly system: string;
}

export interface DiscoverResult {
  readonly connector: Identity;
  readonly streams: readonly {
    readonly name: StreamName;
    /** Quoted as a user writes it in a pipeline. */
    readonly quotedName: string;
    /** In the source's own words: `table`, `view`. */
    readonly kind: string;
    readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
    readonly primaryKey: readonly string[];
    readonly estimatedRows: number;
    readonly estimatedBytes: number;
    readonly syncModes: readonly SyncMode[];
    /** A `streams` entry of the pipeline chooses it. */
    readonly selected: boolean;
    readonly problems: readonly PipelineProblem[];
  }[];
}

export interface ConnectorDescription {
  readonly identity: Identity;
  readonly location: ConnectorLocation;
  readonly protocolVersion: number;
  readonly capabilities: readonly string[];
  readonly knobs: readonly Knob[];
  readonly maxOpenUnits: number;
  /** One for each role that the connector can take. */
  readonly roles: readonly {
    readonly role: Role;
    /** JSON Schema of the `config` object. */
    readonly configSchema: JsonObject;
    readonly documentationUrl: string;
    readonly syncModes: readonly SyncMode[];
    readonly writeModes: readonly WriteMode[];
  }[];
}

export interface ConnectorLocation {
  /** What `use:` says. */
  readonly use: string;
  readonly kind: 'package' | 'executable' | 'path';
  /** The file that is run. */
  readonly file: string;
  /** Of a package: its name and version. */
  readonly package?: { readonly name: string; readonly version: string };
}
