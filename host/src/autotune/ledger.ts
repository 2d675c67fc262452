import type { KnobValue } from './knob.ts';
import { knownRateReserve, unknownRateReserve } from './bounds.ts';
import { Budget } from './budget.ts';
import { type Estimate, pooledNoise } from './estimate.ts';
import { figures, type Window } from './figures.ts';
import type { Rejection, RoundRecord, Verdict } from './record.ts';
import { baselineSettings, settingsKey } from './settings.ts';
import type { KnobSettings, Limits, Observation, StreamFacts, TunableKnob } from './types.ts';

/** All that a probe has found out so far. */
export class Ledger {
  readonly knobs: readonly TunableKnob[];
  readonly stream: StreamFacts;
  readonly limits: Limits;
  readonly baseline: KnobSettings;
  readonly budget: Budget;
  readonly rounds: RoundRecord[] = [];
  readonly estimates: Estimate[] = [];
  readonly rejected: Rejection[] = [];
  order: readonly { readonly knob: string; readonly why: string }[] = [];
  first: Window | null = null;
  bottleneck: Verdict | null = null;
  /** The best so far: what runs when the probe ends now. */
  incumbent: KnobSettings;
  /** Of the incumbent over the baseline, side by side. */
  gain: number | null = null;
  readonly #windows = new Map<string, Window[]>();
  #count = 0;

  constructor(knobs: readonly TunableKnob[], stream: StreamFacts, limits: Limits) {
    this.knobs = knobs;
    this.stream = stream;
    this.limits = limits;
    this.baseline = baselineSettings(knobs);
    this.incumbent = this.baseline;
    this.budget = new Budget(stream, limits);
  }

  /** @param settings those that were asked for */
  note(settings: KnobSettings, o: Observation): Window {
    const key = settingsKey(settings);
    const begin = this.budget.seconds + (o.changeOver?.seconds ?? 0);
    this.budget.spend(o);
    const window: Window = { number: ++this.#count, at: begin + o.seconds / 2, o };
    this.first ??= window;
    this.#windows.set(key, [...(this.#windows.get(key) ?? []), window]);
    return window;
  }

  /** The number that the next window will have. */
  get nextWindow(): number {
    return this.#count + 1;
  }

  measured(settings: KnobSettings): boolean {
    return this.#windows.has(settingsKey(settings));
  }

  /** The rate of these settings when they were measured last, else of the incumbent; 0 before the first window. */
  rowsPerSecond(settings: KnobSettings): number {
    const windows = this.#windows.get(settingsKey(settings)) ?? this.#windows.get(settingsKey(this.incumbent)) ?? [];
    return figures(windows.slice(-2)).rowsPerSecond;
  }

  lastWindow(settings: KnobSettings): Window | undefined {
    return this.#windows.get(settingsKey(settings))?.at(-1);
  }

  /** The window of these settings, if no other one came after it. */
  latestWindow(settings: KnobSettings): Window | undefined {
    const window = this.lastWindow(settings);
    return window?.number === this.#count ? window : undefined;
  }

  /** @param part of the window's rows that must fit */
  fits(settings: KnobSettings, windowSeconds: number, part = 1): boolean {
    const reserve = this.measured(settings) ? knownRateReserve : unknownRateReserve;
    return this.budget.fits(windowSeconds, this.rowsPerSecond(settings), reserve, part);
  }

  /** Whether settings that are so many times as fast as the incumbent's can be measured. */
  fitsStep(windowSeconds: number, step: number, part: number): boolean {
    return this.budget.fits(windowSeconds, this.rowsPerSecond(this.incumbent), step, part);
  }

  /** @param running the round that is not in the ledger yet */
  noise(running?: Estimate): number {
    return pooledNoise(running === undefined ? this.estimates : [...this.estimates, running]);
  }

  reject(knob: string, value: KnobValue, reason: string): void {
    if (!this.isRejected(knob, value)) this.rejected.push({ knob, value, reason });
  }

  isRejected(knob: string, value: KnobValue): boolean {
    return this.rejected.some((each) => each.knob === knob && each.value === value);
  }
}
