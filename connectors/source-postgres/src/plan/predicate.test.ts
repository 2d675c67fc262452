import { expect, test } from 'vitest';
import { fromClause } from './predicate.ts';
import type { TokenPart } from './token.ts';

const stream = { namespace: 'public', name: 't' };
const keys = { column: 'k', type: 'int4' as const, from: '1', to: '5', nulls: false, values: true };
const residues = { columns: ['k'], hashed: false, modulus: 3, remainders: [1] };

test.each<readonly [string, TokenPart, string]>([
  ['the whole', { except: [] }, ''],
  ['blocks', { blocks: [3, 7], except: [] }, `ctid >= '(3,0)'::pg_catalog.tid AND ctid < '(7,0)'::pg_catalog.tid`],
  ['an open end', { blocks: [3, null], except: [] }, `ctid >= '(3,0)'::pg_catalog.tid`],
  ['keys', { keys, except: [] }, `"k" >= '1'::pg_catalog.int4 AND "k" < '5'::pg_catalog.int4`],
  [
    'NULL and the lowest',
    { keys: { ...keys, from: null, nulls: true }, except: [] },
    `("k" < '5'::pg_catalog.int4 OR "k" IS NULL)`,
  ],
  ['NULL', { keys: { ...keys, from: null, to: null, nulls: true, values: false }, except: [] }, '"k" IS NULL'],
  ['values', { keys: { ...keys, from: null, to: null }, except: [] }, '"k" IS NOT NULL'],
  ['residues', { residues, except: [] }, '((coalesce("k", 0) % 3) + 3) % 3 IN (1)'],
  [
    'what is done',
    { blocks: [0, null], except: [{ keys }, { blocks: [2, 4], residues }] },
    `ctid >= '(0,0)'::pg_catalog.tid` +
      ` AND ("k" >= '1'::pg_catalog.int4 AND "k" < '5'::pg_catalog.int4) IS NOT TRUE` +
      ` AND (ctid >= '(2,0)'::pg_catalog.tid AND ctid < '(4,0)'::pg_catalog.tid AND ((coalesce("k", 0) % 3) + 3) % 3 IN (1)) IS NOT TRUE`,
  ],
])('%s', (_, part, where) => {
  expect(fromClause(stream, part)).toBe(`FROM "public"."t"${where === '' ? '' : ` WHERE ${where}`}`);
});

test('names and values are quoted, whatever they are', () => {
  const hostile = `x"; DROP TABLE t; --`;
  const sql = fromClause(stream, {
    only: { namespace: hostile, name: hostile, oid: 1, filenode: 1 },
    keys: { ...keys, column: hostile, type: 'text', from: `'); DROP TABLE t; --`, to: `\\'` },
    except: [],
  });
  expect(sql).toBe(
    `FROM ONLY "x""; DROP TABLE t; --"."x""; DROP TABLE t; --"` +
      ` WHERE "x""; DROP TABLE t; --" >= '''); DROP TABLE t; --'::pg_catalog.text` +
      ` AND "x""; DROP TABLE t; --" <  E'\\\\'''::pg_catalog.text`,
  );
});
