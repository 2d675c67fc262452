import type { Writable } from 'node:stream';
import { ConnectorError } from '../error.ts';
import type { BatchHeader, ConnectorMessage } from '../model/message.ts';
import { encodeBatchHead } from './batch-header.ts';
import { connectorFrame } from './encode/message.ts';
import { FrameWriter } from './frame-writer.ts';
import { defaultMaxFrameBytes, lengthPrefixBytes, magic } from './limits.ts';

/** A connector's output. Messages leave in the order of the calls. */
export class ConnectorChannel {
  /** Limit of a message; lowered to what Hello and Welcome agree to. */
  maxFrameBytes = defaultMaxFrameBytes;
  readonly #writer: FrameWriter;

  constructor(writable: Writable) {
    this.#writer = new FrameWriter(writable);
  }

  /** The first bytes of all. */
  sendMagic(): Promise<void> {
    return this.#writer.write([magic]);
  }

  /**
   * Resolves once the bytes are handed to the operating system.
   * @throws ConnectorError peer_closed, message_too_large
   */
  async send(message: ConnectorMessage): Promise<void> {
    const frame = connectorFrame(message);
    if (frame.length - lengthPrefixBytes > this.maxFrameBytes) {
      throw new ConnectorError({
        code: 'message_too_large',
        category: 'internal',
        message: `a ${message.type} message of ${frame.length} bytes; at most ${this.maxFrameBytes} fit`,
      });
    }
    await this.#writer.write([frame]);
  }

  /** The pieces of the body leave without being copied; they may be reused once the promise has settled. */
  sendBatch(header: BatchHeader, arrowIpc: readonly Uint8Array[]): Promise<void> {
    return this.#writer.write([encodeBatchHead(header), ...arrowIpc]);
  }

  /** Settles once everything that was sent before has left, or cannot. */
  async flush(): Promise<void> {
    await this.#writer.idle();
  }
}
