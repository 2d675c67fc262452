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
  const turns = knobOrder([bytes(8), choice('north'), parallelism(2, 8)], {
    verdict: { side, share: 0.8, text: 'why' },
    flushShare,
    waitsForNetwork: false,
  });
  expect(turns.map(({ knob }) => knob.knob.name)).toEqual(order);
  expect(turns[0]?.why).toMatch(/why/);
});

it('leaves pinned knobs out', () => {
  const knobs = [choice('north', { pinned: true }), bytes(8)];
  const verdict = { side: 'source', share: 1, text: '' } as const;
  const turns = knobOrder(knobs, { verdict, flushShare: 0, waitsForNetwork: false });
  expect(turns.map(({ knob }) => knob.side)).toEqual(['destination']);
});

it.each(['source', 'destination'] as const)('begins with the number of sessions where the %s is far away', (side) => {
  const knobs = [choice('north'), bytes(8), parallelism(2, 8)];
  const hints = { verdict: { side, share: 0.8, text: 'far' }, flushShare: 0.2, waitsForNetwork: true };
  expect(knobOrder(knobs, hints)[0]?.knob.knob.name).toBe('parallelism');
});
