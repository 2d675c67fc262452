import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '../autotune/controller.ts';
import type { DecisionRecord } from '../autotune/record.ts';
import { baselineSettings, knobId } from '../autotune/settings.ts';
import type { KnobSettings, Limits, Observation, Step, StreamFacts, TunableKnob } from '../autotune/types.ts';
import type { ConnectorClient } from '../connector/client.ts';
import type { RunContext } from './context.ts';
import type { Trial } from './crew.ts';
import type { KnobDesk } from './knob-desk.ts';
import { parallelismKnob } from './knobs.ts';
import type { StreamLoad } from './load.ts';
import { type LoadMeter, type LoadTotals, since } from './load-meter.ts';
import { steadyUnitBytes } from './plan.ts';
import type { RunLimits } from './resources.ts';
import type { RunningLoad } from './running-load.ts';

/** Of a stream's estimated rows, and in seconds: what finding better values may cost. */
const budgetShare = 0.15;
const budgetSeconds = 30;

/** How often a change-over is looked at. */
const pollMs = 20;

/** Units while connectors' knobs are probed: small, so that a change takes effect soon. Else the source chooses. */
const probeUnitBytes = 8 * 2 ** 20;

/** Both sides' knobs and the host's own, as they stand when the load begins. */
export function tunableKnobs(knobs: KnobDesk, { pairs, mostPairs, parallelism }: RunLimits): readonly TunableKnob[] {
  const ofSide = (side: 'source' | 'destination'): readonly TunableKnob[] => {
    const settings = new Map(knobs.settings(side).map((setting) => [setting.knob, setting]));
    return knobs.declared(side).map((knob) => ({
      side,
      knob,
      baseline: settings.get(knob.name)?.value ?? knob.defaultValue,
      pinned: settings.get(knob.name)?.provenance === 'pin',
      refused: [],
    }));
  };
  return [
    {
      side: 'host',
      knob: parallelismKnob,
      baseline: pairs,
      pinned: parallelism.provenance === 'pin',
      refused: [],
      most: mostPairs,
    },
    ...ofSide('source'),
    ...ofSide('destination'),
  ];
}

export function tunerLimits(maxMemoryBytes: number): Limits {
  return { maxMemoryBytes, cores: availableParallelism(), budgetShare, budgetSeconds };
}

/** What a controller is made of. */
export interface TuningPlan {
  readonly knobs: readonly TunableKnob[];
  readonly facts: StreamFacts;
  readonly limits: Limits;
}

/** What has to happen before new values are in effect. */
type Change = 'none' | 'pairs' | 'sessions';

/** Cumulative figures of a moment. */
interface Reading {
  readonly atMs: number;
  readonly totals: LoadTotals;
  /** Of the host. */
  readonly hostCpuMs: number;
  /** Of each connector's process that has told. */
  readonly cpuMs: ReadonlyMap<ConnectorClient, number>;
}

/**
 * Carries out what the controller says, window by window, until it locks: applies values, waits for the change-over, measures.
 * A fault of its own ends the tuning and never the run: the baseline carries on.
 */
export class Tuner {
  readonly #context: RunContext;
  readonly #control: RunningLoad;
  readonly #meter: LoadMeter;
  readonly #knobs: readonly TunableKnob[];
  readonly #controller: Controller;
  readonly #stream: StreamLoad;
  /** Of the load, by when the probe must be over. */
  readonly #mostRows: number;
  #applied: KnobSettings;
  #isOver = false;
  /** What went wrong under the values that are being tried. */
  #failure: string | null = null;

  constructor(
    context: RunContext,
    load: { readonly control: RunningLoad; readonly meter: LoadMeter; readonly stream: StreamLoad },
    plan: TuningPlan,
  ) {
    this.#context = context;
    this.#control = load.control;
    this.#meter = load.meter;
    this.#stream = load.stream;
    this.#knobs = plan.knobs;
    this.#mostRows = plan.limits.budgetShare * plan.facts.estimatedRows;
    this.#controller = new Controller(plan.knobs, plan.facts, plan.limits);
    this.#applied = baselineSettings(plan.knobs);
  }

  /** For a unit that is opened now; null where it is opened under the baseline, or under what was found. */
  trial(): Trial | null {
    const settings = this.#applied;
    const isTrying = this.#knobs.some((each) => settings.get(knobId(each)) !== each.baseline);
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
      let step = this.#controller.start();
      let before: Reading | null = null;
      while (step.kind === 'measure') {
        const { settings, windowSeconds } = step;
        const began = await this.#changeOver(await this.#apply(settings, probeUnitBytes));
        if (began === null) {
          step = this.#controller.end('the load was read to its end');
          break;
        }
        const ended = await this.#window(began, windowSeconds);
        step = ended === null ? this.#nextAfterGap(settings) : this.#observe(before ?? began, began, ended);
        before = ended ?? this.#read();
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

  #nextAfterGap(settings: KnobSettings): Step {
    if (this.#failure === null) return this.#controller.end('the load was read to its end');
    const reason = this.#failure;
    this.#failure = null;
    return this.#controller.failed(settings, reason);
  }

  async #lock(step: Step): Promise<void> {
    if (step.kind !== 'locked') return;
    await this.#settle(step.settings);
  }

  async #restoreBaseline(): Promise<void> {
    try {
      await this.#settle(baselineSettings(this.#knobs));
    } catch {
      // The run has failed, and says why.
    }
  }

