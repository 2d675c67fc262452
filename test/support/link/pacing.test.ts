import { expect, test } from 'vitest';
import { leavesAt, mostQueuedBytes, paceOf, parseLinkRoute, parseLinkShape } from './pacing.ts';

const pace = { bytesPerMs: 12_500, delayMs: 10 };

test.each([
  ['a free line takes them at once', 0, 100, 12_500, 101],
  ['a busy line, when it is free', 105, 100, 12_500, 106],
  ['no byte is for nothing', 100, 100, 1, 100.000_08],
  ['no bytes take no time', 100, 100, 0, 100],
])('%s', (_, freeAt, now, bytes, expected) => {
  expect(leavesAt(pace, freeAt, now, bytes)).toBeCloseTo(expected, 6);
});

test('pieces take as long as the whole, however late each is looked at', () => {
  let freeAt = 0;
  for (let piece = 0; piece < 1000; piece++) freeAt = leavesAt(pace, freeAt, piece * 0.3, 12_500);
  expect(freeAt).toBeCloseTo(leavesAt(pace, 0, 0, 12_500_000), 6);
});

test('what is under way and a buffer may be queued', () => {
  expect(mostQueuedBytes(pace, 100_000)).toBe(225_000);
  expect(mostQueuedBytes({ bytesPerMs: 0.3, delayMs: 0 }, 100_000)).toBe(100_000);
});

test('a shape is a round trip and a rate', () => {
  expect(paceOf(parseLinkShape('20:100'))).toEqual(pace);
  expect(paceOf(parseLinkShape('0.5:1000'))).toEqual({ bytesPerMs: 125_000, delayMs: 0.25 });
});

test.each(['', '20', '20:', ':100', '20:0', '-1:100', '20:100:3', '20ms:100'])('"%s" is no link', (text) => {
  expect(() => parseLinkShape(text)).toThrow('as in 20:100');
});

test('a route is a shape, for both sides or one', () => {
  const shape = { roundTripMs: 20, megabitsPerSecond: 30 };
  expect(parseLinkRoute('20:30')).toEqual({ shape, only: undefined });
  expect(parseLinkRoute('source=20:30')).toEqual({ shape, only: 'source' });
  expect(parseLinkRoute('destination=20:30')).toEqual({ shape, only: 'destination' });
  for (const text of ['source', 'source=', 'both=20:30', 'source=20']) {
    expect(() => parseLinkRoute(text)).toThrow('as in 20:100');
  }
});
