import { expect, it } from 'vitest';
import { rank } from './ranking.ts';

const candidate = (name: string, level: number, more: object = {}) => ({
  name,
  level,
  incumbent: name === 'incumbent',
  figures: { bytesPerSecond: 1, rowsPerSecond: 100, flushShare: 0.1, bytesPerCpuSecond: 100, ...more },
});

it.each([
  { rule: 'speed', candidates: [candidate('a', 0), candidate('b', 0.1)], order: 'b a' },
  {
    rule: 'the incumbent stays within the noise',
    candidates: [candidate('a', 0.04), candidate('incumbent', 0)],
    order: 'incumbent a',
  },
  { rule: 'and goes beyond it', candidates: [candidate('a', 0.06), candidate('incumbent', 0)], order: 'a incumbent' },
  { rule: 'more rows', candidates: [candidate('a', 0.01), candidate('b', 0, { rowsPerSecond: 120 })], order: 'b a' },
  {
    rule: 'not hardly more rows',
    candidates: [candidate('a', 0.01), candidate('b', 0, { rowsPerSecond: 102 })],
    order: 'a b',
  },
  { rule: 'fewer flushes', candidates: [candidate('a', 0.01, { flushShare: 0.3 }), candidate('b', 0)], order: 'b a' },
  { rule: 'less CPU', candidates: [candidate('a', 0.01), candidate('b', 0, { bytesPerCpuSecond: 150 })], order: 'b a' },
  {
    rule: 'rows before flushes',
    candidates: [candidate('a', 0, { rowsPerSecond: 120, flushShare: 0.3 }), candidate('b', 0)],
    order: 'a b',
  },
  {
    rule: 'flushes before CPU',
    candidates: [candidate('a', 0, { flushShare: 0.3, bytesPerCpuSecond: 200 }), candidate('b', 0)],
    order: 'b a',
  },
  {
    rule: 'no tie-break beyond the noise',
    candidates: [candidate('a', 0.2, { flushShare: 0.9 }), candidate('b', 0)],
    order: 'a b',
  },
  {
    rule: 'no CPU figures',
    candidates: [candidate('a', 0, { bytesPerCpuSecond: 0 }), candidate('b', 0.01, { bytesPerCpuSecond: 0 })],
    order: 'b a',
  },
  { rule: 'nobody', candidates: [], order: '' },
])('$rule', ({ candidates, order }) => {
  expect(
    rank(candidates, () => 0.05)
      .map(({ name }) => name)
      .join(' '),
  ).toBe(order);
});
