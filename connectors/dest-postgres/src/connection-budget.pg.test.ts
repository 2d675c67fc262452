import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionBudget, StreamOffer } from '@rapidbyte/connector';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { serverMatrix } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, contextOf, finalCheckpoint, int4, load, negotiate, rowsOf, streamOffer } from './test-load.ts';

const columns = [int4('id')];
const orders = streamOffer({ namespace: 'public', name: 'orders' }, columns);

describe.each(serverMatrix)('the connection budget on $name', ({ server }) => {
  let database: TestDatabase;
  let destination: PostgresDestination;

  beforeAll(async () => {
    database = await createDatabase(server.url);
    await database.query(
      `CREATE ROLE "${database.name}" LOGIN PASSWORD 'budget'; GRANT CREATE ON DATABASE "${database.name}" TO "${database.name}"`,
    );
  });
  beforeEach(async () => {
    await database.query(
      'DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO PUBLIC',
    );
  });
  afterEach(() => destination.close());
  afterAll(async () => {
    const role = database.name;
    await database.drop();
    await using cleaner = await createDatabase(server.url);
    await cleaner.query(`DROP ROLE "${role}"`);
  });

  async function budget(url: string, ...offers: StreamOffer[]): Promise<ConnectionBudget | undefined> {
    destination = await configured(url);
    return (await destination.check(offers)).connections;
  }

  const limited = (): string => {
    const url = new URL(database.url);
    url.username = database.name;
    url.password = 'budget';
    return url.href;
  };

  const open = async (): Promise<number> =>
    (
      await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rapidbyte destination'`,
      )
    ).length;

  it('is what the server has left, without its reserve', async () => {
    const found = await budget(database.url, orders);
    const [limits] = await database.query<{ most: number; used: number }>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
              (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS used`,
    );
    expect(found).toMatchObject({ perProcess: 2, perSession: 1 });
    expect(found?.spare).toBeGreaterThan(0);
    expect(found?.spare).toBeLessThanOrEqual((limits?.most ?? 0) - (limits?.used ?? 0) + 1);
  });

  it.each([
    [7, 5, 5],
    [4, 9, 3],
    [-1, 3, 3],
    [6, -1, 5],
    [1, -1, 0],
  ])('is bounded by the limits of the database (%d) and the user (%d)', async (ofDatabase, ofRole, spare) => {
    const url = limited();
    // One connection to the database is this test's own.
    await database.query(
      `ALTER DATABASE "${database.name}" CONNECTION LIMIT -1; ALTER ROLE "${database.name}" CONNECTION LIMIT -1`,
    );
    destination = await configured(url);
    await expect.poll(open).toBe(1);
    await database.query(
      `ALTER DATABASE "${database.name}" CONNECTION LIMIT ${ofDatabase}; ALTER ROLE "${database.name}" CONNECTION LIMIT ${ofRole}`,
    );
    expect((await destination.check([orders])).connections?.spare).toBe(spare);
    await database.query(`ALTER DATABASE "${database.name}" CONNECTION LIMIT -1`);
  });

  it('counts what a process really opens: one for each session, one for requests, one for locks', async () => {
    const { perProcess = 0, perSession = 0 } = (await budget(database.url, orders)) ?? {};
    const spec = await negotiate(destination, orders);
    const [begun] = await destination.begin({ loadId: 'l', streams: [spec] });
    const sessions = await Promise.all(
      [1, 2, 3].map((i) =>
        destination.open(contextOf(spec, 'l', begun?.epoch ?? 0, `u${i}`), new AbortController().signal),
      ),
    );
    for (const session of sessions) await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1]]) });
    await expect.poll(open).toBe(3 * perSession + 1);
    await destination.check([orders]);
    await expect.poll(open).toBe(3 * perSession + perProcess);
    for (const session of sessions) {
      await session.commit(finalCheckpoint);
      await session.finish();
    }
    // They are used again, by sessions and requests alike.
    const next = await destination.open(contextOf(spec, 'l', begun?.epoch ?? 0, 'u4'), new AbortController().signal);
    await destination.check([orders]);
    await expect.poll(open).toBe(3 * perSession + perProcess);
    await next.abort();
  });

  it('gives back what lies idle after there were more sessions', async () => {
    await budget(database.url, orders);
    const spec = await negotiate(destination, orders);
    const [begun] = await destination.begin({ loadId: 'l', streams: [spec] });
    const sessions = await Promise.all(
      [1, 2, 3, 4].map((i) =>
        destination.open(contextOf(spec, 'l', begun?.epoch ?? 0, `u${i}`), new AbortController().signal),
      ),
    );
    for (const session of sessions) await session.commit(finalCheckpoint);
    for (const session of sessions) await session.finish();
    await expect.poll(open).toBe(4 + 1);
    const now = performance.now.bind(performance);
    const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 11_000);
    await destination.check([orders]);
    later.mockRestore();
    await expect.poll(open).toBe(1 + 1);
  });

  it('has room for the second connection of a table that is filled again', async () => {
    await database.query('CREATE TABLE orders (id int NOT NULL); CREATE VIEW hangs_on AS SELECT * FROM orders');
    expect(await budget(database.url, orders)).toMatchObject({ perProcess: 3, perSession: 1 });
    expect((await load(destination, orders, 'l', [rowsOf(columns, [[1]])])).method).toBe('truncate and copy');
    await expect.poll(open).toBe(2);
  });
});
