import type { ConnectorErrorDetails, Problem } from '../error.ts';
import type { Identity, Role, Welcome } from './handshake.ts';
import type { Setting } from './knob.ts';
import type {
  BeginRequest,
  BegunStream,
  ForgetRequest,
  Plan,
  PlanRequest,
  PublishedStream,
  PublishRequest,
  StreamPosition,
} from './load.ts';
import type { Checkpoint, Committed, Stats, StreamContext } from './session.ts';
import type { Checked, DiscoveredStream, DiscoverRequest, StreamOffer, SyncMode, WriteMode } from './stream.ts';

export interface BatchHeader {
  readonly session: number;
  readonly streamIndex: number;
  readonly sequence: number;
  readonly schemaEpoch: number;
  readonly rows: number;
  /** Length of the Arrow IPC message; what credit is counted in. */
  readonly bytes: number;
}

export interface StreamSchema {
  readonly session: number;
  readonly streamIndex: number;
  readonly schemaEpoch: number;
  readonly arrowSchema: Uint8Array;
}

export interface Done {
  readonly session: number;
  readonly rows: number;
  readonly bytes: number;
  readonly stopped: boolean;
}

/** Messages that mean the same in both directions; the host passes them on from source to destination. */
export type DataMessage =
  | ({ readonly type: 'stream_schema' } & StreamSchema)
  | ({ readonly type: 'checkpoint' } & Checkpoint)
  | ({ readonly type: 'done' } & Done);

/** What a host sends, batches aside. */
export type HostMessage =
  | DataMessage
  | {
      readonly type: 'hello';
      readonly minVersion: number;
      readonly maxVersion: number;
      readonly host: Identity;
      readonly maxFrameBytes: number;
      readonly capabilities: readonly string[];
    }
  | { readonly type: 'spec'; readonly role: Role }
  | {
      readonly type: 'configure';
      readonly role: Role;
      /** JSON text, secrets in place. */
      readonly config: string;
      readonly pipeline: string;
      readonly memoryLimitBytes: number;
    }
  | { readonly type: 'check'; readonly streams: readonly StreamOffer[] }
  | ({ readonly type: 'discover' } & DiscoverRequest)
  | ({ readonly type: 'plan' } & PlanRequest)
  | ({ readonly type: 'begin' } & BeginRequest)
  | { readonly type: 'open'; readonly session: number; readonly context: StreamContext }
  | { readonly type: 'credit'; readonly session: number; readonly bytes: number }
  | {
      readonly type: 'ack';
      readonly session: number;
      readonly checkpointId: number;
      readonly positions: readonly StreamPosition[];
    }
  | {
      readonly type: 'stop';
      /** 0: every session. */
      readonly session: number;
      readonly deadlineMs: number;
      readonly reason: string;
      readonly abort: boolean;
    }
  | ({ readonly type: 'publish' } & PublishRequest)
  | ({ readonly type: 'forget' } & ForgetRequest)
  | { readonly type: 'release' }
  | { readonly type: 'close' };

/** What a connector sends, batches aside. */
export type ConnectorMessage =
  | DataMessage
  | ({ readonly type: 'welcome' } & Welcome)
  | {
      readonly type: 'spec';
      /** JSON Schema as JSON text. */
      readonly configSchema: string;
      readonly documentationUrl: string;
      readonly syncModes: readonly SyncMode[];
      readonly writeModes: readonly WriteMode[];
    }
  | { readonly type: 'configured'; readonly problems: readonly Problem[] }
  | ({ readonly type: 'checked' } & Checked)
  | { readonly type: 'discovered'; readonly streams: readonly DiscoveredStream[]; readonly last: boolean }
  | ({ readonly type: 'planned'; readonly last: boolean } & Plan)
  | { readonly type: 'begun'; readonly streams: readonly BegunStream[] }
  | {
      readonly type: 'opened';
      readonly session: number;
      readonly settings: readonly Setting[];
      readonly creditBytes: number;
    }
  | { readonly type: 'credit'; readonly session: number; readonly bytes: number }
  | ({ readonly type: 'committed' } & Committed)
  | { readonly type: 'finished'; readonly session: number; readonly rows: number; readonly bytes: number }
  | { readonly type: 'published'; readonly streams: readonly PublishedStream[] }
  /** `positionsDropped`: streams that had a position, where forgetPosition has asked for it. */
  | { readonly type: 'forgotten'; readonly positionsDropped?: number }
  | { readonly type: 'released' }
  | ({ readonly type: 'stats' } & Stats)
  | { readonly type: 'error'; readonly session: number; readonly error: Omit<ConnectorErrorDetails, 'cause'> };
