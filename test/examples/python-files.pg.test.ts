import { readFileSync, createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline as pipe } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { fingerprintOf } from '../support/fingerprint.ts';
import { runPipelineDocument, type PipelineOutcome } from '../support/pipeline-process.ts';
import { testServers } from '../support/test-servers.ts';
import { activatePython, pythonFiles, runPython, whyNoPython } from './python.ts';

const noPython = await whyNoPython();
if (noPython !== undefined) console.warn(`The Python example is not tested: ${noPython}`);

/** The same rows twice, by formula: here Parquet's, below PostgreSQL's. Some 45 MB, more than a unit. */
const rows = 30_000;
const writeOrders = `
import datetime as dt, decimal, sys
import pyarrow as pa, pyarrow.parquet as pq
n = range(${rows})
def some(value): return [None if i % 5 == 0 else value(i) for i in n]
pq.write_table(pa.table({
    "id": pa.array(n, pa.int64()),
    "small": pa.array(some(lambda i: i % 100), pa.int16()),
    "unsigned": pa.array(some(lambda i: 4294967295 - i), pa.uint32()),
    "total": pa.array(some(lambda i: decimal.Decimal(7 * i).scaleb(-2)), pa.decimal128(12, 2)),
    "wide": pa.array(some(lambda i: decimal.Decimal(i - 7)), pa.decimal256(60, 0)),
    "ratio": pa.array(some(lambda i: i / 8)),
    "note": pa.array(some(lambda i: f"Täst \\t {i}" if i % 3 else "")),
    "kind": pa.array(some(lambda i: f"kind {i % 3}")).dictionary_encode(),
    "raw": pa.array(some(lambda i: bytes([0, i % 256]))),
    "day": pa.array(some(lambda i: dt.date(2020, 1, 1) + dt.timedelta(days=i % 10000))),
    "at": pa.array(some(lambda i: 1577836800000000 + 1000001 * i), pa.timestamp("us", tz="UTC")),
    "local": pa.array(some(lambda i: 1577836800000 + 1001 * i), pa.timestamp("ms")),
    "is_new": pa.array(some(lambda i: i % 2 == 0)),
    "padding": pa.array(some(lambda i: f"{i}" * 300)),
    "tags": pa.array(some(lambda i: [f"a{i}", None] if i % 3 else []), pa.list_(pa.string())),
}), sys.argv[1], row_group_size=1000)`;
const ordersInSql = `SELECT i::bigint AS id, x.* FROM generate_series(0, ${rows - 1}) i LEFT JOIN LATERAL (SELECT
    (i % 100)::smallint, 4294967295 - i::bigint, (7 * i / 100.0)::numeric(12, 2), (i - 7)::numeric(60, 0), i / 8.0::float8,
    CASE WHEN i % 3 = 0 THEN '' ELSE E'Täst \\t ' || i END, 'kind ' || i % 3,
    decode('00' || lpad(to_hex(i % 256), 2, '0'), 'hex'), date '2020-01-01' + i % 10000,
    timestamptz '2020-01-01 00:00Z' + i * interval '1.000001 s', timestamp '2020-01-01' + i * interval '1.001 s', i % 2 = 0, repeat(i::text, 300),
    CASE WHEN i % 3 = 0 THEN '{}' ELSE array['a' || i, NULL] END) x ON i % 5 <> 0`;

/** What CSV and Parquet can get wrong, and what a canonical Arrow type holds whole. */
const goods = `CREATE TABLE goods (id bigint NOT NULL, small smallint, total numeric(12, 2), exact numeric, ratio float8, real float4,
    note text, short varchar(5), padded char(5), raw bytea, is_new bool, day date, at timestamptz, local timestamp, clock time,
    key uuid, doc jsonb, tags text[], span interval);
  INSERT INTO goods SELECT i, i % 100, i / 100.0, i / 3.0, i / 7.0::float8, i / 7.0,
    CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E'a,"b"\\r\\n' || i ELSE '\\N' END, 'v', 'c',
    CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE decode(md5(i::text), 'hex') END, i % 2 = 0, date '1969-12-01' + i % 1000,
    timestamptz '1969-12-01 00:00Z' + i * interval '1 h 1 us', timestamp '1969-12-01' + i * interval '1 h 1 us', '10:00:00.000001',
    md5(i::text)::uuid, '{"a": [1, null]}', array['x', NULL, i::text], interval '1 month 2 days 3 us'
  FROM generate_series(1, 5000) i;
  INSERT INTO goods (id) VALUES (0)`;

