import type { Problem } from '@rapidbyte/connector';
import { writeColumnDefinition } from '@rapidbyte/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, int4, load, negotiate, rowsOf, streamOffer, text, type TestColumn } from './test-load.ts';

const columns = [int4('id'), text('name')];
const orders = { namespace: 'public', name: 'orders' };

let database: TestDatabase;
let destination: PostgresDestination;

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url);
});
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
  destination = await configured(database.url);
});
afterEach(() => destination.close());
afterAll(() => database.drop());

const problemsOf = async (...offers: Parameters<PostgresDestination['check']>[0]): Promise<readonly Problem[]> =>
  (await destination.check(offers)).problems;

it('names system, target and guarantee, and changes nothing', async () => {
  await destination.close();
  destination = await configured(database.url, { schema: 'Raw' });
  const checked = await destination.check([streamOffer(orders, columns)]);
  expect(checked.problems).toEqual([]);
  expect(checked.system).toMatch(/^PostgreSQL \d+/);
  expect(checked.streams).toEqual([expect.objectContaining({ target: '"Raw".orders', guarantee: 'exactly_once' })]);
  expect(await database.query(`SELECT nspname FROM pg_namespace WHERE nspname IN ('Raw', '_rapidbyte')`)).toEqual([]);
});

describe('an incremental stream', () => {
  const cursor = { column: 'id', nulls: 'refuse' } as const;

  it('is not replaced', async () => {
    expect(await problemsOf(streamOffer(orders, columns, { writeMode: 'replace', cursor }))).toMatchObject([
      { severity: 'error', category: 'config', code: 'replace_incremental', stream: orders },
    ]);
  });

  it('has a cursor', async () => {
    const { spec, variants } = streamOffer(orders, columns, { writeMode: 'append' });
    expect(await problemsOf({ spec: { ...spec, syncMode: 'incremental' }, variants })).toMatchObject([
      { severity: 'error', category: 'config', code: 'cursor_missing', stream: orders },
    ]);
  });

  it('is promised what its modes allow', async () => {
    const [appended, again, merged] = await Promise.all(
      [
        streamOffer(orders, columns, { writeMode: 'append', cursor }),
        streamOffer(orders, columns, { writeMode: 'append', cursor: { ...cursor, lookBack: '5' } }),
        streamOffer(orders, columns, { writeMode: 'upsert', key: ['id'], cursor: { ...cursor, lookBack: '5' } }),
      ].map(async (offer) => (await destination.check([offer])).streams[0]?.guarantee),
    );
    expect([appended, again, merged]).toEqual(['exactly_once', 'at_least_once', 'idempotent_by_key']);
  });
});

describe('an existing target', () => {
  it.each<[string, string, Partial<Problem>]>([
    ['lacks a column', 'CREATE TABLE orders (id int)', { code: 'column_missing', column: 'name' }],
    [
      'has a narrower type',
      'CREATE TABLE orders (id smallint, name text)',
      { code: 'incompatible_type', column: 'id' },
    ],
    [
      'would cut text off',
      'CREATE TABLE orders (id int, name varchar(5))',
      { code: 'incompatible_type', column: 'name' },
    ],
    [
      'wants a column that does not come',
      'CREATE TABLE orders (id int, name text, must int NOT NULL)',
      { code: 'column_not_delivered', column: 'must' },
    ],
    [
      'generates a column',
      'CREATE TABLE orders (id int, name text GENERATED ALWAYS AS (id::text) STORED)',
      { code: 'column_generated', column: 'name' },
    ],
    ['is a view', 'CREATE VIEW orders AS SELECT 1 AS id, NULL::text AS name', { code: 'target_not_a_table' }],
    ['can not be made, as a type has its name', 'CREATE TYPE orders AS (a int)', { code: 'target_not_a_table' }],
    ['can not be made, as a domain has its name', 'CREATE DOMAIN orders AS int', { code: 'name_taken' }],
    ['is a sequence', 'CREATE SEQUENCE orders', { code: 'target_not_a_table' }],
  ])('that %s is a problem', async (_, setup, expected) => {
    await database.query(setup);
    expect(await problemsOf(streamOffer(orders, columns))).toEqual([
      expect.objectContaining({
        severity: 'error',
        category: 'schema',
        stream: orders,
        hint: expect.any(String),
        ...expected,
      }),
    ]);
  });

  it('that refuses nulls is a warning', async () => {
    await database.query('CREATE TABLE orders (id bigint, name varchar NOT NULL)');
    expect(await problemsOf(streamOffer(orders, columns))).toEqual([
      expect.objectContaining({ severity: 'warning', code: 'column_may_be_null', column: 'name' }),
    ]);
  });

  it('whose foreign key can not wait is a problem for deleting', async () => {
    await destination.close();
    destination = await configured(database.url, { replace_method: 'delete' });
    await database.query(
      'CREATE TABLE orders (id int PRIMARY KEY, name text); CREATE TABLE lines (o int REFERENCES orders)',
    );
    expect(await problemsOf(streamOffer(orders, columns))).toEqual([
      expect.objectContaining({ code: 'foreign_key_in_the_way' }),
    ]);
  });
});

