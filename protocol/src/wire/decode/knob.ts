import type { v1 } from '../../gen/messages.js';
import type { Knob, KnobValue, Setting } from '../../model/knob.ts';
import { knobEffects, knobKinds, provenances } from '../enums.ts';
import { malformed } from '../malformed.ts';
import { integer, optional, required } from './fields.ts';

export function knobValue(value: v1.Value.$Properties | null | undefined, where: string): KnobValue {
  const { integer: whole, number, text, boolean } = required(value, where);
  if (whole !== null && whole !== undefined) return integer(whole, where);
  // −0 is no knob's value: it would be 0 as soon as it is passed on.
  if (number === 0) return 0;
  const other = number ?? text ?? boolean;
  if (other === null || other === undefined) throw malformed(where, 'no value');
  return other;
}

export function knob(value: v1.Knob.$Properties, where: string): Knob {
  const kind = knobKinds.word(value.kind, `${where}.kind`);
  const bounded = kind === 'integer' || kind === 'bytes';
  return {
    name: value.name ?? '',
    description: value.description ?? '',
    kind,
    defaultValue: knobValue(value.defaultValue, `${where}.default_value`),
    ...(bounded ? { min: integer(value.min, `${where}.min`), max: integer(value.max, `${where}.max`) } : {}),
    candidates: (value.candidates ?? []).map((each, index) => knobValue(each, `${where}.candidates[${index}]`)),
    ...optional('prerequisites', value.prerequisites),
    ...optional('unit', value.unit),
    ...(value.takesEffect ? { takesEffect: knobEffects.word(value.takesEffect, `${where}.takes_effect`) } : {}),
  };
}

export function setting(value: v1.Setting.$Properties, where: string): Setting {
  return {
    knob: value.knob ?? '',
    value: knobValue(value.value, `${where}.value`),
    provenance: provenances.word(value.provenance, `${where}.provenance`),
    ...optional('reason', value.reason),
  };
}

export function settings(values: readonly v1.Setting.$Properties[] | null | undefined, where: string): Setting[] {
  return (values ?? []).map((value, index) => setting(value, `${where}[${index}]`));
}
