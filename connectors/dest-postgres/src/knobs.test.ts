import { expect, it } from 'vitest';
import type { KnobValue, Setting } from '@rapidbyte/connector';
import { copyFlushBytes, copyFlushSetting } from './knobs.ts';

const mebibyte = 1024 * 1024;
const asked = (value: KnobValue): Setting => ({ knob: 'copy_flush_bytes', value, provenance: 'pin' });

it('offers candidates within its bounds', () => {
  const { min, max, candidates, defaultValue } = copyFlushBytes;
  expect(candidates).toContain(defaultValue);
  for (const candidate of candidates) expect(candidate >= min && candidate <= max).toBe(true);
});

it('takes the default where nothing is asked for', () => {
  const other: Setting = { knob: 'partition_mode', value: 'ctid', provenance: 'pin' };
  expect(copyFlushSetting([other])).toEqual({
    knob: 'copy_flush_bytes',
    value: copyFlushBytes.defaultValue,
    provenance: 'default',
  });
});

it.each([mebibyte, 3 * mebibyte + 1, 32 * mebibyte])('takes %d as it is', (value) => {
  expect(copyFlushSetting([asked(value)])).toEqual(asked(value));
});

it.each([
  [0, mebibyte, 'least'],
  [-5, mebibyte, 'least'],
  [33 * mebibyte, 32 * mebibyte, 'most'],
  [2 * mebibyte + 0.5, 2 * mebibyte, 'whole'],
  ['8 MiB', copyFlushBytes.defaultValue, 'not a number'],
  [true, copyFlushBytes.defaultValue, 'not a number'],
  [Number.NaN, copyFlushBytes.defaultValue, 'not a number'],
])('makes %j into %d, keeps where it came from, and says why', (value, inEffect, why) => {
  expect(copyFlushSetting([asked(value)])).toEqual({
    ...asked(inEffect),
    reason: expect.stringContaining(why),
  });
});
