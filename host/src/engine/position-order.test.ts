import type { Checkpoint, Position } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { PositionOrder } from './position-order.ts';

const at = (order: readonly number[], incarnation: readonly number[] = [1]): Position => ({
  order: Uint8Array.from(order),
  incarnation: Uint8Array.from(incarnation),
});

const checkpoint = (...positions: readonly Position[]): Checkpoint => ({
  session: 1,
  checkpointId: 3,
  positions: positions.map((position) => ({ streamIndex: 0, position })),
  rows: 1,
  bytes: 1,
  idle: false,
});

describe('PositionOrder', () => {
  it('goes up byte by byte, or stays', () => {
    const order = new PositionOrder(at([5]));
    for (const next of [[5], [5], [5, 0], [5, 1], [6], [0xff]]) order.reached(checkpoint(at(next)), true);
    // Without rows there is nothing to reach.
    order.reached(checkpoint(), false);
    expect(() => order.reached(checkpoint(at([0xfe])), true)).toThrow(/before the one before/);
  });

  it.each([
    ['position_backwards', checkpoint(at([4, 9]))],
    ['position_backwards', checkpoint(at([]))],
    ['position_incarnation', checkpoint(at([9], [2]))],
    ['position_missing', checkpoint()],
    ['position_of_other_stream', checkpoint(at([6]), at([7]))],
    ['position_of_other_stream', { ...checkpoint(), positions: [{ streamIndex: 1, position: at([6]) }] }],
  ])('refuses %s', (code, given) => {
    expect(() => new PositionOrder(at([5])).reached(given, true)).toThrow(
      expect.objectContaining({ code, category: 'protocol' }) as Error,
    );
  });
});
