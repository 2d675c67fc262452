import { describe, expect, it } from 'vitest';
import { Redactor } from './redact.ts';

describe('Redactor', () => {
  it.each([
    ['as it is', 's3cret!', 'password s3cret! refused', 'password *** refused'],
    ['in a URL', 'pä/ss w', `postgres://u:${encodeURIComponent('pä/ss w')}@h`, 'postgres://u:***@h'],
    ['in a URL, lower case', 'a/b/c/d', 'x%2fb', 'x%2fb'],
    ['in a URL, lower case digits', 'ab/cd', 'u:ab%2fcd@', 'u:***@'],
    ['in JSON', 'quo"te\nd', JSON.stringify({ password: 'quo"te\nd' }), '{"password":"***"}'],
    ['with characters that mean something to a pattern', 'a.*(b', 'a.*(b axxb', '*** axxb'],
    ['the longer of two that overlap', 'abcd', 'abcdefgh abcd', '*** ***'],
    ['a short one, standing alone', 'ab', 'ab cab "ab"', '*** cab "***"'],
    ['a line of several', 'begin\nMIIEvQIBADANBg\nend', 'read MIIEvQIBADANBg', 'read ***'],
  ])('masks a secret %s', (_, secret, text, masked) => {
    expect(new Redactor([secret, 'abcdefgh']).text(text)).toBe(masked);
  });

  it('leaves everything as it is without secrets', () => {
    expect(new Redactor(['']).text('a text')).toBe('a text');
  });

  it('masks the beginning of a secret where a text was cut off', () => {
    const redactor = new Redactor(['hunter2-hunter2']);
    expect(redactor.cutText('password=hunter2-hun')).toBe('password=***');
    expect(redactor.cutText('password=hunter2-hunter2')).toBe('password=***');
    expect(redactor.cutText('a text that ends')).toBe('a text that ends');
  });

  it('masks every string of a value, but not what identifies things', () => {
    const value = {
      message: 'orders refused',
      stream: 'public.orders',
      list: [{ hint: 'try orders' }],
      rows: 3,
      none: null,
    };
    expect(new Redactor(['orders']).deep(value)).toEqual({
      message: '*** refused',
      stream: 'public.orders',
      list: [{ hint: 'try ***' }],
      rows: 3,
      none: null,
    });
  });
});
