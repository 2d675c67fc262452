import { contains, merge, type Interval } from './interval.ts';

/** By what rows are dealt out in `mod`: an integer column as it is, else the hash of the columns' text. */
export interface ResidueKey {
  readonly columns: readonly string[];
  readonly hashed: boolean;
}

/**
 * A part of a table's rows as the planner remembers it: those that fulfil everything that is set. Blocks are those of the
 * heap, slots those of the table's key axis on a column (see KeyAxis).
 */
export interface Box {
  readonly blocks?: Interval;
  readonly slots?: { readonly column: string; readonly range: Interval };
  readonly residues?: { readonly key: ResidueKey; readonly modulus: number; readonly remainders: readonly number[] };
}

export type Residues = NonNullable<Box['residues']>;

/** A box with residues; without blocks it is about the whole table. */
export interface PartialBox {
  readonly blocks?: Interval;
  readonly residues: Residues;
}

/** The union of boxes, in the largest pieces that it can be said in. */
export interface Covered {
  readonly everything: boolean;
  readonly blocks: readonly Interval[];
  readonly slots: ReadonlyMap<string, readonly Interval[]>;
  readonly partial: readonly PartialBox[];
}

const allBlocks: Interval = { from: 0, to: Infinity };

/** @param slotCount of the axis on a column */
export function cover(boxes: readonly Box[], slotCount: (column: string) => number): Covered {
  const plain = boxes.filter(({ residues }) => residues === undefined);
  const { finished, partial } = coverResidues(boxes);
  const blocks = merge([...plain.flatMap((box) => (box.blocks === undefined ? [] : [box.blocks])), ...finished]);
  const slots = new Map<string, Interval[]>();
  for (const { slots: one } of plain) {
    if (one !== undefined) slots.set(one.column, merge([...(slots.get(one.column) ?? []), one.range]));
  }
  const everything =
    plain.some((box) => box.blocks === undefined && box.slots === undefined) ||
    blocks.some((range) => contains(range, allBlocks)) ||
    [...slots].some(([column, ranges]) => ranges.some((range) => contains(range, { from: 0, to: slotCount(column) })));
  return {
    everything,
    blocks,
    slots,
    partial: partial.filter((one) => !blocks.some((range) => contains(range, one.blocks ?? allBlocks))),
  };
}

/** Tiles of which every residue is there are finished; the others are kept with the residues that are. */
function coverResidues(boxes: readonly Box[]): {
  readonly finished: readonly Interval[];
  readonly partial: readonly PartialBox[];
} {
  const all: PartialBox[] = boxes.flatMap(({ blocks, residues }) =>
    residues === undefined ? [] : [{ residues, ...(blocks === undefined ? {} : { blocks }) }],
  );
  const tiles = Map.groupBy(all, (one) => JSON.stringify([sameKey(one.residues), one.blocks?.from, one.blocks?.to]));
  const finished: Interval[] = [];
  const partial: PartialBox[] = [];
  for (const [first, ...others] of tiles.values()) {
    if (first === undefined) continue;
    const tile = first.blocks ?? allBlocks;
    const own = new Set([first, ...others].flatMap(({ residues }) => residues.remainders));
    const found = new Set(
      all
        .filter((one) => sameKey(one.residues) === sameKey(first.residues) && contains(one.blocks ?? allBlocks, tile))
        .flatMap(({ residues }) => residues.remainders),
    );
    if (found.size === first.residues.modulus) finished.push(tile);
    else partial.push({ ...first, residues: { ...first.residues, remainders: [...own].toSorted((a, b) => a - b) } });
  }
  return { finished, partial };
}

/** The same text for residues of the same key and modulus. */
export function sameKey({ key, modulus }: Residues): string {
  return JSON.stringify([key.columns, key.hashed, modulus]);
}
