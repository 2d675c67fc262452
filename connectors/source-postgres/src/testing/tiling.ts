import type { DiscoveredStream, PlanRequest, Source, StreamSpec, Unit, UnitId } from '@rapidbyte/connector';
import { Client } from 'pg';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { fromClause } from '../plan/predicate.ts';
import { openToken } from '../plan/token.ts';
import { CollectingOutput } from './collect.ts';
import { contextOf, discoverAll, variantOf } from './database.ts';
import { Random } from './random.ts';
import { randomTable } from './random-table.ts';

const native = 'native:postgresql';

export interface TilingResult {
  readonly units: number;
  /** Modes that units were really cut by. */
  readonly modes: ReadonlySet<string>;
  readonly whole: boolean;
}

export function specOf(stream: DiscoveredStream, partitionKey?: string): StreamSpec {
  const [spec] = contextOf(stream, native).streams;
  if (spec === undefined) throw new Error('no stream');
  return partitionKey === undefined ? spec : { ...spec, partitionKey };
}

export function planRequest(streams: readonly StreamSpec[], more: Partial<PlanRequest> = {}): PlanRequest {
  return { loadId: 'load', streams, overrides: [], targetUnitBytes: 0, done: [], effectiveParallelism: 4, ...more };
}

export const asks = (mode: string): Pick<PlanRequest, 'overrides'> => ({
  overrides: [{ knob: 'partition_mode', value: mode, provenance: 'pin' }],
});

/** Sums up what a unit's session emits. */
export async function readUnit(
  source: Source,
  stream: DiscoveredStream,
  unit: Unit,
): Promise<Record<string, unknown[]>> {
  const context = { ...contextOf(stream, native), unit };
  const session = await source.open(context, new AbortController().signal);
  const output = new CollectingOutput();
  try {
    await session.read(output);
  } finally {
    await session.close();
  }
  return output.columns(variantOf(stream, native).schema);
}

/**
 * One random table, cut in a random mode, with the mode changed on the way, while its rows change.
 *
 * @throws {Error} that names the seed, if the units together are not the table as the snapshot has it
 */
export async function checkTiling(
  database: TestDatabase,
  source: Source,
  seed: number,
  icu: boolean,
): Promise<TilingResult> {
  const random = new Random(seed);
  const table = randomTable(`t${seed}`, random, icu);
  try {
    await database.query(table.setup);
    const result = await tile(database, source, random, table.name, table.disturb);
    await source.release?.();
    await database.query(`DROP TABLE ${table.name} CASCADE`);
    return result;
  } catch (error) {
    throw new Error(`RAPIDBYTE_TILING_SEED=${seed}: ${String(error)}\n${table.about}`, { cause: error });
  }
}

async function tile(
  database: TestDatabase,
  source: Source,
  random: Random,
  table: string,
  disturb: string,
): Promise<TilingResult> {
  const [stream] = await discoverAll(source, { namespace: 'public', name: table });
  if (stream === undefined) throw new Error('no stream');
  const spec = specOf(stream, stream.primaryKey.length === 0 || random.chance(0.5) ? 'k' : undefined);
  const modes = new Set<string>();
  const read: Unit[] = [];
  let whole = false;
  let replans = random.pick([0, 1, 1, 2, 3]);
  let mode = random.pick(['ctid', 'range', 'mod']);
  for (;;) {
    const done: UnitId[] = read.map(({ id }) => id);
    const plan = await source.plan?.(
      planRequest([spec], {
        ...asks(mode),
        done,
        targetUnitBytes: random.pick([8192, 16_384, 40_000, 100_000]),
        effectiveParallelism: random.integer(0, 6),
      }),
    );
    if (plan === undefined || plan.problems.length > 0) throw new Error(JSON.stringify(plan?.problems));
    const { units, streams: [cut] = [] } = plan;
    whole ||= cut?.wholeBecause !== undefined;
    if (units.length > 1) modes.add(String(cut?.settings[0]?.value));
    if (read.length === 0) await database.query(disturb);
    const share = replans === 0 ? 1 : random.pick([0.1, 0.5, 0.9]);
    const some = units.filter(() => random.chance(share) || share === 1);
    read.push(...some);
    if (replans === 0) break;
    // The first plan is asked for with nothing done.
    if (read.length > 0) replans--;
    else read.push(...units.slice(0, 1));
    if (units.length === 0) break;
    mode = random.pick(['ctid', 'range', 'mod']);
  }
  const ids = read.map(({ id }) => id.unit);
  if (new Set(ids).size !== ids.length) throw new Error('two units have the same id');
  await compare(database, table, stream, read);
  if (random.chance(0.1)) await compareSessions(database, table, source, stream, read);
  return { units: read.length, modes, whole };
}

