import { expect, test } from 'vitest';
import { cover, type Box } from './box.ts';

const blocks = (from: number, to: number): Box => ({ blocks: { from, to } });
const slots = (from: number, to: number): Box => ({ slots: { column: 'k', range: { from, to } } });
const residues = (modulus: number, remainders: readonly number[], more: Box = {}): Box => ({
  ...more,
  residues: { key: { columns: ['k'], hashed: false }, modulus, remainders },
});
/** The axis on k has 10 slots. */
const covered = (...boxes: readonly Box[]) => cover(boxes, () => 10);

test.each<readonly [string, readonly Box[], boolean]>([
  ['nothing', [], false],
  ['the table', [{}], true],
  ['all blocks, in pieces', [blocks(5, Infinity), blocks(0, 5)], true],
  ['all blocks known of, but not what may follow', [blocks(0, 500)], false],
  ['all slots', [slots(4, 10), slots(0, 4)], true],
  ['all slots but that of NULL', [slots(1, 10)], false],
  ['every residue', [residues(3, [2]), residues(3, [0]), residues(3, [1])], true],
  ['residues of two moduli', [residues(2, [0]), residues(3, [1]), residues(3, [2])], false],
  ['every residue of all blocks', [residues(2, [0], blocks(0, Infinity)), residues(2, [1])], true],
])('%s is everything: %s', (_, boxes, everything) => {
  expect(covered(...boxes).everything).toBe(everything);
});

test('a tile of which every residue is there is finished, whatever plan each one is of', () => {
  const found = covered(
    residues(2, [0], blocks(0, 10)),
    residues(2, [1], blocks(0, 10)),
    residues(2, [0], blocks(10, 20)),
    // Issued for a part of a tile after the other residue of all of it.
    residues(2, [1], blocks(10, 15)),
  );
  expect(found.blocks).toEqual([{ from: 0, to: 15 }]);
  expect(found.partial).toEqual([residues(2, [0], blocks(10, 20))]);
});

test('neighbours become one', () => {
  const found = covered(blocks(0, 4), blocks(8, 12), blocks(4, 8), slots(0, 2), slots(2, 5));
  expect(found.blocks).toEqual([{ from: 0, to: 12 }]);
  expect(found.slots.get('k')).toEqual([{ from: 0, to: 5 }]);
});

test('what lies in blocks that are done need not be said again', () => {
  expect(covered(blocks(0, 20), residues(4, [1, 2], blocks(10, 20))).partial).toEqual([]);
});
