import { expect, test } from 'vitest';
import { keyRange, slotCount, type KeyAxis } from './key-axis.ts';

const axis: KeyAxis = { column: 'k', type: 'int4', boundaries: ['10', '20'], shares: [0, 0, 0, 0] };

test.each([
  ['all', 0, 4, { from: null, to: null, nulls: true, values: true }],
  ['NULL alone', 0, 1, { from: null, to: null, nulls: true, values: false }],
  ['NULL and the lowest', 0, 2, { from: null, to: '10', nulls: true, values: true }],
  ['the lowest', 1, 2, { from: null, to: '10', nulls: false, values: true }],
  ['the middle', 2, 3, { from: '10', to: '20', nulls: false, values: true }],
  ['the highest', 3, 4, { from: '20', to: null, nulls: false, values: true }],
  ['every value', 1, 4, { from: null, to: null, nulls: false, values: true }],
])('%s', (_, from, to, expected) => {
  expect(keyRange(axis, { from, to })).toEqual({ column: 'k', type: 'int4', ...expected });
});

test('without a boundary there are NULL and the rest', () => {
  const bare: KeyAxis = { ...axis, boundaries: [] };
  expect(slotCount(bare)).toBe(2);
  expect(keyRange(bare, { from: 1, to: 2 })).toMatchObject({ from: null, to: null, nulls: false, values: true });
});
