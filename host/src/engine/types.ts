import type {
  CommitState,
  ErrorCategory,
  Guarantee,
  Identity,
  Knob,
  Role,
  Setting,
  StreamName,
  SyncMode,
  WriteMode,
} from '@rapidbyte/connector';
import type { DecisionRecord, Verdict } from '../autotune/record.ts';
import type { JsonObject } from '../config/types.ts';

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
