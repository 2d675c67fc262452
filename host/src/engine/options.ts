import type { KnobValue } from '@rapidbyte/connector';
import type { RunJournal } from './journal.ts';
import type { RunEvent } from './run-event.ts';

export interface EngineOptions {
  /** Cancels: connectors are stopped, staging is dropped, the result says `cancelled`. */
  readonly signal?: AbortSignal;
  /**
   * Stops: streams that go on from a position get to their next commit, within the pipeline's time for that, and the result
   * says `stopped`; the next run goes on from there. Where there is nothing to go on from, it cancels.
   */
  readonly stop?: AbortSignal;
  /** Fences off a load of these streams that is under way elsewhere, instead of being refused. */
  readonly takeOver?: boolean;
  /** Called synchronously; what it throws is ignored. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called when the load begins, with the means to change it while it goes on. */
  readonly onControl?: (control: LoadControl) => void;
  /** Keeps what host and connectors say to each other (docs/RECORDS.md). */
  readonly record?: RecordOptions;
  /** Where the run is remembered; nowhere if not said. */
  readonly journal?: RunJournal;
  /** The host's environment, for knobs and for what connectors may inherit; `process.env` if not said. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface RecordOptions {
  /** Made if it is not there; its parent has to be. */
  readonly directory: string;
  /** Of all files of the run together, at most 128 MiB; 64 MiB if not said. */
  readonly maxBytes?: number;
}

/** Changes a running load. None of it changes what is loaded. */
export interface LoadControl {
  /** Pairs of sessions that are wanted now. */
  readonly pairs: number;
  /** As many as memory and connections allow. */
  readonly mostPairs: number;
  /** Takes effect as workers finish their units; held to 1 … mostPairs. */
  setPairs(pairs: number): void;
  /**
   * Takes effect at the next Open; where the cut of the streams depends on the knob, what nobody has begun is cut anew.
   * Resolves with false where the user has pinned the knob, or the side has none of that name.
   * @throws PipelineError if the source can't plan anew; the run then fails
   */
  setKnob(side: 'source' | 'destination', knob: string, value: KnobValue): Promise<boolean>;
}
