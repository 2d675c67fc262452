import { expect, it } from 'vitest';
import type { Cursor, StreamSpec, SyncMode, WriteMode } from '@rapidbyte/connector';
import { readConfig } from './config.ts';
import { guaranteeOf } from './guarantee.ts';
import { int4, streamOffer } from './test-load.ts';

const plain: Cursor = { column: 'id', nulls: 'refuse' };
const lookBack: Cursor = { ...plain, lookBack: '10 minutes' };
const withNulls: Cursor = { ...plain, nulls: 'include' };

function guarantee(syncMode: SyncMode, writeMode: WriteMode, cursor: Cursor | undefined, visibility: string) {
  const { config } = readConfig({ url: 'postgres://h/d', append_visibility: visibility });
  if (config === undefined) throw new Error('the config is valid');
  const options = { writeMode, key: ['id'], ...(cursor === undefined ? {} : { cursor }) };
  const spec: StreamSpec = streamOffer({ namespace: '', name: 't' }, [int4('id')], options).spec;
  return guaranteeOf(config, { ...spec, syncMode });
}

it.each<[SyncMode, WriteMode, Cursor | undefined, 'load' | 'unit', string, RegExp]>([
  ['full_refresh', 'replace', undefined, 'load', 'exactly_once', /published in one$/],
  ['full_refresh', 'replace', undefined, 'unit', 'exactly_once', /published in one$/],
  ['full_refresh', 'append', undefined, 'load', 'exactly_once', /each load adds all of its rows/],
  ['full_refresh', 'append', undefined, 'unit', 'at_least_once', /what a failed load has committed stays/],
  ['full_refresh', 'upsert', undefined, 'load', 'exactly_once', /deleted at the source stays/],
  ['full_refresh', 'upsert', undefined, 'unit', 'exactly_once', /deleted at the source stays/],
  ['incremental', 'append', plain, 'load', 'exactly_once', /goes on from that position/],
  ['incremental', 'append', plain, 'unit', 'at_least_once', /what a failed load has committed stays/],
  ['incremental', 'append', lookBack, 'load', 'at_least_once', /look_back \(10 minutes\) are read, and added, again/],
  ['incremental', 'append', lookBack, 'unit', 'at_least_once', /look_back \(10 minutes\) are read, and added, again/],
  ['incremental', 'append', withNulls, 'load', 'exactly_once', /goes on from that position/],
  ['incremental', 'upsert', plain, 'load', 'exactly_once', /last row of a key by cursor stays/],
  ['incremental', 'upsert', lookBack, 'load', 'idempotent_by_key', /look_back \(10 minutes\) are read again/],
  ['incremental', 'upsert', withNulls, 'load', 'idempotent_by_key', /rows without a cursor are read again/],
  [
    'incremental',
    'upsert',
    { ...lookBack, nulls: 'include' },
    'unit',
    'idempotent_by_key',
    /look_back .* and rows without/,
  ],
])('%s + %s with %j, visible by %s: %4$s', (syncMode, writeMode, cursor, visibility, expected, reason) => {
  const answer = guarantee(syncMode, writeMode, cursor, visibility);
  expect(answer.guarantee).toBe(expected);
  expect(answer.reason).toMatch(reason);
});
