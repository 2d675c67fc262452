import type { Socket } from 'node:net';
import { leavesAt, mostQueuedBytes, type Pace } from './pacing.ts';

/** As much as the kernel would take from a sender at once, roughly. */
const senderBufferBytes = 256 * 1024;
/**
 * Bytes that are due within this time go together: a timer has a resolution of a millisecond anyway, and a server that
 * writes 8 KB at a time would cost one each.
 */
const togetherMs = 0.5;

interface Chunk {
  readonly bytes: Buffer;
  readonly arrivesAtMs: number;
}

/**
 * Carries what one socket says to another one, later and no faster than the pace. What is queued is bounded: beyond it,
 * the sender is not read. A receiver that does not drain holds everything up. One timer, while something is under way.
 */
export class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #pace: Pace;
  readonly #mostQueuedBytes: number;
  readonly #queue: Chunk[] = [];
  #queuedBytes = 0;
  #freeAtMs: number;
  /** When the end of what the sender says arrives. */
  #endsAtMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isReceiverFull = false;

  /** @param openAtMs when the first byte may leave */
  constructor(from: Socket, to: Socket, pace: Pace, openAtMs: number) {
    this.#from = from;
    this.#to = to;
    this.#pace = pace;
    this.#mostQueuedBytes = mostQueuedBytes(pace, senderBufferBytes);
    this.#freeAtMs = openAtMs;
    from.on('data', (bytes: Buffer) => this.#take(bytes));
    from.on('end', () => {
      this.#endsAtMs = Math.max(this.#freeAtMs, performance.now()) + pace.delayMs;
      this.#schedule();
    });
    to.on('drain', () => {
      this.#isReceiverFull = false;
      this.#deliver();
    });
  }

  /** Nothing more is delivered. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #take(bytes: Buffer): void {
    this.#freeAtMs = leavesAt(this.#pace, this.#freeAtMs, performance.now(), bytes.length);
    this.#queue.push({ bytes, arrivesAtMs: this.#freeAtMs + this.#pace.delayMs });
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes >= this.#mostQueuedBytes) this.#from.pause();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#isReceiverFull) return;
    const nextAtMs = this.#queue[0]?.arrivesAtMs ?? this.#endsAtMs;
    if (nextAtMs === undefined) return;
    // Node.js rounds down, and so would fire too early.
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#deliver();
      },
      Math.max(1, Math.ceil(nextAtMs - performance.now())),
    );
  }

  #deliver(): void {
    if (this.#to.destroyed) return;
    const now = performance.now();
    let count = 0;
    this.#to.cork();
    for (const { bytes, arrivesAtMs } of this.#queue) {
      if (arrivesAtMs > now + togetherMs || this.#isReceiverFull) break;
      this.#isReceiverFull = !this.#to.write(bytes);
      this.#queuedBytes -= bytes.length;
      count++;
    }
    this.#to.uncork();
    this.#queue.splice(0, count);
    if (this.#queuedBytes < this.#mostQueuedBytes && this.#from.isPaused()) this.#from.resume();
    if (this.#queue.length === 0 && this.#endsAtMs !== undefined && this.#endsAtMs <= now) this.#to.end();
    else this.#schedule();
  }
}
