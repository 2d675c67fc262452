import { decision } from './decision.ts';
import { eligibility } from './eligibility.ts';
import { Ledger } from './ledger.ts';
import { type Ending, probe } from './probe.ts';
import { Abandoned, type Ask, type Asking, type Reply } from './round.ts';
import { difference } from './settings.ts';
import type { KnobSettings, Limits, Observation, Step, StreamFacts, TunableKnob } from './types.ts';
import { guardrail, unusable } from './usable.ts';

/** What of a controller is needed to be tuned by it. */
export type TuningController = Pick<Controller, 'start' | 'observe' | 'failed' | 'end'>;

export type CreateController = (knobs: readonly TunableKnob[], stream: StreamFacts, limits: Limits) => TuningController;

/**
 * Finds the knobs' best values for one stream while it is loaded. It has no clock and does no I/O: it says what to measure,
 * is told what came of it, and ends with `locked`. Whatever it is told, it does not throw: in doubt the baseline carries on.
 */
export class Controller {
  readonly #ledger: Ledger;
  readonly #probe: Asking<Ending>;
  #asked: Ask | null = null;
  #locked: Step | null = null;

  constructor(knobs: readonly TunableKnob[], stream: StreamFacts, limits: Limits) {
    this.#ledger = new Ledger(knobs, stream, limits);
    this.#probe = probe(this.#ledger);
  }

  /** The first step; the first window's settings are the baseline's. */
  start(): Step {
    return this.#guarded(() => {
      const { knobs, stream, limits } = this.#ledger;
      const answer = eligibility(knobs, stream, limits);
      if (!answer.eligible) return this.#lock('skipped', answer.reason);
      return this.#asked === null ? this.#take(this.#probe.next()) : this.#measure(this.#asked);
    });
  }

  /** The window that was asked for. */
  observe(o: Observation): Step {
    return this.#guarded(() => {
      const asked = this.#expect('a window');
      const problem = unusable(o);
      if (problem !== null) throw new Abandoned(`a window could not be used: ${problem}`);
      const other = difference(asked.settings, o.settings, o.reasons);
      // It has cost what it has cost, even where it does not count.
      const window = this.#ledger.note(asked.settings, o);
      const out = other === null ? guardrail(o, this.#ledger.limits) : `other values were in effect: ${other}`;
      return this.#reply(out === null ? { window } : { out });
    });
  }

  /** The settings that were asked for gave an error, were refused at Open, or gave no metrics. */
  failed(settings: KnobSettings, reason: string): Step {
    return this.#guarded(() => {
      const asked = this.#expect('a failure');
      const other = difference(asked.settings, settings);
      if (other !== null) throw new Abandoned(`settings failed that nobody had asked for: ${other}: ${reason}`);
      return this.#reply({ out: reason });
    });
  }

  /** Nothing more will be measured: the stream is at its end, or the run is. What is best so far is locked. */
  end(reason: string): Step {
    return this.#guarded(() =>
      this.#ledger.first === null
        ? this.#lock('skipped', `nothing was measured: ${reason}`)
        : this.#lock('probed', `ended early: ${reason}`),
    );
  }

  #expect(what: string): Ask {
    if (this.#asked === null) throw new Abandoned(`${what} came before anything was asked for`);
    return this.#asked;
  }

  #reply(reply: Reply): Step {
    return this.#take(this.#probe.next(reply));
  }

  #take(next: IteratorResult<Ask, Ending>): Step {
    if (next.done !== true) return this.#measure(next.value);
    const { skipped } = next.value;
    return skipped === null ? this.#lock('probed') : this.#lock('skipped', skipped);
  }

  #measure(ask: Ask): Step {
    this.#asked = ask;
    return { kind: 'measure', window: this.#ledger.nextWindow, ...ask };
  }

  /** Once locked, always locked. Whatever goes wrong leads back to the baseline. */
  #guarded(step: () => Step): Step {
    if (this.#locked !== null) return this.#locked;
    try {
      return step();
    } catch (error) {
      this.#ledger.incumbent = this.#ledger.baseline;
      const why = error instanceof Abandoned ? error.message : `a fault of the tuner: ${String(error)}`;
      return this.#lock('abandoned', why);
    }
  }

  #lock(outcome: 'probed' | 'skipped' | 'abandoned', reason?: string): Step {
    const settings = this.#ledger.incumbent;
    this.#locked = { kind: 'locked', settings, record: decision(this.#ledger, outcome, reason) };
    return this.#locked;
  }
}
