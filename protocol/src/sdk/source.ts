import type { ConnectorError, Problem } from '../error.ts';
import type { Identity } from '../model/handshake.ts';
import type { Knob, Setting } from '../model/knob.ts';
import type { ForgetRequest, Plan, PlanRequest, StreamPosition } from '../model/load.ts';
import type { StreamContext } from '../model/session.ts';
import type { Checked, DiscoveredStream, DiscoverRequest, SyncMode } from '../model/stream.ts';
import type { Environment } from './environment.ts';

/** What the author of a source implements. Hand it to `serve`. Any method may throw a ConnectorError. */
export interface Source {
  readonly identity: Identity;
  /** JSON Schema of the config object; as a function where it takes time to load. */
  readonly configSchema: object | (() => Promise<object>);
  readonly documentationUrl?: string;
  readonly syncModes: readonly SyncMode[];
  readonly capabilities?: readonly string[];
  readonly knobs?: readonly Knob[];
  /** Sessions that may be open in this process at once; 1 if not said. */
  readonly maxOpenUnits?: number;

  /** Takes the config, or returns every problem of it. Reaches nothing. */
  configure(config: unknown, environment: Environment): Promise<readonly Problem[]>;
  /** Reaches the system and reports every problem, without changing anything there. */
  check(): Promise<Omit<Checked, 'streams'>>;
  /** The streams asked for (all, if none is named); one that does not exist is left out. */
  discover(request: DiscoverRequest): AsyncIterable<DiscoveredStream>;
  /**
   * Cuts streams into units at one snapshot. Without it, each stream is one unit with an empty token. Asked again with
   * `done`, it cuts what those units leave, at the same snapshot.
   */
  plan?(request: PlanRequest): Promise<SourcePlan>;
  /** Ends what the plan holds open. Required where a plan names a hold. */
  release?(): Promise<void>;
  /** Opens a unit: connects, finds the position, reads nothing yet. `signal` aborts it. */
  open(context: StreamContext, signal: AbortSignal): Promise<SourceSession>;
  /** Drops what is kept outside this process for a load (slots, exports). */
  forget?(request: ForgetRequest): Promise<void>;
  close?(): Promise<void>;
}

export interface SourcePlan extends Plan {
  /** Resolves if what the plan holds is lost before Release: the process then ends with this error, and so does the run. */
  readonly lost?: Promise<ConnectorError>;
}

export interface SourceSession {
  /** Every knob with the value in effect. */
  readonly settings?: readonly Setting[];
  /** Emits the unit's rows and checkpoints; resolves when all is emitted, rejects when `signal` of open is aborted. */
  read(output: SourceOutput): Promise<void>;
  /** The checkpoint is durable in the destination and in the host's state. */
  ack?(checkpointId: number, positions: readonly StreamPosition[]): void;
  /** Releases the session's resources; called once, after read has settled. */
  close(): Promise<void>;
}

export interface SourceOutput {
  /** Aborted when the host asks to stop: emit a checkpoint at the next possible place and return from read. */
  readonly stop: AbortSignal;
  /** The most that OutgoingBatch.arrowIpc may have in bytes, all pieces together; follows from the frame limit agreed on. */
  readonly maxBatchBytes: number;
  /**
   * Sends a batch. Resolves once its bytes have left the process and its buffers may be used again; waits for credit
   * first. Several may be under way; they leave in the order of the calls.
   */
  emit(batch: OutgoingBatch): Promise<void>;
  /** Every row up to these positions has been emitted. One is added at the end of read where the author placed none. */
  checkpoint(positions?: readonly StreamPosition[]): Promise<void>;
  /** Adds to the time that this session has waited for the source system. */
  addWaitReadMs(milliseconds: number): void;
}

export interface OutgoingBatch {
  /** Index into StreamContext.streams; 0 if not said. */
  readonly streamIndex?: number;
  readonly rows: number;
  /** One encapsulated Arrow IPC record-batch message, in pieces that are sent one after the other. */
  readonly arrowIpc: readonly Uint8Array[];
}
