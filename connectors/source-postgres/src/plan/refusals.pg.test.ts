import { randomBytes } from 'node:crypto';
import type { DiscoveredStream, PlanRequest, Source, SourcePlan } from '@rapidbyte/connector';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configured, discoverAll } from '../testing/database.ts';
import { useTiling } from '../testing/tiling-server.ts';
import { asks, planRequest, readUnit, specOf } from '../testing/tiling.ts';

const tiling = useTiling();
const role = `reader_${randomBytes(4).toString('hex')}`;
let reader: Source;

const rows = 5_000;
const parted = (name: string, more: string): string => `
  CREATE TABLE ${name} (id int PRIMARY KEY, v text) PARTITION BY RANGE (id);
  CREATE TABLE ${name}_low PARTITION OF ${name} FOR VALUES FROM (MINVALUE) TO (1000);
  CREATE TABLE ${name}_rest PARTITION OF ${name} DEFAULT;
  INSERT INTO ${name} SELECT g, md5(g::text) FROM generate_series(1, ${rows}) g;
  GRANT SELECT ON ${name} TO ${role}; ${more}`;

beforeAll(async () => {
  await tiling.database().query(`
    CREATE ROLE ${role} LOGIN PASSWORD 'secret';
    CREATE TABLE plain AS SELECT g AS id, md5(g::text) AS v, point(g, g) AS place FROM generate_series(1, ${rows}) g;
    CREATE INDEX ON plain (v);
    CREATE VIEW seen AS SELECT * FROM plain;
    CREATE MATERIALIZED VIEW kept AS SELECT * FROM plain;
    CREATE TABLE guarded (id int PRIMARY KEY, v text);
    INSERT INTO guarded SELECT g, md5(g::text) FROM generate_series(1, ${rows}) g;
    ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
    CREATE POLICY evens ON guarded USING (id % 2 = 0);
    CREATE TABLE columns (id int PRIMARY KEY, v text, hidden text);
    INSERT INTO columns SELECT g, md5(g::text), 'no' FROM generate_series(1, ${rows}) g;
    GRANT SELECT ON plain, seen, kept, guarded TO ${role};
    GRANT SELECT (id, v) ON columns TO ${role};
    CREATE UNLOGGED TABLE empty (id int PRIMARY KEY);
    ${parted('leaf_guarded', `GRANT SELECT ON leaf_guarded_low, leaf_guarded_rest TO ${role}; ALTER TABLE leaf_guarded_rest ENABLE ROW LEVEL SECURITY;`)}
    ${parted('leaf_denied', `GRANT SELECT ON leaf_denied_low TO ${role};`)}
    ${parted('open', `GRANT SELECT ON open_low, open_rest TO ${role};`)}
    ANALYZE;
  `);
  const url = new URL(tiling.database().url);
  url.username = role;
  url.password = 'secret';
  reader = await configured({ url: url.href });
});
afterAll(async () => {
  await reader.close?.();
  await tiling.database().query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
});

async function cut(
  name: string,
  mode: string,
  { from = reader, partitionKey, ...more }: Partial<PlanRequest> & { from?: Source; partitionKey?: string } = {},
): Promise<{
  readonly stream: DiscoveredStream;
  readonly plan: SourcePlan;
  readonly setting: unknown;
  readonly whole: string | undefined;
}> {
  const [stream] = await discoverAll(from, { namespace: 'public', name });
  if (stream === undefined) throw new Error(`no stream ${name}`);
  const request = planRequest([specOf(stream, partitionKey)], { targetUnitBytes: 32_768, ...asks(mode), ...more });
  const plan = await from.plan?.(request);
  if (plan === undefined) throw new Error('no plan');
  return { stream, plan, setting: plan.streams?.[0]?.settings[0], whole: plan.streams?.[0]?.wholeBecause };
}

/** Rows of all units together. */
async function total(stream: DiscoveredStream, plan: SourcePlan, from = reader): Promise<number> {
  let sum = 0;
  for (const unit of plan.units) sum += (await readUnit(from, stream, unit))['id']?.length ?? 0;
  return sum;
}

