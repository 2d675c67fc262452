import { BatchBuffers } from './batch-buffers.ts';
import type { BatchLimits } from './batch-limits.ts';
import type { ReadColumn } from './read-column.ts';

/** Two sets for each of eight sessions. */
const maxKept = 16;
/** A set that has grown above this is not kept: what one unit's large values took, an idle process need not hold. */
const maxKeptBytes = 4 << 20;

let keptShape = '';
let kept: BatchBuffers[] = [];

/**
 * Buffers of a unit's reader, for the next unit of the same shape. Units of one stream follow one another, and growing new
 * buffers for each, with the garbage of the old ones, took 26 ms of a unit's 85 (8 MiB each).
 */
export function takeBuffers(columns: readonly ReadColumn[], limits: BatchLimits): BatchBuffers {
  const shape = shapeOf(columns, limits);
  const found = shape === keptShape ? kept.pop() : undefined;
  return found ?? new BatchBuffers(columns, limits.rowCapacity, limits.initialDataBytes);
}

/** To be called with buffers that are `reset`, and that nobody reads any more. */
export function keepBuffers(
  columns: readonly ReadColumn[],
  limits: BatchLimits,
  buffers: readonly BatchBuffers[],
): void {
  const shape = shapeOf(columns, limits);
  if (shape !== keptShape) kept = [];
  keptShape = shape;
  kept.push(...buffers.filter((one) => one.bytes <= maxKeptBytes).slice(0, maxKept - kept.length));
}

function shapeOf(columns: readonly ReadColumn[], { rowCapacity, initialDataBytes }: BatchLimits): string {
  const encodings = columns.map(({ encoding, nullable }) => [encoding, nullable]);
  return JSON.stringify([encodings, rowCapacity, initialDataBytes]);
}
