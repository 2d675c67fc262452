/** What has arrived for a session and waits for its turn. Bounded by the session's credit. */
export class InputQueue<T> {
  readonly #items: T[] = [];
  #wake: (() => void) | null = null;
  #waitedMs = 0;
  #waitingSince = 0;

  push(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** Milliseconds that `next` has waited so far, a wait under way included. */
  get waitedMs(): number {
    return this.#waitedMs + (this.#wake === null ? 0 : performance.now() - this.#waitingSince);
  }

  /** The oldest item; rejects when `signal` is aborted. One call at a time. */
  async next(signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      const item = this.#items.shift();
      if (item !== undefined) return item;
      await this.#arrival(signal);
    }
  }

  drain(): T[] {
    return this.#items.splice(0);
  }

  async #arrival(signal: AbortSignal): Promise<void> {
    this.#waitingSince = performance.now();
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    const wake = (): void => this.#wake?.();
    signal.addEventListener('abort', wake, { once: true });
    await woken;
    signal.removeEventListener('abort', wake);
    this.#wake = null;
    this.#waitedMs += performance.now() - this.#waitingSince;
  }
}
