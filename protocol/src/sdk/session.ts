import { ConnectorError, type CommitState } from '../error.ts';
import type { DataMessage } from '../model/message.ts';
import type { Knob, Setting } from '../model/knob.ts';
import type { StreamPosition } from '../model/load.ts';
import type { ConnectorChannel } from '../wire/connector-channel.ts';

/** One open unit as the process sees it, in either role. */
export interface OpenSession {
  readonly id: number;
  /** True once its last message is sent, or it is aborted; it may still be releasing what it holds. */
  readonly ended: boolean;
  /** Settles once the session is over and its resources are released. Never rejects. */
  readonly closed: Promise<void>;
  /** A batch, or a message in sequence with batches. */
  data(item: SessionInput): void;
  credit(bytes: number): void;
  ack(checkpointId: number, positions: readonly StreamPosition[]): void;
  /** Drain to a checkpoint. */
  stop(reason: string): void;
  /** Drop what is uncommitted, now; nothing of the session is sent any more. */
  abort(reason: string): void;
}

export type SessionInput =
  | DataMessage
  | {
      readonly type: 'batch';
      readonly streamIndex: number;
      readonly sequence: number;
      readonly schemaEpoch: number;
      readonly rows: number;
      readonly arrowIpc: Uint8Array;
    };

/** What a session needs of its process. */
export interface SessionHost {
  readonly channel: Pick<ConnectorChannel, 'send' | 'sendBatch' | 'maxFrameBytes'>;
  /** The connection to the host is lost, or the host breaks the protocol: the process ends. */
  fatal(error: ConnectorError): void;
  /** Sends the session's Error; its cause goes to the log only. */
  report(session: number, error: ConnectorError): void;
  /** A batch's bytes are no longer used. */
  recycle(bytes: Uint8Array): void;
}

export function aborted(reason: string): ConnectorError {
  return new ConnectorError({ code: 'aborted', category: 'transient', message: `the host has aborted: ${reason}` });
}

/** The same error, with a commit state where it names none. */
export function withCommitState(error: ConnectorError, commitState: CommitState): ConnectorError {
  if (error.commitState !== undefined) return error;
  return new ConnectorError({ ...error.details(), commitState, cause: error });
}

/** The settings in effect where an author reports none: what was asked for, else the default. */
export function settingsInEffect(
  reported: readonly Setting[] | undefined,
  knobs: readonly Knob[],
  overrides: readonly Setting[],
): readonly Setting[] {
  if (reported !== undefined) return reported;
  return knobs.map(
    ({ name, defaultValue }) =>
      overrides.find(({ knob }) => knob === name) ?? { knob: name, value: defaultValue, provenance: 'default' },
  );
}
