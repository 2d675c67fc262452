import type { DiscoveredStream, SourcePlan, Unit } from '@rapidbyte/connector';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase } from '../../../../test/support/database.ts';
import { configured, contextOf, discoverAll } from '../testing/database.ts';
import { useTiling } from '../testing/tiling-server.ts';
import { asks, planRequest, readUnit, specOf } from '../testing/tiling.ts';
import { encodeToken, openToken } from './token.ts';

const tiling = useTiling();
const query = async (sql: string) => tiling.database().query(sql);
const found = async (...names: readonly string[]): Promise<DiscoveredStream[]> =>
  discoverAll(tiling.source(), ...names.map((name) => ({ namespace: 'public', name })));

let stream: DiscoveredStream;
let plan: SourcePlan;
const first = (): Unit => plan.units[0] ?? expect.fail('no unit');
const open = async (unit: Unit, signal = new AbortController().signal) =>
  tiling.source().open({ ...contextOf(stream, 'native:postgresql'), unit }, signal);
const planAgain = async (mode: string, done: readonly Unit[]): Promise<SourcePlan> =>
  (await tiling
    .source()
    .plan?.(
      planRequest([specOf(stream)], { targetUnitBytes: 65_536, ...asks(mode), done: done.map(({ id }) => id) }),
    )) ?? expect.fail('no plan');
const holder = `SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database() AND application_name = 'rapidbyte source'`;

beforeEach(async () => {
  await query(`
    CREATE TABLE t (id int PRIMARY KEY, v text);
    INSERT INTO t SELECT g, md5(g::text) FROM generate_series(1, 20000) g`);
  [stream = expect.fail('no stream')] = await found('t');
  plan = await planAgain('ctid', []);
});
afterEach(async () => {
  await tiling.source().release?.();
  await query('DROP TABLE t');
});

test('the planner is lost: the plan says so, and a new session finds no snapshot', async () => {
  const kept = await open(first());
  await kept.close();
  await query(`SELECT pg_terminate_backend(pid) FROM (${holder}) AS h`);
  await expect(plan.lost).resolves.toMatchObject({ code: 'snapshot_lost', category: 'transient', retryable: true });
  await expect.poll(async () => (await query(holder)).length).toBe(0);
  await expect(open(first())).rejects.toMatchObject({ code: 'snapshot_lost', category: 'transient', retryable: true });
  await expect(planAgain('mod', plan.units.slice(0, 1))).rejects.toMatchObject({ code: 'snapshot_lost' });
  // A new load takes a new one.
  plan = await planAgain('ctid', []);
  expect(await readAll(plan.units)).toBe(20_000);
});

test('a release is no loss, and leaves no transaction open', async () => {
  const session = await readUnit(tiling.source(), stream, first());
  expect(session['id']?.length).toBeGreaterThan(0);
  expect(await query(holder)).toHaveLength(2);
  await tiling.source().release?.();
  expect(await query(holder)).toHaveLength(0);
  const outcome = await Promise.race([plan.lost, new Promise((resolve) => setTimeout(resolve, 50, 'held'))]);
  expect(outcome).toBe('held');
});

test('the hold has no time-outs', async () => {
  await using impatient = await createDatabase(tiling.server().url, {
    setup: `CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 20000)`,
  });
  const settings = [
    'statement_timeout',
    'idle_in_transaction_session_timeout',
    'idle_session_timeout',
    'transaction_timeout',
  ];
  const [version] = await impatient.query<{ v: number }>(`SELECT current_setting('server_version_num')::int AS v`);
  for (const setting of settings.slice(0, (version?.v ?? 0) >= 170_000 ? 4 : 3)) {
    await impatient.query(`ALTER DATABASE "${impatient.name}" SET ${setting} = '300ms'`);
  }
  const source = await configured({ url: impatient.url });
  const [only = expect.fail('no stream')] = await discoverAll(source, { namespace: 'public', name: 't' });
  const patient = await source.plan?.(planRequest([specOf(only)], { targetUnitBytes: 65_536 }));
  const half = await readUnit(source, only, patient?.units[0] ?? expect.fail('no unit'));
  expect(half['id']?.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 800));
  let rows = 0;
  for (const unit of patient?.units ?? []) rows += (await readUnit(source, only, unit))['id']?.length ?? 0;
  expect(rows).toBe(20_000);
  await source.close?.();
});

async function readAll(units: readonly Unit[]): Promise<number> {
  let rows = 0;
  for (const unit of units) rows += (await readUnit(tiling.source(), stream, unit))['id']?.length ?? 0;
  return rows;
}

