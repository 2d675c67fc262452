import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QueryResult } from 'pg';
import copyStreams from 'pg-copy-streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { serverMatrix } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { type Batch, configured, int4, load, rowsOf, streamOffer } from './test-load.ts';

const columns = [int4('id'), int4('generation')];
const offer = streamOffer({ namespace: 'public', name: 'orders' }, columns, { key: ['id'] });
const rowCount = 500;

function generation(number: number): Batch[] {
  return [
    rowsOf(
      columns,
      Array.from({ length: rowCount }, (_, i) => [i, number]),
    ),
  ];
}

describe.each(serverMatrix)('replace on $name', ({ server }) => {
  let database: TestDatabase;
  let destination: PostgresDestination;
  let loads = 0;
  const replace = (number: number) => load(destination, offer, `load-${++loads}`, generation(number));

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query(
      'DROP PUBLICATION IF EXISTS p; DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public',
    );
    await database.query(`CREATE TABLE orders (id int PRIMARY KEY, generation int NOT NULL);
      INSERT INTO orders SELECT i, 0 FROM generate_series(0, ${rowCount - 1}) i`);
    destination = await configured(database.url);
  });
  afterEach(() => destination.close());
  afterAll(() => database.drop());

  const oid = async (): Promise<unknown> =>
    (await database.query<{ oid: number }>(`SELECT 'public.orders'::regclass::oid AS oid`))[0]?.oid;
  const summary = async (): Promise<unknown> =>
    (
      await database.query(
        'SELECT count(*)::int AS rows, min(generation)::int AS min, max(generation)::int AS max FROM orders',
      )
    )[0];

  it('swaps a table that nothing depends on, and keeps its index, comment, check and grants', async () => {
    await database.query(`
      CREATE INDEX orders_generation ON orders (generation DESC) WHERE generation > 0;
      CREATE UNIQUE INDEX "odd ""name" ON orders ((id + 1));
      ALTER TABLE orders ADD CONSTRAINT positive CHECK (id >= 0);
      COMMENT ON TABLE orders IS 'it''s ours'; COMMENT ON COLUMN orders.id IS 'the key';
      COMMENT ON INDEX orders_generation IS 'by generation'; COMMENT ON CONSTRAINT orders_pkey ON orders IS 'pk';
      DO $$ BEGIN CREATE ROLE reader_role; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      GRANT SELECT ON orders TO reader_role WITH GRANT OPTION; GRANT UPDATE (generation) ON orders TO PUBLIC;`);
    const facts = `SELECT obj_description('orders'::regclass) AS comment, col_description('orders'::regclass, 1) AS "column",
        (SELECT relacl::text FROM pg_class WHERE oid = 'orders'::regclass) AS acl,
        (SELECT attacl::text FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'generation') AS "columnAcl",
        (SELECT json_agg(pg_get_indexdef(indexrelid) || coalesce(obj_description(indexrelid), '') ORDER BY 1) FROM
           (SELECT indexrelid FROM pg_index WHERE indrelid = 'orders'::regclass ORDER BY pg_get_indexdef(indexrelid)) i) AS indexes,
        (SELECT json_agg(conname || pg_get_constraintdef(oid) || coalesce(obj_description(oid), '') ORDER BY conname) FROM pg_constraint
          WHERE conrelid = 'orders'::regclass) AS constraints`;
    const before = await database.query(facts);
    const oldOid = await oid();
    const published = await replace(1);
    expect(published.method).toBe('swap');
    expect(published.lockMs).toBeGreaterThan(0);
    expect(await oid()).not.toBe(oldOid);
    expect(await database.query(facts)).toEqual(before);
    expect(await summary()).toEqual({ rows: rowCount, min: 1, max: 1 });
    expect(
      await database.query(
        `SELECT relname FROM pg_class WHERE relnamespace = '_rapidbyte'::regnamespace AND relkind = 'r' ORDER BY 1`,
      ),
    ).toEqual([{ relname: 'format' }, { relname: 'receipt' }, { relname: 'stream' }]);
  });

  it.each([
    ['a view', 'CREATE VIEW v AS SELECT * FROM orders'],
    ['a materialized view', 'CREATE MATERIALIZED VIEW v AS SELECT * FROM orders'],
    [
      'a foreign key to it',
      'CREATE TABLE lines (order_id int REFERENCES orders DEFERRABLE); INSERT INTO lines VALUES (7)',
    ],
    [
      'a foreign key of it',
      'CREATE TABLE g (id int PRIMARY KEY); INSERT INTO g SELECT generate_series(0, 9); ALTER TABLE orders ADD FOREIGN KEY (generation) REFERENCES g',
    ],
    ['a policy', 'CREATE POLICY p ON orders USING (true)'],
    ['row-level security', 'ALTER TABLE orders ENABLE ROW LEVEL SECURITY'],
    [
      'a trigger',
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$; CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    ['a publication', 'CREATE PUBLICATION p FOR TABLE orders'],
    ['a publication of all tables', 'CREATE PUBLICATION p FOR ALL TABLES'],
    ['a rule', 'CREATE RULE r AS ON DELETE TO orders DO INSTEAD NOTHING'],
    ['a default', 'ALTER TABLE orders ALTER generation SET DEFAULT 1'],
    ['an identity', 'ALTER TABLE orders ALTER id ADD GENERATED ALWAYS AS IDENTITY'],
    ['an owned sequence', 'CREATE SEQUENCE s OWNED BY orders.id'],
    ['extended statistics', 'CREATE STATISTICS s ON id, generation FROM orders'],
    ['storage parameters', 'ALTER TABLE orders SET (fillfactor = 70)'],
    ['a column more', 'ALTER TABLE orders ADD note text'],
    ['a wider type', 'ALTER TABLE orders ALTER generation TYPE bigint'],
    ['its row type in another table', 'CREATE TABLE other (o orders)'],
    ['a function of its row type', 'CREATE FUNCTION f(orders) RETURNS int LANGUAGE sql AS $$SELECT 1$$'],
    [
      'a function with a parsed body',
      'CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM orders; END',
    ],
    ['a child by inheritance', 'CREATE TABLE child () INHERITS (orders)'],
    ['replica identity', 'ALTER TABLE orders REPLICA IDENTITY FULL'],
    ['no logging', 'ALTER TABLE orders SET UNLOGGED'],
    ['storage of a column', 'ALTER TABLE orders ALTER generation SET STATISTICS 7'],
  ])('keeps a table with %s', async (_, setup) => {
    await database.query(setup);
    const oldOid = await oid();
    const published = await replace(1);
    expect(published.method).toBe('truncate and copy');
    expect(await oid()).toBe(oldOid);
    expect(await summary()).toEqual({ rows: rowCount, min: 1, max: 1 });
  });

  it('restores the foreign keys that point to the table, and checks them', async () => {
    await database.query(
      `CREATE TABLE lines (order_id int CONSTRAINT fk REFERENCES orders ON DELETE CASCADE); INSERT INTO lines VALUES (7); COMMENT ON CONSTRAINT fk ON lines IS 'mine'`,
    );
    const definition = `SELECT pg_get_constraintdef(oid) AS def, obj_description(oid) AS comment FROM pg_constraint WHERE conname = 'fk'`;
    const before = await database.query(definition);
    await replace(1);
    expect(await database.query(definition)).toEqual(before);
    expect(await database.query('SELECT * FROM lines')).toEqual([{ order_id: 7 }]);
    await database.query(`INSERT INTO lines VALUES (${rowCount - 1})`);
    const fewer = [rowsOf(columns, [[7, 2]])];
    await expect(load(destination, offer, 'fewer', fewer)).rejects.toMatchObject({
      category: 'data',
      code: 'constraint_violated',
    });
    expect(await summary()).toEqual({ rows: rowCount, min: 1, max: 1 });
    expect(await database.query(definition)).toEqual(before);
  });

  it('deletes and inserts in a partitioned table', async () => {
    await database.query(
      'DROP TABLE orders; CREATE TABLE orders (id int, generation int) PARTITION BY HASH (id); CREATE TABLE p0 PARTITION OF orders FOR VALUES WITH (MODULUS 1, REMAINDER 0)',
    );
    expect((await replace(1)).method).toBe('delete and insert');
    expect((await replace(2)).method).toBe('delete and insert');
    expect(await summary()).toEqual({ rows: rowCount, min: 2, max: 2 });
  });

  it('with replace_method delete lets repeatable read transactions keep what they see', async () => {
    await destination.close();
    destination = await configured(database.url, { replace_method: 'delete' });
    await using reader = await connect(database.url);
    await reader.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
    expect((await replace(1)).method).toBe('delete and insert');
    const { rows } = await reader.client.query('SELECT count(*)::int AS rows, max(generation) AS max FROM orders');
    expect(rows).toEqual([{ rows: rowCount, max: 0 }]);
    expect(await summary()).toEqual({ rows: rowCount, min: 1, max: 1 });
  });

  describe.each([
    ['swap', ''],
    ['truncate and copy', 'CREATE VIEW v AS SELECT * FROM orders; CREATE MATERIALIZED VIEW mv AS SELECT * FROM orders'],
  ])('by %s, under readers', (method, setup) => {
    it('shows every statement all the old rows or all the new', async () => {
      await database.query(`${setup};
        CREATE FUNCTION stable_sum() RETURNS TABLE (rows int, min int, max int) LANGUAGE plpgsql STABLE AS
          $$BEGIN RETURN QUERY SELECT count(*)::int, min(generation), max(generation) FROM orders; END$$;`);
      const readers = Object.entries(statements).filter(([name]) => name !== 'refresh' || setup !== '');
      const stop = new AbortController();
      const seen = readers.map(async ([name, read]) => {
        await using connection = await connect(database.url);
        let reads = 0;
        const wrong: unknown[] = [];
        while (!stop.signal.aborted) {
          const { rows, min, max } = await read(connection.client);
          reads += 1;
          if (rows !== rowCount || min !== max) wrong.push({ name, rows, min, max });
        }
        return { name, reads, wrong };
      });
      for (let number = 1; number <= 12; number++) {
        expect((await replace(number)).method).toBe(method);
        await delay(5);
      }
      stop.abort();
      for (const { reads, wrong } of await Promise.all(seen)) {
        expect(reads).toBeGreaterThan(0);
        expect(wrong).toEqual([]);
      }
      expect(await summary()).toEqual({ rows: rowCount, min: 12, max: 12 });
    });
  });

  it('gives up on a lock after bounded attempts, with the old rows untouched, and can be repeated', async () => {
    await destination.close();
    destination = await configured(database.url, { lock_timeout_ms: 20 });
    await using holder = await connect(database.url);
    await holder.client.query('BEGIN; LOCK TABLE orders IN ACCESS SHARE MODE');
    await expect(replace(1)).rejects.toMatchObject({
      code: 'lock_timeout',
      category: 'transient',
      commitState: 'before',
    });
    expect(await summary()).toEqual({ rows: rowCount, min: 0, max: 0 });
    await holder.client.query('ROLLBACK');
    expect((await replace(2)).rows).toBe(rowCount);
    expect(await summary()).toEqual({ rows: rowCount, min: 2, max: 2 });
  });
});

