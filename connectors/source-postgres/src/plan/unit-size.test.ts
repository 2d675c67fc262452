import { expect, it } from 'vitest';
import { evenUnitBytes, usualUnitBytes } from './unit-size.ts';

const mib = 2 ** 20;

it.each([
  { left: 0, sessions: 4, mibEach: 32 },
  { left: 820, sessions: 1, mibEach: 32 },
  // Never larger than usual, and a whole number for each.
  { left: 820, sessions: 8, mibEach: 820 / 32 },
  { left: 640, sessions: 4, mibEach: 32 },
  { left: 650, sessions: 4, mibEach: 650 / 24 },
  { left: 100, sessions: 8, mibEach: 12.5 },
  { left: 40, sessions: 8, mibEach: 8 },
])('of $left MiB for $sessions sessions units have $mibEach MiB', ({ left, sessions, mibEach }) => {
  expect(evenUnitBytes(left * mib, sessions, true) / mib).toBeCloseTo(mibEach);
  expect(usualUnitBytes).toBe(32 * mib);
});

it.each([
  { left: 820, sessions: 8, mibEach: 820 / 32 },
  { left: 300, sessions: 8, mibEach: 12.5 },
  { left: 150, sessions: 8, mibEach: 150 / 16 },
  { left: 40, sessions: 8, mibEach: 8 },
])('of $left MiB that are left while $sessions sessions go on, $mibEach MiB', ({ left, sessions, mibEach }) => {
  expect(evenUnitBytes(left * mib, sessions, false) / mib).toBeCloseTo(mibEach);
});
