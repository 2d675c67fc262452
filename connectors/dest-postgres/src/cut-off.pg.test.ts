import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BegunStream, StreamOffer, StreamSpec } from '@rapidbyte/connector';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testServers } from '../../../test/support/test-servers.ts';
import type { PostgresDestination } from './destination.ts';
import {
  checkpointAt,
  configured,
  contextOf,
  continued,
  int4,
  negotiate,
  positionAt,
  rowsOf,
  streamOffer,
  text,
  writeUnit,
} from './test-load.ts';

// Invariants 1, 2: a process that dies before or after any statement leaves rows and position as they were, or both as they
// are meant to be; never one of the two. Whoever comes next brings every row once.

const columns = [int4('id'), text('name')];
const cursor = { column: 'id', nulls: 'refuse' } as const;
const never = new AbortController().signal;
/** What is there before; what a continuing load adds, checkpoint by checkpoint. */
const old = [1, 2];
const checkpoints = [
  [3, 4],
  [5, 6],
];
const all = [1, 2, 3, 4, 5, 6];

let database: TestDatabase;
const processes: PostgresDestination[] = [];

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url);
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((destination) => destination.close()));
});
afterAll(() => database.drop());

async function startProcess(): Promise<PostgresDestination> {
  const destination = await configured(database.url, { lock_timeout_ms: 200 });
  processes.push(destination);
  return destination;
}

/** `before` is looked at for every statement, the other two for every COMMIT: what comes after another one is before the next. */
type Moment = 'before a statement' | 'after a COMMIT' | 'while it sends a COMMIT';
const moments: readonly Moment[] = ['before a statement', 'after a COMMIT', 'while it sends a COMMIT'];
const timeoutMs = 240_000;

/**
 * Runs `work`, and cuts its connection off at the statement of that number, as the end of its process does. Gives how many
 * statements there were: fewer than that number if nothing was cut off.
 */
async function cutOff(number: number, moment: Moment, work: () => Promise<void>): Promise<number> {
  const query = Client.prototype.query as (this: Client, ...parameters: unknown[]) => unknown;
  let count = 0;
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...parameters: unknown[]) {
    const counts = isOurs(this) && (moment === 'before a statement' || parameters[0] === 'COMMIT');
    if (!counts || ++count !== number) return query.apply(this, parameters);
    const { stream } = this.connection;
    if (moment === 'before a statement') stream.destroy();
    const result = query.apply(this, parameters) as Promise<unknown>;
    if (moment === 'while it sends a COMMIT') setImmediate(() => stream.destroy());
    if (moment !== 'after a COMMIT') return result;
    return result.then(() => {
      stream.destroy();
      throw new Error('Connection terminated unexpectedly');
    });
  });
  try {
    await work();
  } catch (error) {
    if (count < number) throw error;
  } finally {
    spy.mockRestore();
  }
  return count;
}

/** The test's own connection is no part of it. */
function isOurs(client: Client): boolean {
  const parameters: unknown = Reflect.get(client, 'connectionParameters');
  return Reflect.get(Object(parameters), 'application_name') === 'rapidbyte destination';
}

async function begin(destination: PostgresDestination, offer: StreamOffer, loadId: string) {
  const spec: StreamSpec = await negotiate(destination, offer);
  const [begun]: readonly BegunStream[] = await destination.begin({ loadId, streams: [spec] });
  if (begun === undefined) throw new Error('begin gave no answer');
  return { spec, begun, context: continued(contextOf(spec, loadId, begun.epoch), begun.position) };
}

const batch = (ids: readonly number[]) => ({
  streamIndex: 0,
  schemaEpoch: 0,
  ...rowsOf(
    columns,
    ids.map((id) => [id, 'x']),
  ),
});

/** Rows and position in one snapshot: the position is the last row's id, as it is made here. */
async function standing(table: string): Promise<{ readonly ids: readonly number[]; readonly position: number | null }> {
  const exists = await database.query('SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = $2', [
    'public',
    table,
  ]);
  const ids =
    exists.length === 0 ? `'[]'::json` : `(SELECT coalesce(json_agg(id ORDER BY id), '[]') FROM public."${table}")`;
  const [row] = await database.query<{ ids: number[]; position: Buffer | null }>(
    `SELECT ${ids} AS ids, (SELECT position_order FROM _rapidbyte.stream WHERE name = $1) AS position`,
    [table],
  );
  return { ids: row?.ids ?? [], position: row?.position?.readUInt32BE() ?? null };
}

