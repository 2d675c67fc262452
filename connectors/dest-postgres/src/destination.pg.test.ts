import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, int4, load, rowsOf, streamOffer, text } from './test-load.ts';

let database: TestDatabase;
let destination: PostgresDestination;
const columns = [int4('id'), text('name')];
const orders = { namespace: 'shop', name: 'orders' };

beforeEach(async () => {
  database = await createDatabase(testServers.destination.url);
  destination = await configured(database.url);
});
afterEach(async () => {
  await destination.close();
  await database.drop();
});

describe('a first load', () => {
  it('makes schema, table and key', async () => {
    const offer = streamOffer(orders, columns, { key: ['id'] });
    const published = await load(destination, offer, 'load-1', [
      rowsOf(columns, [
        [1, 'one'],
        [2, null],
      ]),
      rowsOf(columns, [[3, 'drei']]),
    ]);
    expect(published).toMatchObject({ rows: 3, method: 'new table', warnings: [] });
    expect(await database.query('SELECT * FROM shop.orders ORDER BY id')).toEqual([
      { id: 1, name: 'one' },
      { id: 2, name: null },
      { id: 3, name: 'drei' },
    ]);
    const constraints = await database.query(
      `SELECT conname, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE conrelid = 'shop.orders'::regclass ORDER BY 1`,
    );
    expect(constraints).toContainEqual({ conname: 'orders_pkey', def: 'PRIMARY KEY (id)' });
  });
});
