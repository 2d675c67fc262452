/** What a source may still send in a session (CREDIT rules of docs/PROTOCOL.md). */
export class CreditBalance {
  #balance = 0;
  #waiting: (() => void) | null = null;
  #waitedMs = 0;
  #waitingSince = 0;

  grant(bytes: number): void {
    this.#balance += bytes;
    if (this.#balance > 0) this.#wake();
  }

  /** A batch may take the balance below zero; the next one then waits. */
  spend(bytes: number): void {
    this.#balance -= bytes;
  }

  /** Milliseconds spent waiting so far, a wait under way included. */
  get waitedMs(): number {
    return this.#waitedMs + (this.#waiting === null ? 0 : performance.now() - this.#waitingSince);
  }

  /** Resolves when the balance is above zero; rejects when `signal` is aborted. One call at a time. */
  async available(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#balance > 0) return;
    const woken = new Promise<void>((resolve) => {
      this.#waiting = resolve;
      this.#waitingSince = performance.now();
    });
    const wake = (): void => this.#wake();
    signal.addEventListener('abort', wake, { once: true });
    await woken;
    signal.removeEventListener('abort', wake);
    signal.throwIfAborted();
  }

  #wake(): void {
    if (this.#waiting === null) return;
    this.#waitedMs += performance.now() - this.#waitingSince;
    this.#waiting();
    this.#waiting = null;
  }
}
