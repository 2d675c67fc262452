import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, contextOf, int4, negotiate, rowsOf, streamOffer, writeUnit } from './test-load.ts';

const columns = [int4('id')];
const orders = { namespace: 'public', name: 'orders' };
const others = { namespace: 'public', name: 'others' };

let database: TestDatabase;
let destination: PostgresDestination;

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url);
});
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
  destination = await configured(database.url, { lock_timeout_ms: 200 });
});
afterEach(() => destination.close());
afterAll(() => database.drop());

/** Begins a load of both streams, and stores a position for each. */
async function begin(): Promise<{ readonly commit: () => Promise<unknown> }> {
  const specs = [];
  for (const name of [orders, others]) specs.push(await negotiate(destination, streamOffer(name, columns)));
  const [begun] = await destination.begin({ loadId: 'l', streams: specs, holder: 'run 7f3a' });
  const [spec] = specs;
  if (begun === undefined || spec === undefined) throw new Error('begin gave no answer');
  await database.query(String.raw`UPDATE _rapidbyte.stream SET position_order = '\x01', position_incarnation = '\x02',
    position_schema = 'public', position_table = name`);
  return {
    commit: () => writeUnit(destination, contextOf(spec, 'l', begun.epoch), [rowsOf(columns, [[1]])]),
  };
}

const positions = () =>
  database.query('SELECT name, position_order, position_incarnation FROM _rapidbyte.stream ORDER BY name');

it('drops the position of this stream and of no other, and can be repeated', async () => {
  await begin();
  expect(await destination.forgetPosition(orders)).toBe(true);
  expect(await positions()).toEqual([
    { name: 'orders', position_order: null, position_incarnation: null },
    { name: 'others', position_order: Buffer.from([1]), position_incarnation: Buffer.from([2]) },
  ]);
  expect(await destination.forgetPosition(orders)).toBe(false);
});

it('invariant 9: a load that is under way can commit no more, and so stores no position again', async () => {
  const { commit } = await begin();
  await destination.forgetPosition(orders);
  await expect(commit()).rejects.toMatchObject({ code: 'stale_epoch' });
});

it('is refused while another process loads the stream, by the name of who does, and goes when it is gone', async () => {
  await begin();
  const another = await configured(database.url, { lock_timeout_ms: 200 });
  try {
    await expect(another.forgetPosition(orders)).rejects.toMatchObject({
      code: 'load_in_progress',
      message: expect.stringContaining('run 7f3a') as string,
    });
    await destination.close();
    expect(await another.forgetPosition(orders)).toBe(true);
    // It holds the stream no longer than that.
    destination = await configured(database.url);
    expect(await destination.forgetPosition(orders)).toBe(false);
  } finally {
    await another.close();
  }
});

it('does nothing where nothing was ever begun, and makes nothing', async () => {
  expect(await destination.forgetPosition(orders)).toBe(false);
  expect(await database.query(`SELECT FROM pg_namespace WHERE nspname = '_rapidbyte'`)).toEqual([]);
});

it('finds no position in state tables from before there were positions', async () => {
  await begin();
  await database.query(`DROP TABLE _rapidbyte.format; ALTER TABLE _rapidbyte.stream DROP COLUMN position_order`);
  expect(await destination.forgetPosition(orders)).toBe(false);
});

it('refuses state tables of a newer version', async () => {
  await begin();
  await database.query('UPDATE _rapidbyte.format SET version = 99');
  await expect(destination.forgetPosition(orders)).rejects.toMatchObject({ code: 'state_version_unknown' });
});
