import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { observation } from './testing/observation.ts';
import { windowLength } from './window-length.ts';

const stream = { name: 's', estimatedRows: 1e8, estimatedBytes: 1e10, divisible: true };
const limits = { maxMemoryBytes: 1, cores: 4, budgetShare: 0.15, budgetSeconds: 30 };

describe('Budget', () => {
  it.each([
    { rowsPerSecond: 1e5, left: 30 },
    { rowsPerSecond: 1e6, left: 15 },
    { rowsPerSecond: 0, left: 0 },
  ])('of 15e6 rows and 30 s has $left s at $rowsPerSecond rows a second', ({ rowsPerSecond, left }) => {
    expect(new Budget(stream, limits).secondsLeft(rowsPerSecond)).toBe(left);
  });

  it('pays for change-overs', () => {
    const budget = new Budget(stream, limits);
    budget.spend(observation({ rows: 1e6, changeOver: { seconds: 4, rows: 2e6 } }));
    expect(budget.secondsLeft(1)).toBe(25);
    expect(budget.secondsLeft(1e6)).toBe(12);
    expect(budget.changeOverSeconds).toBe(4);
    expect(budget.cost()).toMatchObject({
      windows: 1,
      seconds: 5,
      rows: 3e6,
      share: 0.03,
      maxRows: 15e6,
      maxSeconds: 30,
    });
  });

  it.each([
    { rowsPerSecond: 1e6, reserve: 2, part: 1, fits: true },
    { rowsPerSecond: 7e6, reserve: 2, part: 1, fits: false },
    { rowsPerSecond: 7e6, reserve: 1.25, part: 1, fits: true },
    { rowsPerSecond: 11e6, reserve: 1.25, part: 1, fits: false },
    { rowsPerSecond: 11e6, reserve: 1.25, part: 0.5, fits: true },
  ])(
    'a second at $rowsPerSecond rows, perhaps $reserve times as fast, of which $part must fit: $fits',
    ({ rowsPerSecond, reserve, part, fits }) => {
      expect(new Budget(stream, limits).fits(1, rowsPerSecond, reserve, part)).toBe(fits);
    },
  );

  it('ends with its seconds', () => {
    const budget = new Budget(stream, limits);
    budget.spend(observation({ seconds: 29.2, rows: 1 }));
    expect([budget.fits(0.4, 1, 1), budget.fits(0.8, 1, 1)]).toEqual([true, false]);
  });
});

it.each([
  { noise: 0.05, affordable: 9, seconds: 0.5 },
  { noise: 0.1, affordable: 9, seconds: 1 },
  { noise: 0.01, affordable: 9, seconds: 0.4 },
  { noise: 0.9, affordable: 9, seconds: 2 },
  { noise: 0.1, affordable: 0.6, seconds: 0.6 },
  { noise: 0.1, affordable: 0, seconds: 0.4 },
])(
  'windows take $seconds s with noise of $noise where $affordable s are affordable',
  ({ noise, affordable, seconds }) => {
    expect(windowLength(noise, affordable)).toBeCloseTo(seconds);
  },
);
