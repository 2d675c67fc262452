import { lengthReserve } from './bounds.ts';
import type { ProbeCost } from './record.ts';
import type { Limits, Observation, StreamFacts } from './types.ts';

/** What probing may cost, and has cost. */
export class Budget {
  readonly #maxRows: number;
  readonly #maxSeconds: number;
  readonly #estimatedRows: number;
  #windows = 0;
  #seconds = 0;
  #rows = 0;
  #bytes = 0;
  /** The longest so far, of those reported. */
  #changeOverSeconds = 0;

  constructor(stream: StreamFacts, limits: Limits) {
    this.#estimatedRows = stream.estimatedRows;
    this.#maxRows = Math.floor(stream.estimatedRows * limits.budgetShare);
    this.#maxSeconds = limits.budgetSeconds;
  }

  /** The probe's clock: change-overs included, as far as they are reported. */
  get seconds(): number {
    return this.#seconds;
  }

  get changeOverSeconds(): number {
    return this.#changeOverSeconds;
  }

  spend(o: Observation): void {
    this.#windows++;
    this.#seconds += o.seconds + (o.changeOver?.seconds ?? 0);
    this.#rows += o.rows + (o.changeOver?.rows ?? 0);
    this.#bytes += o.bytes;
    this.#changeOverSeconds = Math.max(this.#changeOverSeconds, o.changeOver?.seconds ?? 0);
  }

  /** Seconds of probing that are left at this rate. */
  secondsLeft(rowsPerSecond: number): number {
    const rows = Math.max(0, this.#maxRows - this.#rows);
    return Math.max(0, Math.min(this.#maxSeconds - this.#seconds, rowsPerSecond > 0 ? rows / rowsPerSecond : 0));
  }

  /**
   * Whether one more window fits, and its change-over, even if it is faster than is known.
   * @param reserve how many times as fast it may be
   * @param part of its rows that must fit: beyond them it is cut short
   */
  fits(windowSeconds: number, rowsPerSecond: number, reserve: number, part = 1): boolean {
    const window = windowSeconds * lengthReserve;
    const changeOver = this.#changeOverSeconds * lengthReserve;
    // Until it has changed over, the load goes on as before.
    const rows = rowsPerSecond * (window * reserve * part + changeOver);
    return (
      rowsPerSecond > 0 && this.#maxRows - this.#rows >= rows && this.#maxSeconds - this.#seconds >= window + changeOver
    );
  }

  cost(): ProbeCost {
    return {
      windows: this.#windows,
      seconds: this.#seconds,
      rows: this.#rows,
      bytes: this.#bytes,
      share: this.#estimatedRows > 0 ? this.#rows / this.#estimatedRows : 0,
      maxSeconds: this.#maxSeconds,
      maxRows: this.#maxRows,
    };
  }
}
