/** How often silence is looked at. */
const tickMs = 250;

/**
 * Counts how long a peer that owes a sign of life has given none. It counts ticks of the event loop, not the clock's
 * time: a laptop that was asleep, or a host that was itself busy, is not the peer's silence.
 */
export class SilenceWatch {
  readonly #onSilence: (limitMs: number) => void;
  readonly #limits = new Map<symbol, number>();
  #silentMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(onSilence: (limitMs: number) => void) {
    this.#onSilence = onSilence;
  }

  /** From now on a silence of `limitMs` is too long, until the answer's function is called. */
  expect(limitMs: number): () => void {
    const key = Symbol();
    if (this.#limits.size === 0) this.#silentMs = 0;
    this.#limits.set(key, limitMs);
    this.#timer ??= setInterval(() => this.#tick(), tickMs);
    return () => {
      this.#limits.delete(key);
      if (this.#limits.size === 0) this.stop();
    };
  }

  /** The peer was heard. */
  heard(): void {
    this.#silentMs = 0;
  }

  stop(): void {
    this.#limits.clear();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.#silentMs += tickMs;
    const limitMs = Math.min(...this.#limits.values());
    if (this.#silentMs < limitMs) return;
    this.stop();
    this.#onSilence(limitMs);
  }
}
