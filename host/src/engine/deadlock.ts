import type { Stats } from '@rapidbyte/connector';

/** How long a side may claim to wait for what it already has. */
export const deadlockTimeoutMs = 6000;

/** Whose turn it is in a session; nobody's while both have something to do. */
export interface Turn {
  /** The source has credit, and has not ended. */
  readonly source: boolean;
  /** The destination has all that it has granted credit for, or a checkpoint or an end that it has not answered. */
  readonly destination: boolean;
}

/**
 * Finds a session in which both sides are alive and each waits for the other: a source that says it waits for credit
 * while it has some, a destination that says it waits for input while it owes the answer. A side that waits for its own
 * system may wait as long as it likes.
 */
export class DeadlockWatch {
  #sourceWaitMs: number | null = null;
  #destinationWaitMs: number | null = null;

  /** Something moved: a batch, a grant, an answer. */
  moved(): void {
    this.#sourceWaitMs = null;
    this.#destinationWaitMs = null;
  }

  /** True if the source is at fault. */
  sourceStats(stats: Stats, turn: Turn): boolean {
    if (!turn.source) this.#sourceWaitMs = null;
    else this.#sourceWaitMs ??= stats.waitCreditMs;
    return this.#sourceWaitMs !== null && stats.waitCreditMs - this.#sourceWaitMs >= deadlockTimeoutMs;
  }

  /** True if the destination is at fault. */
  destinationStats(stats: Stats, turn: Turn): boolean {
    if (!turn.destination) this.#destinationWaitMs = null;
    else this.#destinationWaitMs ??= stats.waitInputMs;
    return this.#destinationWaitMs !== null && stats.waitInputMs - this.#destinationWaitMs >= deadlockTimeoutMs;
  }
}
