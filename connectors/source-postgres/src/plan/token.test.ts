import { expect, test } from 'vitest';
import { encodeToken, openToken, type UnitToken } from './token.ts';

const stream = { namespace: 'public', name: 't' };
const unit: UnitToken = {
  version: 1,
  snapshot: '00000003-0000001B-1',
  snapshotSum: '0123456789abcdef0123456789abcdef',
  mode: 'ctid',
  stream: { ...stream, oid: 16_384, filenode: 16_390 },
  lock: 'table',
  parts: [{ blocks: [0, null], except: [{ blocks: [3, 7] }] }],
};
const text = JSON.stringify(unit);

test('a token opens as what it was made of', () => {
  expect(openToken(encodeToken(unit), stream)).toEqual(unit);
});

test.each([
  ['no JSON', '{'],
  ['no UTF-8', '\u00ff'],
  ['another version', text.replace('"version":1', '"version":2')],
  ['SQL in the snapshot', text.replace('1B-1', "1B-1'; DROP TABLE t; --")],
  ['a field that we do not know', text.replace('"parts"', '"sql":"SELECT 1","parts"')],
  ['another stream', text.replace('"name":"t"', '"name":"other"')],
  ['no parts', JSON.stringify({ ...unit, parts: [] })],
  ['a negative block', text.replace('[3,7]', '[-3,7]')],
  [
    'a type that is none',
    JSON.stringify({ ...unit, parts: [{ except: [], keys: { column: 'k', type: 'int4; --' } }] }),
  ],
  ['more than 64 KiB', JSON.stringify({ ...unit, reason: 'x'.repeat(70_000) })],
])('%s is refused', (_, tampered) => {
  expect(() => openToken(Buffer.from(tampered, 'latin1'), stream)).toThrow(
    expect.objectContaining({ code: 'unit_token_invalid', category: 'protocol' }) as Error,
  );
});