describe.skipIf(noPython !== undefined)('the Python connectors of examples/python-files', () => {
  let folder: string;
  let shop: TestDatabase;
  let warehouse: TestDatabase;

  beforeAll(async () => {
    await activatePython();
    folder = await mkdtemp(join(tmpdir(), 'rapidbyte-files-'));
    [shop, warehouse] = await Promise.all([
      createDatabase(testServers.source.url, { setup: goods }),
      createDatabase(testServers.destination.url),
    ]);
  }, 300_000);
  afterAll(async () => {
    await Promise.all([shop?.drop(), warehouse?.drop(), folder && rm(folder, { recursive: true })]);
  });

  const fromFiles = (path: string, config: object = {}) => ({
    use: join(pythonFiles, 'rapidbyte-source-files'),
    config: { path: join(folder, path), ...config },
    streams: [{ name: '*' }],
  });
  const fromShop = (columns?: readonly string[]) => ({
    use: 'source-postgres',
    config: { url: shop.url },
    streams: [{ name: 'public.goods', ...(columns === undefined ? {} : { columns }) }],
  });
  const toFiles = (path: string, config: object = {}, writeMode = 'replace') => ({
    use: join(pythonFiles, 'rapidbyte-dest-files'),
    config: { path: join(folder, path), ...config },
    write_mode: writeMode,
  });
  const toWarehouse = (schema: string) => ({
    use: 'dest-postgres',
    config: { url: warehouse.url, schema },
    write_mode: 'replace',
  });
  const move = (source: object, destination: object): Promise<PipelineOutcome> =>
    runPipelineDocument({
      version: '1.0',
      pipeline: 'files',
      source,
      destination,
      resources: { autotune: { enabled: false } },
    });
  const moved = async (source: object, destination: object): Promise<PipelineOutcome> => {
    const outcome = await move(source, destination);
    expect(outcome.result.errors).toEqual([]);
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    return outcome;
  };
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  /** The files that readers see. */
  const published = async (path: string): Promise<readonly string[]> =>
    (await readdir(join(folder, path))).sort().map((name) => join(folder, path, name));

  test('Parquet arrives in PostgreSQL, cut into units, with the types that it has', async () => {
    await mkdir(join(folder, 'in'));
    await runPython(writeOrders, join(folder, 'in/orders.parquet'));
    const { result } = await moved(fromFiles('in'), toWarehouse('lake'));
    expect(result.streams).toMatchObject([{ name: 'orders', rowsCommitted: rows, units: 2 }]);
    const types = await warehouse.query<{ type: string }>(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'lake.orders'::regclass AND attnum > 0`,
    );
    expect(types.map(({ type }) => type)).toEqual([
      'bigint',
      'smallint',
      'bigint',
      'numeric(12,2)',
      'numeric(60,0)',
      'double precision',
      'text',
      'text',
      'bytea',
      'date',
      'timestamp with time zone',
      'timestamp without time zone',
      'boolean',
      'text',
      'text[]',
    ]);
    const differences = await warehouse.query(
      `(TABLE lake.orders EXCEPT ALL ${ordersInSql}) UNION ALL (${ordersInSql} EXCEPT ALL TABLE lake.orders)`,
    );
    expect(differences).toEqual([]);
  });

  test('PostgreSQL arrives in CSV, which PostgreSQL itself reads back as it was', async () => {
    await moved(fromShop(), toFiles('csv', { format: 'csv' }));
    const files = await published('csv/public/goods');
    expect(files).toHaveLength(1);
    await shop.query('CREATE TABLE goods_read (LIKE goods)');
    const client = new Client({ connectionString: shop.url });
    await client.connect();
    try {
      const copy = client.query(copyFrom('COPY goods_read FROM STDIN (FORMAT csv, HEADER)'));
      await pipe(createReadStream(files[0] ?? ''), copy);
    } finally {
      await client.end();
    }
    expect(await fingerprintOf(shop.url, 'public.goods_read')).toEqual(await fingerprintOf(shop.url, 'public.goods'));
  });

  test('PostgreSQL arrives in Parquet, and back from there', async () => {
    // The others come back as text, which the next line would call a difference of types.
    const columns = [
      'id',
      'small',
      'total',
      'ratio',
      'real',
      'note',
      'raw',
      'is_new',
      'day',
      'at',
      'local',
      'clock',
      'key',
      'doc',
    ];
    await moved(fromShop(columns), toFiles('parquet'));
    await moved(fromFiles('parquet/public'), toWarehouse('back'));
    await shop.query(
      `CREATE TABLE goods_chosen AS SELECT ${columns.join(', ')} FROM goods; ALTER TABLE goods_chosen ALTER id SET NOT NULL`,
    );
    const arrived = await fingerprintOf(warehouse.url, 'back.goods');
    expect(arrived).toEqual(await fingerprintOf(shop.url, 'public.goods_chosen'));
  });

  test('append joins what is there, replace does away with it, and readers never see half of either', async () => {
    const destination = (mode: string) => toFiles('modes', { format: 'csv' }, mode);
    const seen = async (): Promise<readonly string[]> => {
      const files = await published('modes/letters');
      return files.map((file) => readFileSync(file, 'utf8').trim().split('\n').slice(1).join()).sort();
    };
    await write('letters/letters.csv', 'a\n1\n');
    await moved(fromFiles('letters'), destination('append'));
    await moved(fromFiles('letters'), destination('append'));
    expect(await seen()).toEqual(['"1"', '"1"']);

    await write('letters/letters.csv', 'a\n2\n');
    await moved(fromFiles('letters'), destination('replace'));
    expect(await seen()).toEqual(['"2"']);

    // The first file is staged and committed before the second one fails.
    await rm(join(folder, 'letters/letters.csv'));
    await write('letters/letters/1.csv', 'a\n3\n');
    await write('letters/letters/2.csv', 'a\nx\n');
    const types = { types: { letters: { a: 'int32' } } };
    const failed = await move(fromFiles('letters', types), toFiles('modes', { format: 'csv' }));
    expect(failed.exitCode).toBe(3);
    expect(failed.result.errors).toMatchObject([{ code: 'value_invalid', category: 'data', stream: 'letters' }]);
    expect(await seen()).toEqual(['"2"']);

    await write('letters/letters/2.csv', 'a\n4\n');
    await moved(fromFiles('letters', types), toFiles('modes', { format: 'csv' }));
    expect((await seen()).join()).toBe('3,4');
  });

  test('what files can not do is refused by name, before a row moves', async () => {
    await write('taken/public/goods', 'not ours');
    const outcome = await move(
      fromShop(['id', 'tags']),
      toFiles('taken', { format: 'csv', color: 'red', compression: 'zstd' }),
    );
    expect(outcome.exitCode).toBe(2);
    expect(outcome.result.errors).toMatchObject([
      { code: 'config_invalid', path: 'destination.config.color' },
      { code: 'config_invalid', path: 'destination.config.compression' },
    ]);
    const taken = await move(fromShop(['id']), toFiles('taken'));
    expect(taken.result.errors).toMatchObject([{ code: 'target_not_ours', stream: 'public.goods' }]);
    expect(await readFile(join(folder, 'taken/public/goods'), 'utf8')).toBe('not ours');

    const unknown = await move(
      { ...fromFiles('in'), streams: [{ name: 'orders', columns: ['id', 'nope'] }] },
      toFiles('nested'),
    );
    expect(unknown.result.errors).toMatchObject([{ code: 'column_unknown', column: 'nope', stream: 'orders' }]);

    await runPython(
      'import pyarrow as pa, pyarrow.parquet as pq, sys; pq.write_table(pa.table({"pair": [{"a": 1}]}), sys.argv[1])',
      join(await mkdir(join(folder, 'nested-in')).then(() => join(folder, 'nested-in')), 'pairs.parquet'),
    );
    const nested = await move(fromFiles('nested-in'), toFiles('nested', { format: 'csv' }));
    expect(nested.result.errors).toMatchObject([{ code: 'type_unsupported', column: 'pair', stream: 'pairs' }]);
  });

  test('its messages are those of connector.proto', async () => {
    const known = JSON.parse(
      await runPython(`
import json
from rapidbyte_files.wire import connector_pb2 as pb
def fields(message):
    for field in message.fields: yield f"{message.name}.{field.name}", field.number
    for inner in message.nested_types: yield from fields(inner)
def values(enum): return ((f"{enum.name}.{value.name}", value.number) for value in enum.values)
file = pb.DESCRIPTOR
numbers = {}
for message in file.message_types_by_name.values(): numbers.update(fields(message))
for enum in file.enum_types_by_name.values(): numbers.update(values(enum))
print(json.dumps(numbers))`),
    ) as Record<string, number>;
    const pinned = JSON.parse(
      readFileSync(join(pythonFiles, '../../protocol/proto/field-numbers.json'), 'utf8'),
    ) as Record<string, string | number>;
    // Not all of them: it need not know what was added later.
    expect(Object.keys(known).length).toBeGreaterThan(300);
    const numbers = Object.entries(pinned).map(([name, text]) => [name, Number.parseInt(String(text), 10)]);
    expect(Object.fromEntries(numbers)).toMatchObject(known);
  });
});
