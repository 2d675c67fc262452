import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem, StreamOffer, StreamSpec } from '@rapidbyte/connector';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import {
  configured,
  contextOf,
  int4,
  load,
  negotiate,
  rowsOf,
  streamOffer,
  text,
  writeUnit,
  type TestColumn,
} from './test-load.ts';

const columns = [int4('id'), text('name')];
const orders = { namespace: 'public', name: 'orders' };
const append = streamOffer(orders, columns, { key: ['id'], writeMode: 'append' });
const never = new AbortController().signal;

let database: TestDatabase;
let destination: PostgresDestination;

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url);
});
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
  destination = await configured(database.url, { append_visibility: 'unit', lock_timeout_ms: 50 });
});
afterEach(() => destination.close());
afterAll(() => database.drop());

const problemsOf = async (...offers: StreamOffer[]): Promise<readonly Problem[]> =>
  (await destination.check(offers)).problems;

async function begin(loadId: string, offer = append) {
  const spec = await negotiate(destination, offer);
  const [begun] = await destination.begin({ loadId, streams: [spec] });
  if (begun === undefined) throw new Error('begin gave no answer');
  const unit = (name: string) => contextOf(spec, loadId, begun.epoch, name);
  return { spec, begun, unit };
}

const write = (context: ReturnType<typeof contextOf>, id: number) =>
  writeUnit(destination, context, [rowsOf(columns, [[id, context.unit.id.unit]])]);
const rows = () => database.query('SELECT * FROM orders ORDER BY id');
const tables = () =>
  database.query(
    `SELECT tablename FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename NOT IN ('format', 'stream', 'receipt')`,
  );

