import type { DiscoveredStream, Source } from '@rapidbyte/connector';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { startPostgres, whyUnavailable, type PostgresServer } from '../../../test/support/postgres-server.ts';
import { CollectingOutput } from './testing/collect.ts';
import { configured, contextOf, discoverAll, openSession, variantOf } from './testing/database.ts';

const native = 'native:postgresql';
const tls = (await whyUnavailable({ tls: true })) === undefined;

let server: PostgresServer;
let database: TestDatabase;
let source: Source;
beforeAll(async () => {
  server = await startPostgres({ durable: false, tls });
  database = await createDatabase(server.url);
  source = await configured({ url: database.url });
});
afterAll(async () => {
  await source.close?.();
  await database.drop();
  await server.stop();
});

const stream = async (name: string): Promise<DiscoveredStream> => {
  const [found] = await discoverAll(source, { namespace: 'public', name });
  if (found === undefined) throw new Error(`no stream ${name}`);
  expect(found.problems).toEqual([]);
  return found;
};

async function readAll(
  found: DiscoveredStream,
  encoding: string,
  from: Source = source,
): Promise<Record<string, unknown[]>> {
  const session = await openSession(from, found, encoding);
  const output = new CollectingOutput();
  try {
    await session.read(output);
  } finally {
    await session.close();
  }
  return output.columns(variantOf(found, encoding).schema);
}

const backends = async (): Promise<number> => {
  const rows = await database.query<{ count: string }>(
    `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'rapidbyte source' AND datname = current_database() AND state <> 'idle'`,
  );
  return Number(rows[0]?.count);
};

