import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BegunStream } from '@rapidbyte/connector';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import { beginStream } from './begin.ts';
import { readConfig } from './config.ts';
import type { PostgresDestination } from './destination.ts';
import type { Queryable } from './queryable.ts';
import { StateStore } from './state/store.ts';
import { configured, contextOf, int4, negotiate, rowsOf, streamOffer, text, writeUnit } from './test-load.ts';

// Begin is cut off at every statement, and overtaken by a younger one between its transactions.

const columns = [int4('id'), text('name')];
const orders = { namespace: 'public', name: 'orders' };
const offer = streamOffer(orders, columns);

let database: TestDatabase;
let destination: PostgresDestination;
let client: Client;

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url);
});
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
  destination = await configured(database.url, { lock_timeout_ms: 200 });
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await destination.close();
  await client.end();
});
afterAll(() => database.drop());

async function begin(loadId: string, through?: (sql: string) => Promise<void>): Promise<BegunStream> {
  const spec = await negotiate(destination, offer);
  if (through === undefined) {
    const [begun] = await destination.begin({ loadId, streams: [spec] });
    if (begun === undefined) throw new Error('begin gave no answer');
    return begun;
  }
  const { config, problems } = readConfig({ url: database.url, lock_timeout_ms: 200 });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const db: Queryable = {
    async query<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]) {
      const result = await client.query<Row>(sql, values === undefined ? undefined : [...values]);
      await through(sql);
      return result;
    },
  };
  const context = { db, config, state: new StateStore('_rapidbyte'), serverVersionNumber: 180_000 };
  const key = { stateSchema: '_rapidbyte', pipeline: 'test-pipeline', stream: orders };
  return beginStream(context, key, spec, { loadId, holder: '' });
}

async function staged(): Promise<string[]> {
  const rows = await database.query<{ relname: string }>(
    `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE nspname = '_rapidbyte' AND relkind = 'r' AND relname NOT IN ('format', 'stream', 'receipt') ORDER BY c.oid`,
  );
  return rows.map(({ relname }) => relname);
}

async function write(loadId: string, begun: BegunStream): Promise<void> {
  const spec = await negotiate(destination, offer);
  await writeUnit(destination, contextOf(spec, loadId, begun.epoch), [rowsOf(columns, [[1, 'one']])]);
}

it('leaves nothing behind that a later one does not drop and name, whichever statement it is cut off after', async () => {
  let statements = 0;
  await begin('makes the state');
  await begin('counted', () => Promise.resolve(void statements++));
  expect(statements).toBeGreaterThan(10);
  await begin('drops the staging table');
  for (let last = 1; last < statements; last++) {
    await write(`first-${last}`, await begin(`first-${last}`));
    const [left, ...others] = await staged();
    expect(others).toEqual([]);
    let count = 0;
    const cut = begin(`cut-${last}`, async () => {
      // The server notices at once that the process is gone.
      if (++count === last) await client.end();
    });
    await expect(cut).rejects.toThrow();
    client = new Client({ connectionString: database.url });
    await client.connect();
    const before = await staged();
    const next = await begin(`next-${last}`);
    expect(next.cleaned).toEqual(before.map((table) => expect.stringContaining(table)));
    expect(before.includes(left ?? '?') || before.length === 1).toBe(true);
    expect(await staged()).toHaveLength(1);
    expect(await database.query('SELECT FROM _rapidbyte.receipt')).toEqual([]);
  }
});

it('does not touch the staging tables of other streams and pipelines', async () => {
  const spec = await negotiate(destination, offer);
  const other = { ...spec, name: { namespace: 'public', name: 'orders2' } };
  await destination.begin({ loadId: 'l', streams: [other] });
  await begin('l');
  const { cleaned } = await begin('l2');
  expect(cleaned).toHaveLength(1);
  expect(await staged()).toHaveLength(2);
});

it('that a younger one has overtaken drops nothing of it', async () => {
  await begin('first');
  let younger: BegunStream | undefined;
  const late = begin('second', async (sql) => {
    if (sql !== 'COMMIT' || younger !== undefined) return;
    younger = await begin('third');
    await write('third', younger);
  });
  await expect(late).rejects.toMatchObject({ code: 'stale_epoch' });
  const [table, ...others] = await staged();
  expect(others).toEqual([]);
  expect(await database.query(`SELECT * FROM _rapidbyte."${table}"`)).toEqual([{ id: 1, name: 'one' }]);
});