interface Seen {
  readonly rows: number;
  readonly min: number | null;
  readonly max: number | null;
}

const aggregate = 'SELECT count(*)::int AS rows, min(generation) AS min, max(generation) AS max FROM';

/** Every way of reading takes its snapshot at another moment, before or after it waits for the lock. */
const statements: Record<string, (client: Client) => Promise<Seen>> = {
  simple: async (client) => first(await client.query<Seen>(`${aggregate} orders`)),
  prepared: async (client) => first(await client.query<Seen>({ name: 'p', text: `${aggregate} orders` })),
  execute: async (client) => {
    await client.query(`PREPARE e AS ${aggregate} orders`).catch(() => {});
    return first(await client.query<Seen>('EXECUTE e'));
  },
  copy: async (client) => {
    let output = '';
    for await (const piece of client.query(copyStreams.to('COPY orders (generation) TO STDOUT')))
      output += String(piece);
    const values = output
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
    return { rows: values.length, min: Math.min(...values), max: Math.max(...values) };
  },
  stable: async (client) => first(await client.query<Seen>('SELECT * FROM stable_sum()')),
  refresh: async (client) => {
    await client.query('REFRESH MATERIALIZED VIEW mv');
    return first(await client.query<Seen>(`${aggregate} mv`));
  },
};

function first(result: QueryResult<Seen>): Seen {
  const row = result.rows[0];
  if (row === undefined) throw new Error('no row');
  return row;
}

async function connect(url: string): Promise<AsyncDisposable & { readonly client: Client }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}
