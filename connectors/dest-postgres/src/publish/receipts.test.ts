import { expect, it } from 'vitest';
import type { Receipt } from '@rapidbyte/connector';
import { checkReceipts } from './receipts.ts';

const orders = { namespace: 'public', name: 'orders' };
const receipt = (unit: string, rows: number, checkpointId = 1): Receipt => ({
  loadId: 'l',
  stream: orders,
  unit,
  epoch: 1,
  checkpointId,
  rows,
  bytes: 10 * rows,
});
const stored = [receipt('a', 3), receipt('b', 0), receipt('c', 4)];

it('adds up the rows of lists that agree, in any order', () => {
  expect(checkReceipts(orders, stored.toReversed(), stored)).toBe(7);
  expect(checkReceipts(orders, [], [])).toBe(0);
});

it.each([
  ['missing from the list', [receipt('a', 3), receipt('c', 4)], '"b" is committed and not listed'],
  ['listed and not stored', [...stored, receipt('d', 1)], '"d" was never committed here'],
  ['listed twice', [...stored, receipt('a', 3)], '"a" is listed twice'],
  ['of other rows', [receipt('a', 3), receipt('b', 1), receipt('c', 4)], '"b" is committed with 0 rows'],
  [
    'of another checkpoint',
    [receipt('a', 3), receipt('b', 0), receipt('c', 4, 2)],
    '"c" is committed up to checkpoint 1',
  ],
])('names a unit that is %s', (_, listed, message) => {
  expect(() => checkReceipts(orders, listed, stored)).toThrow(
    expect.objectContaining({ code: 'receipts_differ', message: expect.stringContaining(message) }),
  );
});
