import type { Crew } from './crew.ts';

/** What the sessions of values that are not tried any more hold is free by then. */
const trialMemoryMs = 5_000;

/** Where memory runs short while values are being tried, these are to blame, and go; else workers beyond the first do. */
export class MemoryRelief {
  readonly #crew: Pick<Crew, 'trial' | 'setPairs'>;
  #triedAtMs = -Infinity;

  constructor(crew: Pick<Crew, 'trial' | 'setPairs'>) {
    this.#crew = crew;
  }

  /** True once workers were parked, which is for good. */
  relieve(message: string): boolean {
    const trial = this.#crew.trial();
    if (trial !== null) {
      this.#triedAtMs = performance.now();
      trial.failed(new Error(message));
    }
    if (performance.now() - this.#triedAtMs < trialMemoryMs) return false;
    this.#crew.setPairs(1);
    return true;
  }
}
