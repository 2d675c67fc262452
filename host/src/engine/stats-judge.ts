import type { Stats } from '@rapidbyte/connector';

/** The protocol demands Stats every two seconds; this much later they are missing. */
const missingAfterMs = 5_000;
/** Late timers, and two clocks: by this much a figure may be off. */
const toleranceMs = 500;

const waits = ['waitReadMs', 'waitCreditMs', 'waitWriteMs', 'waitFlushMs', 'waitInputMs'] as const;

/** Takes the Stats of one side of a session, as far as they come and make sense: they are a foreign process's word. */
export class StatsJudge {
  readonly #side: 'source' | 'destination';
  /** The last ones that made sense, and how old the session was by then. */
  last: { readonly stats: Stats; readonly ageMs: number } | null = null;
  #nonsense: string | null = null;

  constructor(side: 'source' | 'destination') {
    this.#side = side;
  }

  take(stats: Stats, ageMs: number): void {
    this.#nonsense ??= this.#look(stats, ageMs);
    if (this.#nonsense === null) this.last = { stats, ageMs };
  }

  /** @param complete the session has ended as it should, so that there must have been Stats */
  fault(ageMs: number, complete: boolean): string | null {
    if (this.#nonsense !== null) return this.#nonsense;
    return this.last === null && (complete || ageMs > missingAfterMs) ? `the ${this.#side} sends no Stats` : null;
  }

  #look(stats: Stats, ageMs: number): string | null {
    for (const wait of waits) {
      const [before, now] = [this.last?.stats[wait] ?? 0, stats[wait]];
      const what = `the ${this.#side}'s Stats make no sense: ${wait}`;
      if (now < before - toleranceMs) return `${what} has fallen from ${before} to ${now}`;
      if (now > ageMs + toleranceMs) return `${what} is ${now} in a session of ${Math.round(ageMs)} ms`;
    }
    return null;
  }
}
