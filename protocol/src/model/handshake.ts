import type { Knob } from './knob.ts';

export type Role = 'source' | 'destination';

export interface Identity {
  readonly name: string;
  readonly version: string;
  readonly vendor?: string;
}

/** What a connector says of itself in Welcome. */
export interface Welcome {
  readonly version: number;
  readonly connector: Identity;
  readonly roles: readonly Role[];
  readonly capabilities: readonly string[];
  readonly knobs: readonly Knob[];
  readonly maxFrameBytes: number;
  /** At least 1. */
  readonly maxOpenUnits: number;
}
