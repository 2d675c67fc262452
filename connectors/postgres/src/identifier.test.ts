import { describe, expect, test } from 'vitest';
import { formatStreamName, quoteIdentifier, quoteLiteral, quoteQualified } from './identifier.ts';

describe('quoteIdentifier', () => {
  test.each([
    ['orders', '"orders"'],
    ['a"b', '"a""b"'],
    ['"; DROP TABLE x; --', '"""; DROP TABLE x; --"'],
    ['line\nbreak', '"line\nbreak"'],
    ['Täble', '"Täble"'],
    ['x'.repeat(63), `"${'x'.repeat(63)}"`],
  ])('%j', (name, quoted) => {
    expect(quoteIdentifier(name)).toBe(quoted);
  });

  test.each(['', 'a\0b'])('%j is refused', (name) => {
    expect(() => quoteIdentifier(name)).toThrow(expect.objectContaining({ code: 'invalid_identifier' }));
  });
});

test('quoteQualified quotes both parts', () => {
  expect(quoteQualified('a.b', 'c"d')).toBe('"a.b"."c""d"');
});

test.each([
  ["it's", "'it''s'"],
  ['back\\slash', " E'back\\\\slash'"],
  ["\\'; --", " E'\\\\''; --'"],
])('quoteLiteral %j', (text, quoted) => {
  expect(quoteLiteral(text)).toBe(quoted);
});

test('quoteLiteral refuses NUL', () => {
  expect(() => quoteLiteral('a\0')).toThrow(expect.objectContaining({ code: 'invalid_literal' }));
});

test.each([
  [{ namespace: 'public', name: 'orders' }, 'public.orders'],
  [{ namespace: 'Odd.Schema', name: 'Täb"le' }, '"Odd.Schema"."Täb""le"'],
  [{ namespace: '', name: 'x' }, 'x'],
])('formatStreamName %j', (name, text) => {
  expect(formatStreamName(name)).toBe(text);
});
