export type KnobKind = 'integer' | 'bytes' | 'choice' | 'boolean';
/** When a change takes effect: at the next Open, or, of a source whose units depend on it, at the next Plan. */
export type KnobEffect = 'open' | 'plan';
export type KnobValue = number | string | boolean;

/** A setting that changes speed and never results. */
export interface Knob {
  readonly name: string;
  readonly description: string;
  readonly kind: KnobKind;
  readonly defaultValue: KnobValue;
  /** Inclusive bounds, for `integer` and `bytes`. */
  readonly min?: number;
  readonly max?: number;
  /** Values worth trying, best guess first; complete for `choice`. */
  readonly candidates: readonly KnobValue[];
  /** What must hold for a value to be usable, in words. */
  readonly prerequisites?: string;
  /** What a number counts, for people: `rows`. */
  readonly unit?: string;
  /** `open` if not said. */
  readonly takesEffect?: KnobEffect;
}

/** Where a knob's value came from, strongest first. */
export type Provenance = 'pin' | 'autotune' | 'environment' | 'default';

export interface Setting {
  readonly knob: string;
  readonly value: KnobValue;
  readonly provenance: Provenance;
  /** In Opened: why the value in effect differs from the one asked for. */
  readonly reason?: string;
}
