import type { Setting } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { creditBytes, hostReserveBytes, planResources, processBaseBytes } from './resources.ts';

const mib = 1024 * 1024;
const gib = 1024 * mib;
const pin = (value: number): Setting => ({ knob: 'parallelism', value, provenance: 'pin' });

const frames = (maxMemoryBytes: number): number =>
  planResources({ parallelism: 'auto', maxMemoryBytes }, 2).maxFrameBytes;

describe('planResources', () => {
  it.each([
    { cores: 1, maxMemoryBytes: gib, pairs: 1 },
    { cores: 2, maxMemoryBytes: gib, pairs: 1 },
    { cores: 4, maxMemoryBytes: gib, pairs: 2 },
    { cores: 16, maxMemoryBytes: 8 * gib, pairs: 8 },
    { cores: 64, maxMemoryBytes: 64 * gib, pairs: 8 },
    // Shrunk to what the memory allows.
    { cores: 16, maxMemoryBytes: gib, pairs: 5 },
    { cores: 16, maxMemoryBytes: 300 * mib, pairs: 1 },
  ])('auto is $pairs on $cores cores with $maxMemoryBytes bytes', ({ cores, maxMemoryBytes, pairs }) => {
    const plan = planResources({ parallelism: 'auto', maxMemoryBytes }, cores);
    expect(plan.pairs).toBe(pairs);
    expect(plan.parallelism).toMatchObject({ value: pairs, provenance: 'default', reason: expect.any(String) });
  });

  it.each([280, 300, 512, 1024, 4096, 65_536])('shares out %i MiB, and not more', (size) => {
    for (const cores of [1, 2, 8, 32]) {
      const plan = planResources({ parallelism: 'auto', maxMemoryBytes: size * mib }, cores);
      const { pairs, processMemoryBytes } = plan;
      expect(hostReserveBytes + pairs * (creditBytes + 2 * processMemoryBytes)).toBeLessThanOrEqual(size * mib);
      expect(processMemoryBytes).toBeGreaterThanOrEqual(processBaseBytes);
    }
  });

  it('takes a pinned value as it is', () => {
    const plan = planResources({ parallelism: pin(3), maxMemoryBytes: gib }, 2);
    expect(plan).toMatchObject({ pairs: 3, parallelism: pin(3) });
  });

  it.each([
    { parallelism: 'auto', mebibytes: 200, code: 'memory_too_small', path: 'resources.max_memory', hint: /280 MiB/ },
    {
      parallelism: pin(9),
      mebibytes: 1024,
      code: 'parallelism_exceeds_memory',
      path: 'resources.parallelism',
      hint: /to 5,/,
    },
  ] as const)('refuses $code, with the numbers', ({ parallelism, mebibytes, code, path, hint }) => {
    const plan = () => planResources({ parallelism, maxMemoryBytes: mebibytes * mib }, 4);
    expect(plan).toThrow(
      expect.objectContaining({ category: 'config', code, path, hint: expect.stringMatching(hint) }),
    );
    expect(plan).toThrow(new RegExp(`${mebibytes} MiB`));
  });

  it('allows larger frames where there is memory for them', () => {
    expect(frames(gib)).toBe(64 * mib);
    expect(frames(4 * gib)).toBe(256 * mib);
    expect(frames(1024 * gib)).toBe(gib);
  });
});
