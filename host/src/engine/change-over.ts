import { leastPart, minWindowSeconds } from '../autotune/bounds.ts';

interface Moment {
  readonly atMs: number;
}

/** The time from when new values were set until all sessions work under them. */
export interface ChangeOver<Reading extends Moment> {
  readonly ended: Reading;
  /** Where its last part began, if that is no faster than what comes: sessions were added, and moved less than they will. */
  readonly lastPart: Reading | undefined;
}

/**
 * Where the window begins. Sessions that are added may spend the rows of the probe before there was a window; the last of
 * the change-over is part of it then. That is slower than the value will be, so that one which is ahead by it is ahead.
 */
export function windowBegin<Reading extends Moment>({ ended: began, lastPart }: ChangeOver<Reading>, ended: Moment) {
  const isTooShort = ended.atMs - began.atMs < 1000 * minWindowSeconds * leastPart;
  return isTooShort ? (lastPart ?? began) : began;
}

/** Whether so few units wait that sessions which are added might take the last of them before they have been measured. */
export function wouldRunOut(unitsWaiting: number, added: number): boolean {
  return unitsWaiting < 2 * added;
}

/** What was read within the time of a window. */
export class Lately<Reading extends Moment> {
  readonly #readings: Reading[] = [];

  add(now: Reading): void {
    this.#readings.push(now);
    while (now.atMs - this.first!.atMs > 1000 * minWindowSeconds) this.#readings.shift();
  }

  get first(): Reading | undefined {
    return this.#readings[0];
  }
}
