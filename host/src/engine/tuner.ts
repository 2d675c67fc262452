import { setTimeout as delay } from 'node:timers/promises';
import type { TuningController } from '../autotune/controller.ts';
import { windowRecord } from '../autotune/figures.ts';
import type { DecisionRecord } from '../autotune/record.ts';
import { baselineSettings, knobId, plainSettings } from '../autotune/settings.ts';
import type { KnobSettings, Limits, Observation, Step, StreamFacts, TunableKnob } from '../autotune/types.ts';
import type { RunContext } from './context.ts';
import type { Trial } from './crew.ts';
import type { StreamLoad } from './load.ts';
import { activity, type LoadGauge, type Reading } from './load-gauge.ts';
import type { LoadMeter } from './load-meter.ts';
import { steadyUnitBytes } from './plan.ts';
import type { RunningLoad } from './running-load.ts';

/** How often a change-over is looked at. */
const pollMs = 20;

/** Units while probing: small, so that a change takes effect soon. After that the source chooses. */
const probeUnitBytes = 8 * 2 ** 20;

/** Why a probe ends that was not at its end. */
const atEnd = 'the load was read to its end';

/** What a controller is made of. */
export interface TuningPlan {
  readonly knobs: readonly TunableKnob[];
  readonly facts: StreamFacts;
  readonly limits: Limits;
}

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
      const controller = this.#context.createController(knobs, facts, limits);
      let step = controller.start();
      let before = this.#gauge.read();
      while (step.kind === 'measure') {
        this.#announce(step);
        const began = await this.#changeOver(await this.#apply(step.settings));
        if (began === null) {
          step = controller.end(atEnd);
          break;
        }
        const ended = await this.#window(began, step.windowSeconds);
        step =
          ended === null
            ? this.#afterGap(controller, step)
            : this.#observe(controller, step, this.#observation(before, began, ended));
        before = ended ?? this.#gauge.read();
        // After the first window, which has said that a probe pays.
        if (step.kind === 'measure') await this.#control.setUnitBytes(probeUnitBytes);
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
    await this.#apply(step.settings);
    await this.#control.setUnitBytes(steadyUnitBytes(this.#control.pairs));
  }

  async #restoreBaseline(): Promise<void> {
    try {
      await this.#apply(baselineSettings(this.#plan.knobs));
      await this.#control.setUnitBytes(steadyUnitBytes(this.#control.pairs));
    } catch {
      // The run has failed, and says why.
    }
  }

  /** True if a value was changed. */
  async #apply(settings: KnobSettings): Promise<boolean> {
    const before = this.#applied;
    // First of all: a session may be opened under the new values, and fail, before the last one is set.
    this.#applied = settings;
    let isChange = false;
    for (const each of this.#plan.knobs) {
      const value = settings.get(knobId(each));
      if (value === undefined || value === before.get(knobId(each))) continue;
      isChange = true;
      // It was about the values from before, which are gone.
      this.#failure = null;
      if (each.side === 'host') this.#control.setPairs(Number(value));
      else await this.#control.setKnob(each.side, each.knob.name, value);
    }
    return isChange;
  }

  /**
   * Until every open session was opened under the new values, and anything has moved at all. Null: nothing is left to be
   * opened. Early if a unit has failed.
   */
  async #changeOver(isChange: boolean): Promise<Reading | null> {
    const mark = this.#meter.mark();
    const isDone = (): boolean =>
      isChange ? this.#meter.mark() > mark && this.#meter.hasChangedOver(mark) : this.#meter.totals().bytes > 0;
    while (this.#failure === null && !isDone()) {
      if (this.#control.unitsWaiting === 0) return null;
      await delay(pollMs, undefined, { signal: this.#context.signal });
    }
    return this.#gauge.read();
  }

  /** Null: the load came to its end, or a unit failed, before the window did. */
  async #window(began: Reading, seconds: number): Promise<Reading | null> {
    for (;;) {
      if (this.#failure !== null || this.#control.unitsWaiting === 0) return null;
      const left = began.atMs + seconds * 1000 - performance.now();
      // A value that is faster than anybody thought must not spend more rows than were granted.
      if (left <= 0 || this.#meter.totals().rows >= this.#mostRows) return this.#gauge.read();
      await delay(Math.min(left, pollMs), undefined, { signal: this.#context.signal });
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