describe('names', () => {
  const long = 'x'.repeat(64);
  it.each<[string, { namespace: string; name: string }, TestColumn[], string]>([
    ['a table of 64 bytes', { namespace: 'public', name: long }, columns, 'invalid_name'],
    ['a schema of 64 bytes', { namespace: long, name: 'orders' }, columns, 'invalid_name'],
    ['a column of 64 bytes', orders, [int4(long)], 'invalid_name'],
    ['a column named like a system column', orders, [int4('ctid')], 'invalid_name'],
    ['a column twice', orders, [int4('id'), int4('id')], 'same_column'],
    ['a system schema', { namespace: 'pg_catalog', name: 'orders' }, columns, 'reserved_schema'],
    ['the staging schema', { namespace: '_rapidbyte', name: 'stream' }, columns, 'reserved_schema'],
    ['1601 columns', orders, Array.from({ length: 1601 }, (_, i) => int4(`c${i}`)), 'too_many_columns'],
  ])('%s: refused', async (_, name, streamColumns, code) => {
    expect(await problemsOf(streamOffer(name, streamColumns))).toContainEqual(
      expect.objectContaining({ severity: 'error', code, stream: name }),
    );
  });

  it('two streams with one target: refused', async () => {
    await destination.close();
    destination = await configured(database.url, { schema: 'raw' });
    const other = streamOffer({ namespace: 'other', name: 'orders' }, columns);
    expect(await problemsOf(streamOffer(orders, columns), other)).toEqual([
      expect.objectContaining({ code: 'same_target', stream: other.spec.name }),
    ]);
  });
});

describe('privileges', () => {
  const role = 'rapidbyte_limited';
  beforeEach(async () => {
    await database.query(`DO $$ BEGIN CREATE ROLE ${role} LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      REVOKE ALL ON DATABASE "${database.name}" FROM PUBLIC; GRANT CONNECT ON DATABASE "${database.name}" TO ${role}`);
    await destination.close();
    const url = new URL(database.url);
    url.username = role;
    url.password = 'x';
    destination = await configured(url.href);
  });

  it('that are missing are all named, with the statement that grants them', async () => {
    await database.query('CREATE TABLE orders (id int, name text); GRANT USAGE ON SCHEMA public TO ' + role);
    const problems = await problemsOf(
      streamOffer(orders, columns),
      streamOffer({ namespace: 'new', name: 't' }, columns),
    );
    expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
      [
        expect.stringContaining('_rapidbyte does not exist'),
        expect.stringContaining('CREATE SCHEMA _rapidbyte AUTHORIZATION'),
      ],
      [expect.stringContaining('new does not exist'), expect.stringContaining('CREATE SCHEMA new AUTHORIZATION')],
      [expect.stringContaining('INSERT and TRUNCATE'), `GRANT INSERT, TRUNCATE ON public.orders TO ${role};`],
    ]);
    for (const problem of problems) expect(problem).toMatchObject({ severity: 'error', category: 'permission' });
  });

  it('of the hints suffice for a load into the table of somebody else', async () => {
    await database.query(`CREATE TABLE orders (id int, name text); INSERT INTO orders VALUES (0);
      GRANT USAGE ON SCHEMA public TO ${role}; CREATE SCHEMA _rapidbyte AUTHORIZATION ${role}; GRANT INSERT, TRUNCATE ON orders TO ${role}`);
    const published = await load(destination, streamOffer(orders, columns), 'l', [rowsOf(columns, [[1, 'one']])]);
    expect(published.method).toBe('truncate and copy');
    expect(await database.query('SELECT * FROM orders')).toEqual([{ id: 1, name: 'one' }]);
  });

  it('of rows: row-level security that applies is a problem', async () => {
    await database.query(`CREATE TABLE orders (id int, name text); ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
      CREATE SCHEMA _rapidbyte AUTHORIZATION ${role}; GRANT USAGE ON SCHEMA public TO ${role}; GRANT ALL ON orders TO ${role}`);
    expect(await problemsOf(streamOffer(orders, columns))).toEqual([expect.objectContaining({ code: 'row_security' })]);
  });
});

