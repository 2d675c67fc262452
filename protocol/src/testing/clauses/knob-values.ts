import type { Knob, KnobValue, Setting } from '../../model/knob.ts';

/** Whether the knob can take this value. */
export function isWithin({ kind, min, max, candidates }: Knob, value: KnobValue): boolean {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return candidates.includes(value);
    default:
      return Number.isInteger(value) && Number(value) >= (min ?? -Infinity) && Number(value) <= (max ?? Infinity);
  }
}

/** A value that the knob can't take; null where every value can be. */
export function impossibleValue({ kind, min, max }: Knob): KnobValue | null {
  switch (kind) {
    case 'boolean':
      return null;
    case 'choice':
      return 'there-is-no-such-choice';
    default:
      if (max !== undefined && Number.isSafeInteger(max + 1)) return max + 1;
      return min === undefined ? null : min - 1;
  }
}

export const pinned = (knob: string, value: KnobValue): Setting => ({ knob, value, provenance: 'pin' });