test('TRUNCATE and ALTER TABLE wait for the release, and keep nobody from reading', async () => {
  await readUnit(tiling.source(), stream, first());
  const truncated = elsewhere('TRUNCATE t');
  await expect.poll(async () => (await query(`SELECT FROM pg_locks WHERE NOT granted`)).length).toBe(1);
  // This process holds its locks since before.
  expect(await readAll(plan.units)).toBe(20_000);
  await tiling.source().release?.();
  await truncated;
});

/** On a connection of its own: it waits. */
async function elsewhere(sql: string): Promise<void> {
  const client = new Client({ connectionString: tiling.database().url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test.each([
  ['filenode', { filenode: 1 }],
  ['OID', { oid: 1 }],
])('a table of another %s is not read', async (_, difference) => {
  const token = openToken(first().token, stream.name);
  const tampered = encodeToken({ ...token, stream: { ...token.stream, ...difference } });
  await expect(open({ ...first(), token: tampered })).rejects.toMatchObject({
    code: 'stream_changed',
    category: 'schema',
  });
});

test('a name that another snapshot has taken is not trusted', async () => {
  const token = openToken(first().token, stream.name);
  const tampered = encodeToken({ ...token, snapshotSum: '0'.repeat(32) });
  await expect(open({ ...first(), token: tampered })).rejects.toMatchObject({ code: 'snapshot_lost' });
});

test('a token that is none is refused before anything is asked of the server', async () => {
  await expect(open({ ...first(), token: Buffer.from('{}') })).rejects.toMatchObject({ code: 'unit_token_invalid' });
});

test('units keep their ids apart over all plans, and done ones must stay done', async () => {
  const [a = expect.fail('no unit'), b = expect.fail('no unit')] = plan.units;
  const second = await planAgain('range', [a, b]);
  const ids = [...plan.units, ...second.units].map(({ id }) => id.unit);
  expect(new Set(ids).size).toBe(ids.length);
  expect(second.streams?.[0]?.settings[0]).toMatchObject({ value: 'range' });
  expect(await readAll([a, b, ...second.units])).toBe(20_000);
  await expect(planAgain('mod', [a])).rejects.toMatchObject({ code: 'units_unknown', category: 'protocol' });
  const strange = { ...a, id: { streamIndex: 0, unit: 'strange' } };
  await expect(planAgain('mod', [a, b, strange])).rejects.toMatchObject({ code: 'units_unknown' });
});

test('two streams are of one moment, though both are small', async () => {
  await query('CREATE TABLE parent (id int); CREATE TABLE child (id int); INSERT INTO parent VALUES (1)');
  const streams = await found('parent', 'child');
  const both = await tiling.source().plan?.(planRequest(streams.map((one) => specOf(one))));
  await query('INSERT INTO parent VALUES (2); INSERT INTO child VALUES (2)');
  const counts: (number | undefined)[] = [];
  for (const unit of both?.units ?? []) {
    const one = streams[unit.id.streamIndex] ?? expect.fail('no stream');
    counts.push((await readUnit(tiling.source(), one, unit))['id']?.length);
  }
  expect(streams.map(({ name }) => name.name)).toEqual(['child', 'parent']);
  expect(counts).toEqual([0, 1]);
  await tiling.source().release?.();
  await query('DROP TABLE parent, child');
});

test('eight sessions at once in one process', async () => {
  const sessions = await Promise.all(plan.units.slice(0, 8).map((unit) => readUnit(tiling.source(), stream, unit)));
  expect(sessions).toHaveLength(8);
  expect(sessions.every(({ id }) => (id?.length ?? 0) > 0)).toBe(true);
});

test('the budget counts what the server and the role still give', async () => {
  const { connections } = await tiling.source().check();
  const [limit] = await tiling.database().query<{ v: number }>(`SELECT current_setting('max_connections')::int AS v`);
  expect(connections).toMatchObject({ perProcess: 1, perSession: 1 });
  expect(connections?.spare).toBeGreaterThan(0);
  expect(connections?.spare).toBeLessThan(limit?.v ?? 0);
  await query(`CREATE ROLE few LOGIN PASSWORD 'few' CONNECTION LIMIT 3`);
  const url = new URL(tiling.database().url);
  url.username = 'few';
  url.password = 'few';
  const few = await configured({ url: url.href });
  expect((await few.check()).connections?.spare).toBe(3);
  await few.close?.();
  await expect.poll(async () => (await query(`SELECT FROM pg_stat_activity WHERE usename = 'few'`)).length).toBe(0);
  await query('DROP ROLE few');
});
