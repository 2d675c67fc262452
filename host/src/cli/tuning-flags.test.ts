import { describe, expect, test } from 'vitest';
import { loadPipelineObject } from '../config/load.ts';
import { withTuningFlags } from './tuning-flags.ts';

const config = loadPipelineObject(
  {
    version: '1.0',
    pipeline: 'p',
    source: { use: 's', streams: [{ name: 'public.a' }] },
    destination: { use: 'd' },
    resources: { parallelism: 2, autotune: { pin_copy_flush_bytes: '4mb', pins: { lane: 'slow' } } },
  },
  {},
);

describe('--pin and --no-autotune', () => {
  test('win over the file', () => {
    const { resources } = withTuningFlags(config, {
      autotune: false,
      pin: ['parallelism=6', 'copy_flush_bytes=8mb', 'partition_mode=mod'],
    });
    expect(resources).toMatchObject({ parallelism: 6, autotune: false });
    expect(resources.pins).toEqual([
      expect.objectContaining({ knob: 'lane', value: 'slow' }),
      { knob: 'copy_flush_bytes', side: null, value: '8mb', path: null },
      { knob: 'partition_mode', side: null, value: 'mod', path: null },
    ]);
  });

  test('say nothing where they are not given', () => {
    expect(withTuningFlags(config, {})).toEqual(config);
  });

  test.each(['0', '257', 'many', '1.5'])('parallelism=%s is refused', (value) => {
    expect(() => withTuningFlags(config, { pin: [`parallelism=${value}`] })).toThrow(/whole number from 1 to 256/);
  });
});
