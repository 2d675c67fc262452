import type { KnobValue, PlannedStream, Unit } from '@rapidbyte/connector';
import type { RunContext } from './context.ts';
import type { Crew, FirstPair } from './crew.ts';
import type { Load } from './load.ts';
import { canPlan, type LoadPlan, planUnits } from './plan.ts';
import type { LoadControl } from './types.ts';
import type { UnitQueue } from './unit-queue.ts';

/** A load while it goes on, as whoever tunes it sees it. */
export class RunningLoad implements LoadControl {
  readonly #context: RunContext;
  readonly #load: Load;
  readonly #queue: UnitQueue;
  readonly #crew: Crew;
  readonly #first: FirstPair;
  /** Knobs that the cut of the streams depends on. */
  readonly #planKnobs = new Set<string>();
  /** One change of plan after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: RunContext, load: Load, plan: LoadPlan, queue: UnitQueue, crew: Crew, first: FirstPair) {
    this.#context = context;
    this.#load = load;
    this.#queue = queue;
    this.#crew = crew;
    this.#first = first;
    this.#remember(plan.streams);
  }

  get pairs(): number {
    return this.#crew.pairs;
  }

  get mostPairs(): number {
    return this.#crew.mostPairs;
  }

  setPairs(pairs: number): void {
    const before = this.#crew.pairs;
    this.#crew.setPairs(pairs);
    if (this.#crew.pairs !== before) {
      this.#context.events.emit({ type: 'parallelism_changed', pairs: this.#crew.pairs });
    }
  }

  async setKnob(side: 'source' | 'destination', knob: string, value: KnobValue): Promise<boolean> {
    if (!this.#context.knobs.override(side, knob, value)) return false;
    if (side === 'source' && this.#planKnobs.has(knob) && canPlan(this.#first.source)) {
      const turn = this.#turn.then(() => this.#replan());
      this.#turn = turn.catch(() => {});
      await turn;
    }
    return true;
  }

  /** Units that nobody has taken are given up, and what they covered is cut anew (invariant 3). */
  async #replan(): Promise<void> {
    if (this.#queue.waiting === 0 || this.#context.signal.aborted) return;
    await this.#queue.replace(async (taken) => {
      const plan = await planUnits(this.#context, this.#first.source, {
        streams: this.#load.streams,
        taken,
        effectiveParallelism: this.#crew.pairs,
      });
      this.#remember(plan.streams);
      const all = [...taken, ...plan.units.map(({ id }: Unit) => id)];
      for (const [index, stream] of this.#load.streams.entries()) {
        const units = all.filter(({ streamIndex }) => streamIndex === index).length;
        const cut = plan.streams.find(({ streamIndex }) => streamIndex === index);
        stream.planned(units, cut);
        if (cut === undefined) continue;
        this.#context.events.emit({ type: 'replanned', stream: stream.name, units, settings: cut.settings });
      }
      return plan.units;
    });
  }

  #remember(streams: readonly PlannedStream[]): void {
    for (const { settings } of streams) for (const { knob } of settings) this.#planKnobs.add(knob);
  }
}
