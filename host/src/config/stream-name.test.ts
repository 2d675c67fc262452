import { describe, expect, test } from 'vitest';
import { parseStreamPattern, quoteStreamName, StreamNameError } from './stream-name.ts';

describe('a stream name', () => {
  test.each([
    ['orders', null, ['orders']],
    ['public.orders', ['public'], ['orders']],
    ['Public.ORDERS', ['public'], ['orders']],
    ['"Odd.Schema"."Täble"', ['Odd.Schema'], ['Täble']],
    ['TÄBLE', null, ['tÄble']], // only A–Z are folded, as in PostgreSQL
    ['"a""b"', null, ['a"b']],
    ['""""', null, ['"']],
    ['public."*"', ['public'], ['*']],
    ['public.*', ['public'], ['', '']],
    ['*.*', ['', ''], ['', '']],
    ['*', null, ['', '']],
    ['public.audit_*', ['public'], ['audit_', '']],
    ['public.*_2024', ['public'], ['', '_2024']],
    ['public.a*b*c', ['public'], ['a', 'b', 'c']],
    ['public."Odd "*', ['public'], ['Odd ', '']],
    ['public."a\n;drop table x;--"', ['public'], ['a\n;drop table x;--']],
    ['_x$1.y2', ['_x$1'], ['y2']],
  ])('%j', (text, namespace, name) => {
    expect(parseStreamPattern(text)).toEqual({ text, namespace, name });
  });

  test.each([
    ['', 0, 'empty'],
    ['  ', 0, 'empty'],
    ['public.', 7, 'part of the stream name is empty'],
    ['.orders', 0, 'part of the stream name is empty'],
    ['a..b', 2, 'part of the stream name is empty'],
    ['a.b.c', 0, 'at most two parts'],
    ['my-table', 2, '"-" cannot stand'],
    ['public.my table', 9, '" " cannot stand'],
    ['1st', 0, '"1" cannot stand'],
    ['a;b', 1, '";" cannot stand'],
    ['a\nb', 1, String.raw`"\n" cannot stand`],
    ['public."open', 7, 'never closed'],
    ['public."a""', 7, 'never closed'],
    ['public.""', 7, 'quoted name is empty'],
  ])('%j is refused', (text, offset, message) => {
    const error = thrown(() => parseStreamPattern(text));
    expect(error).toBeInstanceOf(StreamNameError);
    expect(error).toMatchObject({ offset, message: expect.stringContaining(message) as string });
    expect((error as StreamNameError).hint).not.toBe('');
  });

  test('the hint shows the name in quotes', () => {
    expect(thrown(() => parseStreamPattern('public.my-table'))).toMatchObject({
      hint: 'put the name in double quotes, as in SQL: public."my-table"',
    });
  });

  test.each([
    { namespace: 'public', name: 'orders' },
    { namespace: '', name: 'orders' },
    { namespace: 'Odd.Schema', name: 'Täble "x"' },
    { namespace: 'a*', name: 'line\nbreak;' },
    { namespace: '1', name: '$' },
  ])('%j reads back as it was', (name) => {
    const pattern = parseStreamPattern(quoteStreamName(name));
    expect(pattern.namespace ?? ['']).toEqual([name.namespace]);
    expect(pattern.name).toEqual([name.name]);
  });
});

function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
