import { setTimeout as delay } from 'node:timers/promises';
import type { TuningController } from '../autotune/controller.ts';
import { leapStep, maxWindowSeconds } from '../autotune/bounds.ts';
import { windowRecord } from '../autotune/figures.ts';
import type { DecisionRecord } from '../autotune/record.ts';
import { baselineSettings, knobId, plainSettings } from '../autotune/settings.ts';
import type { KnobSettings, Limits, Observation, Step, StreamFacts, TunableKnob } from '../autotune/types.ts';
import { type ChangeOver, Lately, windowBegin, wouldRunOut } from './change-over.ts';
import type { RunContext } from './context.ts';
import type { Trial } from './crew.ts';
import type { StreamLoad } from './load.ts';
import { activity, type LoadGauge, type Reading } from './load-gauge.ts';
import type { LoadMeter } from './load-meter.ts';
import { steadyUnitBytes } from './plan.ts';
import type { RunningLoad } from './running-load.ts';

/** How often a change-over is looked at. */
const pollMs = 20;

/** Units while connectors' knobs are probed: small, so that a change takes effect soon. Else the source chooses. */
const probeUnitBytes = 8 * 2 ** 20;

/** So long sessions may take until something shows that they move; then they are measured as they are. */
const patienceMs = 2000;

/** Why a probe ends that was not at its end. */
const atEnd = 'the load was read to its end';
const spent = 'its share of the rows was spent';

/** What a controller is made of. */
export interface TuningPlan {
  readonly knobs: readonly TunableKnob[];
  readonly facts: StreamFacts;
  readonly limits: Limits;
}

/** What has to happen before new values are in effect. */
type Change = 'none' | 'fewer pairs' | 'more pairs' | 'sessions';

type Measure = Extract<Step, { readonly kind: 'measure' }>;

/**
 * Carries out what the controller says, window by window, until it locks: applies values, waits for the change-over, measures.
 * A fault of its own ends the tuning and never the run: the baseline carries on.
 */
export class Tuner {
  readonly #context: RunContext;
  readonly #control: RunningLoad;
  readonly #meter: LoadMeter;
  readonly #gauge: LoadGauge;
  readonly #plan: TuningPlan;
  readonly #stream: StreamLoad;
  /** Of the load, by when the probe must be over. */
  readonly #mostRows: number;
  #applied: KnobSettings;
  #isOver = false;
  /** A plan that is made while sessions are added. */
  #cutting: Promise<void> = Promise.resolve();
  /** What went wrong under the values that are being tried. */
  #failure: string | null = null;

  constructor(
    context: RunContext,
    load: {
      readonly control: RunningLoad;
      readonly meter: LoadMeter;
      readonly gauge: LoadGauge;
      readonly stream: StreamLoad;
    },
    plan: TuningPlan,
  ) {
    this.#context = context;
    this.#control = load.control;
    this.#meter = load.meter;
    this.#gauge = load.gauge;
    this.#stream = load.stream;
    this.#plan = plan;
    this.#mostRows = plan.limits.budgetShare * plan.facts.estimatedRows;
    this.#applied = baselineSettings(plan.knobs);
  }