async function firstLoad(destination: PostgresDestination, offer: StreamOffer, ids: readonly number[]): Promise<void> {
  const { spec, begun, context } = await begin(destination, offer, 'first');
  const receipt = await writeUnit(destination, context, [batch(ids)]);
  await destination.publish({
    loadId: 'first',
    streams: [spec],
    epochs: [begun.epoch],
    receipts: [receipt],
    positions: [{ streamIndex: 0, position: positionAt(ids.at(-1) ?? 0) }],
  });
}

async function continuingLoad(
  destination: PostgresDestination,
  { context, spec, begun }: Awaited<ReturnType<typeof begin>>,
  parts: readonly (readonly number[])[],
): Promise<void> {
  const session = await destination.open(context, never);
  const receipts = [];
  for (const [i, ids] of parts.entries()) {
    await session.write(batch(ids));
    receipts.push(await session.commit(checkpointAt(i + 1, positionAt(ids.at(-1) ?? 0))));
  }
  await session.finish();
  const { loadId } = context;
  await destination.publish({ loadId, streams: [spec], epochs: [begun.epoch], receipts: receipts.slice(-1) });
}

describe.each(['append', 'upsert'] as const)('write mode %s', (writeMode) => {
  const offerOf = (name: string): StreamOffer =>
    streamOffer({ namespace: 'public', name }, columns, { writeMode, key: ['id'], cursor });

  it.each(moments)('a continuing load that dies %s', { timeout: timeoutMs }, async (moment) => {
    const survivor = await startProcess();
    const seen = new Set<string>();
    for (let number = 1, count = 1; count >= number; number++) {
      const table = `${writeMode} ${moment} ${number}`;
      await firstLoad(survivor, offerOf(table), old);
      const victim = await startProcess();
      const run = await begin(victim, offerOf(table), 'dies');
      count = await cutOff(number, moment, () => continuingLoad(victim, run, checkpoints));
      await victim.close();
      const { ids, position } = await standing(table);
      expect(ids, `statement ${number}`).toEqual(all.filter((id) => id <= (position ?? 0)));
      seen.add(ids.join());
      const next = await begin(survivor, offerOf(table), 'next');
      // A COMMIT that was under way just now is done by now, or never.
      const from = next.begun.position?.order.at(-1) ?? 0;
      expect(from).toBeGreaterThanOrEqual(position ?? 0);
      const rest = all.filter((id) => id > from);
      await continuingLoad(survivor, next, [...(rest.length === 0 ? [] : [rest]), [7]]);
      expect(await standing(table)).toEqual({ ids: [...all, 7], position: 7 });
    }
    if (moment === 'before a statement') expect([...seen]).toEqual(['1,2', '1,2,3,4', '1,2,3,4,5,6']);
    if (moment === 'after a COMMIT') expect([...seen]).toEqual(['1,2,3,4', '1,2,3,4,5,6']);
  });

  describe.each([
    ['a new table', []],
    ['a table with rows', [0]],
  ])('into %s', (_, before) => {
    it.each(moments)('a first load that dies %s of publish', { timeout: timeoutMs }, async (moment) => {
      const survivor = await startProcess();
      const seen = new Set<boolean>();
      for (let number = 1, count = 1; count >= number; number++) {
        const table = `first ${writeMode} ${before.length} ${moment} ${number}`;
        if (before.length > 0) {
          await database.query(`CREATE TABLE public."${table}" (id int PRIMARY KEY, name text)`);
          await database.query(`INSERT INTO public."${table}" VALUES (0, 'old')`);
        }
        const victim = await startProcess();
        const { spec, begun, context } = await begin(victim, offerOf(table), 'dies');
        const receipt = await writeUnit(victim, context, [batch(all)]);
        count = await cutOff(number, moment, async () => {
          await victim.publish({
            loadId: 'dies',
            streams: [spec],
            epochs: [begun.epoch],
            receipts: [receipt],
            positions: [{ streamIndex: 0, position: positionAt(6) }],
          });
        });
        await victim.close();
        const found = await standing(table);
        const done = found.position !== null;
        expect(found, `statement ${number}`).toEqual(
          done ? { ids: [...before, ...all], position: 6 } : { ids: before, position: null },
        );
        seen.add(done);
        const next = await begin(survivor, offerOf(table), 'next');
        if (next.begun.position === undefined) await firstLoad(survivor, offerOf(table), all);
        expect(await standing(table)).toEqual({ ids: [...before, ...all], position: 6 });
      }
      if (moment === 'before a statement') expect([...seen]).toEqual([false, true]);
      if (moment === 'after a COMMIT') expect([...seen]).toContain(true);
    });
  });
});
