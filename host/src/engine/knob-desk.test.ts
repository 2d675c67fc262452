import type { Knob } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { KnobDesk } from './knob-desk.ts';

const lane: Knob = {
  name: 'lane',
  description: '',
  kind: 'choice',
  defaultValue: 'slow',
  candidates: ['slow', 'fast'],
};

function desk(pins: ConstructorParameters<typeof KnobDesk>[0] = [], environment = {}): KnobDesk {
  const made = new KnobDesk(pins, environment);
  made.declare('source', [lane]);
  return made;
}

describe('an override', () => {
  it('stands until the value from before comes back, which then has its own provenance again', () => {
    const knobs = desk([], { RAPIDBYTE_SOURCE_LANE: 'fast' });
    const before = knobs.settings('source');
    expect(before).toEqual([{ knob: 'lane', value: 'fast', provenance: 'environment' }]);
    expect(knobs.override('source', 'lane', 'slow')).toBe(true);
    expect(knobs.settings('source')).toEqual([{ knob: 'lane', value: 'slow', provenance: 'autotune' }]);
    expect(knobs.override('source', 'lane', 'fast')).toBe(true);
    expect(knobs.settings('source')).toEqual(before);
  });

  it('of a pin, or of a knob that nobody has, is none', () => {
    const knobs = desk([{ knob: 'lane', side: null, value: 'fast', path: null }]);
    expect(knobs.override('source', 'lane', 'slow')).toBe(false);
    expect(knobs.override('destination', 'lane', 'slow')).toBe(false);
    expect(knobs.settings('source')).toMatchObject([{ value: 'fast', provenance: 'pin' }]);
  });
});