describe('append_visibility unit', () => {
  it('promises less, and says why', async () => {
    const { streams, problems } = await destination.check([append]);
    expect(problems).toEqual([]);
    expect(streams).toMatchObject([{ guarantee: 'at_least_once', guaranteeReason: expect.stringContaining('unit') }]);
  });

  it.each([
    ['a new table', ''],
    [
      'a table with identity, defaults and other columns',
      `CREATE TABLE orders (note text DEFAULT 'n', name varchar, id int GENERATED ALWAYS AS IDENTITY)`,
    ],
    [
      'a partitioned table',
      'CREATE TABLE orders (id int NOT NULL, name text) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF orders DEFAULT',
    ],
  ])('shows each unit of %s when it is committed, and stages nothing', async (_, setup) => {
    await database.query(setup);
    const { spec, begun, unit } = await begin('l');
    const receipts = [await write(unit('a'), 1)];
    expect(await rows()).toMatchObject([{ id: 1, name: 'a' }]);
    receipts.push(await write(unit('b'), 2));
    expect(await tables()).toEqual([]);
    const request = { loadId: 'l', streams: [spec], epochs: [begun.epoch] };
    await expect(destination.publish({ ...request, receipts: receipts.slice(1) })).rejects.toMatchObject({
      code: 'receipts_differ',
    });
    for (let i = 0; i < 2; i++) {
      expect(await destination.publish({ ...request, receipts })).toEqual([
        { rows: 2, method: 'unit by unit', lockMs: 0, warnings: [] },
      ]);
    }
    expect(await rows()).toMatchObject([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    await expect(write(unit('c'), 3)).rejects.toMatchObject({ code: 'load_already_published' });
    expect(await rows()).toHaveLength(2);
  });

  it('leaves rows alone when the load is begun anew, forgotten, or replaced by another', async () => {
    const first = await begin('first');
    await write(first.unit('a'), 1);
    const again = await begin('first');
    expect(again.begun.receipts).toMatchObject([{ unit: 'a', rows: 1 }]);
    await expect(write(first.unit('b'), 2)).rejects.toMatchObject({ code: 'stale_epoch' });
    await write(again.unit('b'), 2);
    const second = await begin('second');
    expect(second.begun.receipts).toEqual([]);
    expect(second.begun.cleaned).toEqual([expect.stringContaining('2 units of an unfinished load, whose 2 rows stay')]);
    await write(second.unit('a'), 3);
    await destination.forget({ loadId: 'second', streams: [second.spec], epochs: [second.begun.epoch] });
    expect(await rows()).toHaveLength(3);
    expect(await database.query('SELECT FROM _rapidbyte.receipt')).toEqual([]);
  });

  it('drops what a unit wrote that is not committed', async () => {
    const { unit } = await begin('l');
    const session = await destination.open(unit('a'), never);
    await session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'a']]) });
    await session.abort();
    expect(await rows()).toEqual([]);
    await write(unit('a'), 1);
    expect(await rows()).toHaveLength(1);
  });

  it('stages what is replaced', async () => {
    const replace = streamOffer({ namespace: 'public', name: 'other' }, columns, { writeMode: 'replace' });
    const { problems, streams } = await destination.check([append, replace]);
    expect(problems).toEqual([]);
    expect(streams.map(({ guarantee }) => guarantee)).toEqual(['at_least_once', 'exactly_once']);
    expect((await load(destination, replace, 'l', [])).method).toBe('new table');
    expect(await problemsOf(replace)).toMatchObject([
      { severity: 'warning', code: 'setting_without_effect', path: 'append_visibility' },
    ]);
  });

  const moment: TestColumn = {
    name: 'since',
    type: 'interval',
    typname: 'interval',
    field: { kind: 'utf8' },
    metadata: {
      'ARROW:extension:name': 'arrow.opaque',
      'ARROW:extension:metadata': '{"type_name":"interval","vendor_name":"PostgreSQL"}',
    },
  };

  it.each<[string, string, StreamOffer, string]>([
    ['types that travel as text', '', streamOffer(orders, [moment], { writeMode: 'append' }), 'since'],
    ['wider types of the target', 'CREATE TABLE orders (id bigint, name text)', append, 'id'],
  ])('refuses %s', async (_, setup, offer, column) => {
    await database.query(setup);
    expect(await problemsOf(offer)).toMatchObject([
      { severity: 'error', code: 'needs_staging', path: 'append_visibility', column },
    ]);
  });

  it('refuses a target that was altered since, before a value can be read as another type', async () => {
    const { unit } = await begin('l');
    const session = await destination.open(unit('a'), never);
    await database.query('ALTER TABLE orders ALTER COLUMN id TYPE real');
    await expect(
      session.write({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[1, 'a']]) }),
    ).rejects.toMatchObject({ code: 'needs_staging', commitState: 'before' });
    await database.query('DROP TABLE orders');
    await expect(write(unit('b'), 1)).rejects.toMatchObject({ commitState: 'before' });
  });

  it('makes a target that was dropped anew, and loads all units again', async () => {
    const first = await begin('l');
    await write(first.unit('a'), 1);
    await database.query('DROP TABLE orders');
    expect((await begin('l')).begun.receipts).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it.each(['unit', 'load'])('or not: a load that was begun with %s ends that way', async (visibility) => {
    const other = await configured(database.url, { append_visibility: visibility === 'unit' ? 'load' : 'unit' });
    const mine = visibility === 'unit' ? destination : await configured(database.url, { append_visibility: 'load' });
    const spec: StreamSpec = await negotiate(mine, append);
    const [first] = await mine.begin({ loadId: 'l', streams: [spec] });
    const a = await writeUnit(mine, contextOf(spec, 'l', first?.epoch ?? 0, 'a'), [rowsOf(columns, [[1, 'a']])]);
    const [second] = await other.begin({ loadId: 'l', streams: [spec], takeOver: true });
    expect(second?.receipts).toEqual([a]);
    const b = await writeUnit(other, contextOf(spec, 'l', second?.epoch ?? 0, 'b'), [rowsOf(columns, [[2, 'b']])]);
    await other.publish({ loadId: 'l', streams: [spec], epochs: [second?.epoch ?? 0], receipts: [a, b] });
    expect(await rows()).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    await other.close();
    if (mine !== destination) await mine.close();
  });

  it('is not for a load that was begun to append and is to replace now', async () => {
    const first = await begin('l');
    await write(first.unit('a'), 1);
    const replace = streamOffer(orders, columns, { writeMode: 'replace' });
    const { spec, begun, unit } = await begin('l', replace);
    expect(begun.receipts).toEqual([]);
    const receipt = await write(unit('a'), 2);
    expect(await rows()).toEqual([{ id: 1, name: 'a' }]);
    await destination.publish({ loadId: 'l', streams: [spec], epochs: [begun.epoch], receipts: [receipt] });
    expect(await rows()).toEqual([{ id: 2, name: 'a' }]);
  });

  it('gives up on a target that somebody else has locked', async () => {
    const { unit } = await begin('l');
    await database.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
    await expect(write(unit('a'), 1)).rejects.toMatchObject({
      code: 'lock_timeout',
      commitState: 'before',
    });
    await database.query('ROLLBACK');
    await write(unit('a'), 1);
  });
});
