import type { Problem, StreamName } from '../error.ts';
import type { Setting } from './knob.ts';
import type { Estimate, StreamSpec } from './stream.ts';

/** A place in a stream: byte order is stream order within one incarnation of the source's history. */
export interface Position {
  readonly order: Uint8Array;
  readonly incarnation: Uint8Array;
}

export interface StreamPosition {
  readonly streamIndex: number;
  readonly position: Position;
}

export interface UnitId {
  readonly streamIndex: number;
  /** Unique within the stream and the load. */
  readonly unit: string;
}

/** A part of a stream at one snapshot. The units of a stream, together, are the stream (invariant 3). */
export interface Unit {
  readonly id: UnitId;
  readonly kind: 'snapshot' | 'changes';
  /** Opaque to the host, at most 64 KiB, without secrets. */
  readonly token: Uint8Array;
  readonly estimate: Estimate;
  readonly bounded: boolean;
  readonly after: readonly UnitId[];
  readonly exclusive: boolean;
}

export interface PlanRequest {
  readonly loadId: string;
  readonly streams: readonly StreamSpec[];
  readonly overrides: readonly Setting[];
  /** 0 leaves it to the source. */
  readonly targetUnitBytes: number;
  /** Committed or under way: the answer tiles exactly the rest, at the same snapshot. Empty: the first plan of the load. */
  readonly done: readonly UnitId[];
  /** Sessions that will read side by side; 0 if not known. */
  readonly effectiveParallelism: number;
  /** Where the destination says that incremental streams stand; one that is not named is read from the beginning. */
  readonly resume?: readonly StreamPosition[];
}

export interface Plan {
  readonly units: readonly Unit[];
  /** What this process keeps open until Release, for people; absent where it keeps nothing. */
  readonly hold?: string;
  readonly problems: readonly Problem[];
  readonly streams?: readonly PlannedStream[];
}

/** How a stream was cut. */
export interface PlannedStream {
  readonly streamIndex: number;
  /** The knobs that this depends on, with the value in effect, and why where it is not the one asked for. */
  readonly settings: readonly Setting[];
  /** Where the stream is one unit that could not be cut: why, for people. */
  readonly wholeBecause?: string;
  /**
   * Of an incremental stream that is read from the beginning: where it stands once all of these units are written. Absent
   * where it has no row with a cursor.
   */
  readonly position?: Position;
}

/** Durable proof that a unit, up to a checkpoint, is written. Unique per (loadId, stream, unit). */
export interface Receipt {
  readonly loadId: string;
  readonly stream: StreamName;
  readonly unit: string;
  readonly epoch: number;
  readonly checkpointId: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface BeginRequest {
  readonly loadId: string;
  readonly streams: readonly StreamSpec[];
  /** A load of these streams that is under way is fenced off, without waiting for it; else that is `load_in_progress`. */
  readonly takeOver?: boolean;
  /** Who loads, for people who meet it: `run 7f3a on etl-1, process 4711`. */
  readonly holder?: string;
}

export interface BegunStream {
  readonly epoch: number;
  readonly position?: Position;
  readonly receipts: readonly Receipt[];
  /** Leftovers of earlier loads that were dropped, for people. */
  readonly cleaned: readonly string[];
}

export interface PublishRequest {
  readonly loadId: string;
  readonly streams: readonly StreamSpec[];
  readonly epochs: readonly number[];
  readonly receipts: readonly Receipt[];
  /** Stored in the transaction that makes the streams visible; a stream that is not named keeps what it has. */
  readonly positions?: readonly StreamPosition[];
}

export interface PublishedStream {
  readonly rows: number;
  /** How it was done, for people: `swap`. */
  readonly method: string;
  /** How long readers and writers of the target were kept waiting. */
  readonly lockMs: number;
  readonly warnings: readonly Problem[];
}

export interface ForgetRequest {
  readonly loadId: string;
  readonly streams: readonly StreamSpec[];
  readonly epochs: readonly number[];
  /** It is about the streams' stored positions, and about no load. Only the streams' names count then. */
  readonly forgetPosition?: boolean;
}
