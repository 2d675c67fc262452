import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { serverMatrix } from '../../../../test/support/test-servers.ts';
import type { PostgresDestination } from '../destination.ts';
import { configured, contextOf, int4, load, negotiate, rowsOf, streamOffer, writeUnit } from '../test-load.ts';
import { stateVersion } from './format.ts';

const columns = [int4('id')];
const orders = { namespace: 'public', name: 'orders' };
const offer = streamOffer(orders, columns, { writeMode: 'append' });

/** As 0.1.0 has made them. */
const firstVersion = `CREATE SCHEMA _rapidbyte;
  CREATE TABLE _rapidbyte.stream (
    pipeline text, namespace text, name text, epoch bigint NOT NULL, load_id text NOT NULL, staging text NOT NULL,
    published_rows bigint, published_method text, published_lock_ms float8,
    PRIMARY KEY (pipeline, namespace, name));
  CREATE TABLE _rapidbyte.receipt (
    pipeline text, namespace text, name text, load_id text, unit text, epoch bigint NOT NULL,
    checkpoint_id bigint NOT NULL, rows bigint NOT NULL, bytes bigint NOT NULL,
    position_order bytea, position_incarnation bytea, committed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pipeline, namespace, name, load_id, unit))`;

describe.each(serverMatrix)('the state tables on $name', ({ server }) => {
  let database: TestDatabase;
  let destination: PostgresDestination;

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
    destination = await configured(database.url, { lock_timeout_ms: 50 });
  });
  afterEach(() => destination.close());
  afterAll(() => database.drop());

  const version = () => database.query('SELECT version FROM _rapidbyte.format');

  it('are made by the first begin, by any number of processes at once', async () => {
    const spec = await negotiate(destination, offer);
    const others = await Promise.all([1, 2, 3].map(() => configured(database.url)));
    await Promise.all(
      others.map((other, i) =>
        other.begin({ loadId: 'l', streams: [{ ...spec, name: { namespace: 'public', name: `orders${i}` } }] }),
      ),
    );
    await Promise.all(others.map((other) => other.close()));
    expect(await version()).toEqual([{ version: stateVersion }]);
  });

  it('of version 1 are brought up to date, and their loads go on', async () => {
    await database.query(firstVersion);
    await database.query(
      `CREATE TABLE orders (id int NOT NULL); INSERT INTO orders VALUES (1);
       INSERT INTO _rapidbyte.stream VALUES ('test-pipeline', 'public', 'orders', 7, 'l', '');
       INSERT INTO _rapidbyte.receipt VALUES ('test-pipeline', 'public', 'orders', 'l', 'u1', 7, 1, 1, 100)`,
    );
    await destination.close();
    destination = await configured(database.url, { append_visibility: 'unit' });
    const spec = await negotiate(destination, offer);
    const [begun] = await destination.begin({ loadId: 'l', streams: [spec] });
    expect(begun).toMatchObject({ epoch: 8, receipts: [{ unit: 'u1', rows: 1 }] });
    expect(begun?.position).toBeUndefined();
    const second = await writeUnit(destination, contextOf(spec, 'l', 8, 'u2'), [rowsOf(columns, [[2]])]);
    const receipts = [...(begun?.receipts ?? []), second];
    await destination.publish({ loadId: 'l', streams: [spec], epochs: [8], receipts });
    expect(await version()).toEqual([{ version: stateVersion }]);
    expect(await database.query('SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('of version 1 that somebody has locked are left as they are', async () => {
    await database.query(firstVersion);
    await database.query('BEGIN; LOCK TABLE _rapidbyte.receipt');
    await expect(load(destination, offer, 'l', [])).rejects.toMatchObject({ code: 'lock_timeout' });
    await database.query('COMMIT');
    await expect(version()).rejects.toThrow('does not exist');
    await load(destination, offer, 'l', []);
  });

  const newer = stateVersion + 1;

  it('of a newer version are refused by every request, and left as they are', async () => {
    const spec = await negotiate(destination, offer);
    const [begun] = await destination.begin({ loadId: 'l', streams: [spec] });
    await database.query(`UPDATE _rapidbyte.format SET version = ${newer}`);
    const refusal = {
      code: 'state_version_unknown',
      category: 'config',
      path: 'staging_schema',
      hint: expect.stringContaining('newer Rapidbyte'),
      message: `the state of loads in the schema _rapidbyte has version ${newer}; this Rapidbyte knows versions up to ${stateVersion}`,
    };
    const request = { loadId: 'l', streams: [spec], epochs: [begun?.epoch ?? 0] };
    expect((await destination.check([offer])).problems).toMatchObject([{ severity: 'error', ...refusal }]);
    await expect(destination.begin(request)).rejects.toMatchObject(refusal);
    await expect(
      destination.open(contextOf(spec, 'l', begun?.epoch ?? 0), new AbortController().signal),
    ).rejects.toMatchObject(refusal);
    await expect(destination.publish({ ...request, receipts: [] })).rejects.toMatchObject(refusal);
    await expect(destination.forget(request)).rejects.toMatchObject(refusal);
    expect(await version()).toEqual([{ version: newer }]);
  });

  it.each(['DELETE FROM _rapidbyte.format', 'INSERT INTO _rapidbyte.format VALUES (1)'])(
    'that do not say which version they have are refused: %s',
    async (damage) => {
      await load(destination, offer, 'l', []);
      await database.query(damage);
      await expect(load(destination, offer, 'm', [])).rejects.toMatchObject({ code: 'state_version_unknown' });
    },
  );
});
