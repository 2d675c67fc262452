import type { ConnectorError } from '../error.ts';
import type { BatchHeader, ConnectorMessage, HostMessage } from '../model/message.ts';

/** Sees what passes a channel, as it passes, for a record. It must not throw, and keeps nothing that it is given. */
export interface FrameTap {
  /** @param byteLength of the frame, its length prefix included; `sent` comes before the bytes have left */
  message(direction: 'sent' | 'received', message: HostMessage | ConnectorMessage, byteLength: number): void;
  batch(direction: 'sent' | 'received', header: BatchHeader, byteLength: number): void;
  /** Nothing more is received: what came is no frame, or the output has broken off. */
  failed(error: ConnectorError): void;
  /** The connector's output is closed: nothing follows. */
  closed(): void;
}
