import { availableParallelism } from 'node:os';
import type { Limits, TunableKnob } from '../autotune/types.ts';
import type { KnobDesk } from './knob-desk.ts';
import { parallelismKnob } from './knobs.ts';
import type { RunLimits } from './resources.ts';

/** Of a stream's estimated rows, and in seconds: what finding better values may cost. */
const budgetShare = 0.15;
const budgetSeconds = 30;

/** Both sides' knobs and the host's own, as they stand when the load begins. */
export function tunableKnobs(knobs: KnobDesk, { pairs, mostPairs, parallelism }: RunLimits): readonly TunableKnob[] {
  const ofSide = (side: 'source' | 'destination'): readonly TunableKnob[] => {
    const settings = new Map(knobs.settings(side).map((setting) => [setting.knob, setting]));
    return knobs.declared(side).map((knob) => ({
      side,
      knob,
      baseline: settings.get(knob.name)?.value ?? knob.defaultValue,
      pinned: settings.get(knob.name)?.provenance === 'pin',
      refused: [],
    }));
  };
  return [
    {
      side: 'host',
      knob: parallelismKnob,
      baseline: pairs,
      pinned: parallelism.provenance === 'pin',
      refused: [],
      most: mostPairs,
    },
    ...ofSide('source'),
    ...ofSide('destination'),
  ];
}

export function tunerLimits(maxMemoryBytes: number): Limits {
  return { maxMemoryBytes, cores: availableParallelism(), budgetShare, budgetSeconds };
}