  /** For a unit that is opened now; null where it is opened under the baseline, or under what was found. */
  trial(): Trial | null {
    const settings = this.#applied;
    const isTrying = this.#plan.knobs.some((each) => settings.get(knobId(each)) !== each.baseline);
    if (this.#isOver || !isTrying) return null;
    return {
      failed: (error) => {
        // One that ends late is no fault of the values that are in effect by then.
        if (settings === this.#applied) this.#failure ??= error instanceof Error ? error.message : String(error);
      },
    };
  }

  /** Resolves once values are locked, or the load is over. Never rejects. */
  async run(): Promise<DecisionRecord | null> {
    try {
      const { knobs, facts, limits } = this.#plan;
      const controller = this.#context.parts.createController(knobs, facts, limits);
      let step = controller.start();
      let before = this.#gauge.read();
      while (step.kind === 'measure') {
        this.#announce(step);
        const change = await this.#changeOver(await this.#apply(step.settings, probeUnitBytes));
        if (change === null) {
          step = controller.end(this.#isSpent ? spent : atEnd);
          break;
        }
        const ended = await this.#window(change.ended, step.windowSeconds);
        step =
          ended === null
            ? this.#afterGap(controller, step)
            : this.#observe(controller, step, this.#observation(before, windowBegin(change, ended), ended));
        before = ended ?? this.#gauge.read();
      }
      await this.#lock(step);
      return step.kind === 'locked' ? step.record : null;
    } catch (error) {
      if (this.#context.signal.aborted) return null;
      await this.#restoreBaseline();
      this.#context.events.emit({
        type: 'autotune_skipped',
        stream: this.#stream.name,
        reason: `a fault of the tuner, the values from before carry on: ${String(error)}`,
      });
      return null;
    } finally {
      this.#isOver = true;
    }
  }

  #announce({ window, settings, why, windowSeconds, compared }: Measure): void {
    this.#context.events.emit({
      type: 'autotune_window',
      stream: this.#stream.name,
      window,
      settings: plainSettings(settings),
      compared,
      why,
      seconds: windowSeconds,
    });
  }

  #observe(controller: TuningController, { window, settings }: Measure, o: Observation): Step {
    this.#context.events.emit({
      type: 'autotune_measured',
      stream: this.#stream.name,
      window,
      settings: plainSettings(settings),
      figures: windowRecord(window, o),
    });
    return controller.observe(o);
  }

  /** There was no window: a unit has failed, or nothing is left. */
  #afterGap(controller: TuningController, { window, settings }: Measure): Step {
    if (this.#failure === null) return controller.end(atEnd);
    const failure = this.#failure;
    this.#failure = null;
    const { name: stream } = this.#stream;
    this.#context.events.emit({
      type: 'autotune_measured',
      stream,
      window,
      settings: plainSettings(settings),
      figures: null,
      failure,
    });
    return controller.failed(settings, failure);
  }

  async #lock(step: Step): Promise<void> {
    if (step.kind !== 'locked') return;
    await this.#settle(step.settings);
  }

  async #restoreBaseline(): Promise<void> {
    try {
      await this.#settle(baselineSettings(this.#plan.knobs));
    } catch {
      // The run has failed, and says why.
    }
  }

  /** For good. */
  async #settle(settings: KnobSettings): Promise<void> {
    await this.#cutting;
    await this.#apply(settings, null);
    await this.#control.setUnitBytes(steadyUnitBytes(this.#control.pairs));
  }

  /** @param unitBytes for values that only new sessions take; null: as they are */
  async #apply(settings: KnobSettings, unitBytes: number | null): Promise<Change> {
    const before = this.#applied;
    // First of all: a session may be opened under the new values, and fail, before the last one is set.
    this.#applied = settings;
    let change: Change = 'none';
    for (const each of this.#plan.knobs) {
      const value = settings.get(knobId(each));
      if (value === undefined || value === before.get(knobId(each))) continue;
      // It was about the values from before, which are gone.
      this.#failure = null;
      if (each.side === 'host') {
        const isMore = Number(value) > this.#control.pairs;
        this.#setPairs(Number(value), unitBytes);
        if (change === 'none') change = isMore ? 'more pairs' : 'fewer pairs';
      } else {
        if (unitBytes !== null) await this.#control.setUnitBytes(unitBytes);
        await this.#control.setKnob(each.side, each.knob.name, value);
        change = 'sessions';
      }
    }
    return change;
  }

  /**
   * In long steps there may be too few units for the sessions, since they were cut for few; and the next step's processes
   * start while this one is measured.
   */
  #setPairs(pairs: number, unitBytes: number | null): void {
    const before = this.#control.pairs;
    this.#control.setPairs(pairs);
    if (pairs < leapStep * before) return;
    this.#control.preparePairs(leapStep * pairs);
    if (unitBytes === null || !wouldRunOut(this.#control.unitsWaiting, pairs - before)) return;
    // Not waited for: what the load moves meanwhile is spent, and has to be seen.
    this.#cutting = this.#control.setUnitBytes(unitBytes);
    this.#cutting.catch(() => {});
  }

  /** Until the change is in effect. Null: nothing is left to be opened, or to be spent. Early if a unit has failed. */
  async #changeOver(change: Change): Promise<ChangeOver<Reading> | null> {
    const mark = this.#meter.mark();
    const sinceMs = performance.now();
    const lately = new Lately<Reading>();
    const isDone = (): boolean =>
      this.#hasChangedOver(change, mark) || (change !== 'sessions' && performance.now() - sinceMs > patienceMs);
    while (this.#failure === null && !isDone()) {
      if (this.#control.unitsWaiting === 0) return null;
      if (this.#isSpent) {
        if (change === 'more pairs' && lately.first !== undefined) break;
        return null;
      }
      lately.add(this.#gauge.read());
      await delay(pollMs, undefined, { signal: this.#context.signal });
    }
    return { ended: this.#gauge.read(), lastPart: change === 'more pairs' ? lately.first : undefined };
  }

  get #isSpent(): boolean {
    return this.#meter.totals().rows >= this.#mostRows;
  }

  /**
   * A knob of a connector is in effect once every open session was opened under its new value. The number of sessions needs
   * no new ones but those that are added, and what they add is seen once they move something.
   */
  #hasChangedOver(change: Change, mark: number): boolean {
    const opened = this.#meter.mark() - mark;
    switch (change) {
      case 'none':
      case 'fewer pairs':
      case 'more pairs': {
        const wanted = this.#control.pairs;
        // Short sessions may never all move something at the same moment.
        return this.#meter.open <= wanted && (this.#meter.flowing >= wanted || opened >= 2 * wanted);
      }
      case 'sessions':
        return opened > 0 && this.#meter.hasChangedOver(mark);
    }
  }

  /** Null: the load came to its end, or a unit failed, before the window did. */
  async #window(began: Reading, seconds: number): Promise<Reading | null> {
    const before = this.#meter.bursts;
    // On a slow connection a batch may take longer than the window was meant to be.
    const tellsNothing = (): boolean => this.#meter.bursts - before < this.#meter.open;
    for (;;) {
      if (this.#failure !== null || this.#control.unitsWaiting === 0) return null;
      const elapsed = (performance.now() - began.atMs) / 1000;
      const isOver = elapsed >= seconds && (elapsed >= maxWindowSeconds || !tellsNothing());
      // A value that is faster than anybody thought must not spend more rows than were granted.
      if (isOver || this.#isSpent) return this.#gauge.read();
      await delay(pollMs, undefined, { signal: this.#context.signal });
    }
  }

  #observation(before: Reading, began: Reading, ended: Reading): Observation {
    const gap = activity(before, began);
    const { fault } = this.#gauge;
    return {
      ...activity(began, ended),
      ...this.#inEffect(),
      ...(fault === null ? {} : { fault }),
      memoryBytes:
        process.memoryUsage.rss() + this.#context.clients.reduce((sum, client) => sum + client.memoryBytes, 0),
      errors: 0,
      changeOver: { seconds: Math.max(0, gap.seconds), rows: gap.rows },
    };
  }

  /** As the connectors have said in their last Opened; what they have not named is as it was asked for. */
  #inEffect(): Pick<Observation, 'settings' | 'reasons'> {
    const settings = new Map(this.#applied);
    const reasons = new Map<string, string>();
    for (const { side, knob, value, reason } of this.#stream.result().settings) {
      const id = `${side}.${knob}`;
      if (!settings.has(id)) continue;
      settings.set(id, value);
      if (reason !== undefined) reasons.set(id, reason);
    }
    return { settings, reasons };
  }
}