  /** For good. */
  async #settle(settings: KnobSettings): Promise<void> {
    await this.#apply(settings, null);
    await this.#control.setUnitBytes(steadyUnitBytes(this.#control.pairs));
  }

  /** @param unitBytes for values that only new sessions take; null: as they are */
  async #apply(settings: KnobSettings, unitBytes: number | null): Promise<Change> {
    const before = this.#applied;
    // First of all: a session may be opened under the new values, and fail, before the last one is set.
    this.#applied = settings;
    let change: Change = 'none';
    for (const each of this.#knobs) {
      const value = settings.get(knobId(each));
      if (value === undefined || value === before.get(knobId(each))) continue;
      if (each.side === 'host') {
        this.#control.setPairs(Number(value));
        if (change === 'none') change = 'pairs';
      } else {
        if (unitBytes !== null) await this.#control.setUnitBytes(unitBytes);
        await this.#control.setKnob(each.side, each.knob.name, value);
        change = 'sessions';
      }
    }
    return change;
  }

  /** Until the change is in effect. Null: nothing is left to be opened. Early if a unit has failed. */
  async #changeOver(change: Change): Promise<Reading | null> {
    const mark = this.#meter.mark();
    const isDone = (): boolean => this.#hasChangedOver(change, mark);
    while (this.#failure === null && !isDone()) {
      if (this.#control.unitsWaiting === 0) return null;
      await delay(pollMs, undefined, { signal: this.#context.signal });
    }
    return this.#read();
  }

  /**
   * A knob of a connector is in effect once every open session was opened under its new value. The number of sessions needs
   * no new ones but those that are added, and what they add is seen once they move something.
   */
  #hasChangedOver(change: Change, mark: number): boolean {
    const opened = this.#meter.mark() - mark;
    switch (change) {
      case 'none':
        // Without earlier figures, start-up would count as work.
        return this.#meter.totals().bytes > 0 && this.#meter.allHaveReported;
      case 'pairs': {
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
    for (;;) {
      if (this.#failure !== null || this.#control.unitsWaiting === 0) return null;
      const left = began.atMs + seconds * 1000 - performance.now();
      // A value that is faster than anybody thought must not spend more rows than were granted.
      if (left <= 0 || this.#meter.totals().rows >= this.#mostRows) return this.#read();
      await delay(Math.min(left, pollMs), undefined, { signal: this.#context.signal });
    }
  }

  #observe(before: Reading, began: Reading, ended: Reading): Step {
    const { rows, bytes, sessionSeconds, waits } = since(began.totals, ended.totals);
    const gap = since(before.totals, began.totals);
    const cpu = (side: 'source' | 'destination'): number => cpuSeconds(side, began, ended);
    const observation: Observation = {
      settings: this.#inEffect(),
      seconds: (ended.atMs - began.atMs) / 1000,
      rows,
      bytes,
      sessionSeconds,
      waits,
      cpuSeconds: {
        host: (ended.hostCpuMs - began.hostCpuMs) / 1000,
        source: cpu('source'),
        destination: cpu('destination'),
      },
      memoryBytes:
        process.memoryUsage.rss() + this.#context.clients.reduce((sum, client) => sum + client.memoryBytes, 0),
      errors: 0,
      changeOver: { seconds: Math.max(0, (began.atMs - before.atMs) / 1000), rows: gap.rows },
    };
    return this.#controller.observe(observation);
  }

  /** As the connectors have said in their last Opened; what they have not named is as it was asked for. */
  #inEffect(): KnobSettings {
    const settings = new Map(this.#applied);
    for (const { side, knob, value } of this.#stream.result().settings) {
      if (settings.has(`${side}.${knob}`)) settings.set(`${side}.${knob}`, value);
    }
    return settings;
  }

  #read(): Reading {
    const { user, system } = process.cpuUsage();
    const known = this.#context.clients.filter(({ peak }) => peak.cpuMs > 0);
    return {
      atMs: performance.now(),
      totals: this.#meter.totals(),
      hostCpuMs: (user + system) / 1000,
      cpuMs: new Map(known.map((client) => [client, client.peak.cpuMs])),
    };
  }
}

/** Of a process that was not known when the window began, the start-up can't be told from the work: it does not count. */
function cpuSeconds(side: 'source' | 'destination', began: Reading, ended: Reading): number {
  let sum = 0;
  for (const [client, cpuMs] of ended.cpuMs) {
    if (client.side === side) sum += cpuMs - (began.cpuMs.get(client) ?? cpuMs);
  }
  return sum / 1000;
}
