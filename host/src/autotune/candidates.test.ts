import type { Knob as ConnectorKnob } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { firstCandidates, furtherCandidate, refusal } from './candidates.ts';
import type { Knob } from './knob.ts';
import { bytes, choice, parallelism, tunable } from './testing/knobs.ts';

const mib = 2 ** 20;

describe('firstCandidates', () => {
  it.each([
    { pairs: 1, most: 8, candidates: [2] },
    { pairs: 2, most: 8, candidates: [3, 1] },
    { pairs: 4, most: 8, candidates: [6, 2] },
    { pairs: 4, most: 5, candidates: [5, 2] },
    { pairs: 4, most: 4, candidates: [2] },
    { pairs: 1, most: 1, candidates: [] },
    // Spare connections have become fewer than what is in use.
    { pairs: 9, most: 3, candidates: [3] },
    { pairs: 4, most: 5.9, candidates: [5, 2] },
  ])('of $pairs pairs, at most $most, are $candidates', ({ pairs, most, candidates }) => {
    expect(firstCandidates(parallelism(pairs, most), pairs)).toEqual(candidates);
  });

  it.each([
    { size: 8, candidates: [16, 4] },
    { size: 4, candidates: [8] },
    { size: 32, candidates: [16] },
    { size: 6, candidates: [8, 4] },
    { size: 1, candidates: [4] },
  ])('of $size MiB are the declared ones next to it, $candidates', ({ size, candidates }) => {
    expect(firstCandidates(bytes(size), size * mib)).toEqual(candidates.map((each) => each * mib));
  });

  it('of a choice are all others that are legal, in their order', () => {
    const refused = [{ value: 'east', reason: 'no integer key' }];
    expect(firstCandidates(choice('south'), 'south')).toEqual(['north', 'east']);
    expect(firstCandidates(choice('south', { refused }), 'south')).toEqual(['north']);
  });

  it('of a boolean is the other one', () => {
    expect(firstCandidates(tunable('source', { name: 'fast', kind: 'boolean', candidates: [] }, true), true)).toEqual([
      false,
    ]);
  });

  it('of a pinned knob are none', () => {
    expect(firstCandidates(choice('north', { pinned: true }), 'north')).toEqual([]);
  });

  it('pass over a refused number', () => {
    const refused = [{ value: 16 * mib, reason: 'too much for this server' }];
    expect(firstCandidates(bytes(8, { refused }), 8 * mib)).toEqual([32 * mib, 4 * mib]);
  });
});

describe('furtherCandidate', () => {
  it.each([
    { loser: 4, winner: 6, next: 9 },
    { loser: 6, winner: 9, next: 14 },
    { loser: 9, winner: 14, next: 16 },
    { loser: 14, winner: 16, next: null },
    { loser: 4, winner: 2, next: 1 },
    { loser: 2, winner: 1, next: null },
    { loser: 1, winner: 2, next: 3 },
  ])('after $winner beat $loser is $next', ({ loser, winner, next }) => {
    expect(furtherCandidate(parallelism(4, 16), loser, winner)).toBe(next);
  });

  it('ends with the last that a connector declares', () => {
    expect(furtherCandidate(bytes(8), 8 * mib, 16 * mib)).toBe(32 * mib);
    expect(furtherCandidate(bytes(8), 16 * mib, 32 * mib)).toBeNull();
    expect(furtherCandidate(bytes(8), 8 * mib, 4 * mib)).toBeNull();
  });

  it('is none of a choice', () => {
    expect(furtherCandidate(choice('north'), 'north', 'east')).toBeNull();
  });
});

it.each([
  { knob: parallelism(4, 8), value: 9, why: /outside 1 to 8/ },
  { knob: parallelism(4, 8), value: 0, why: /outside/ },
  { knob: parallelism(4, 500), value: 257, why: /outside 1 to 256/ },
  { knob: choice('north'), value: 'west', why: /not among/ },
  { knob: choice('north', { refused: [{ value: 'east', reason: 'no key' }] }), value: 'east', why: /no key/ },
])('$value is refused', ({ knob, value, why }) => {
  expect(refusal(knob, value)).toMatch(why);
});

it("takes a connector's knob as it is", () => {
  const declared: ConnectorKnob = {
    name: 'rows',
    description: 'Rows of a batch',
    kind: 'integer',
    defaultValue: 100,
    candidates: [100, 1000],
  };
  const knob: Knob = declared;
  expect(firstCandidates(tunable('source', knob, 100), 100)).toEqual([1000]);
});
