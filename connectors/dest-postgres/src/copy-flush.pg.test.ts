import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DestinationSession, Setting } from '@rapidbyte/connector';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import { configured, contextOf, finalCheckpoint, int4, negotiate, rowsOf, streamOffer, text } from './test-load.ts';

const columns = [int4('id'), text('name')];
const orders = { namespace: 'public', name: 'orders' };
const mebibyte = 1024 * 1024;
const rowsPerBatch = 100;
/** 2 of fields, 4 + 4 of id, 4 of length. */
const rowBytes = 10_000;
const filler = 'x'.repeat(rowBytes - 14);

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

/** A session of a unit that is begun already, as far as its stream is. */
async function open(loadId: string, asked?: number): Promise<DestinationSession> {
  const spec = await negotiate(destination, streamOffer(orders, columns));
  const [begun] = await destination.begin({ loadId, streams: [spec] });
  const overrides: Setting[] =
    asked === undefined ? [] : [{ knob: 'copy_flush_bytes', value: asked, provenance: 'autotune' }];
  return destination.open({ ...contextOf(spec, loadId, begun?.epoch ?? 0), overrides }, new AbortController().signal);
}

/** The statement-level trigger of a staging table fires once for each COPY. */
async function countStatements(): Promise<() => Promise<number>> {
  const [staging] = await database.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename LIKE 'orders%'`,
  );
  await database.query(`CREATE TABLE statements (at timestamptz);
    CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.statements VALUES (now()); RETURN NULL; END $$;
    CREATE TRIGGER counted AFTER INSERT ON ${staging?.name} EXECUTE FUNCTION count_statement()`);
  return async () => (await database.query('SELECT FROM statements')).length;
}

function batch(number: number, change?: { readonly row: number; readonly name: string }) {
  const rows = Array.from({ length: rowsPerBatch }, (_, i): [number, string] => [
    number * rowsPerBatch + i,
    change?.row === i ? change.name : filler,
  ]);
  return { streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, rows) };
}

describe('copy_flush_bytes', () => {
  it.each([
    [mebibyte, 5],
    [4 * mebibyte, 2],
    [32 * mebibyte, 1],
  ])('of %d ends COPY after so many bytes, within batches too', async (flushBytes, statements) => {
    const session = await open('l', flushBytes);
    const counted = await countStatements();
    expect(session.settings).toEqual([{ knob: 'copy_flush_bytes', value: flushBytes, provenance: 'autotune' }]);
    // 6 MB; a COPY ends with the first piece (26 rows) at which it is full.
    for (let i = 0; i < 6; i++) await session.write(batch(i));
    const receipt = await session.commit(finalCheckpoint);
    expect(receipt.rows).toBe(6 * rowsPerBatch);
    expect(await session.finish()).toMatchObject({ rows: 6 * rowsPerBatch });
    expect(await counted()).toBe(statements);
    expect(session.waits?.().flushMs).toBeGreaterThan(0);
  });

  it('is reported with what it was made of', async () => {
    const session = await open('l', 64);
    expect(session.settings).toEqual([
      { knob: 'copy_flush_bytes', value: mebibyte, provenance: 'autotune', reason: `${mebibyte} is the least` },
    ]);
    await session.abort();
  });

  it('leaves the row of an error counted from the start of the unit', async () => {
    const session = await open('l', mebibyte);
    await session.write(batch(0));
    await session.commit({ ...finalCheckpoint, checkpointId: 1 });
    for (let i = 1; i < 4; i++) await session.write(batch(i));
    await expect(
      (async () => {
        await session.write(batch(4, { row: 42, name: 'a\0b' }));
        await session.commit({ ...finalCheckpoint, checkpointId: 2 });
      })(),
    ).rejects.toMatchObject({ code: 'invalid_text', message: expect.stringContaining('in row 443 of the unit') });
  });

  it('rolls back every statement of a unit that is aborted', async () => {
    const session = await open('l', mebibyte);
    for (let i = 0; i < 4; i++) await session.write(batch(i));
    await session.abort();
    const [staging] = await database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename LIKE 'orders%'`,
    );
    expect(await database.query(`SELECT FROM ${staging?.name}`)).toEqual([]);
    expect(await database.query('SELECT FROM _rapidbyte.receipt')).toEqual([]);
  });
});
