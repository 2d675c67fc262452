import type { Unit } from '@rapidbyte/connector';
import { unitKey } from './plan.ts';

/**
 * Hands units out to the workers: large ones first, so that the last worker does not end long after the others; none
 * before the units that it waits for, and an exclusive one only while no other unit of its stream is open.
 */
export class UnitQueue {
  readonly #waiting: Unit[];
  readonly #open = new Set<Unit>();
  readonly #finished = new Set<string>();
  #wake: (() => void)[] = [];

  constructor(units: readonly Unit[]) {
    this.#waiting = [...units].sort((a, b) => b.estimate.bytes - a.estimate.bytes);
  }

  /** The next unit, as soon as there is one; null once none is left, or `signal` is aborted. */
  async take(signal: AbortSignal): Promise<Unit | null> {
    while (!signal.aborted && this.#waiting.length > 0) {
      const index = this.#waiting.findIndex((unit) => this.#isReady(unit));
      const [unit] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (unit !== undefined) {
        this.#open.add(unit);
        return unit;
      }
      await this.#change(signal);
    }
    return null;
  }

  finished(unit: Unit): void {
    this.#open.delete(unit);
    this.#finished.add(unitKey(unit.id));
    for (const wake of this.#wake.splice(0)) wake();
  }

  #isReady(unit: Unit): boolean {
    if (!unit.after.every((id) => this.#finished.has(unitKey(id)))) return false;
    for (const open of this.#open) {
      if (open.id.streamIndex === unit.id.streamIndex && (open.exclusive || unit.exclusive)) return false;
    }
    return true;
  }

  /** Invariant 7: what is waited for is done by another worker, whose failure aborts `signal`. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#wake.push(wake);
    });
  }
}