const pinned = (value: string, reason?: string) => ({
  knob: 'partition_mode',
  value,
  provenance: 'pin',
  ...(reason === undefined ? {} : { reason }),
});

test.each([
  ['open', 'ctid', 'ctid', undefined],
  ['open', 'range', 'range', undefined],
  ['open', 'mod', 'mod', undefined],
  ['kept', 'ctid', 'ctid', undefined],
  ['plain', 'range', 'ctid', "range can't be: there is no primary key, and no partition key is named"],
  ['plain', 'mod', 'ctid', "mod can't be: there is no primary key, and no partition key is named"],
  [
    'leaf_guarded',
    'ctid',
    'range',
    "ctid can't be: row-level security would hide rows of public.leaf_guarded_rest if it is read by itself",
  ],
  ['leaf_guarded', 'mod', 'mod', undefined],
  [
    'leaf_denied',
    'ctid',
    'range',
    "ctid can't be: the user may not read the whole of public.leaf_denied_rest by itself",
  ],
  ['leaf_denied', 'mod', 'mod', undefined],
  ['columns', 'ctid', 'range', "ctid can't be: the user may not read the whole of public.columns by itself"],
])('%s asked for by %s is cut by %s, and read whole', async (name, mode, inEffect, reason) => {
  const { stream, plan, setting, whole } = await cut(name, mode);
  expect(setting).toEqual(pinned(inEffect, reason));
  expect(whole).toBeUndefined();
  // Without blocks, mod gives a unit to each of four sessions.
  expect(plan.units.length).toBeGreaterThanOrEqual(4);
  if (name !== 'columns') expect(await total(stream, plan)).toBe(rows);
});

test('columns that may not be read are no obstacle if they are not asked for', async () => {
  const streams: DiscoveredStream[] = [];
  const name = { namespace: 'public', name: 'columns' };
  for await (const one of reader.discover({ streams: [{ name, columns: ['id', 'v'] }], namesOnly: false }))
    streams.push(one);
  const [stream] = streams;
  if (stream === undefined) throw new Error('no stream');
  const plan = await reader.plan?.(planRequest([specOf(stream)], { targetUnitBytes: 32_768 }));
  if (plan === undefined) throw new Error('no plan');
  expect(plan.units.length).toBeGreaterThan(4);
  expect(await total(stream, plan)).toBe(rows);
});

test('a view is one unit, and says why', async () => {
  const { stream, plan, setting, whole } = await cut('seen', 'ctid');
  expect(plan.units).toHaveLength(1);
  expect(whole).toBe('a view has no blocks and no keys to cut it by');
  expect(setting).toEqual(pinned('ctid'));
  expect(await total(stream, plan)).toBe(rows);
});

test('a small table is one unit, and needs no reason', async () => {
  const { plan, whole } = await cut('open', 'range', { targetUnitBytes: 0 });
  expect(plan.units).toHaveLength(1);
  expect(whole).toBeUndefined();
  expect((await cut('empty', 'mod', { from: tiling.source() })).plan.units).toHaveLength(1);
});

test('row-level security is an error, never fewer rows', async () => {
  const { stream, plan, whole } = await cut('guarded', 'range');
  expect(whole).toBe('row-level security would hide rows from this user');
  await expect(total(stream, plan)).rejects.toMatchObject({ category: 'permission' });
  const owner = await cut('guarded', 'ctid', { from: tiling.source() });
  expect(await total(owner.stream, owner.plan, tiling.source())).toBe(rows);
});

test.each([
  ['id', 'range', 'ctid', `range can't be: no btree index of public.plain begins with column "id"`],
  ['v', 'range', 'range', undefined],
  ['place', 'range', 'ctid', `range can't be: column "place" is of a type that is not cut into ranges`],
  ['place', 'mod', 'mod', undefined],
  ['id', 'mod', 'mod', undefined],
])('cut by %s in %s: %s', async (partitionKey, mode, inEffect, reason) => {
  const { stream, plan, setting } = await cut('plain', mode, { partitionKey });
  expect(setting).toEqual(pinned(inEffect, reason));
  expect(await total(stream, plan)).toBe(rows);
});

