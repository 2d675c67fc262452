import type { v1 } from '../../gen/messages.js';
import type { Knob, KnobValue, Setting } from '../../model/knob.ts';
import { knobEffects, knobKinds, provenances } from '../enums.ts';

export function knobValue(value: KnobValue): v1.Value.$Properties {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'boolean') return { boolean: value };
  return Number.isSafeInteger(value) ? { integer: value } : { number: value };
}

export function knob(value: Knob): v1.Knob.$Properties {
  return {
    name: value.name,
    description: value.description,
    kind: knobKinds.number(value.kind),
    defaultValue: knobValue(value.defaultValue),
    min: value.min ?? null,
    max: value.max ?? null,
    candidates: value.candidates.map(knobValue),
    prerequisites: value.prerequisites ?? null,
    unit: value.unit ?? null,
    takesEffect: value.takesEffect === undefined ? null : knobEffects.number(value.takesEffect),
  };
}

export function setting(value: Setting): v1.Setting.$Properties {
  return {
    knob: value.knob,
    value: knobValue(value.value),
    provenance: provenances.number(value.provenance),
    reason: value.reason ?? null,
  };
}
