import { describe, expect, test } from 'vitest';
import { loadPipelineObject } from './load.ts';
import { PipelineFileError } from './problem.ts';
import type { JsonObject } from './types.ts';

const load = (resources: JsonObject) =>
  loadPipelineObject(
    {
      version: '1.0',
      pipeline: 'p',
      source: { use: 's', streams: [{ name: 'public.a', partition_key: 'id' }] },
      destination: { use: 'd' },
      resources,
    },
    {},
  );

function problemsOf(resources: JsonObject): readonly string[] {
  try {
    load(resources);
    return [];
  } catch (error) {
    if (!(error instanceof PipelineFileError)) throw error;
    return error.problems.map(({ path, code, message }) => `${path} ${code}: ${message}`);
  }
}

describe('pins', () => {
  test('of the three first knobs, and of any other', () => {
    const autotune = {
      pin_source_partition_mode: 'mod',
      pin_copy_flush_bytes: '8mb',
      pins: { batch_rows: 77, parallelism: '3' },
    };
    expect(load({ autotune, max_connections: '20' })).toMatchObject({
      source: { streams: [{ partitionKey: 'id' }] },
      resources: {
        parallelism: 3,
        maxConnections: 20,
        pins: [
          {
            knob: 'partition_mode',
            side: 'source',
            value: 'mod',
            path: 'resources.autotune.pin_source_partition_mode',
          },
          { knob: 'copy_flush_bytes', side: 'destination', value: 8 * 2 ** 20 },
          { knob: 'batch_rows', side: null, value: 77, path: 'resources.autotune.pins.batch_rows' },
        ],
      },
    });
  });

  test('that say the same twice are one', () => {
    const resources = load({ parallelism: 4, autotune: { pin_parallelism: '4', pins: { parallelism: 4 } } }).resources;
    expect(resources).toMatchObject({ parallelism: 4, pins: [] });
  });

  test.each<[JsonObject, string]>([
    [
      { parallelism: 4, autotune: { pin_parallelism: 2 } },
      'resources.autotune.pin_parallelism pins_differ: parallelism is pinned to 4 at resources.parallelism, and to 2 here',
    ],
    [
      { parallelism: 4, autotune: { pin_parallelism: 4, pins: { parallelism: 5 } } },
      'resources.autotune.pins.parallelism pins_differ: parallelism is pinned to 4 at resources.parallelism, and to 5 here',
    ],
    [
      { autotune: { pin_parallelism: 2, pins: { parallelism: 3 } } },
      'resources.autotune.pins.parallelism pins_differ: parallelism is pinned to 2 at resources.autotune.pin_parallelism, and to 3 here',
    ],
    [
      { autotune: { pin_source_partition_mode: 'mod', pins: { partition_mode: 'ctid' } } },
      'resources.autotune.pins.partition_mode pins_differ: partition_mode is pinned to mod at resources.autotune.pin_source_partition_mode, and to ctid here',
    ],
    [
      { autotune: { pin_copy_flush_bytes: '4mb', pins: { copy_flush_bytes: 5 } } },
      'resources.autotune.pins.copy_flush_bytes pins_differ: copy_flush_bytes is pinned to 4194304 at resources.autotune.pin_copy_flush_bytes, and to 5 here',
    ],
    [
      { autotune: { pin_copy_flush_bytes: '64mb' } },
      'resources.autotune.pin_copy_flush_bytes invalid_value: pin_copy_flush_bytes must be from 1mb to 32mb',
    ],
    [
      { autotune: { pin_source_partition_mode: 'hash' } },
      'resources.autotune.pin_source_partition_mode invalid_value: pin_source_partition_mode must be ctid, range or mod',
    ],
    [
      { autotune: { pin_parallelism: 0 } },
      'resources.autotune.pin_parallelism invalid_value: pin_parallelism must be a whole number from 1 to 256',
    ],
    [
      { autotune: { pins: { parallelism: 'many' } } },
      'resources.autotune.pins.parallelism invalid_value: parallelism must be a whole number from 1 to 256',
    ],
    [
      { autotune: { pin_parallelism: 257 } },
      'resources.autotune.pin_parallelism invalid_value: pin_parallelism must be a whole number from 1 to 256',
    ],
    [
      { autotune: { pin_copy_flush_bytes: 1000 } },
      'resources.autotune.pin_copy_flush_bytes invalid_value: pin_copy_flush_bytes must be from 1mb to 32mb',
    ],
    [{ autotune: { enabled: 'no' } }, 'resources.autotune.enabled invalid_value: enabled must be true or false'],
    [{ autotune: { pin: 1 } }, 'resources.autotune.pin unknown_key: the key "pin" is unknown'],
    [
      { max_connections: 1 },
      'resources.max_connections invalid_value: max_connections must be a whole number from 2 to 10000',
    ],
  ])('refuses %j', (resources, problem) => {
    expect(problemsOf(resources)).toEqual([problem]);
  });
});
