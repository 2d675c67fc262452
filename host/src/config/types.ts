import type { CheckpointInterval, Cursor, Guarantee, SyncMode, WriteMode } from '@rapidbyte/connector';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/**
 * One part of a stream's name: the literal text between its wildcards, unquoted. `orders` is `['orders']`,
 * `audit_*` is `['audit_', '']`, `*` is `['', '']`. A `*` inside quotes is literal text.
 */
export type NamePattern = readonly [string, ...string[]];

export interface StreamPattern {
  /** As it stands in the file, for messages. */
  readonly text: string;
  /** `null`: the pattern has no namespace, and matches only streams without one. */
  readonly namespace: NamePattern | null;
  readonly name: NamePattern;
}

/** One entry of `source.streams`. */
export interface StreamSelection {
  readonly pattern: StreamPattern;
  readonly syncMode: SyncMode;
  /** The columns wanted, in this order; absent means all. */
  readonly columns?: readonly string[];
  readonly exclude: readonly StreamPattern[];
  /** The column to cut the stream by. */
  readonly partitionKey?: string;
  /** Of an incremental stream, and of no other. */
  readonly cursor?: Cursor;
  /** What tells rows apart for upsert; absent leaves it to the source's primary key. */
  readonly primaryKey?: readonly string[];
  /** Less than this is refused. */
  readonly requiredGuarantee?: RequiredGuarantee;
  /** Where it stands in the file: `source.streams[0]`. */
  readonly path: string;
}

export interface RequiredGuarantee {
  readonly guarantee: Guarantee;
  /** Where it stands in the file. */
  readonly path: string;
}

export type PinnedValue = string | number | boolean;

/** A knob's value that the user has fixed; nothing else decides it then. */
export interface KnobPin {
  readonly knob: string;
  /** Null: of whichever side has the knob. */
  readonly side: 'source' | 'destination' | null;
  readonly value: PinnedValue;
  /** Where it stands in the file; null where the command line says it. */
  readonly path: string | null;
}

/** A pipeline, complete and checked, with every reference resolved. */
export interface PipelineConfig {
  readonly pipeline: string;
  readonly source: {
    readonly use: string;
    /** With secrets in place: never log it. */
    readonly config: JsonObject;
    readonly streams: readonly StreamSelection[];
  };
  readonly destination: {
    readonly use: string;
    /** With secrets in place: never log it. */
    readonly config: JsonObject;
    readonly writeMode: WriteMode;
  };
  readonly resources: {
    /** Pairs of sessions that work at once; `auto` leaves it to the engine. */
    readonly parallelism: number | 'auto';
    /** For all processes of the run together. */
    readonly maxMemoryBytes: number;
    /** Of each side; absent leaves it to what the system can spare. */
    readonly maxConnections?: number;
    readonly pins: readonly KnobPin[];
    /** Whether a run tunes the knobs that are not pinned. */
    readonly autotune: boolean;
    /** How often an incremental stream that goes on from a position is committed: whichever comes first. */
    readonly checkpointInterval: CheckpointInterval;
    /** Of the whole run, whatever fails in it. */
    readonly maxRetries: number;
    /** How long a run that was asked to stop may take to get to its next commit. */
    readonly stopTimeoutMs: number;
  };
  /** Every resolved secret, for redaction. */
  readonly secrets: readonly string[];
  /** Absolute; relative paths and packages are looked for from here: the pipeline file's directory. */
  readonly baseDirectory: string;
}
