import type { ErrorCategory } from '@rapidbyte/connector';

/** Before the first retry on average half of this, and twice as long before each further one. */
const firstDelayMs = 1000;
/** A server that restarts is back within a minute; longer pauses only waste time once it is. */
const maxDelayMs = 60_000;
/** A system may ask for more patience than that, but not for any amount. */
const maxRetryAfterMs = 300_000;

/** What of an error is decided on. */
export interface RetryCause {
  readonly category: ErrorCategory;
  readonly retryAfterMs?: number | undefined;
}

/** The next try. */
export interface Retry {
  /** The first try of all is 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly delayMs: number;
}

/** Whether it may be gone by itself: only the category tells, and no other one ever passes. */
export function mayPass({ category }: RetryCause): boolean {
  return category === 'transient' || category === 'rate_limited';
}

/** Exponential, with full jitter, so that many that failed at one moment do not come back at one; after what was asked for. */
export function retryDelayMs(retry: number, random: number, retryAfterMs = 0): number {
  const most = Math.min(maxDelayMs, firstDelayMs * 2 ** (retry - 1));
  return Math.round(Math.min(retryAfterMs, maxRetryAfterMs) + random * most);
}

/** The tries of a run: whatever fails in it, a unit or the whole load, takes one of them. */
export class Retries {
  readonly #max: number;
  readonly #random: () => number;
  #used = 0;

  constructor(max: number, random: () => number) {
    this.#max = max;
    this.#random = random;
  }

  /** So far, the first one included. */
  get attempts(): number {
    return this.#used + 1;
  }

  /** Null: none is left. Whether the error may pass is the caller's to ask. */
  next({ retryAfterMs }: RetryCause): Retry | null {
    if (this.#used >= this.#max) return null;
    this.#used++;
    return {
      attempt: this.attempts,
      maxAttempts: this.#max + 1,
      delayMs: retryDelayMs(this.#used, this.#random(), retryAfterMs),
    };
  }
}
