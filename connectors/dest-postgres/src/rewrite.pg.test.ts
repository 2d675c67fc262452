import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { serverMatrix } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, int4, load, rowsOf, streamOffer, text, type Batch } from './test-load.ts';

const columns = [int4('id'), text('name'), text('content', false)];
const orders = { namespace: 'public', name: 'orders' };
const offer = streamOffer(orders, columns, { writeMode: 'upsert', key: ['id'] });

/** 600 KB that no compression makes smaller: few rows make a large table. */
const content = randomBytes(450_000).toString('base64');
const many = 60;

/** Rows `from` to `to` - 1, in batches of ten. */
function rows(name: string, from: number, to: number, size = content.length): Batch[] {
  const batches: Batch[] = [];
  for (let at = from; at < to; at += 10) {
    const ids = Array.from({ length: Math.min(10, to - at) }, (_, i) => at + i);
    batches.push(rowsOf(columns, ids.map((id) => [id, name, content.slice(0, size)]))); // prettier-ignore
  }
  return batches;
}

describe.each(serverMatrix)('an upsert of a large part of its table on $name', { timeout: 60_000 }, ({ server }) => {
  let database: TestDatabase;
  let destination: PostgresDestination;
  let other: Client;

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
    destination = await configured(database.url, { lock_timeout_ms: 200 });
    await load(destination, offer, 'before', rows('before', 0, many));
    other = new Client({ connectionString: database.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await destination.close();
  });
  afterAll(() => database.drop());

  const oid = async (): Promise<unknown> => (await database.query(`SELECT 'orders'::regclass::oid AS oid`))[0]?.['oid'];
  const names = async (): Promise<Record<string, number>> => {
    const found = await database.query<{ name: string; rows: number }>(
      'SELECT name, count(DISTINCT id)::int AS rows FROM orders WHERE length(content) > 0 GROUP BY name ORDER BY name',
    );
    return Object.fromEntries(found.map((one) => [one.name, one.rows]));
  };
  const staged = () =>
    database.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename NOT IN ('format', 'stream', 'receipt')`,
    );

  it('takes the table’s place, with the rows that it has beside, and with what belongs to it', async () => {
    await database.query(
      `CREATE INDEX mine ON orders (name); COMMENT ON TABLE orders IS 'ours'; GRANT SELECT ON orders TO PUBLIC`,
    );
    const before = await oid();
    const published = await load(destination, offer, 'after', rows('after', 10, 10 + many));
    expect(published).toMatchObject({ method: 'merge and swap', rows: many });
    expect(published.lockMs).toBeGreaterThan(0);
    expect(await oid()).not.toBe(before);
    expect(await names()).toEqual({ after: many, before: 10 });
    expect(
      await database.query(
        `SELECT obj_description('orders'::regclass) AS comment, has_table_privilege('public', 'orders', 'SELECT') AS granted,
           (SELECT json_agg(indexname ORDER BY indexname) FROM pg_indexes WHERE tablename = 'orders') AS indexes`,
      ),
    ).toEqual([{ comment: 'ours', granted: true, indexes: ['mine', 'orders_pkey'] }]);
    expect(await staged()).toEqual([]);
  });

  it.each<[string, { setup?: string; config?: object; to?: number; size?: number }]>([
    ['something hangs on the table', { setup: 'CREATE VIEW v AS SELECT * FROM orders' }],
    ['the table has columns of its own', { setup: 'ALTER TABLE orders ADD note text' }],
    ['upsert_method says so', { config: { upsert_method: 'merge' } }],
    ['there is far more beside', { setup: `INSERT INTO orders SELECT id + 1000 + 100 * n, 'other', content FROM orders, generate_series(1, 2) AS n` }], // prettier-ignore
    ['what arrives is small', { setup: 'DELETE FROM orders WHERE id > 40; VACUUM FULL orders', to: 40 }],
  ])('is merged in place where %s', async (_, { setup, config, to = many }) => {
    for (const statement of setup?.split('; ') ?? []) await database.query(statement);
    if (config !== undefined) {
      await destination.close();
      destination = await configured(database.url, { ...config });
    }
    const before = await oid();
    expect(await load(destination, offer, 'after', rows('after', 0, to))).toMatchObject({
      method: 'merge from staging',
      lockMs: 0,
    });
    expect(await oid()).toBe(before);
    expect(await names()).toMatchObject({ after: to });
    expect(await staged()).toEqual([]);
  });

  it.each<[string, string]>([
    ['writing to', `INSERT INTO orders VALUES (1000, 'mine', 'x')`],
    ['reading', 'SELECT count(*) FROM orders'],
  ])('is merged in place while somebody is %s it', async (_, statement) => {
    await other.query(`BEGIN; ${statement}`);
    const before = await oid();
    const published = await load(destination, offer, 'after', rows('after', 0, many - 1));
    expect(published).toMatchObject({ method: 'merge from staging', lockMs: 0 });
    await other.query('COMMIT');
    expect(await oid()).toBe(before);
    expect(await names()).toMatchObject({ after: many - 1, before: 1 });
    expect(await staged()).toEqual([]);
  });

  it('loses no row that others write meanwhile', async () => {
    let id = 1000;
    const ended = new AbortController();
    const loading = load(destination, offer, 'after', rows('after', 0, many)).finally(() => ended.abort());
    while (!ended.signal.aborted) await other.query(`INSERT INTO orders VALUES (${id++}, 'mine', 'x')`);
    expect((await loading).method).toBe('merge and swap');
    expect(id).toBeGreaterThan(1010);
    expect(await names()).toEqual({ after: many, mine: id - 1000 });
  });

  it('refuses several rows with one key, by name, and leaves the table as it was', async () => {
    const before = await oid();
    const twice = [...rows('after', 0, many), ...rows('after', 7, 8)];
    await expect(load(destination, offer, 'after', twice)).rejects.toMatchObject({
      code: 'duplicate_key',
      commitState: 'before',
      message: 'public.orders has several rows with the key id = 7: none of them is the last one',
    });
    expect(await oid()).toBe(before);
    expect(await names()).toEqual({ before: many });
  });

  it('is undone as a whole if the server drops it in between', async () => {
    await database.query('CREATE INDEX mine ON orders (md5(content))');
    const loading = load(destination, offer, 'after', rows('after', 0, many));
    const failed = expect(loading).rejects.toMatchObject({ name: expect.stringMatching(/./) });
    // While the new table's indexes are built: everybody else's writes wait, and so does nothing before it.
    for (let ended = 0; ended === 0;) {
      const { rowCount } = await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX "i_%'`,
      );
      ended = rowCount ?? 0;
    }
    await failed;
    expect(await names()).toEqual({ before: many });
    await destination.close();
    destination = await configured(database.url);
    expect((await load(destination, offer, 'again', rows('after', 0, many))).method).toBe('merge and swap');
    expect(await names()).toEqual({ after: many });
    expect(await staged()).toEqual([]);
  });
});
