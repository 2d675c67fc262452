import type { KnobValue } from './knob.ts';
import { leapStep, stepDown, stepUp } from './bounds.ts';
import type { TunableKnob } from './types.ts';

/** What a knob may be set to beside `current` at first, most promising first; legal values only. */
export function firstCandidates(knob: TunableKnob, current: KnobValue): readonly KnobValue[] {
  if (knob.pinned) return [];
  if (typeof current !== 'number') return choices(knob, current);
  return unique([above(knob, current, stepUp), below(knob, current)]);
}

/**
 * Where `winner` has just beaten `loser`: the next value the same way; null where there is none, or no way to go on.
 * @param leapt it was far ahead
 */
export function furtherCandidate(
  knob: TunableKnob,
  loser: KnobValue,
  winner: KnobValue,
  leapt = false,
): KnobValue | null {
  if (knob.pinned || typeof loser !== 'number' || typeof winner !== 'number') return null;
  return winner > loser ? above(knob, winner, leapt ? leapStep : stepUp) : below(knob, winner);
}

/** So many times as much, or the most that is allowed; null where there is nothing above. */
export function longStep(knob: TunableKnob, current: number, step: number): number | null {
  return knob.pinned ? null : above(knob, current, step);
}

/** Null where the value may be used. */
export function refusal(knob: TunableKnob, value: KnobValue): string | null {
  const refused = knob.refused.find((each) => each.value === value);
  if (refused !== undefined) return refused.reason;
  if (knob.knob.kind === 'choice' && !knob.knob.candidates.includes(value)) return 'not among its values';
  if (typeof value !== 'number') return null;
  const { least, most } = rangeOf(knob);
  return value < least || value > most ? `outside ${least} to ${most}` : null;
}

/** Values that are refused now and would else have been tried, with their reasons, for the record. */
export function refusedCandidates(knob: TunableKnob): TunableKnob['refused'] {
  if (knob.pinned) return [];
  return knob.refused.filter(({ value }) => value !== knob.baseline);
}

function choices(knob: TunableKnob, current: KnobValue): readonly KnobValue[] {
  const all = knob.knob.kind === 'boolean' ? [true, false] : knob.knob.candidates;
  return unique(all.filter((value) => value !== current && refusal(knob, value) === null));
}

function above(knob: TunableKnob, current: number, step: number): number | null {
  const { most } = rangeOf(knob);
  const declared = ladder(knob).filter((value) => value > current);
  const own = Math.max(current + 1, Math.round(current * step));
  // Past its last candidate a connector sees no use in going on.
  const values = ladder(knob).length > 0 ? declared : [Math.min(own, most)];
  return values.find((value) => value > current && refusal(knob, value) === null) ?? null;
}

function below(knob: TunableKnob, current: number): number | null {
  const { least, most } = rangeOf(knob);
  const declared = ladder(knob).filter((value) => value < current);
  const own = Math.min(Math.round(current * stepDown), most);
  const values = ladder(knob).length > 0 ? declared.reverse() : [Math.max(own, least)];
  return values.find((value) => value < current && refusal(knob, value) === null) ?? null;
}

/** A number's declared candidates in ascending order. */
function ladder({ knob }: TunableKnob): number[] {
  return knob.candidates.filter((value) => typeof value === 'number').sort((a, b) => a - b);
}

/** Most is what allows it now; a baseline above it stays, and only leads downwards. */
function rangeOf({ knob, most }: TunableKnob): { readonly least: number; readonly most: number } {
  return {
    least: Math.ceil(knob.min ?? (knob.kind === 'bytes' ? 1 : 0)),
    most: Math.floor(Math.min(knob.max ?? Infinity, most ?? Infinity)),
  };
}

function unique(values: readonly (KnobValue | null)[]): readonly KnobValue[] {
  return [...new Set(values.filter((value) => value !== null))];
}
