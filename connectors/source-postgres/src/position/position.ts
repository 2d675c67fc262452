import { ConnectorError, type Position } from '@rapidbyte/connector';
import { decodeIncarnation, difference, encodeIncarnation, type Incarnation } from './incarnation.ts';
import type { OrderedValue } from './order-codec.ts';
import { orderedColumns, type Ordering } from './ordering.ts';
import { OrderMalformed, OrderReader } from './order-reader.ts';

/**
 * Longer ones are refused: a position travels in every checkpoint, and is kept by the destination. B-tree indexes take
 * less than 3 KB.
 */
const maxOrderBytes = 16 * 1024;

/** A place in a stream, as the source sees it. */
export interface Place {
  readonly order: Uint8Array;
  /** Of the cursor and the tie-breaker; none at the stream's beginning. */
  readonly values: readonly OrderedValue[];
  /** The server's timeline when it was made. */
  readonly timeline: number | null;
}

/** Before every row that has a cursor: what a stream without any stands at. */
export const beginning = new Uint8Array(0);

/** Where a row stands, by the forms of its cursor and its tie-breaker. @throws {ConnectorError} `cursor_value_too_large` */
export function encodeOrder(stream: string, ordering: Ordering, forms: readonly Uint8Array[]): Uint8Array {
  const columns = orderedColumns(ordering);
  const parts = columns.map(({ codec }, index) => codec.encode(forms[index] ?? beginning));
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  if (bytes <= maxOrderBytes) return Buffer.concat(parts, bytes);
  const longest = parts.reduce((most, { length }, index) => (length > (parts[most]?.length ?? 0) ? index : most), 0);
  const column = columns[longest]?.name ?? '';
  throw new ConnectorError({
    code: 'cursor_value_too_large',
    category: 'data',
    message: `column ${JSON.stringify(column)} of ${stream} holds a value that would make a position of ${bytes} bytes; at most ${maxOrderBytes} are taken`,
    hint: 'take a cursor and a tie-breaker whose values are short',
    stream,
    column,
  });
}

/** @throws {OrderMalformed} */
export function decodeOrder(ordering: Ordering, order: Uint8Array): OrderedValue[] {
  if (order.length === 0) return [];
  const reader = new OrderReader(order);
  const values = orderedColumns(ordering).map(({ codec }) => codec.decode(reader));
  if (!reader.ended) throw new OrderMalformed('there is more than the values');
  return values;
}

export function writePosition(incarnation: Incarnation, order: Uint8Array): Position {
  return { order, incarnation: encodeIncarnation(incarnation) };
}

/** @throws {ConnectorError} `position_unknown` if it is not one of this stream, as it is now */
export function readPosition(
  stream: string,
  { order, incarnation }: Position,
  ours: Incarnation,
  ordering: Ordering,
): Place {
  const theirs = decodeIncarnation(incarnation);
  if (theirs === undefined) throw unknown(stream, 'is not one that this version of source-postgres has made');
  const differs = difference(theirs, ours);
  if (differs !== undefined) throw unknown(stream, `is ${differs}`);
  if (order.length > maxOrderBytes) throw unknown(stream, `has ${order.length} bytes, more than any of ours`);
  try {
    return { order, values: decodeOrder(ordering, order), timeline: theirs.timeline };
  } catch (error) {
    if (!(error instanceof OrderMalformed)) throw error;
    throw unknown(stream, `can't be read: ${error.message}`);
  }
}

/** What makes the next run read a stream from the beginning, for people. */
export function resetCommand(stream: string): string {
  return `rapidbyte state reset PIPELINE '${stream.replaceAll("'", String.raw`'\''`)}'`;
}

// Invariant 2's other half: what is not certainly a place in this very stream is refused, never guessed at.
function unknown(stream: string, why: string): ConnectorError {
  return new ConnectorError({
    code: 'position_unknown',
    category: 'data',
    message: `the position from which ${stream} is to be read on ${why}`,
    hint: `read it once more from the beginning: ${resetCommand(stream)}`,
    stream,
  });
}
