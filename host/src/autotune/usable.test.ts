import { expect, it } from 'vitest';
import { observation } from './testing/observation.ts';
import type { Limits, Observation } from './types.ts';
import { guardrail, unusable } from './usable.ts';

const limits: Limits = { maxMemoryBytes: 2 ** 30, cores: 4, budgetShare: 0.15, budgetSeconds: 30 };
const waits = observation().waits;
const nothing = undefined as unknown;

it.each<{ what: string; o: unknown; why: RegExp | null }>([
  { what: 'a good one', o: observation(), why: null },
  { what: 'nothing', o: nothing, why: /no observation/ },
  { what: 'no seconds', o: observation({ seconds: 0 }), why: /no seconds/ },
  { what: 'a fault', o: observation({ fault: 'the source sends no Stats' }), why: /^the source sends no Stats$/ },
  { what: 'NaN bytes', o: observation({ bytes: Number.NaN }), why: /bytes: NaN/ },
  { what: 'negative rows', o: observation({ rows: -1 }), why: /rows: -1/ },
  { what: 'endless memory', o: observation({ memoryBytes: Infinity }), why: /memory: Infinity/ },
  { what: 'no waits', o: { ...observation(), waits: nothing }, why: /no waits/ },
  { what: 'a wait less', o: { ...observation(), waits: { ...waits, flush: nothing } }, why: /flushes: undefined/ },
  { what: 'no CPU times', o: { ...observation(), cpuSeconds: null }, why: /CPU/ },
  { what: 'no settings', o: { ...observation(), settings: {} }, why: /no settings/ },
  { what: 'text for a number', o: { ...observation(), errors: '0' }, why: /errors: 0/ },
  { what: 'a broken change-over', o: { ...observation(), changeOver: { seconds: -1, rows: 0 } }, why: /change-over/ },
])('$what', ({ o, why }) => {
  const answer = unusable(o as Observation);
  if (why === null) expect(answer).toBeNull();
  else expect(answer).toMatch(why);
});

it.each([
  { o: {}, why: null },
  { o: { errors: 1 }, why: 'an error' },
  { o: { errors: 3 }, why: '3 errors' },
  { o: { memoryBytes: 2 ** 30 + 2 ** 20 }, why: 'memory of 1025 MiB, above the 1024 MiB allowed' },
  { o: { bytes: 0 }, why: 'nothing was moved' },
])('$o breaks a guardrail: $why', ({ o, why }) => {
  expect(guardrail(observation(o), limits)).toBe(why);
});
