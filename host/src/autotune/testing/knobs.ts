import type { Knob, KnobValue } from '../knob.ts';
import type { KnobSide, TunableKnob } from '../types.ts';

const mib = 2 ** 20;

export function parallelism(baseline: number, most: number): TunableKnob {
  return tunable('host', { name: 'parallelism', kind: 'integer', min: 1, max: 256, candidates: [] }, baseline, {
    most,
  });
}

export function choice(baseline: KnobValue, extra: Partial<TunableKnob> = {}): TunableKnob {
  return tunable('source', { name: 'mode', kind: 'choice', candidates: ['north', 'east', 'south'] }, baseline, extra);
}

export function bytes(baselineMib: number, extra: Partial<TunableKnob> = {}): TunableKnob {
  const candidates = [8, 4, 16, 32].map((size) => size * mib);
  const knob = { name: 'chunk_bytes', kind: 'bytes', min: mib, max: 32 * mib, candidates } as const;
  return tunable('destination', knob, baselineMib * mib, extra);
}

export function tunable(
  side: KnobSide,
  knob: Knob,
  baseline: KnobValue,
  extra: Partial<TunableKnob> = {},
): TunableKnob {
  return { side, knob, baseline, pinned: false, refused: [], ...extra };
}
