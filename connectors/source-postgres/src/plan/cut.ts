import { sameKey, type Box, type Covered, type Residues, type ResidueKey } from './box.ts';
import { contains, splitAt, subtract, type Interval } from './interval.ts';
import { slotCount, type KeyAxis } from './key-axis.ts';

/** What can be cut: a table alone, or a tree of tables as its root shows it. */
export interface Cuttable {
  /** Heap blocks that a TID range scan can be told; null where there are none. */
  readonly blocks: number | null;
  readonly bytes: number;
  readonly rows: number;
}

/** A box of one table, without what `except` says. */
export interface Piece {
  readonly box: Box;
  readonly except: readonly Box[];
  readonly bytes: number;
  readonly rows: number;
}

/** What is smaller than this many units stays one: two halves of a unit cost more than they bring. */
export const leastUnitsToCut = 1.5;

const allBlocks: Interval = { from: 0, to: Infinity };

/** The part of the table's bytes that boxes `along` another axis than the cut's leave, about. */
function shareLeft(table: Cuttable, doneBytes: number): number {
  return table.bytes === 0 ? 1 : Math.max(0, 1 - doneBytes / table.bytes);
}

function piece(table: Cuttable, box: Box, except: readonly Box[], bytes: number): Piece {
  const share = table.bytes === 0 ? 1 : bytes / table.bytes;
  return { box, except, bytes: Math.round(bytes), rows: Math.round(table.rows * share) };
}

/** Block ranges of about `unitBytes` each. */
export function cutBlocks(table: Cuttable, done: Covered, doneElsewhereBytes: number, unitBytes: number): Piece[] {
  return blockTiles(table, done, doneElsewhereBytes, unitBytes).map(({ blocks, bytes }) =>
    piece(table, { blocks }, exceptWithin(blocks, done), bytes),
  );
}

/** Key ranges of about `unitBytes` each. */
export function cutSlots(
  table: Cuttable,
  axis: KeyAxis,
  done: Covered,
  doneElsewhereBytes: number,
  unitBytes: number,
): Piece[] {
  const whole = { from: 0, to: slotCount(axis) };
  const bytes = table.bytes * shareLeft(table, doneElsewhereBytes);
  const except: Box[] = [
    ...done.blocks.map((blocks): Box => ({ blocks })),
    ...[...done.slots].flatMap(([column, ranges]) =>
      column === axis.column ? [] : ranges.map((range): Box => ({ slots: { column, range } })),
    ),
    ...done.partial,
  ];
  return subtract(whole, done.slots.get(axis.column) ?? []).flatMap((interval) =>
    evenSlots(axis, interval, unitBytes / Math.max(bytes, 1)).map(({ range, share }) =>
      piece(table, { slots: { column: axis.column, range } }, except, share * bytes),
    ),
  );
}

/**
 * Residue classes inside block ranges of `modulus` units each, so that no row is scanned more than `modulus` times; of the
 * whole, where there are no blocks.
 */
export function cutResidues(
  table: Cuttable,
  key: ResidueKey,
  modulus: number,
  done: Covered,
  doneElsewhereBytes: number,
  unitBytes: number,
): Piece[] {
  const tiles: readonly { blocks?: Interval; bytes: number }[] =
    table.blocks === null
      ? [{ bytes: table.bytes * shareLeft(table, doneElsewhereBytes) }]
      : blockTiles(table, done, doneElsewhereBytes, unitBytes * modulus);
  return tiles.flatMap(({ blocks, bytes }) => {
    const place: Box = blocks === undefined ? {} : { blocks };
    const except = exceptWithin(blocks ?? allBlocks, done);
    // A remainder that is no more than a unit is scanned once.
    if (blocks !== undefined && bytes < leastUnitsToCut * unitBytes) return [piece(table, place, except, bytes)];
    const own = sameKey({ key, modulus, remainders: [] });
    const gone = new Set(
      except.flatMap(({ residues }) =>
        residues !== undefined && sameKey(residues) === own ? residues.remainders : [],
      ),
    );
    const others = except.filter(({ residues }) => residues === undefined || sameKey(residues) !== own);
    return Array.from({ length: modulus }, (_, remainder) => remainder)
      .filter((remainder) => !gone.has(remainder))
      .map((remainder) =>
        piece(table, { ...place, residues: { key, modulus, remainders: [remainder] } }, others, bytes / modulus),
      );
  });
}

/** What is left of the table as one piece. */
export function uncut(table: Cuttable, done: Covered, doneBytes: number): Piece {
  const except: Box[] = [
    ...done.blocks.map((blocks): Box => ({ blocks })),
    ...[...done.slots].flatMap(([column, ranges]) => ranges.map((range): Box => ({ slots: { column, range } }))),
    ...done.partial,
  ];
  return piece(table, {}, except, table.bytes * shareLeft(table, doneBytes));
}

/** Remaining block ranges, none of which crosses the edge of a box that is partly done. */
function blockTiles(
  table: Cuttable,
  done: Covered,
  doneElsewhereBytes: number,
  tileBytes: number,
): readonly { readonly blocks: Interval; readonly bytes: number }[] {
  const total = table.blocks ?? 0;
  const bytesPerBlock = (table.bytes / Math.max(total, 1)) * shareLeft(table, doneElsewhereBytes);
  const edges = done.partial.flatMap(({ blocks }) => (blocks === undefined ? [] : [blocks.from, blocks.to]));
  return splitAt(subtract(allBlocks, done.blocks), edges).flatMap(({ from, to }) => {
    const count = Math.max(0, Math.min(to, total) - from);
    const tiles = Math.min(Math.max(1, Math.round((count * bytesPerBlock) / tileBytes)), Math.max(1, count));
    const start = (tile: number): number => from + Math.floor((tile * count) / tiles);
    return Array.from({ length: tiles }, (_, tile) => ({
      // The last one is open-ended where the interval is.
      blocks: { from: start(tile), to: tile === tiles - 1 ? to : start(tile + 1) },
      bytes: (start(tile + 1) - start(tile)) * bytesPerBlock,
    }));
  });
}

/** What is done of the rows in these blocks other than by whole blocks. */
function exceptWithin(blocks: Interval, done: Covered): Box[] {
  return [
    ...[...done.slots].flatMap(([column, ranges]) => ranges.map((range): Box => ({ slots: { column, range } }))),
    ...done.partial
      .filter((one) => contains(one.blocks ?? allBlocks, blocks))
      .map(({ residues }): { residues: Residues } => ({ residues })),
  ];
}

/** Slots in runs of about `unitShare` each. */
function evenSlots(
  { shares }: KeyAxis,
  { from, to }: Interval,
  unitShare: number,
): readonly { readonly range: Interval; readonly share: number }[] {
  const sum = (start: number, end: number): number => shares.slice(start, end).reduce((total, one) => total + one, 0);
  const units = Math.max(1, Math.round(sum(from, to) / unitShare));
  const goal = sum(from, to) / units;
  const runs: { range: Interval; share: number }[] = [];
  let start = from;
  let share = 0;
  for (let slot = from; slot < to; slot++) {
    const next = shares[slot] ?? 0;
    // Whichever of the two ends is nearer to the goal.
    if (slot > start && share + next / 2 > goal && runs.length < units) {
      runs.push({ range: { from: start, to: slot }, share });
      start = slot;
      share = 0;
    }
    share += next;
  }
  runs.push({ range: { from: start, to }, share });
  return runs;
}
