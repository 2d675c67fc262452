import type { KnobSettings, TunableKnob } from '../types.ts';
import { bytes, choice, parallelism } from './knobs.ts';
import type { Surface } from './response-surface.ts';

const mib = 2 ** 20;

/** A kind of load, drawn anew for every seed. */
export interface Landscape {
  readonly knobs: readonly TunableKnob[];
  readonly surface: Surface;
}

type Shape = (random: () => number) => Partial<Surface> & {
  readonly knobs?: readonly TunableKnob[];
  readonly rate: (pairs: number, mode: string, chunkMib: number) => number;
};

const pick = <T>(random: () => number, values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

/** Pairs help in proportion until what they load is full. */
const saturating = (pairs: number, full: number): number => Math.min(pairs, full) / full;
/** Highest at `best`; half of it four times away. */
const peaked = (value: number, best: number): number => 2 ** -((Math.log(value / best) / Math.log(4)) ** 2);

export const shapes: Readonly<Record<string, Shape>> = {
  flat: () => ({ rate: () => 1 }),
  // Every value differs from every other by a little: gains that are not worth a change, and losses that noise may hide.
  'nearly flat': (random) => {
    const factors = new Map<string, number>();
    return {
      rate: (...values) => {
        const key = values.join();
        const factor = factors.get(key) ?? 0.97 + 0.06 * random();
        factors.set(key, factor);
        return factor;
      },
    };
  },
  peaked: (random) => {
    const [pairs, mode, chunk] = [pick(random, [1, 2, 4, 6, 9, 14]), pick(random, modes), pick(random, chunks)];
    return {
      rate: (p, m, c) => peaked(p, pairs) ** 2 * (m === mode ? 1.25 : 1) * peaked(c, chunk),
    };
  },
  saturating: (random) => {
    const full = pick(random, [1, 3, 6, 9, 14]);
    return { rate: (p) => saturating(p, full) };
  },
  'one choice': (random) => {
    const mode = pick(random, modes);
    const gain = 1.2 + random();
    return { rate: (_, m) => (m === mode ? gain : 1) };
  },
  drifting: (random) => {
    const [slope, wave, mode] = [0.02 * (random() - 0.5), 0.05 * random(), pick(random, modes)];
    const full = pick(random, [3, 6, 9]);
    return {
      rate: (p, m) => saturating(p, full) * (m === mode ? 1.3 : 1),
      drift: (seconds) => Math.exp(slope * seconds) * (1 + wave * Math.sin(seconds / 3)),
    };
  },
  cliff: (random) => {
    const edge = pick(random, [5, 8, 12]);
    const breaks = random() < 0.5;
    return {
      rate: (p, m) => (p > edge ? 0.2 : Math.sqrt(p)) * (m === 'east' ? 0.3 : 1),
      ...(breaks
        ? { fails: (settings: KnobSettings) => (pairsOf(settings) > edge ? 'too many connections' : null) }
        : {}),
    };
  },
  interacting: (random) => {
    // A mode that is better only where many pairs share it, and chunks that must shrink as pairs grow.
    const full = pick(random, [6, 9]);
    return {
      rate: (p, m, c) =>
        saturating(p, full) * (m === 'east' ? 0.8 + 0.1 * Math.min(p, 8) : 1) * peaked(c * Math.sqrt(p), 24),
    };
  },
  'far away': (random) => {
    // Latency: only sessions help, and far more of them than there are cores.
    const full = pick(random, [20, 40, 64]);
    return {
      knobs: [parallelism(8, 64), choice('north'), bytes(8)],
      rate: (p) => saturating(p, full),
      waits: { read: 0.1, credit: 0.8, write: 0.85, flush: 0.02, input: 0.05 },
      cpuPerSession: 0.02,
    };
  },
};

const modes = ['north', 'east', 'south'] as const;
const chunks = [4, 8, 16] as const;

const pairsOf = (settings: KnobSettings): number => Number(settings.get('host.parallelism'));

export function landscape(name: string, random: () => number, noise: number): Landscape {
  const shape = shapes[name]?.(random);
  if (shape === undefined) throw new Error(`no shape ${name}`);
  const { rate, knobs = [parallelism(4, 16), choice('north'), bytes(8)], ...rest } = shape;
  const scale = (50 + 150 * random()) * mib;
  return {
    knobs,
    surface: {
      bytesPerRow: 200,
      noise,
      drift: () => 1,
      changeOverSeconds: 0.1,
      waits: pick(random, [
        { read: 0.1, credit: 0.8, write: 0.6, flush: 0.2, input: 0.05 },
        { read: 0.8, credit: 0.05, write: 0.2, flush: 0.05, input: 0.7 },
        { read: 0.3, credit: 0.2, write: 0.3, flush: 0.05, input: 0.2 },
      ]),
      cpuPerSession: 0.2,
      ...rest,
      bytesPerSecond: (settings) =>
        scale *
        rate(
          pairsOf(settings),
          String(settings.get('source.mode')),
          Number(settings.get('destination.chunk_bytes')) / mib,
        ),
    },
  };
}
