export type KnobKind = 'integer' | 'bytes' | 'choice' | 'boolean';
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
  readonly prerequisites?: string;
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
