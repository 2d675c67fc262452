import type { Problem, StreamName } from '../error.ts';

export type SyncMode = 'full_refresh' | 'incremental';
export type WriteMode = 'append' | 'replace' | 'upsert';
export type Guarantee = 'at_least_once' | 'idempotent_by_key' | 'exactly_once';

export interface Column {
  readonly name: string;
  /** The type in the source's own words: `numeric(12,2)`. */
  readonly nativeType: string;
  readonly nullable: boolean;
  /** JSON text from which a destination of the same system can recreate the type; its shape belongs to the `native:…` capability. */
  readonly nativeDefinition?: string;
}

/** Both figures are guesses; 0 means unknown. */
export interface Estimate {
  readonly rows: number;
  readonly bytes: number;
}

/** The stream's Arrow schema in one family of encodings; all variants have the same columns in the same order. */
export interface SchemaVariant {
  /** `canonical`, or a capability such as `native:postgresql`. */
  readonly encoding: string;
  /** One encapsulated Arrow IPC schema message. */
  readonly arrowSchema: Uint8Array;
}

export interface DiscoverRequest {
  /** Empty means all streams. */
  readonly streams: readonly StreamRequest[];
  /** Names and kinds are enough. */
  readonly namesOnly: boolean;
}

export interface StreamRequest {
  readonly name: StreamName;
  /** The columns wanted, in this order; empty means all. */
  readonly columns: readonly string[];
  /** Set where the stream is to be read incrementally; what can't be is a problem. */
  readonly cursor?: Cursor;
}

/** What an incremental read goes by: rows after the stored position, in the order of (column, tie-breaker). */
export interface Cursor {
  readonly column: string;
  /** Tells rows apart whose cursors are equal; together they are unique. */
  readonly tieBreakerColumn?: string;
  /**
   * Rows whose cursor is NULL have no place in the order. `refuse`: the first one is a data error before a row moves;
   * `include`: they are read with the first load, and, with `upsert`, whole with every later one too.
   */
  readonly nulls: 'refuse' | 'include';
  /**
   * How far before its position a read begins again, in the source's words (`10 minutes`, `500`), for rows that were
   * committed late. What lies in between is sent once more.
   */
  readonly lookBack?: string;
}

export interface DiscoveredStream {
  readonly name: StreamName;
  /** In the source's own words: `table`, `view`. */
  readonly kind: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly variants: readonly SchemaVariant[];
  readonly estimate: Estimate;
  readonly syncModes: readonly SyncMode[];
  readonly problems: readonly Problem[];
}

/** What host, source and destination agree on about a stream for one run. */
export interface StreamSpec {
  readonly name: StreamName;
  readonly syncMode: SyncMode;
  readonly writeMode: WriteMode;
  readonly columns: readonly Column[];
  /** Key columns for upsert, else the discovered primary key; may be empty. */
  readonly key: readonly string[];
  /** Of an incremental stream. */
  readonly cursor?: Cursor;
  /** The negotiated schema, one encapsulated Arrow IPC schema message; empty before negotiation. */
  readonly arrowSchema: Uint8Array;
  readonly estimate: Estimate;
  /** The column that the user wants the stream cut by. */
  readonly partitionKey?: string;
}

/** A stream as it is offered to a destination, which chooses one variant per column. */
export interface StreamOffer {
  readonly spec: StreamSpec;
  readonly variants: readonly SchemaVariant[];
}

export interface StreamAnswer {
  /** The schema that the source shall send: field by field one of the offered variants. */
  readonly arrowSchema: Uint8Array;
  readonly guarantee: Guarantee;
  readonly guaranteeReason: string;
  /** Where the rows will be seen, for people: `raw.orders`. */
  readonly target: string;
}

export interface Checked {
  readonly problems: readonly Problem[];
  /** What the system is, for people: `PostgreSQL 18.4`. */
  readonly system: string;
  /** One for each offer, in its order; empty where the check has errors. */
  readonly streams: readonly StreamAnswer[];
  /** Absent where the system does not limit connections, or the connector can't say. */
  readonly connections?: ConnectionBudget;
}

/** What the system can spare, and what the connector takes of it. */
export interface ConnectionBudget {
  /** Connections that the system would still give to this user, the checking process's own included. */
  readonly spare: number;
  /** What a process takes at most beside its sessions (requests, a plan's hold). */
  readonly perProcess: number;
  readonly perSession: number;
}
