import { expect, it } from 'vitest';
import { positionDifference } from './position-difference.ts';

const at = (order: string, incarnation = 'aa') => ({ order, incarnation });

it.each([
  ['the same', at('0102'), at('0102'), null],
  ['none on both sides', null, null, null],
  [
    'further on: killed before it was written down',
    at('0102'),
    at('0103'),
    /^The destination is further: .*0x0102.*0x0103/,
  ],
  ['further back: restored', at('0102'), at('01'), /^The destination is further back: /],
  ['gone', at('0102'), null, /^The destination has no position of it any more: .* the destination says none/],
  ['new', null, at('01'), /^The destination has a position of it: this host remembers none/],
  ['of another history', at('01'), at('01', 'bb'), /belongs to another history/],
  ['long', at('00'), at('ab'.repeat(100)), /0x(ab){16}…/],
])('%s', (_, remembered, told, message) => {
  const problem = positionDifference('public.t', remembered, told);
  if (message === null) expect(problem).toBeNull();
  else expect(problem).toMatchObject({ severity: 'warning', code: 'position_differs', stream: 'public.t' });
  if (message !== null) expect(problem?.message).toMatch(message);
});
