import { expect, it } from 'vitest';
import { eligibility, tooShort } from './eligibility.ts';
import { bytes, choice, parallelism } from './testing/knobs.ts';
import type { Limits, StreamFacts, TunableKnob } from './types.ts';

const mib = 2 ** 20;
const large: StreamFacts = { name: 's', estimatedRows: 1e8, estimatedBytes: 1e10, divisible: true };
const limits: Limits = { maxMemoryBytes: 2 ** 30, cores: 4, budgetShare: 0.15, budgetSeconds: 30 };
const pinned = choice('north', { pinned: true });

it.each<{
  what: string;
  knobs?: TunableKnob[];
  stream?: Partial<StreamFacts>;
  limit?: Partial<Limits>;
  why: RegExp | null;
}>([
  { what: 'a large stream', why: null },
  { what: 'one unit', stream: { divisible: false }, why: /one unit/ },
  { what: 'no knobs', knobs: [], why: /no knobs/ },
  { what: 'only pins', knobs: [pinned], why: /all knobs are pinned/ },
  { what: 'a pin and a free knob', knobs: [pinned, bytes(8)], why: null },
  { what: 'one legal value', knobs: [pinned, parallelism(1, 1)], why: /only one value to use for host.parallelism/ },
  { what: 'an unknown number of rows', stream: { estimatedRows: 0 }, why: /not known/ },
  { what: 'a number of rows that is none', stream: { estimatedRows: Number.NaN }, why: /not known/ },
  { what: 'an unknown size', stream: { estimatedBytes: 0 }, why: null },
  { what: '20 MiB', stream: { estimatedBytes: 20 * mib }, why: /too small: 20 MiB take 5.0 s even at 4 MiB/ },
  { what: '60 MiB', stream: { estimatedBytes: 60 * mib }, why: null },
  { what: 'no share', limit: { budgetShare: 0 }, why: /budget/ },
  { what: 'hardly any time', limit: { budgetSeconds: 1 }, why: /budget/ },
  { what: 'a limit that is none', limit: { budgetSeconds: Number.NaN }, why: /budget/ },
])('$what', ({ knobs = [parallelism(2, 8)], stream, limit, why }) => {
  const answer = eligibility(knobs, { ...large, ...stream }, { ...limits, ...limit });
  expect(answer).toEqual(why === null ? { eligible: true } : { eligible: false, reason: expect.stringMatching(why) });
});

it.each([
  { rowsPerSecond: 1e6, why: null },
  { rowsPerSecond: 7e6, why: null },
  { rowsPerSecond: 8e6, why: /12.5 s, of which 15 % are less than the 2 s/ },
])('1e8 rows at $rowsPerSecond a second', ({ rowsPerSecond, why }) => {
  const answer = tooShort(rowsPerSecond, large, limits);
  if (why === null) expect(answer).toBeNull();
  else expect(answer).toMatch(why);
});
