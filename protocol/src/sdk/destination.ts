import type { Problem, StreamName } from '../error.ts';
import type { Identity } from '../model/handshake.ts';
import type { Knob, Setting } from '../model/knob.ts';
import type {
  BeginRequest,
  BegunStream,
  ForgetRequest,
  PublishedStream,
  PublishRequest,
  Receipt,
} from '../model/load.ts';
import type { Checkpoint, StreamContext } from '../model/session.ts';
import type { Checked, StreamOffer, WriteMode } from '../model/stream.ts';
import type { Environment } from './environment.ts';

/** What the author of a destination implements. Hand it to `serve`. Any method may throw a ConnectorError. */
export interface Destination {
  readonly identity: Identity;
  /** JSON Schema of the config object; as a function where it takes time to load. */
  readonly configSchema: object | (() => Promise<object>);
  readonly documentationUrl?: string;
  readonly writeModes: readonly WriteMode[];
  readonly capabilities?: readonly string[];
  readonly knobs?: readonly Knob[];
  /** Sessions that may be open in this process at once; 1 if not said. */
  readonly maxOpenUnits?: number;

  /** Takes the config, or returns every problem of it. Reaches nothing. */
  configure(config: unknown, environment: Environment): Promise<readonly Problem[]>;
  /** Reaches the system, chooses an encoding per column, reports every problem; changes nothing there. */
  check(offers: readonly StreamOffer[]): Promise<Checked>;
  /** Prepares a load: raises the epoch of each stream, drops older leftovers, makes staging. One answer per stream. */
  begin(request: BeginRequest): Promise<readonly BegunStream[]>;
  /** Opens a unit for writing. `signal` aborts it. */
  open(context: StreamContext, signal: AbortSignal): Promise<DestinationSession>;
  /** Makes the load visible, per stream atomically; idempotent. One answer per stream. */
  publish(request: PublishRequest): Promise<readonly PublishedStream[]>;
  /** Drops what an unfinished load keeps (staging). Idempotent. */
  forget?(request: ForgetRequest): Promise<void>;
  /**
   * Drops the stored position of a stream, so that its next load reads it from the beginning. Resolves with whether it had
   * one; safe to repeat. A load under way must not store one afterwards: fence it off by a higher epoch, or throw
   * `load_in_progress`. Absent where positions are not kept: it is what the capability `forget_position` stands for.
   */
  forgetPosition?(stream: StreamName): Promise<boolean>;
  close?(): Promise<void>;
}

export interface DestinationSession {
  /** Every knob with the value in effect. */
  readonly settings?: readonly Setting[];
  /** Takes one batch; its bytes may not be used after the promise has settled. Calls never overlap. */
  write(batch: IncomingBatch): Promise<void>;
  /** Makes everything written so far durable, with position and receipt, in one transaction (invariant 2). */
  commit(checkpoint: Checkpoint): Promise<Receipt>;
  /** What this session has written, as the system itself counted it. Called once, after the last commit. */
  finish(): Promise<{ readonly rows: number; readonly bytes: number }>;
  /** Drops what is uncommitted and releases the session's resources. May be called at any moment; never throws. */
  abort(): Promise<void>;
  /** Waits of this session so far, in milliseconds, for Stats. */
  waits?(): { readonly writeMs: number; readonly flushMs: number };
}

export interface IncomingBatch {
  /** Index into StreamContext.streams. */
  readonly streamIndex: number;
  readonly schemaEpoch: number;
  readonly rows: number;
  /** One encapsulated Arrow IPC record-batch message; contiguous, and its start is 8-byte aligned in its ArrayBuffer. */
  readonly arrowIpc: Uint8Array;
}
