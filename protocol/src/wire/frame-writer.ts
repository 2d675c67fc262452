import type { Writable } from 'node:stream';
import { ConnectorError } from '../error.ts';

/** Writes frames to a stream whose reader may die at any moment: no write outlives the stream (Invariant 7). */
export class FrameWriter {
  readonly #writable: Writable;
  readonly #waiting = new Set<(error: ConnectorError) => void>();
  readonly #pending = new Set<Promise<void>>();
  #failure: ConnectorError | null = null;

  constructor(writable: Writable) {
    this.#writable = writable;
    writable.on('error', (error) => this.#fail(error));
    writable.on('close', () => this.#fail(undefined));
  }

  /**
   * Writes the pieces as one, without joining them; frames leave in the order of the calls.
   * @returns once the bytes are handed to the operating system
   * @throws ConnectorError peer_closed when the reader is gone
   */
  write(pieces: readonly Uint8Array[]): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.add(reject);
      const settle = (error: Error | null | undefined): void => {
        this.#waiting.delete(reject);
        if (error) reject(closed(error));
        else resolve();
      };
      // Corked pieces leave in one writev.
      this.#writable.cork();
      pieces.forEach((piece, index) => {
        if (index === pieces.length - 1) this.#writable.write(piece, settle);
        else this.#writable.write(piece);
      });
      this.#writable.uncork();
    });
    this.#pending.add(written);
    const settled = (): void => void this.#pending.delete(written);
    written.then(settled, settled);
    return written;
  }

  /** Settles once every write so far has settled. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  #fail(cause: Error | undefined): void {
    this.#failure ??= closed(cause);
    for (const reject of this.#waiting) reject(this.#failure);
    this.#waiting.clear();
  }
}

function closed(cause: Error | undefined): ConnectorError {
  return new ConnectorError({
    code: 'peer_closed',
    category: 'transient',
    message: 'the other side has closed its input',
    ...(cause === undefined ? {} : { cause }),
  });
}
