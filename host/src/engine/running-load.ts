import type { KnobValue, Setting } from '@rapidbyte/connector';
import type { RunContext } from './context.ts';
import type { Crew } from './crew.ts';
import type { Load } from './load.ts';
import { canPlan } from './plan.ts';
import { planLoad } from './plan-load.ts';
import type { Pair } from './process-pool.ts';
import type { LoadControl } from './options.ts';
import type { UnitQueue } from './unit-queue.ts';

/** A load while it goes on, as whoever tunes it sees it. */
export class RunningLoad implements LoadControl {
  readonly #context: RunContext;
  readonly #load: Load;
  readonly #queue: UnitQueue;
  readonly #crew: Crew;
  readonly #first: Pair;
  /** As the run began. */
  readonly #parallelism: Setting;
  /** Size that units should have; 0 leaves it to the source. */
  #unitBytes: number;
  /** One change of plan after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param unitBytes what the first plan was asked for */
  constructor(context: RunContext, load: Load, queue: UnitQueue, crew: Crew, first: Pair, unitBytes: number) {
    this.#context = context;
    this.#load = load;
    this.#queue = queue;
    this.#crew = crew;
    this.#first = first;
    this.#unitBytes = unitBytes;
    this.#parallelism = load.parallelism;
  }

  get pairs(): number {
    return this.#crew.pairs;
  }

  get mostPairs(): number {
    return this.#crew.mostPairs;
  }

  /** Units that nobody has begun. */
  get unitsWaiting(): number {
    return this.#queue.waiting;
  }

  setPairs(pairs: number): void {
    const before = this.#crew.pairs;
    this.#crew.setPairs(pairs);
    const now = this.#crew.pairs;
    if (now === before) return;
    this.#load.parallelism =
      now === this.#parallelism.value
        ? this.#parallelism
        : { knob: this.#parallelism.knob, value: now, provenance: 'autotune' };
    this.#context.events.emit({ type: 'parallelism_changed', pairs: now });
  }

  /** More pairs may soon be wanted. */
  preparePairs(pairs: number): void {
    this.#crew.prepare(pairs);
  }

  async setKnob(side: 'source' | 'destination', knob: string, value: KnobValue): Promise<boolean> {
    if (!this.#context.knobs.override(side, knob, value)) return false;
    const declared = this.#context.knobs.declared(side).find(({ name }) => name === knob);
    if (side === 'source' && declared?.takesEffect === 'plan') await this.#replanInTurn();
    return true;
  }

  /** Cuts what nobody has begun into units of this size; 0 leaves it to the source. */
  async setUnitBytes(bytes: number): Promise<void> {
    if (bytes === this.#unitBytes) return;
    this.#unitBytes = bytes;
    await this.#replanInTurn();
  }

  async #replanInTurn(): Promise<void> {
    if (!canPlan(this.#first.source)) return;
    const turn = this.#turn.then(() => this.#replan());
    this.#turn = turn.catch(() => {});
    await turn;
  }

  /** Units that nobody has taken are given up, and what they covered is cut anew (invariant 3). */
  async #replan(): Promise<void> {
    if (this.#queue.waiting === 0 || this.#context.signal.aborted) return;
    await this.#queue.replace(async (taken) => {
      const plan = await planLoad(this.#context, this.#first.source, this.#load, {
        taken,
        effectiveParallelism: this.#crew.pairs,
        targetUnitBytes: this.#unitBytes,
      });
      for (const [index, stream] of this.#load.streams.entries()) {
        const cut = plan.streams.find(({ streamIndex }) => streamIndex === index);
        if (cut === undefined) continue;
        const { name, units } = stream.result();
        this.#context.events.emit({ type: 'replanned', stream: name, units, settings: cut.settings });
      }
      return plan.units;
    });
  }
}
