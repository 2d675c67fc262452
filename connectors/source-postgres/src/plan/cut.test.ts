import { describe, expect, test } from 'vitest';
import { cover, type Box, type Covered, type ResidueKey } from './box.ts';
import { cutBlocks, cutResidues, cutSlots, type Cuttable, type Piece } from './cut.ts';
import type { KeyAxis } from './key-axis.ts';

const table: Cuttable = { blocks: 100, bytes: 100 * 8192, rows: 10_000 };
const unit = 10 * 8192;
const done = (...boxes: readonly Box[]): Covered => cover(boxes, () => 6);
const nothing = done();
const key: ResidueKey = { columns: ['k'], hashed: false };
const axis: KeyAxis = {
  column: 'k',
  type: 'int4',
  boundaries: ['1', '2', '3', '4'],
  shares: [0.1, 0.1, 0.2, 0.2, 0.2, 0.2],
};
const ranges = (pieces: readonly Piece[]) => pieces.map(({ box: { blocks } }) => [blocks?.from, blocks?.to]);

describe('blocks', () => {
  test('tiles of the unit’s size, the last one open-ended', () => {
    const pieces = cutBlocks(table, nothing, 0, unit);
    expect(pieces).toHaveLength(10);
    expect(ranges(pieces).at(0)).toEqual([0, 10]);
    expect(ranges(pieces).at(-1)).toEqual([90, Infinity]);
    expect(pieces[0]).toMatchObject({ bytes: unit, rows: 1000, except: [] });
  });

  test('an empty table is one open-ended tile', () => {
    expect(ranges(cutBlocks({ blocks: 0, bytes: 0, rows: 0 }, nothing, 0, unit))).toEqual([[0, Infinity]]);
  });

  test('never smaller than a block', () => {
    expect(cutBlocks({ blocks: 3, bytes: 1e9, rows: 3 }, nothing, 0, unit)).toHaveLength(3);
  });

  test('only what is left', () => {
    const pieces = cutBlocks(table, done({ blocks: { from: 0, to: 85 } }), 0, unit);
    expect(ranges(pieces)).toEqual([
      [85, 92],
      [92, Infinity],
    ]);
  });

  test('keys that are done are left out of every tile, and make the tiles larger', () => {
    const slots: Box = { slots: { column: 'k', range: { from: 0, to: 3 } } };
    const pieces = cutBlocks(table, done(slots), table.bytes / 2, unit);
    expect(pieces).toHaveLength(5);
    expect(pieces.every(({ except }) => JSON.stringify(except) === JSON.stringify([slots]))).toBe(true);
  });

  test('residues that are done are left out of their tile alone', () => {
    const residues = { key, modulus: 4, remainders: [1, 3] };
    const pieces = cutBlocks(table, done({ blocks: { from: 7, to: 60 }, residues }), 0, 1e9);
    expect(pieces.map(({ box, except }) => [box.blocks?.from, except])).toEqual([
      [0, []],
      [7, [{ residues }]],
      [60, []],
    ]);
  });
});

describe('slots', () => {
  test('runs of about the unit’s share', () => {
    const pieces = cutSlots(table, axis, nothing, 0, table.bytes / 3);
    expect(pieces.map(({ box }) => box.slots?.range)).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 5 },
      { from: 5, to: 6 },
    ]);
    expect(pieces.reduce((sum, { rows }) => sum + rows, 0)).toBeCloseTo(table.rows, -1);
  });

  test('what is done by blocks and residues is left out of every range', () => {
    const boxes: Box[] = [
      { blocks: { from: 0, to: 5 } },
      { blocks: { from: 5, to: 9 }, residues: { key, modulus: 2, remainders: [1] } },
      { slots: { column: 'k', range: { from: 0, to: 4 } } },
    ];
    const [piece, ...others] = cutSlots(table, axis, done(...boxes), 0, 1e9);
    expect(others).toEqual([]);
    expect(piece?.box).toEqual({ slots: { column: 'k', range: { from: 4, to: 6 } } });
    expect(piece?.except).toEqual(boxes.slice(0, 2));
  });
});

describe('residues', () => {
  test('inside tiles of as many units as there are residues', () => {
    const pieces = cutResidues(table, key, 5, nothing, 0, unit);
    expect(pieces).toHaveLength(10);
    expect(pieces.map(({ box }) => [box.blocks?.from, box.residues?.remainders[0]])).toEqual(
      [0, 50].flatMap((from) => [0, 1, 2, 3, 4].map((remainder) => [from, remainder])),
    );
  });

  test('of the whole, where there are no blocks', () => {
    const pieces = cutResidues({ ...table, blocks: null }, key, 3, nothing, 0, unit);
    expect(pieces.map(({ box }) => box)).toEqual(
      [0, 1, 2].map((remainder) => ({ residues: { key, modulus: 3, remainders: [remainder] } })),
    );
  });

  test('of the same modulus they are dropped, of another one left out', () => {
    const box: Box = { blocks: { from: 0, to: Infinity }, residues: { key, modulus: 2, remainders: [1] } };
    const same = cutResidues(table, key, 2, done(box), 0, table.bytes / 2);
    expect(same).toHaveLength(1);
    expect(same[0]).toMatchObject({ box: { residues: { remainders: [0] } }, except: [] });
    const others = cutResidues(table, key, 3, done(box), 0, table.bytes / 3);
    expect(others).toHaveLength(3);
    expect(others[0]?.except).toEqual([{ residues: box.residues }]);
  });

  test('a small rest is scanned once', () => {
    const pieces = cutResidues(table, key, 4, done({ blocks: { from: 0, to: 95 } }), 0, unit);
    expect(pieces.map(({ box }) => box)).toEqual([{ blocks: { from: 95, to: Infinity } }]);
  });
});
