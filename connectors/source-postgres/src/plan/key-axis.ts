import type { Interval } from './interval.ts';

/** Types whose values are ordered by a btree and read back from their text as what they were. */
export const rangeTypes = [
  'int2',
  'int4',
  'int8',
  'numeric',
  'float4',
  'float8',
  'date',
  'timestamp',
  'timestamptz',
  'uuid',
  'text',
  'varchar',
  'bpchar',
] as const;
export type RangeType = (typeof rangeTypes)[number];

/**
 * A column's values as a row of slots: slot 0 holds NULL, slot 1 what is below the first boundary, slot i what lies in
 * [boundaries[i − 2], boundaries[i − 1]), the last one what is not below the last boundary (NaN and infinity are sorted
 * there by the server). So ranges are intervals of whole numbers, and their arithmetic needs no knowledge of the type.
 */
export interface KeyAxis {
  readonly column: string;
  readonly type: RangeType;
  /** As text, in the server's order, without duplicates. */
  readonly boundaries: readonly string[];
  /** Which part of the rows each slot is thought to hold; together 1. */
  readonly shares: readonly number[];
}

/** A range of a column's values, as SQL can say it. */
export interface KeyRange {
  readonly column: string;
  readonly type: RangeType;
  /** Inclusive; null: from the lowest. */
  readonly from: string | null;
  /** Exclusive; null: to the highest. */
  readonly to: string | null;
  /** NULL belongs to it. */
  readonly nulls: boolean;
  /** False: it is NULL alone. */
  readonly values: boolean;
}

export function slotCount({ boundaries }: KeyAxis): number {
  return boundaries.length + 2;
}

export function keyRange({ column, type, boundaries }: KeyAxis, { from, to }: Interval): KeyRange {
  return {
    column,
    type,
    from: from <= 1 ? null : (boundaries[from - 2] ?? null),
    to: to < 2 ? null : (boundaries[to - 2] ?? null),
    nulls: from === 0,
    values: to > 1,
  };
}
