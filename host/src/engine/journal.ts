import type { Guarantee, Position, SyncMode, WriteMode } from '@rapidbyte/connector';
import type { RunEvent } from './run-event.ts';
import type { RunResult } from './types.ts';

/**
 * Where a run is remembered while it goes on. Plain data, which JSON can hold, and without secrets; every method returns once
 * what it was told is kept. It is a memory and no authority: what a resume needs is at the destination.
 */
export interface RunJournal {
  /** Before anything else of the run. What it throws ends the run. */
  runStarted(run: RunStart): void;
  /**
   * After Begin, before the first row: durable when it returns, a power failure included. What it throws ends the run. The
   * positions are the destination's answer, and take the place of what was remembered.
   */
  loadBegun(load: LoadStart): void;
  /** What was remembered of an incremental stream before this run; null if nothing was. */
  position(pipeline: string, stream: string): RememberedPosition | null;
  /** The destination has made rows up to this position durable. Invariant 1: never earlier. Durable when it returns. */
  committed(commit: StreamProgressMark): void;
  /** The destination has made the stream's load visible. Durable when it returns. */
  published(publish: StreamProgressMark): void;
  event(runId: string, event: RunEvent): void;
  /** Invariant 8: the result is redacted already. */
  runFinished(runId: string, result: RunResult): void;
}

export interface RunStart {
  readonly runId: string;
  readonly pipeline: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export interface LoadStart {
  readonly runId: string;
  readonly loadId: string;
  readonly pipeline: string;
  readonly streams: readonly {
    /** Quoted as a user writes it, here and below. */
    readonly stream: string;
    readonly target: string;
    readonly syncMode: SyncMode;
    readonly writeMode: WriteMode;
    readonly guarantee: Guarantee;
    readonly epoch: number;
    /** Where the destination says that it stands; null: nowhere yet. */
    readonly position: PositionText | null;
  }[];
}

/** How far one stream of a load has come. */
export interface StreamProgressMark {
  readonly runId: string;
  readonly loadId: string;
  readonly pipeline: string;
  readonly stream: string;
  /** Null where the stream has none. */
  readonly position: PositionText | null;
}

/** A position's bytes in hexadecimal. Opaque to everyone but its source, but for their order within one incarnation. */
export interface PositionText {
  readonly order: string;
  readonly incarnation: string;
}

export interface RememberedPosition {
  /** Null: the destination had none. */
  readonly position: PositionText | null;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export function positionText({ order, incarnation }: Position): PositionText {
  return { order: hex(order), incarnation: hex(incarnation) };
}

/** For runs that nobody wants to remember. */
export const noJournal: RunJournal = {
  runStarted: () => {},
  loadBegun: () => {},
  position: () => null,
  committed: () => {},
  published: () => {},
  event: () => {},
  runFinished: () => {},
};
