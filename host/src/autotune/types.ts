import type { Knob, KnobValue } from './knob.ts';
import type { Comparison, DecisionRecord } from './record.ts';

/** Whose knob it is; the host has `parallelism`. */
export type KnobSide = 'host' | 'source' | 'destination';

/** A knob as it stands for this stream, on this machine, now. */
export interface TunableKnob {
  readonly side: KnobSide;
  readonly knob: Knob;
  /** In effect when the stream begins; the controller never ends worse than this. */
  readonly baseline: KnobValue;
  /** The user's word: never changed. */
  readonly pinned: boolean;
  /** What can't be used now, and why: a prerequisite that is not met, a refusal of the connector. */
  readonly refused: readonly { readonly value: KnobValue; readonly reason: string }[];
  /** Of numbers: the most that cores, memory and spare connections allow now. */
  readonly most?: number;
}

/** A value for every knob, the pinned ones included, under `side.name`. */
export type KnobSettings = ReadonlyMap<string, KnobValue>;

export interface StreamFacts {
  /** Quoted as a user writes it. */
  readonly name: string;
  /** Guesses; 0 means unknown. */
  readonly estimatedRows: number;
  readonly estimatedBytes: number;
  /** False: the stream is one unit, so that nothing takes effect before its end. */
  readonly divisible: boolean;
}

/** Seconds spent waiting, summed over sessions: `read` and `credit` by sources, the others by destinations. */
export interface Waits {
  /** For the source system. */
  readonly read: number;
  /** For credit from the destination. */
  readonly credit: number;
  /** For the destination system to take data. */
  readonly write: number;
  /** For the destination system to end a statement or a transaction. */
  readonly flush: number;
  /** For batches from the host. */
  readonly input: number;
}

/** What a load has done between two moments. */
export interface Activity {
  readonly seconds: number;
  /** Consumed by the destination. */
  readonly rows: number;
  readonly bytes: number;
  /** Summed over pairs of sessions: how long each was open within the window. */
  readonly sessionSeconds: number;
  readonly waits: Waits;
  /** Of all processes of that side. */
  readonly cpuSeconds: { readonly host: number; readonly source: number; readonly destination: number };
}

/** One window: the settings were constant, and the change-over to them had ended before it began. */
export interface Observation extends Activity {
  /** Those in effect; where they are not those that were asked for, the candidate is out. */
  readonly settings: KnobSettings;
  /** Why a knob's value is not the one that was asked for, in its connector's words. */
  readonly reasons?: ReadonlyMap<string, string>;
  /** Why its figures can't be trusted: statistics that did not come, or made no sense. */
  readonly fault?: string;
  /** Of all processes of the run. */
  readonly memoryBytes: number;
  readonly errors: number;
  /** What passed between the last window and this one: it is not measured, but the budget pays for it. */
  readonly changeOver?: { readonly seconds: number; readonly rows: number };
}

export interface Limits {
  readonly maxMemoryBytes: number;
  readonly cores: number;
  /** Of the stream's estimated rows, 0 to 1. */
  readonly budgetShare: number;
  readonly budgetSeconds: number;
}

/** What the engine does next. After `locked` nothing changes any more. */
export type Step =
  | {
      readonly kind: 'measure';
      /** Its place in the probe; the first is 1. One of which nothing came gives its number to the next. */
      readonly window: number;
      readonly settings: KnobSettings;
      readonly windowSeconds: number;
      /** What this window is good for. */
      readonly why: string;
      readonly compared: Comparison | null;
    }
  | { readonly kind: 'locked'; readonly settings: KnobSettings; readonly record: DecisionRecord };
