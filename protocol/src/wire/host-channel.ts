import type { Readable, Writable } from 'node:stream';
import { ConnectorError } from '../error.ts';
import type { BatchHeader, ConnectorMessage, HostMessage } from '../model/message.ts';
import { skimBatch } from './batch-skim.ts';
import { connectorMessage } from './decode/message.ts';
import { hostFrame } from './encode/message.ts';
import { checkFrameLength, FrameSplitter, type RawFrame } from './frame.ts';
import type { FrameTap } from './frame-tap.ts';
import { FrameWriter } from './frame-writer.ts';
import { lengthPrefixBytes } from './limits.ts';
import { MagicGate } from './magic.ts';
import { protocolError } from './malformed.ts';
import type { ReceivePool } from './receive-pool.ts';

/** A batch as it arrived: the whole frame with its length prefix, in pieces, its body neither decoded nor copied. */
export interface BatchFrame {
  readonly header: BatchHeader;
  readonly chunks: readonly Uint8Array[];
  readonly byteLength: number;
  /** The pieces are not used any more. `forward` says so itself; a frame that is dropped need not. */
  release(): void;
}

export type Received =
  | { readonly kind: 'message'; readonly message: ConnectorMessage }
  | { readonly kind: 'batch'; readonly frame: BatchFrame };

export interface HostChannelOptions {
  /** The connector's stdout. */
  readonly readable: Readable;
  /** The connector's stdin. */
  readonly writable: Writable;
  readonly maxFrameBytes: number;
  /** That `readable`'s chunks come from, if they do. */
  readonly pool?: ReceivePool;
  readonly tap?: FrameTap | undefined;
}

/**
 * The host's end of one connector process. Reads only while someone waits in `receive`: what the connector sends
 * ahead stays in the pipe, save for the chunk and the frame that are arriving.
 */
export class HostChannel {
  readonly #readable: Readable;
  readonly #writer: FrameWriter;
  readonly #gate = new MagicGate();
  readonly #splitter: FrameSplitter;
  readonly #pool: ReceivePool | null;
  readonly #tap: FrameTap | undefined;
  #failure: ConnectorError | null = null;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor({ readable, writable, maxFrameBytes, pool, tap }: HostChannelOptions) {
    this.#readable = readable;
    this.#writer = new FrameWriter(writable);
    this.#pool = pool ?? null;
    this.#tap = tap;
    this.#splitter = new FrameSplitter(maxFrameBytes, this.#pool);
    readable.on('data', (chunk: Uint8Array) => this.#take(() => this.#splitter.push(this.#gate.push(chunk))));
    readable.on('end', () => this.#take(() => this.#end()));
    readable.on('error', (error) => this.#fail(eof(error)));
    readable.on('close', () => {
      this.#fail(eof(undefined));
      this.#tap?.closed();
    });
    readable.pause();
  }

  /** Limit of a message in both directions; lowered to what Welcome agrees to. */
  get maxFrameBytes(): number {
    return this.#splitter.maxFrameBytes;
  }

  set maxFrameBytes(bytes: number) {
    this.#splitter.maxFrameBytes = bytes;
  }

  /**
   * The next message or batch; null at a clean end of the stream, between two frames. One call at a time.
   * @throws ConnectorError category protocol: bad_magic, frame_too_large, truncated_frame, malformed_message, unexpected_eof
   */
  async receive(): Promise<Received | null> {
    for (;;) {
      const frame = this.#splitter.shift();
      if (frame !== undefined) return this.#decode(frame);
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return null;
      await this.#more();
    }
  }

  /**
   * Resolves once the bytes are handed to the operating system.
   * @throws ConnectorError peer_closed when the connector no longer reads; frame_too_large
   */
  async send(message: HostMessage): Promise<void> {
    const frame = hostFrame(message);
    checkFrameLength(frame.length - lengthPrefixBytes, this.maxFrameBytes, new Uint8Array(0));
    this.#tap?.message('sent', message, frame.length);
    await this.#writer.write([frame]);
  }

  /** Passes a batch on, byte for byte, in one writev, and releases it (Invariant 5). Resolves and throws like `send`. */
  async forward(frame: BatchFrame): Promise<void> {
    checkFrameLength(frame.byteLength - lengthPrefixBytes, this.maxFrameBytes, new Uint8Array(0));
    this.#tap?.batch('sent', frame.header, frame.byteLength);
    await this.#writer.write(frame.chunks);
    frame.release();
  }

  #decode(frame: RawFrame): Received {
    try {
      const batch = skimBatch(frame.chunks, frame.byteLength, lengthPrefixBytes);
      const release = (): void => frame.chunks.forEach((chunk) => this.#pool?.release(chunk));
      if (batch !== null) {
        this.#tap?.batch('received', batch.header, frame.byteLength);
        return { kind: 'batch', frame: { header: batch.header, ...frame, release } };
      }
      // What a message holds of these bytes (schemas, tokens) outlives them.
      const bytes = Buffer.concat(frame.chunks);
      release();
      const message = connectorMessage(bytes.subarray(lengthPrefixBytes));
      this.#tap?.message('received', message, frame.byteLength);
      return { kind: 'message', message };
    } catch (error) {
      this.#fail(ConnectorError.from(error));
      throw error;
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#readable.resume();
    });
  }

  #take(step: () => void): void {
    if (this.#failure !== null || this.#ended) return;
    try {
      step();
    } catch (error) {
      this.#fail(ConnectorError.from(error));
      return;
    }
    // Back-pressure: nothing is read ahead of the consumer.
    if (this.#splitter.hasFrame) this.#readable.pause();
    if (this.#splitter.hasFrame || this.#ended) this.#awake();
  }

  #end(): void {
    this.#gate.end();
    this.#splitter.end();
    this.#ended = true;
  }

  #fail(error: ConnectorError): void {
    if (this.#ended) return;
    if (this.#failure === null) this.#tap?.failed(error);
    this.#failure ??= error;
    this.#readable.pause();
    this.#awake();
  }

  #awake(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

function eof(cause: Error | undefined): ConnectorError {
  const error = protocolError('unexpected_eof', "the connector's output broke off");
  return cause === undefined ? error : Object.assign(error, { cause });
}
