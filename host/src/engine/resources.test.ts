import type { Setting } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import {
  creditBytes,
  hostReserveBytes,
  limitRun,
  planResources,
  processBaseBytes,
  processMemoryBytes,
} from './resources.ts';

const mib = 1024 * 1024;
const gib = 1024 * mib;
const pin = (value: number): Setting => ({ knob: 'parallelism', value, provenance: 'pin' });

const frames = (maxMemoryBytes: number): number =>
  planResources({ parallelism: 'auto', maxMemoryBytes }, 2).maxFrameBytes;

describe('planResources', () => {
  it.each([
    { cores: 1, maxMemoryBytes: gib, pairs: 1 },
    { cores: 2, maxMemoryBytes: gib, pairs: 2 },
    { cores: 4, maxMemoryBytes: gib, pairs: 4 },
    { cores: 16, maxMemoryBytes: gib, pairs: 8 },
    { cores: 64, maxMemoryBytes: 64 * gib, pairs: 8 },
    // Shrunk to what the memory allows.
    { cores: 16, maxMemoryBytes: 400 * mib, pairs: 4 },
    { cores: 16, maxMemoryBytes: 300 * mib, pairs: 1 },
  ])('auto is $pairs on $cores cores with $maxMemoryBytes bytes', ({ cores, maxMemoryBytes, pairs }) => {
    const plan = planResources({ parallelism: 'auto', maxMemoryBytes }, cores);
    expect(plan.pairs).toBe(pairs);
    expect(plan.parallelism).toMatchObject({ value: pairs, provenance: 'default', reason: expect.any(String) });
  });

  it.each([280, 300, 512, 1024, 4096, 65_536])('shares out %i MiB, and not more', (size) => {
    for (const cores of [1, 2, 8, 32]) {
      for (const sessions of [1, 4]) {
        const plan = planResources({ parallelism: 'auto', maxMemoryBytes: size * mib }, cores);
        const { pairs } = limitRun(plan, sides(sessions, sessions), undefined);
        const processes = 2 * Math.ceil(pairs / sessions);
        const each = processMemoryBytes({ ...plan, pairs }, sessions);
        expect(hostReserveBytes + pairs * creditBytes + processes * each).toBeLessThanOrEqual(size * mib);
        expect(each).toBeGreaterThanOrEqual(processBaseBytes);
      }
    }
  });

  it('takes a pinned value as it is', () => {
    const plan = planResources({ parallelism: pin(3), maxMemoryBytes: gib }, 2);
    expect(plan).toMatchObject({ pairs: 3, parallelism: pin(3) });
  });

  it.each([
    { parallelism: 'auto', mebibytes: 200, code: 'memory_too_small', path: 'resources.max_memory', hint: /280 MiB/ },
    {
      parallelism: pin(30),
      mebibytes: 1024,
      code: 'parallelism_exceeds_memory',
      path: 'resources.parallelism',
      hint: /to 12,/,
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

const sides = (source: number, destination: number) => ({
  source: { sessionsPerProcess: source },
  destination: { sessionsPerProcess: destination },
});
const budget = (spare: number) => ({ spare, perProcess: 1, perSession: 1 });

describe('limitRun', () => {
  const auto = planResources({ parallelism: 'auto', maxMemoryBytes: gib }, 16);
  const pinned = planResources({ parallelism: pin(8), maxMemoryBytes: gib }, 16);

  it('needs more memory for connectors that take one session a process', () => {
    expect(limitRun(auto, sides(4, 4), undefined)).toMatchObject({ pairs: 8, parallelism: { value: 8 } });
    expect(limitRun(auto, sides(1, 1), undefined)).toMatchObject({
      pairs: 5,
      parallelism: { value: 5, reason: 'as many as resources.max_memory allows' },
    });
    expect(() => limitRun(pinned, sides(1, 1), undefined)).toThrow(
      expect.objectContaining({ code: 'parallelism_exceeds_memory', hint: expect.stringMatching(/to 5,/) }),
    );
  });

  // Four sessions and a process's own connection are five; eight sessions ten.
  it.each([
    { spare: 100, max: undefined, pairs: 8 },
    { spare: 10, max: undefined, pairs: 8 },
    { spare: 9, max: undefined, pairs: 7 },
    { spare: 6, max: undefined, pairs: 4 },
    { spare: 100, max: 5, pairs: 4 },
    { spare: 2, max: 90, pairs: 1 },
  ])('spare $spare and max_connections $max are enough for $pairs', ({ spare, max, pairs }) => {
    const limited = { source: { sessionsPerProcess: 4, connections: budget(spare) }, destination: sides(4, 4).source };
    expect(limitRun(auto, limited, max).pairs).toBe(pairs);
    const other = { source: limited.destination, destination: limited.source };
    expect(limitRun(auto, other, max).pairs).toBe(pairs);
    if (pairs === 8) expect(limitRun(pinned, limited, max).parallelism).toEqual(pin(8));
    else {
      expect(() => limitRun(pinned, limited, max)).toThrow(
        expect.objectContaining({
          code: 'parallelism_exceeds_connections',
          hint: expect.stringMatching(new RegExp(`to ${pairs},`)),
        }),
      );
    }
  });

  it('says so where not even one pair has its connections', () => {
    const limited = { source: { sessionsPerProcess: 4, connections: budget(1) }, destination: sides(4, 4).source };
    expect(() => limitRun(auto, limited, undefined)).toThrow(
      expect.objectContaining({ code: 'connections_exhausted' }),
    );
  });
});
