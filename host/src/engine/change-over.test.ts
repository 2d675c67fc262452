import { expect, it } from 'vitest';
import { Lately, windowBegin, wouldRunOut } from './change-over.ts';

const at = (atMs: number) => ({ atMs });

it.each([
  { what: 'a whole window', ended: 1500, begin: 1000 },
  { what: 'one that is long enough', ended: 1200, begin: 1000 },
  { what: 'one that was cut short', ended: 1190, begin: 700 },
  { what: 'none', ended: 1000, begin: 700 },
])('of $what begins at $begin ms', ({ ended, begin }) => {
  expect(windowBegin({ ended: at(1000), lastPart: at(700) }, at(ended))).toEqual(at(begin));
});

it('where the last part tells nothing, a window begins after it, however short', () => {
  expect(windowBegin({ ended: at(1000), lastPart: undefined }, at(1001))).toEqual(at(1000));
});

it('keeps what was read within the time of a window', () => {
  const lately = new Lately();
  expect(lately.first).toBeUndefined();
  for (const ms of [0, 100, 390, 400]) lately.add(at(ms));
  expect(lately.first).toEqual(at(0));
  lately.add(at(420));
  expect(lately.first).toEqual(at(100));
  lately.add(at(9000));
  expect(lately.first).toEqual(at(9000));
});

it.each([
  { waiting: 12, added: 12, out: true },
  { waiting: 12, added: 10, out: true },
  { waiting: 24, added: 10, out: false },
  { waiting: 20, added: 10, out: false },
  { waiting: 0, added: 2, out: true },
])('$added more sessions run out of $waiting waiting units: $out', ({ waiting, added, out }) => {
  expect(wouldRunOut(waiting, added)).toBe(out);
});
