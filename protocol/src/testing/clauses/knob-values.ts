import type { Knob, KnobValue, Setting } from '../../model/knob.ts';
import { must, NotReached } from '../verdict.ts';

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

/** @throws Breach unless each knob is named, with a value that it can have */
export function mustNameKnobs(knobs: readonly Knob[], settings: readonly Setting[]): void {
  for (const knob of knobs) {
    const setting = settings.find(({ knob: name }) => name === knob.name);
    must(setting !== undefined, `Opened does not name the knob ${knob.name}`);
    must(isWithin(knob, setting.value), `Opened names ${JSON.stringify(setting.value)} for the knob ${knob.name}`);
  }
}

/** @throws Breach unless a value that can't be was replaced, and it is said why @throws NotReached */
export function mustReplace(knob: Knob, value: KnobValue, settings: readonly Setting[]): void {
  const setting = settings.find(({ knob: name }) => name === knob.name);
  if (setting === undefined) throw new NotReached(`Opened does not name the knob ${knob.name}`);
  must(isWithin(knob, setting.value), `Opened takes ${JSON.stringify(value)} for the knob ${knob.name}`);
  must(setting.reason !== undefined, `Opened does not say why ${knob.name} is another than was asked for`);
}