describe('encodings', () => {
  it('of another server are named', async () => {
    await using ascii = await createDatabase(testServers.destination.url, { encoding: 'SQL_ASCII' });
    const other = await configured(ascii.url);
    expect((await other.check([])).problems).toEqual([
      expect.objectContaining({ severity: 'warning', code: 'server_encoding' }),
    ]);
    await load(other, streamOffer(orders, columns), 'l', [rowsOf(columns, [[1, 'é']])]);
    expect(await ascii.query(`SELECT encode(name::bytea, 'hex') AS hex FROM orders`)).toEqual([{ hex: 'c3a9' }]);
    await other.close();
  });

  it('that lack a character make the load fail, naming what', async () => {
    await using latin = await createDatabase(testServers.destination.url, { encoding: 'LATIN1' });
    const other = await configured(latin.url);
    await load(other, streamOffer(orders, columns), 'l', [rowsOf(columns, [[1, 'é']])]);
    await expect(
      load(other, streamOffer(orders, columns), 'm', [rowsOf(columns, [[1, 'ключ']])]),
    ).rejects.toMatchObject({ category: 'data', code: 'untranslatable_character', stream: 'public.orders' });
    expect(await latin.query(`SELECT name FROM orders`)).toEqual([{ name: 'é' }]);
    await other.close();
  });
});

const opaque = (name: string): Record<string, string> => ({
  'ARROW:extension:name': 'arrow.opaque',
  'ARROW:extension:metadata': JSON.stringify({ type_name: name, vendor_name: 'PostgreSQL' }),
});