/** Runs `work` as the units' snapshot sees it. */
async function atSnapshot<Result>(
  database: TestDatabase,
  snapshot: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(
      `SET search_path = pg_catalog; START TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '${snapshot}'`,
    );
    return await work(client);
  } finally {
    await client.end();
  }
}

const statementsAtOnce = 40;

async function compare(
  database: TestDatabase,
  table: string,
  stream: DiscoveredStream,
  units: readonly Unit[],
): Promise<void> {
  const tokens = units.map(({ token }) => openToken(token, stream.name));
  const clauses = tokens.flatMap((token) => token.parts.map((part) => fromClause(token.stream, part)));
  await atSnapshot(database, tokens[0]?.snapshot ?? '', async (client) => {
    await client.query('CREATE TEMP TABLE seen (rid bigint)');
    for (let start = 0; start < clauses.length; start += statementsAtOnce) {
      const selects = clauses.slice(start, start + statementsAtOnce).map((clause) => `SELECT rid ${clause}`);
      await client.query(`INSERT INTO seen ${selects.join(' UNION ALL ')}`);
    }
    const { rows } = await client.query<Record<string, string>>(`
      SELECT count(*) FILTER (WHERE seen.rid IS NULL) AS missing, count(*) FILTER (WHERE t.rid IS NULL) AS invented,
        (SELECT count(*) - count(DISTINCT rid) FROM seen) AS repeated, count(*) FILTER (WHERE t.rid >= 1000000) AS later
      FROM seen FULL JOIN public.${table} t ON t.rid = seen.rid`);
    const wrong = Object.entries(rows[0] ?? {}).filter(([, count]) => count !== '0');
    if (wrong.length > 0) throw new Error(JSON.stringify(Object.fromEntries(wrong)));
  });
}

async function compareSessions(
  database: TestDatabase,
  table: string,
  source: Source,
  stream: DiscoveredStream,
  units: readonly Unit[],
): Promise<void> {
  const [first] = units;
  if (first === undefined) throw new Error('no units');
  const { snapshot } = openToken(first.token, stream.name);
  const expected = await atSnapshot(database, snapshot, async (client) => {
    const { rows } = await client.query<{ rid: string }>(`SELECT rid FROM public.${table} ORDER BY rid`);
    return rows.map(({ rid }) => BigInt(rid));
  });
  const found: bigint[] = [];
  for (const unit of units) found.push(...((await readUnit(source, stream, unit))['rid'] as bigint[]));
  found.sort((a, b) => (a < b ? -1 : 1));
  if (found.length !== expected.length || found.some((rid, index) => rid !== expected[index])) {
    throw new Error(`sessions have read ${found.length} rows of ${expected.length}`);
  }
}

/** Seeds of `count` cases: the environment's alone, if it names one. */
export function seeds(count: number, first: number): readonly number[] {
  const fixed = process.env['RAPIDBYTE_TILING_SEED'];
  return fixed === undefined ? Array.from({ length: count }, (_, index) => first + index) : [Number(fixed)];
}
