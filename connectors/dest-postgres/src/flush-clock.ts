/**
 * How long a session has waited for its system to end statements and transactions. What the writer counts as waiting for
 * the socket meanwhile is not counted twice.
 */
export class FlushClock {
  readonly #waitedMs: () => number;
  readonly #now: () => number;
  #endedMs = 0;
  #soFar: (() => number) | undefined;

  /** @param waitedMs for the socket, in all */
  constructor(waitedMs: () => number, now: () => number = () => performance.now()) {
    this.#waitedMs = waitedMs;
    this.#now = now;
  }

  /** A flush under way included; never less than before. */
  get ms(): number {
    return this.#endedMs + (this.#soFar?.() ?? 0);
  }

  /** The function that is returned ends it. */
  start(): () => void {
    const since = this.#now();
    const waited = this.#waitedMs();
    let most = 0;
    // The two clocks are read one after the other: their difference may be a little below zero, or shrink.
    const soFar = (): number => (most = Math.max(most, this.#now() - since - (this.#waitedMs() - waited)));
    this.#soFar = soFar;
    return () => {
      this.#endedMs += soFar();
      this.#soFar = undefined;
    };
  }
}
