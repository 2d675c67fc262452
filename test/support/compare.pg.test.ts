import { beforeAll, afterAll, expect, it } from 'vitest';
import { compareTables } from './compare.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { serverMatrix, testServers } from './test-servers.ts';

const table = `
  CREATE TABLE t (id int PRIMARY KEY, a char(5), b float8 NOT NULL, c timestamptz, d text);
  INSERT INTO t VALUES (1, 'x  ', '-0', '2020-01-01 12:00+02', NULL), (2, NULL, 'NaN', 'infinity', ''), (3, 'ü', 1e300, NULL, '{}');
`;

let source: TestDatabase;
let destination: TestDatabase;

beforeAll(async () => {
  source = await createDatabase(testServers.source.url, { setup: table });
  // The other version where there is one: fingerprints must not depend on it.
  destination = await createDatabase(serverMatrix.at(-1)?.server.url ?? testServers.destination.url);
});
afterAll(async () => {
  await source?.drop();
  await destination?.drop();
});

const all = { binary: ['id', 'a', 'b', 'c', 'd'] };

async function differences(change: string): Promise<readonly string[]> {
  await destination.query(`DROP TABLE IF EXISTS t; ${table} ${change}`);
  return (await compareTables(source.url, destination.url, 'public.t', all)).differences;
}

it('finds equal tables equal, in whatever order and time zone', async () => {
  await destination.query(`ALTER DATABASE ${destination.name} SET timezone = 'Asia/Tokyo'`);
  expect(
    await differences('CREATE TABLE s AS TABLE t; TRUNCATE t; INSERT INTO t SELECT * FROM s ORDER BY id DESC'),
  ).toEqual([]);
});

it.each([
  [`UPDATE t SET b = 0 WHERE id = 1`, ['values as text: b', 'values as binary: b']],
  [`UPDATE t SET d = '' WHERE id = 1`, ['values as text: d', 'values as binary: d']],
  [`UPDATE t SET d = d || '\\n' WHERE id = 3`, ['values as text: d', 'values as binary: d']],
  [`UPDATE t SET d = CASE id WHEN 1 THEN '' END WHERE id < 3`, ['values as text: rows are combined differently']],
  [
    `INSERT INTO t (id, b) VALUES (4, 1)`,
    [
      'rows: 3 in the source, 4 in the destination',
      'values as text: id, a, b, c, d',
      'values as binary: id, a, b, c, d',
    ],
  ],
  [
    `ALTER TABLE t ALTER a TYPE varchar(5)`,
    [
      'column only in the source: "a" character(5)',
      'column only in the destination: "a" character varying(5)',
      'values as text: a',
      'values as binary: a',
    ],
  ],
  [
    `ALTER TABLE t ALTER b DROP NOT NULL`,
    [
      'column only in the source: "b" double precision NOT NULL',
      'column only in the destination: "b" double precision',
    ],
  ],
  [
    `ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (b), ALTER id SET NOT NULL`,
    ['primary key: id in the source, b in the destination'],
  ],
])('finds what differs after %s', async (change, expected) => {
  expect(await differences(change)).toEqual(expected);
});

it('knows a type of a schema that was renamed, and no other', async () => {
  await source.query(`CREATE SCHEMA shop; CREATE DOMAIN shop.d AS text; CREATE TABLE shop.t (a shop.d[], b shop.d)`);
  await destination.query(`CREATE SCHEMA raw; CREATE DOMAIN raw.d AS text; CREATE TABLE raw.t (a raw.d[], b text)`);
  const compared = await compareTables(source.url, destination.url, 'shop.t', {
    as: 'raw.t',
    typesIn: ['shop', 'raw'],
  });
  expect(compared.differences).toEqual([
    'column only in the source: "b" raw.d',
    'column only in the destination: "b" text',
  ]);
});