describe('user-defined types', () => {
  const mood = { kind: 'enum' as const, schema: 'app', name: 'Mood', labels: ['sad', "it's ok", 'happy'] };
  const definitions = {
    mood: { type: { schema: 'app', name: 'Mood' }, types: [mood], typname: '' },
    moods: { type: { schema: 'app', name: 'Mood', array: true }, types: [mood], typname: '' },
    positive: {
      type: { schema: 'app', name: 'positive' },
      types: [
        {
          kind: 'domain' as const,
          schema: 'app',
          name: 'positive',
          base: { builtin: 'integer' },
          notNull: false,
          checks: [{ name: 'above 0', definition: 'CHECK ((VALUE > 0))' }],
        },
      ],
      typname: 'int4',
    },
    pair: {
      type: { schema: 'app', name: 'pair' },
      types: [
        mood,
        {
          kind: 'composite' as const,
          schema: 'app',
          name: 'pair',
          attributes: [
            { name: 'left', type: { builtin: 'integer' } },
            { name: 'Right', type: { schema: 'app', name: 'Mood' } },
          ],
          ofRelation: false,
        },
      ],
      typname: '',
    },
  };
  const streamColumns: TestColumn[] = [
    { name: 'mood', type: 'app."Mood"', typname: '', field: { kind: 'utf8' } },
    { name: 'moods', type: 'app."Mood"[]', typname: '', field: { kind: 'utf8' }, metadata: opaque('app."Mood"[]') },
    { name: 'positive', type: 'app.positive', typname: 'int4', field: { kind: 'int', bits: 32, signed: true } },
    { name: 'pair', type: 'app.pair', typname: '', field: { kind: 'utf8' }, metadata: opaque('app.pair') },
    { name: 'doc', type: 'xml', typname: 'xml', field: { kind: 'utf8' } },
  ];
  const stream = () => {
    const offer = streamOffer(orders, streamColumns);
    const described = offer.spec.columns.map((column) => ({
      ...column,
      nativeDefinition: writeColumnDefinition(
        column.name === 'doc'
          ? { type: { builtin: 'xml' }, types: [], typname: 'xml' }
          : definitions[column.name as keyof typeof definitions],
      ),
    }));
    return { ...offer, spec: { ...offer.spec, columns: described } };
  };
  const rows = rowsOf(streamColumns, [
    ["it's ok", `{sad,NULL,"it's ok"}`, 1, `(1,"it's ok")`, '<?xml version="1.0" encoding="LATIN1"?><a>é</a>'],
    [null, '[2:3]={sad,happy}', null, null, null],
  ]);

  it('are made in the target schema, and used by the next load', async () => {
    await destination.close();
    destination = await configured(database.url, { schema: 'raw' });
    for (const loadId of ['a', 'b']) await load(destination, stream(), loadId, [rows]);
    expect(
      await database.query(
        `SELECT mood::text, moods::text, positive, pair::text, (pair).left, doc::text, pg_typeof(moods)::text AS type FROM raw.orders ORDER BY mood`,
      ),
    ).toEqual([
      {
        mood: "it's ok",
        moods: `{sad,NULL,"it's ok"}`,
        positive: 1,
        pair: `(1,"it's ok")`,
        left: 1,
        doc: '<?xml version="1.0" encoding="LATIN1"?><a>é</a>',
        type: 'raw."Mood"[]',
      },
      {
        mood: null,
        moods: '[2:3]={sad,happy}',
        positive: null,
        pair: null,
        left: null,
        doc: null,
        type: 'raw."Mood"[]',
      },
    ]);
  });

  it.each([
    ['other labels', `CREATE TYPE public."Mood" AS ENUM ('happy', 'sad')`, /labels/],
    ['another kind', `CREATE DOMAIN public."Mood" AS text`, /another kind/],
    ['another check', `CREATE DOMAIN public.positive AS integer CHECK (VALUE > 10)`, /VALUE > 10/],
    ['another base', `CREATE DOMAIN public.positive AS bigint`, /based on integer there, on bigint here/],
    ['other attributes', `CREATE TYPE public.pair AS (left_ int)`, /is \("left" integer, .* there/],
  ])('that exist with %s are refused, the difference named', async (_, setup, message) => {
    await destination.close();
    destination = await configured(database.url, { schema: 'public' });
    await database.query(setup);
    expect(await problemsOf(stream())).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'type_differs', message: expect.stringMatching(message) }),
    );
  });

  it('of an extension that is missing here become text, with a warning', async () => {
    const offer = streamOffer(orders, [{ name: 'h', type: 'hstore', typname: '', field: { kind: 'utf8' } }]);
    const described = offer.spec.columns.map((column) => ({
      ...column,
      nativeDefinition: writeColumnDefinition({
        type: { schema: 'public', name: 'hstore' },
        types: [
          {
            kind: 'base',
            schema: 'public',
            name: 'hstore',
            extension: { name: 'hstore', version: '1.8' },
            hasBinary: true,
          },
        ],
        typname: '',
      }),
    }));
    const hstore = { ...offer, spec: { ...offer.spec, columns: described } };
    expect(await problemsOf(hstore)).toEqual([
      expect.objectContaining({ severity: 'warning', code: 'type_missing', column: 'h' }),
    ]);
    await negotiate(destination, hstore);
    await load(destination, hstore, 'l', [rowsOf([text('h')], [['"a"=>"1"']])]);
    expect(await database.query('SELECT h, pg_typeof(h)::text AS type FROM orders')).toEqual([
      { h: '"a"=>"1"', type: 'text' },
    ]);
  });

  it('that are the row type of a table that is yet to be made are refused', async () => {
    const composite = {
      ...definitions.pair,
      types: definitions.pair.types.map((type) =>
        type.kind === 'composite' ? { ...type, name: 'other', ofRelation: true } : type,
      ),
    };
    const offer = streamOffer({ namespace: 'app', name: 'orders' }, [streamColumns[3] ?? int4('')]);
    const described = offer.spec.columns.map((column) => ({
      ...column,
      nativeDefinition: writeColumnDefinition({ ...composite, type: { schema: 'app', name: 'other' } }),
    }));
    const other = streamOffer({ namespace: 'app', name: 'other' }, columns);
    expect(await problemsOf({ ...offer, spec: { ...offer.spec, columns: described } }, other)).toEqual([
      expect.objectContaining({ code: 'row_type_of_target', stream: offer.spec.name }),
    ]);
  });

  it('whose names are no names are refused', async () => {
    const offer = streamOffer(orders, [{ ...int4('id'), type: 'integer); DROP TABLE x; --' }]);
    await expect(destination.check([offer])).rejects.toMatchObject({ code: 'native_definition_invalid' });
  });
});