/** Each type with special values, as SQL literals. */
const values: Readonly<Record<string, readonly string[]>> = {
  bool: ['true', 'false'],
  int2: ['-32768', '32767'],
  int4: ['-2147483648', '2147483647'],
  int8: ['-9223372036854775808', '9223372036854775807'],
  float4: ['NaN', 'Infinity', '-Infinity', '-0', '1.17549435e-38'],
  float8: ['NaN', 'Infinity', '-Infinity', '-0', '1e-307'],
  numeric: ['NaN', 'Infinity', '-Infinity', '0.000', '-1e-100', '1e1000', '123456789.123456789'],
  'numeric(20,5)': ['NaN', '-123456789012345.67891', '0'],
  text: ['', 'ü€𝄞', "it's\n\t\\"],
  'varchar(10)': ['abc'],
  'char(5)': ['ab   '],
  name: ['x'],
  '"char"': ['a', '\\377'],
  bytea: ['\\x', '\\x00ff'],
  date: ['infinity', '-infinity', '4713-01-01 BC', '5874897-12-31'],
  timestamp: ['infinity', '-infinity', '4713-01-01 00:00:00 BC', '294276-12-31 23:59:59.999999'],
  timestamptz: ['infinity', '2020-02-02 02:02:02.123456+05'],
  time: ['24:00:00', '00:00:00.000001'],
  timetz: ['24:00:00-15:59'],
  interval: ['-1 year 2 mons -3 days 04:05:06.789'],
  uuid: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  json: ['{ "b" :1, "a":2, "a":3}'],
  jsonb: ['{"b": 1, "a": [null, true]}'],
  xml: ['<?xml version="1.0" encoding="UTF-8"?><a>ü</a>', 'plain'],
  'bit(5)': ['10101'],
  varbit: ['', '1'],
  money: ['-92233720368547758.08'],
  inet: ['10.1.2.3', '10.1.2.3/8', '::1'],
  cidr: ['10.0.0.0/8'],
  macaddr: ['08:00:2b:01:02:03'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  point: ['(1,-0)'],
  line: ['{1,2,3}'],
  lseg: ['[(1,2),(3,4)]'],
  box: ['(1,2),(3,4)'],
  path: ['((1,2),(3,4))'],
  polygon: ['((1,2),(3,4))'],
  circle: ['<(1,2),3>'],
  tsvector: ["'a':1A 'b'"],
  tsquery: ["'a' & !'b'"],
  pg_lsn: ['FFFFFFFF/FFFFFFFF'],
  oid: ['4294967295'],
  xid8: ['18446744073709551615'],
  jsonpath: ['$."a"[*]'],
  'int[]': ['{}', '[0:1][-1:0]={{1,NULL},{3,4}}'],
  'text[]': ['{"",NULL,"NULL"}'],
  int4range: ['empty', '[1,)'],
  nummultirange: ['{[1,2),(3,)}'],
};

test('native: every value arrives as the server itself would send it', async () => {
  const types = Object.keys(values);
  const columns = types.map((type, index) => `c${index} ${type}`).join(', ');
  await database.query(`CREATE TABLE every (id int PRIMARY KEY, ${columns})`);
  const most = Math.max(...Object.values(values).map((list) => list.length));
  for (let row = 0; row < most; row++) {
    const list = types.map((type) => values[type]?.[row]);
    const sql = list.map((value) => (value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`)).join(', ');
    await database.query(`INSERT INTO every VALUES (${row}, ${sql})`);
  }
  const every = await stream('every');
  const read = await readAll(every, native);
  for (const [index, type] of types.entries()) {
    const column = `c${index}`;
    const sent = await binaryForms(column, type);
    const field = variantOf(every, native).schema.fields[index + 1];
    const got = (read[column] ?? []).slice(0, values[type]?.length);
    expect(
      got.map((value) => asSent(value, field?.type.kind ?? '', type)),
      type,
    ).toEqual(sent);
    expect((read[column] ?? []).slice(values[type]?.length), type).toEqual(
      Array.from({ length: most - (values[type]?.length ?? 0) }, () => null),
    );
  }
});

/** What each value shall arrive as, as hex: its send function's output or, of types without a usable one, its text. */
async function binaryForms(column: string, type: string): Promise<string[]> {
  const [{ send } = { send: '' }] = await database.query<{ send: string }>(
    `SELECT typsend::regproc::text AS send FROM pg_type WHERE oid = '${type}'::regtype`,
  );
  const text = type === 'xml' || type === 'tsquery';
  const form = text ? `convert_to(${column}::text, 'UTF8')` : `${send}(${column})`;
  const rows = await database.query<{ hex: string }>(
    `SELECT encode(${form}, 'hex') AS hex FROM every WHERE ${column} IS DISTINCT FROM NULL ORDER BY id`,
  );
  return rows.map(({ hex }) => hex);
}

/** A value that an Arrow reader gave, in the type's binary form again. */
function asSent(value: unknown, kind: string, type: string): string {
  const bytes = Buffer.alloc(8);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'boolean') return value ? '01' : '00';
  if (typeof value === 'bigint') {
    bytes.writeBigInt64BE(value);
    return bytes.toString('hex');
  }
  if (typeof value === 'number') {
    if (type === 'float8') bytes.writeDoubleBE(value);
    else if (type === 'float4') bytes.writeFloatBE(value);
    else if (type === 'int2') bytes.writeInt16BE(value);
    else bytes.writeInt32BE(value);
    return bytes.toString('hex', 0, type === 'float8' ? 8 : type === 'int2' ? 2 : 4);
  }
  expect(kind).toBe('utf8');
  return `${type === 'jsonb' ? '01' : ''}${Buffer.from(String(value)).toString('hex')}`;
}

test('canonical: values as plain Arrow types, all others by their output function', async () => {
  await database.query(
    `
    CREATE TABLE canon (id int PRIMARY KEY, d date, ts timestamp, tz timestamptz, t time, n numeric(12, 2), big numeric(50, 10), free numeric, o oid, i inet, a int[]);
  `,
  );
  await database.query(`INSERT INTO canon VALUES
    (1, '1969-12-31', '2262-04-11 23:47:16.854775', '1960-01-01 00:00:00.000001+00', '23:59:59.999999', -12.5, -1234567890123456789012345678901234567890.0123456789, 1e-20, 4294967295, '10.0.0.1', '[0:0]={1}'),
    (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
  const canon = await stream('canon');
  const session = await openSession(source, canon, 'canonical');
  const output = new CollectingOutput();
  await session.read(output);
  await session.close();
  const { schema } = variantOf(canon, 'canonical');
  const read = output.columns(schema);
  expect(read['free']).toEqual(['0.00000000000000000001', null]);
  expect(read['i']).toEqual(['10.0.0.1', null]);
  expect(read['a']).toEqual(['[0:0]={1}', null]);
  expect(read['o']).toEqual([4294967295n, null]);
  expect(read['n']?.[0]).toBeCloseTo(-12.5);
  expect(read['d']?.[0]).toBe(Date.UTC(1969, 11, 31));
  expect(read['tz']?.[0]).toBeCloseTo(Date.UTC(1960, 0, 1) + 0.001, 4);
  expect(read['t']?.[0]).toBe(86_399_999_999n);
});

test.each([
  ['d', 'date', 'infinity'],
  ['ts', 'timestamp', '294276-12-31 23:59:59'],
  ['t', 'time', '24:00:00'],
  ['n', 'numeric(5,2)', 'NaN'],
])('canonical refuses what %s can not hold, and says where', async (column, type, value) => {
  await database.query(`DROP TABLE IF EXISTS unfit; CREATE TABLE unfit (id int PRIMARY KEY, ${column} ${type})`);
  await database.query(
    `INSERT INTO unfit SELECT g, NULL FROM generate_series(1, 2000) g; INSERT INTO unfit VALUES (4711, '${value}')`,
  );
  await expect(readAll(await stream('unfit'), 'canonical')).rejects.toMatchObject({
    code: 'value_not_representable',
    category: 'data',
    stream: 'public.unfit',
    column,
    message: expect.stringContaining('row 2001 of public.unfit (id = 4711)') as string,
  });
  // The same is no problem for PostgreSQL's own form.
  expect((await readAll(await stream('unfit'), native))[column]).toHaveLength(2001);
});

describe('reading', () => {
  test('views, materialized views, partitions, a table without columns, 1,600 columns', async () => {
    await database.query(`
      CREATE FUNCTION in_path() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM parted); END';
      CREATE TABLE parted (id int) PARTITION BY HASH (id);
      CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      INSERT INTO parted SELECT generate_series(1, 100);
      CREATE VIEW seen AS SELECT in_path() AS count;
      CREATE MATERIALIZED VIEW kept AS SELECT id FROM parted;
      CREATE TABLE none ();
      INSERT INTO none SELECT FROM generate_series(1, 3);
      CREATE TABLE broad (${Array.from({ length: 1600 }, (_, i) => `c${i} int DEFAULT ${i}`).join(', ')});
      INSERT INTO broad DEFAULT VALUES;
    `);
    expect((await readAll(await stream('parted'), native))['id']).toHaveLength(100);
    expect((await readAll(await stream('seen'), native))['count']).toEqual([100n]);
    expect((await readAll(await stream('kept'), native))['id']).toHaveLength(100);
    const broad = await readAll(await stream('broad'), native);
    expect(Object.values(broad).map(([value]) => value)).toEqual(Array.from({ length: 1600 }, (_, i) => i));
    const output = new CollectingOutput();
    const session = await openSession(source, await stream('none'), native);
    await session.read(output);
    await session.close();
    expect(output.rows).toBe(3);
  });

  test('many rows, under back-pressure, with NULLs and values of all sizes', async () => {
    await database.query(
      `CREATE TABLE many AS SELECT g AS id, CASE WHEN g % 5 > 0 THEN repeat('x', g % 301) END AS t, g % 3 = 0 AS b FROM generate_series(1, 60000) g`,
    );
    const many = await stream('many');
    const session = await openSession(source, many, native);
    const output = new CollectingOutput({
      beforeEmit: (batch) => new Promise((resolve) => setTimeout(resolve, batch * 3)),
    });
    await session.read(output);
    await session.close();
    const { id, t, b } = output.columns(variantOf(many, native).schema);
    expect(output.batches.length).toBeGreaterThan(4);
    expect(id).toHaveLength(60_000);
    expect(id?.every((value, index) => value === index + 1)).toBe(true);
    expect(t?.every((value, index) => value === ((index + 1) % 5 > 0 ? 'x'.repeat((index + 1) % 301) : null))).toBe(
      true,
    );
    expect(b?.every((value, index) => value === ((index + 1) % 3 === 0))).toBe(true);
  });

  test('a snapshot: rows that come later are not in it', async () => {
    await database.query('CREATE TABLE grows (id int); INSERT INTO grows VALUES (1)');
    const grows = await stream('grows');
    const session = await openSession(source, grows, native);
    await database.query('INSERT INTO grows VALUES (2)');
    const output = new CollectingOutput();
    await session.read(output);
    await session.close();
    expect(output.rows).toBe(1);
  });

  test('a rewrite of the table waits, and is not mistaken for an empty table', async () => {
    await database.query('CREATE TABLE rewritten (id int); INSERT INTO rewritten VALUES (1)');
    const rewritten = await stream('rewritten');
    const session = await openSession(source, rewritten, native);
    const truncated = database.query('TRUNCATE rewritten');
    const output = new CollectingOutput();
    await session.read(output);
    await session.close();
    await truncated;
    expect(output.rows).toBe(1);
  });

  test.skipIf(!tls)('over TLS', async () => {
    await database.query(
      `CREATE TABLE over_tls AS SELECT g AS id, repeat(md5(g::text), 30) AS t FROM generate_series(1, 20000) g`,
    );
    const secure = await configured({ url: database.url, ssl: { mode: 'verify-full', ca: server.caFile ?? '' } });
    const { id, t } = await readAll(await stream('over_tls'), native, secure);
    await secure.close?.();
    expect(id?.every((value, index) => value === index + 1)).toBe(true);
    expect(t?.every((value) => String(value).length === 960)).toBe(true);
  });

  test('texts that are not valid in a SQL_ASCII database name the stream and the row', async () => {
    await using ascii = await createDatabase(server.url, {
      encoding: 'SQL_ASCII',
      setup: `CREATE TABLE bytes (id int PRIMARY KEY, t text); INSERT INTO bytes VALUES (1, 'fine'), (2, 'fine'), (3, convert_from('\\xff', 'SQL_ASCII'))`,
    });
    const other = await configured({ url: ascii.url });
    const [bytes] = await discoverAll(other, { namespace: 'public', name: 'bytes' });
    if (bytes === undefined) throw new Error('no stream');
    await expect(readAll(bytes, native, other)).rejects.toMatchObject({
      code: 'invalid_text',
      category: 'data',
      stream: 'public.bytes',
      message: expect.stringContaining('row 3 of public.bytes') as string,
    });
    await other.close?.();
  });
});

describe('what changes between discovery and reading', () => {
  test.each([
    ['a dropped table', 'DROP TABLE shifty', 'relation_not_found'],
    ['a dropped column', 'ALTER TABLE shifty DROP COLUMN v', 'stream_changed'],
    ['another type', 'ALTER TABLE shifty ALTER COLUMN v TYPE bigint', 'stream_changed'],
    ['NULLs allowed', 'ALTER TABLE shifty ALTER COLUMN v DROP NOT NULL', 'stream_changed'],
  ])('%s is noticed', async (_, sql, code) => {
    await database.query('DROP TABLE IF EXISTS shifty; CREATE TABLE shifty (id int, v int NOT NULL)');
    const shifty = await stream('shifty');
    await database.query(sql);
    await expect(openSession(source, shifty, native)).rejects.toMatchObject({
      code,
      category: 'schema',
      stream: 'public.shifty',
    });
  });

  test('a field that was not offered is refused', async () => {
    await database.query('CREATE TABLE honest (v int)');
    const honest = await stream('honest');
    await database.query('CREATE TABLE other (v text)');
    const { bytes } = variantOf(await stream('other'), native);
    const context = contextOf(honest, native);
    const spec = context.streams[0];
    if (spec === undefined) throw new Error('no stream');
    const lying = { ...context, streams: [{ ...spec, arrowSchema: bytes }] };
    await expect(source.open(lying, new AbortController().signal)).rejects.toMatchObject({
      code: 'stream_changed',
      column: 'v',
    });
  });
});

describe('an end before the end', () => {
  beforeAll(async () => {
    await database.query(`
      CREATE VIEW slow AS SELECT pg_sleep(600)::text AS v;
      CREATE TABLE large AS SELECT g AS id, repeat('x', 1000) AS t FROM generate_series(1, 100000) g;
    `);
  });

  test('an abort ends the statement at the server, which is busy', async () => {
    const abort = new AbortController();
    const session = await openSession(source, await stream('slow'), native, abort.signal);
    const reading = session.read(new CollectingOutput());
    setTimeout(() => abort.abort(new Error('enough')), 100);
    await expect(reading).rejects.toThrow('enough');
    await session.close();
    await expect.poll(backends).toBe(0);
  });

  test('a stop returns early, and leaves no backend', async () => {
    const session = await openSession(source, await stream('large'), native);
    const output: CollectingOutput = new CollectingOutput({
      beforeEmit: (batch) => (batch === 2 ? output.requestStop() : undefined),
    });
    await session.read(output);
    await session.close();
    expect(output.rows).toBeGreaterThan(0);
    expect(output.rows).toBeLessThan(100_000);
    await expect.poll(backends).toBe(0);
  });

  test('a connection that is cut off is an error that can be retried', async () => {
    const session = await openSession(source, await stream('large'), native);
    const output = new CollectingOutput({
      beforeEmit: async () => {
        await database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rapidbyte source' AND state <> 'idle'`,
        );
      },
    });
    await expect(session.read(output)).rejects.toMatchObject({ category: 'transient', retryable: true });
    await session.close();
  });

  test('a table that stays locked is waited for until the wait is aborted', async () => {
    await database.query('CREATE TABLE locked (v int)');
    const locked = await stream('locked');
    await database.query('BEGIN; LOCK TABLE locked');
    const signal = AbortSignal.timeout(200);
    await expect(openSession(source, locked, native, signal)).rejects.toMatchObject({ name: 'TimeoutError' });
    await database.query('ROLLBACK');
  });
});

test('one login serves check, discovery and one session after the other', async () => {
  await database.query('CREATE TABLE small AS SELECT 1 AS v');
  const small = await stream('small');
  const fresh = await configured({ url: database.url });
  await fresh.check();
  const before = await backendIds();
  for (let round = 0; round < 3; round++) expect((await readAll(small, native, fresh))['v']).toEqual([1]);
  expect(await backendIds()).toEqual(before);
  await fresh.close?.();
});

/** Of the sources in this database, their PIDs: a new login is a new one. */
async function backendIds(): Promise<number[]> {
  const rows = await database.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'rapidbyte source' AND datname = current_database() ORDER BY pid`,
  );
  return rows.map(({ pid }) => pid);
}
