export interface Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number;
  /** `min` ≤ x ≤ `max`, both included. */
  readonly integer: (min: number, max: number) => number;
}

/** Mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c): the same numbers for the same seed, on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, integer: (min, max) => min + Math.floor(next() * (max - min + 1)) };
}
