export type KnobValue = number | string | boolean;

/** What the tuner needs to know of a knob; the Knob that a connector declares is one. */
export interface Knob {
  readonly name: string;
  readonly kind: 'integer' | 'bytes' | 'choice' | 'boolean';
  /** Inclusive bounds, of numbers. */
  readonly min?: number;
  readonly max?: number;
  /** Values worth trying, best guess first; complete for `choice`. */
  readonly candidates: readonly KnobValue[];
}
