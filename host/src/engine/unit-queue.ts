import type { Unit, UnitId } from '@rapidbyte/connector';
import { unitKey } from './plan.ts';

/**
 * Hands units out to the workers: large ones first, so that the last worker does not end long after the others; none
 * before the units that it waits for, and an exclusive one only while no other unit of its stream is open.
 */
export class UnitQueue {
  #waiting: Unit[];
  readonly #open = new Set<Unit>();
  readonly #finished = new Map<string, UnitId>();
  /** Named as taken when a plan was made: what they cover is in no later plan. */
  readonly #leftOut = new Set<string>();
  /** Moved perhaps, and only the destination can tell. */
  readonly #aside = new Set<Unit>();
  #paused = false;
  #closed = false;
  #wake: (() => void)[] = [];

  constructor(units: readonly Unit[]) {
    this.#waiting = inOrder(units);
  }

  /** Units that somebody may still take. */
  get waiting(): number {
    return this.#closed ? 0 : this.#waiting.length;
  }

  /** Units that somebody moves, or may still take. */
  get movable(): number {
    return this.waiting + this.#open.size;
  }

  /** Units that are not finished. */
  get left(): number {
    return this.#waiting.length + this.#open.size + this.#aside.size;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Nothing goes on before it is known of some units whether they were moved. */
  get awaitsAnswer(): boolean {
    return this.#aside.size > 0 && this.#open.size === 0 && !this.#waiting.some((unit) => this.#isReady(unit));
  }

  /** The next unit, as soon as there is one; null once none can be had, or `signal` is aborted. */
  async take(signal: AbortSignal): Promise<Unit | null> {
    while (!signal.aborted && !this.#closed && this.#waiting.length > 0 && !this.awaitsAnswer) {
      const index = this.#paused ? -1 : this.#waiting.findIndex((unit) => this.#isReady(unit));
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
    this.#aside.delete(unit);
    this.#finished.set(unitKey(unit.id), unit.id);
    this.#wakeAll();
  }

  /** It was not moved, and somebody else shall. */
  giveBack(unit: Unit): void {
    this.#open.delete(unit);
    this.#aside.delete(unit);
    this.#waiting.push(unit);
    this.#wakeAll();
  }

  /** Whether it was moved will be known later: until then it is neither. */
  setAside(unit: Unit): void {
    this.#open.delete(unit);
    this.#aside.add(unit);
    this.#wakeAll();
  }

  /** Nobody gets a unit any more. */
  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  /**
   * Plans anew what nobody has taken: `plan` is given the units that are finished or open, or that an earlier plan has left
   * to whoever had them, and answers with those that take the place of the others. Nobody gets a unit meanwhile.
   */
  async replace(plan: (taken: readonly UnitId[]) => Promise<readonly Unit[]>): Promise<void> {
    if (this.#paused) throw new Error('Two plans at once');
    this.#paused = true;
    try {
      // Given back since an earlier plan: nobody else has their rows.
      const kept = this.#waiting.filter(({ id }) => this.#leftOut.has(unitKey(id)));
      const taken = [...this.#finished.values(), ...[...this.#open, ...this.#aside, ...kept].map(({ id }) => id)];
      for (const id of taken) this.#leftOut.add(unitKey(id));
      this.#waiting = inOrder([...kept, ...(await plan(taken))]);
    } finally {
      this.#paused = false;
      this.#wakeAll();
    }
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #isReady(unit: Unit): boolean {
    if (!unit.after.every((id) => this.#finished.has(unitKey(id)))) return false;
    for (const open of [...this.#open, ...this.#aside]) {
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

function inOrder(units: readonly Unit[]): Unit[] {
  return [...units].sort((a, b) => b.estimate.bytes - a.estimate.bytes);
}
