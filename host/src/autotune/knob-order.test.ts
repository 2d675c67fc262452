import { expect, it } from 'vitest';
import { knobOrder } from './knob-order.ts';
import { bytes, choice, parallelism } from './testing/knobs.ts';

it.each([
  { side: 'source', flushShare: 0, order: ['mode', 'parallelism', 'chunk_bytes'] },
  { side: 'destination', flushShare: 0.2, order: ['chunk_bytes', 'parallelism', 'mode'] },
  { side: 'destination', flushShare: 0.02, order: ['parallelism', 'chunk_bytes', 'mode'] },
  { side: 'host', flushShare: 0, order: ['parallelism', 'mode', 'chunk_bytes'] },
  { side: 'unknown', flushShare: 0, order: ['parallelism', 'mode', 'chunk_bytes'] },
] as const)('$side-bound, $flushShare in flushes: $order', ({ side, flushShare, order }) => {
  const turns = knobOrder(
    [bytes(8), choice('north'), parallelism(2, 8)],
    { side, share: 0.8, text: 'why' },
    flushShare,
  );
  expect(turns.map(({ knob }) => knob.knob.name)).toEqual(order);
  expect(turns[0]?.why).toMatch(/why/);
});

it('leaves pinned knobs out', () => {
  const knobs = [choice('north', { pinned: true }), bytes(8)];
  expect(knobOrder(knobs, { side: 'source', share: 1, text: '' }, 0).map(({ knob }) => knob.side)).toEqual([
    'destination',
  ]);
});
