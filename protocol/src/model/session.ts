import type { Setting } from './knob.ts';
import type { Position, Receipt, StreamPosition, Unit } from './load.ts';
import type { StreamSpec } from './stream.ts';

export interface CheckpointInterval {
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Everything that Open tells a session. */
export interface StreamContext {
  readonly loadId: string;
  /** The one stream of a snapshot unit; a changes unit carries several. */
  readonly streams: readonly StreamSpec[];
  readonly epochs: readonly number[];
  readonly unit: Unit;
  readonly resume: readonly StreamPosition[];
  readonly effectiveParallelism: number;
  readonly overrides: readonly Setting[];
  /** All zero: a checkpoint only at the unit's end. */
  readonly checkpointInterval: CheckpointInterval;
  /** 0 leaves it to the source. */
  readonly targetBatchBytes: number;
  /** What a destination may have granted and not yet consumed in this session. */
  readonly creditLimitBytes: number;
}

export interface Checkpoint {
  readonly session: number;
  readonly checkpointId: number;
  readonly positions: readonly StreamPosition[];
  readonly rows: number;
  readonly bytes: number;
  readonly idle: boolean;
  readonly head?: Position;
}

export interface Committed {
  readonly session: number;
  readonly checkpointId: number;
  readonly receipt: Receipt;
  readonly rows: number;
  readonly bytes: number;
}

/** Cumulative within the session; cpuMs and memoryBytes are of the whole process. */
export interface Stats {
  readonly session: number;
  readonly rows: number;
  readonly bytes: number;
  readonly waitReadMs: number;
  readonly waitCreditMs: number;
  readonly waitWriteMs: number;
  readonly waitFlushMs: number;
  readonly waitInputMs: number;
  readonly cpuMs: number;
  readonly memoryBytes: number;
}
