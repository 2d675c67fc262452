import { describe, expect, it } from 'vitest';
import { parseStreamPattern } from '../config/stream-name.ts';
import type { StreamSelection } from '../config/types.ts';
import { selectStreams, unknownStream } from './selection.ts';
import { matchesPattern } from './stream-pattern.ts';

const select = (text: string, index: number, exclude: readonly string[] = []): StreamSelection => ({
  pattern: parseStreamPattern(text),
  syncMode: 'full_refresh',
  exclude: exclude.map(parseStreamPattern),
  path: `source.streams[${index}]`,
});
const known = ['orders', 'customers', 'audit_log', 'audit_old'].map((name) => ({ namespace: 'public', name }));

describe('matchesPattern', () => {
  it.each([
    ['public.*', 'public', 'orders', true],
    ['public.*', 'Public', 'orders', false],
    ['*', 'public', 'orders', false],
    ['*', '', 'orders', true],
    ['*.orders', 'any', 'orders', true],
    ['public.audit_*', 'public', 'audit_', true],
    ['public.a*b*c', 'public', 'abbc', true],
    ['public.a*b*c', 'public', 'ac', false],
    ['public.ab*ba', 'public', 'aba', false],
    ['public."a*b"', 'public', 'axb', false],
    ['public."a*b"', 'public', 'a*b', true],
  ])('%s matches %s.%s: %s', (pattern, namespace, name, matched) => {
    expect(matchesPattern(parseStreamPattern(pattern), { namespace, name })).toBe(matched);
  });

  it('is not slowed down by many wildcards', () => {
    const pattern = parseStreamPattern(`public.${'a*'.repeat(50)}b`);
    expect(matchesPattern(pattern, { namespace: 'public', name: 'a'.repeat(10_000) })).toBe(false);
  });
});

describe('selectStreams', () => {
  it('puts exact names before wildcards, and the first wildcard before the second', () => {
    const selections = [
      select('public.*', 0, ['public.audit_*']),
      select('public.orders', 1),
      select('*.audit_log', 2),
    ];
    const { streams, problems } = selectStreams(selections, known);
    expect(problems).toEqual([]);
    expect(streams.map(({ name, selection }) => [name.name, selection.path])).toEqual([
      ['orders', 'source.streams[1]'],
      ['customers', 'source.streams[0]'],
      ['audit_log', 'source.streams[2]'],
    ]);
  });

  it('needs no list for exact names', () => {
    const { streams } = selectStreams([select('public.orders', 0)], null);
    expect(streams.map(({ name }) => name)).toEqual([{ namespace: 'public', name: 'orders' }]);
  });

  it('refuses a name that stands twice, and a wildcard without a match', () => {
    const selections = [select('public.orders', 0), select('"public"."orders"', 1), select('shop.*', 2)];
    const { problems } = selectStreams(selections, known);
    expect(problems).toMatchObject([
      {
        code: 'stream_chosen_twice',
        selectionPath: 'source.streams[1]',
        message: expect.stringContaining('already chosen by source.streams[0]'),
      },
      {
        code: 'no_stream_matches',
        selectionPath: 'source.streams[2]',
        hint: expect.stringContaining('It has: public.orders, public.customers'),
      },
    ]);
  });
});

describe('unknownStream', () => {
  it.each([
    ['public.oders', 'Is public.orders meant?'],
    ['orders', 'Is public.orders meant?'],
    ['public.invoices', '`rapidbyte discover` lists the streams of the source.'],
  ])('%s: %s', (text, hint) => {
    const selection = select(text, 0);
    const [stream] = selectStreams([selection], null).streams;
    expect(stream && unknownStream(stream, known)).toMatchObject({ code: 'unknown_stream', hint });
  });
});
