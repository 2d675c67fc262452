import type { StreamSpec } from '@rapidbyte/connector';
import { expect, test } from 'vitest';
import { rangeKey, residueKey, shapeOf } from './shape.ts';
import type { Survey, SurveyedTable } from './survey.ts';

const table: SurveyedTable = {
  oid: 1,
  namespace: 'public',
  name: 't',
  kind: 'r',
  filenode: 1,
  method: 'heap',
  blocks: 100,
  bytes: 819_200,
  rows: 1000,
  readable: true,
  rowSecurity: false,
  indexed: ['id'],
};
const columns = [
  { name: 'id', type: 'int4', selectable: true },
  { name: 'secret', type: 'int4', selectable: false },
  { name: 'place', type: 'point', selectable: true },
  { name: 'own', type: '', selectable: true },
];
const surveyOf = (root: Partial<SurveyedTable>, ...leaves: readonly Partial<SurveyedTable>[]): Survey => ({
  root: { ...table, ...root },
  tables: leaves.length === 0 ? [{ ...table, ...root }] : leaves.map((leaf) => ({ ...table, ...leaf })),
  columns,
  partitions: '',
});
const spec = (key: readonly string[], partitionKey?: string): StreamSpec => ({
  name: { namespace: 'public', name: 't' },
  syncMode: 'full_refresh',
  writeMode: 'replace',
  columns: [],
  key,
  arrowSchema: new Uint8Array(0),
  estimate: { rows: 0, bytes: 0 },
  ...(partitionKey === undefined ? {} : { partitionKey }),
});

test.each<readonly [string, Survey, number, string | undefined]>([
  ['a heap table', surveyOf({}), 140_000, undefined],
  ['an old server', surveyOf({}), 130_011, "servers before PostgreSQL 14 can't scan ranges of blocks"],
  ['another access method', surveyOf({ method: 'columnar' }), 180_000, 'its access method is columnar, not heap'],
  ['one heap leaf is enough', surveyOf({ kind: 'p' }, { kind: 'f', method: null }, {}), 180_000, undefined],
  [
    'only foreign leaves',
    surveyOf({ kind: 'p' }, { kind: 'f', method: null }),
    180_000,
    'its access method is none, not heap',
  ],
  [
    'a leaf with row-level security',
    surveyOf({ kind: 'p' }, {}, { name: 'leaf', rowSecurity: true }),
    180_000,
    'row-level security would hide rows of public.leaf if it is read by itself',
  ],
  [
    'a leaf that may not be read',
    surveyOf({ kind: 'p' }, {}, { name: 'leaf', readable: false }),
    180_000,
    'the user may not read the whole of public.leaf by itself',
  ],
])('blocks: %s', (_, found, version, why) => {
  expect(shapeOf(found, version).blockless).toBe(why);
});

test.each([
  ['v', 'a view has no blocks and no keys to cut it by'],
  ['f', 'a foreign table has no blocks and no keys to cut it by'],
] as const)('relkind %s is one unit', (kind, why) => {
  expect(shapeOf(surveyOf({ kind, method: null }), 180_000).uncuttable).toBe(why);
});

test.each([
  ['the key', spec(['id']), { column: 'id', type: 'int4' }],
  ['no key', spec([]), { refused: 'there is no primary key, and no partition key is named' }],
  ['a column that may not be read', spec(['id'], 'secret'), { refused: 'the user may not read column "secret"' }],
  ['a type without an order', spec(['place']), { refused: 'column "place" is of a type that is not cut into ranges' }],
])('range: %s', (_, wanted, expected) => {
  const found = surveyOf({});
  expect(rangeKey(wanted, found, shapeOf(found, 180_000), 8192)).toEqual(expected);
});

test('range: a table that is cut needs an index, a small one does not', () => {
  const found = surveyOf({ indexed: [] });
  const shape = shapeOf(found, 180_000);
  expect(rangeKey(spec(['id']), found, shape, 8192)).toEqual({
    refused: 'no btree index of public.t begins with column "id"',
  });
  expect(rangeKey(spec(['id']), found, shape, 819_200)).toEqual({ column: 'id', type: 'int4' });
});

test.each([
  ['an integer', spec(['id']), { columns: ['id'], hashed: false }],
  ['a whole key', spec(['id', 'place']), { columns: ['id', 'place'], hashed: true }],
  ['the column that is named', spec(['id'], 'place'), { columns: ['place'], hashed: true }],
  ['no key', spec([]), { refused: 'there is no primary key, and no partition key is named' }],
  [
    'a type of the user’s',
    spec(['own']),
    { refused: 'column "own" is not of a built-in type whose text can be hashed' },
  ],
])('mod: %s', (_, wanted, expected) => {
  expect(residueKey(wanted, surveyOf({}))).toEqual(expected);
});
