/** What is taken within this time is one burst: a socket that has room again takes several pieces at once. */
const burstMs = 20;

/**
 * How far a session is, told from the batches that its destination has taken. These come in steps, of a megabyte or, where
 * a socket's buffer is filled and drained in turn, of several. On a slow connection a step is as long as a window of the
 * tuner: so each is spread over the time in which the next one comes. Never more than was taken.
 */
export class SteadyProgress {
  /** Taken before the last burst. */
  #before = 0;
  #burst = 0;
  #burstAtMs: number | null = null;
  /** Of the bursts before it; null before there are two. */
  #bytesPerMs: number | null = null;
  #bursts = 0;

  take(bytes: number, nowMs: number): void {
    if (this.#burstAtMs !== null && nowMs - this.#burstAtMs < burstMs) {
      this.#burst += bytes;
      return;
    }
    if (this.#burstAtMs !== null) {
      this.#bytesPerMs = this.#burst / (nowMs - this.#burstAtMs);
      this.#before += this.#burst;
    }
    this.#bursts++;
    this.#burst = bytes;
    this.#burstAtMs = nowMs;
  }

  /** So far. */
  get bursts(): number {
    return this.#bursts;
  }

  bytesAt(nowMs: number): number {
    if (this.#burstAtMs === null || this.#bytesPerMs === null) return this.#before + this.#burst;
    return this.#before + Math.min(this.#burst, this.#bytesPerMs * (nowMs - this.#burstAtMs));
  }
}