test('a partition key that is no column is a problem of the config', async () => {
  const { plan } = await cut('plain', 'range', { partitionKey: 'nope' });
  expect(plan.units).toEqual([]);
  expect(plan.problems).toEqual([
    {
      severity: 'error',
      category: 'config',
      code: 'partition_key_unknown',
      message: 'public.plain has no column "nope" to cut it by',
      hint: 'it has: id, v, place',
      stream: { namespace: 'public', name: 'plain' },
      column: 'nope',
    },
  ]);
});

test('a foreign table is one unit', async (context) => {
  const database = tiling.database();
  const [available] = await database.query(`SELECT FROM pg_available_extensions WHERE name = 'file_fdw'`);
  if (available === undefined) context.skip('the server has no file_fdw');
  await database.query(`
    CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
    CREATE FOREIGN TABLE far (id int) SERVER files OPTIONS (program 'seq 1 100');
    CREATE TABLE mixed (id int) PARTITION BY RANGE (id);
    CREATE FOREIGN TABLE mixed_far PARTITION OF mixed FOR VALUES FROM (1) TO (101) SERVER files OPTIONS (program 'seq 1 100');
    CREATE TABLE mixed_near PARTITION OF mixed DEFAULT;
    INSERT INTO mixed SELECT g FROM generate_series(1000, 9000) g;`);
  const far = await cut('far', 'mod', { from: tiling.source() });
  expect(far.whole).toBe('a foreign table has no blocks and no keys to cut it by');
  expect(await total(far.stream, far.plan, tiling.source())).toBe(100);
  for (const mode of ['ctid', 'mod']) {
    const mixed = await cut('mixed', mode, { from: tiling.source(), partitionKey: 'id' });
    expect(mixed.setting).toEqual(pinned(mode));
    expect(await total(mixed.stream, mixed.plan, tiling.source())).toBe(8101);
  }
});

test.each([
  // Leaf by leaf, what comes later is in no unit.
  ['later', 'ctid', `GRANT SELECT ON later_low, later_mid TO ${role};`],
  // By the root it would be in some of them.
  ['later_denied', 'mod', `GRANT SELECT ON later_denied_low TO ${role};`],
])('a partition that is attached to %s after the plan is not read in parts', async (name, mode, grant) => {
  const database = tiling.database();
  await database.query(`
    CREATE TABLE ${name} (id int PRIMARY KEY, v text) PARTITION BY RANGE (id);
    CREATE TABLE ${name}_low PARTITION OF ${name} FOR VALUES FROM (MINVALUE) TO (1000);
    CREATE TABLE ${name}_mid PARTITION OF ${name} FOR VALUES FROM (1000) TO (100000);
    INSERT INTO ${name} SELECT g, md5(g::text) FROM generate_series(1, ${rows}) g;
    GRANT SELECT ON ${name} TO ${role}; ${grant}
    CREATE TABLE ${name}_more (LIKE ${name} INCLUDING ALL); INSERT INTO ${name}_more VALUES (900000, 'more')`);
  const { stream, plan } = await cut(name, mode);
  await database.query(`ALTER TABLE ${name} ATTACH PARTITION ${name}_more FOR VALUES FROM (900000) TO (900001)`);
  if (mode === 'ctid') expect(await total(stream, plan)).toBe(rows);
  else await expect(total(stream, plan)).rejects.toMatchObject({ code: 'stream_changed' });
});

test('a stream that is locked or gone is named', async () => {
  const [stream] = await discoverAll(tiling.source(), { namespace: 'public', name: 'open' });
  if (stream === undefined) throw new Error('no stream');
  const gone = { ...specOf(stream), name: { namespace: 'public', name: 'gone' } };
  await expect(tiling.source().plan?.(planRequest([specOf(stream), gone]))).rejects.toMatchObject({
    code: 'relation_not_found',
    stream: 'public.gone',
  });
});
