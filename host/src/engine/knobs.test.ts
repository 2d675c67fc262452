import type { Knob } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import type { KnobPin } from '../config/types.ts';
import { type KnobInputs, knobVariable, resolveKnobs, resolveParallelism } from './knobs.ts';

const knob = (change: Partial<Knob>): Knob => ({
  name: 'copy_flush_bytes',
  description: '',
  kind: 'bytes',
  defaultValue: 8,
  min: 1,
  max: 32,
  candidates: [],
  ...change,
});
const mode = knob({ name: 'partition_mode', kind: 'choice', defaultValue: 'mod', candidates: ['mod', 'ctid'] });
const flag = knob({ name: 'fast-path', kind: 'boolean', defaultValue: false });

const none: KnobInputs = { pins: [], overrides: new Map(), environment: {} };
const pin = (value: KnobPin['value'], side: KnobPin['side'] = null): KnobPin => ({
  knob: 'partition_mode',
  side,
  value,
  path: 'resources.autotune.pins.partition_mode',
});

describe('resolveKnobs', () => {
  it.each([
    [{}, 'mod', 'default'],
    [{ environment: { RAPIDBYTE_SOURCE_PARTITION_MODE: 'ctid' } }, 'ctid', 'environment'],
    [
      { environment: { RAPIDBYTE_SOURCE_PARTITION_MODE: 'mod' }, overrides: new Map([['partition_mode', 'ctid']]) },
      'ctid',
      'autotune',
    ],
    [{ pins: [pin('mod')], overrides: new Map([['partition_mode', 'ctid']]) }, 'mod', 'pin'],
    [{ pins: [pin('ctid', 'destination')] }, 'mod', 'default'],
  ] as const)('the first of pin, override, environment and default wins (%#)', (inputs, value, provenance) => {
    const [setting] = resolveKnobs('source', [mode], { ...none, ...inputs });
    expect(setting).toEqual({ knob: 'partition_mode', value, provenance });
  });

  it('takes a pinned size with its unit, and refuses by its place what the knob does not take', () => {
    const flush = knob({ min: 2 ** 20, max: 2 ** 25 });
    const pinned = (value: string | number) => [{ ...pin(value), knob: flush.name }];
    expect(resolveKnobs('destination', [flush], { ...none, pins: pinned('8mb') })).toMatchObject([{ value: 2 ** 23 }]);
    expect(() => resolveKnobs('destination', [flush], { ...none, pins: pinned('64mb') })).toThrow(
      expect.objectContaining({ code: 'invalid_knob_value', path: 'resources.autotune.pins.partition_mode' }),
    );
  });

  it('takes the environment before the default', () => {
    const environment = { RAPIDBYTE_SOURCE_PARTITION_MODE: 'ctid', RAPIDBYTE_SOURCE_FAST_PATH: 'true' };
    expect(resolveKnobs('source', [knob({}), mode, flag], { ...none, environment })).toEqual([
      { knob: 'copy_flush_bytes', value: 8, provenance: 'default' },
      { knob: 'partition_mode', value: 'ctid', provenance: 'environment' },
      { knob: 'fast-path', value: true, provenance: 'environment' },
    ]);
  });

  it('keeps the two sides apart', () => {
    expect(knobVariable('destination', 'copy_flush_bytes')).toBe('RAPIDBYTE_DEST_COPY_FLUSH_BYTES');
    const environment = { RAPIDBYTE_SOURCE_COPY_FLUSH_BYTES: '16' };
    expect(resolveKnobs('destination', [knob({})], { ...none, environment })).toMatchObject([
      { value: 8, provenance: 'default' },
    ]);
  });

  it.each([
    [knob({}), '0', 'a number of bytes from 1 to 32'],
    [knob({}), '33', 'a number of bytes from 1 to 32'],
    [knob({}), '1e1', 'a number of bytes from 1 to 32'],
    [knob({ kind: 'integer' }), '2.5', 'a number from 1 to 32'],
    [mode, 'range', 'one of mod, ctid'],
    [flag, 'yes', 'true or false'],
  ])('refuses a value that the knob does not take (%#)', (refused, value, accepted) => {
    const variable = knobVariable('source', refused.name);
    expect(() => resolveKnobs('source', [refused], { ...none, environment: { [variable]: value } })).toThrow(
      expect.objectContaining({
        category: 'config',
        code: 'invalid_knob_value',
        message: `The environment variable ${variable} is "${value}"; ${refused.name} takes ${accepted}`,
      }),
    );
  });
});

describe('resolveParallelism', () => {
  it.each([
    [4, { RAPIDBYTE_PARALLELISM: '2' }, { knob: 'parallelism', value: 4, provenance: 'pin' }],
    ['auto', { RAPIDBYTE_PARALLELISM: '2' }, { knob: 'parallelism', value: 2, provenance: 'environment' }],
    ['auto', {}, 'auto'],
  ] as const)('%s with %o', (pinned, environment, resolved) => {
    expect(resolveParallelism(pinned, environment)).toEqual(resolved);
  });

  it('refuses a variable that is no number of pairs', () => {
    expect(() => resolveParallelism('auto', { RAPIDBYTE_PARALLELISM: '0' })).toThrow(/takes a number from 1 to 256/);
  });
});
