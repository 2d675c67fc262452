import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BegunStream, StreamSpec } from '@rapidbyte/connector';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { patientServerMatrix } from '../../../test/support/test-servers.ts';
import { Client } from 'pg';
import { readConfig } from './config.ts';
import { Connections } from './connections.ts';
import type { PostgresDestination } from './destination.ts';
import { LoadLocks } from './load-locks.ts';
import { loadKey, preparationKey, type LockKey } from './state/advisory-lock.ts';
import {
  checkpointAt,
  configured,
  contextOf,
  continued,
  finalCheckpoint,
  int4,
  negotiate,
  positionAt,
  rowsOf,
  streamOffer,
  writeUnit,
} from './test-load.ts';

const columns = [int4('id')];
const orders = { namespace: 'public', name: 'orders' };
const streamKey = { stateSchema: '_rapidbyte', pipeline: 'test-pipeline', stream: orders };
const cursor = { column: 'id', nulls: 'refuse' } as const;
const offer = streamOffer(orders, columns, { writeMode: 'append', cursor });
/** For what takes a moment on a busy machine. */
const patient = { timeout: 20_000 };
const never = new AbortController().signal;

interface Run {
  readonly spec: StreamSpec;
  readonly loadId: string;
  readonly begun: BegunStream;
}

/** Each destination stands for a process of its own. */
describe.each(patientServerMatrix)('the lock of a load on $name', ({ server }) => {
  let database: TestDatabase;
  let mine: PostgresDestination;
  let other: PostgresDestination;

  beforeAll(async () => {
    database = await createDatabase(server.url);
  });
  beforeEach(async () => {
    await database.query('ROLLBACK');
    await database.query('DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _rapidbyte CASCADE; CREATE SCHEMA public');
    [mine, other] = await Promise.all([1, 2].map(() => configured(database.url, { lock_timeout_ms: 200 }))) as [PostgresDestination, PostgresDestination]; // prettier-ignore
  });
  afterEach(() => Promise.all([mine.close(), other.close()]));
  afterAll(() => database.drop());

  async function begin(
    destination: PostgresDestination,
    loadId: string,
    options: { readonly takeOver?: boolean; readonly holder?: string } = {},
  ): Promise<Run> {
    const spec = await negotiate(destination, offer);
    const [begun] = await destination.begin({ loadId, streams: [spec], ...options });
    if (begun === undefined) throw new Error('begin gave no answer');
    return { spec, loadId, begun };
  }

  const contextFor = ({ spec, loadId, begun }: Run) => continued(contextOf(spec, loadId, begun.epoch), begun.position);
  const batch = (id: number) => ({ streamIndex: 0, schemaEpoch: 0, ...rowsOf(columns, [[id]]) });

  /** Another connection, in a transaction that has done this and holds that advisory lock, and says nothing more. */
  async function stoppedWith(sql: string, [high, low]: LockKey): Promise<AsyncDisposable & { isEnded(): boolean }> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    let ended = false;
    client.on('error', () => (ended = true));
    await client.query(`BEGIN; SELECT pg_advisory_lock(${high}, ${low}); ${sql}`);
    return { isEnded: () => ended, [Symbol.asyncDispose]: () => client.end().catch(() => {}) };
  }

  async function finish(destination: PostgresDestination, run: Run, id: number): Promise<void> {
    const receipt = await writeUnit(destination, contextFor(run), [batch(id)]);
    const request = { loadId: run.loadId, streams: [run.spec], epochs: [run.begun.epoch], receipts: [receipt] };
    const positions = run.begun.position === undefined ? [{ streamIndex: 0, position: positionAt(id) }] : [];
    await destination.publish({ ...request, positions });
  }

  const rows = async (): Promise<number[]> =>
    (await database.query<{ id: number }>('SELECT id FROM orders ORDER BY id')).map(({ id }) => id);

  /** Resolves once they are gone: one that is only about to go still has its lock, and answers. */
  const endBackend = (lock: 'load' | 'any'): Promise<unknown> =>
    database.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity a WHERE application_name = 'rapidbyte destination' AND datname = current_database()
          AND ($1 = 'any' OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted))`,
      [lock],
    );

  const held = async (): Promise<number> =>
    (
      await database.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
    ).length;

  it('says what became of its connection, where the server ends that before it holds anything', async () => {
    const { config } = readConfig({ url: database.url });
    if (config === undefined) throw new Error('the URL is no good');
    const connections = new Connections(config.connection);
    const acquire = async () => {
      const connection = await connections.acquire();
      await database.query('SELECT pg_terminate_backend($1, 5000)', [connection.processId]);
      return connection;
    };
    const locks = new LoadLocks({ acquire }, () => Promise.resolve(1));
    const refuse = () => Promise.reject(new Error('nobody is there'));
    const named = { name: 'ConnectorError', category: 'transient' };
    await expect(locks.take(streamKey, { refuse })).rejects.toMatchObject(named);
  });

  it('keeps another process out, and tells it who has it since when', async () => {
    const started = Date.now();
    const run = await begin(mine, 'first', { holder: 'run 7f3a on etl-1, process 4711' });
    const refused = await begin(other, 'second', { holder: 'somebody else' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'load_in_progress',
      category: 'transient',
      retryable: false,
      commitState: 'before',
      stream: 'public.orders',
      hint: expect.stringContaining('--takeover'),
      message: expect.stringContaining('public.orders is under way: run 7f3a on etl-1, process 4711, since '),
    });
    const since = new Date(/since (\S+)$/.exec(String(Reflect.get(Object(refused), 'message')))?.[1] ?? '').getTime();
    expect(Math.abs(since - started)).toBeLessThan(60_000);
    // The refused one has touched nothing.
    await finish(mine, run, 1);
    expect(await rows()).toEqual([1]);
  });

  it('is free again after publish, forget, close and a failed begin', async () => {
    await finish(mine, await begin(mine, 'published'), 1);
    const forgotten = await begin(other, 'forgotten');
    await other.forget({ loadId: 'forgotten', streams: [forgotten.spec], epochs: [forgotten.begun.epoch] });
    await begin(mine, 'closed');
    await mine.close();
    mine = await configured(database.url);
    const absent = { ...forgotten.spec, arrowSchema: new Uint8Array() };
    await expect(other.begin({ loadId: 'failed', streams: [absent] })).rejects.toThrow(/./);
    const run = await begin(mine, 'last');
    await mine.publish({ loadId: 'last', streams: [run.spec], epochs: [run.begun.epoch], receipts: [] });
  });

  it('is free again when its process is killed', async () => {
    const program = join(import.meta.dirname, 'test-begins-and-waits.program.ts');
    const victim = spawn(process.execPath, ['--conditions=rapidbyte-source', program, database.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(victim.stdout, 'data');
      await expect(begin(mine, 'while it lives')).rejects.toMatchObject({
        code: 'load_in_progress',
        message: expect.stringContaining('the one that is killed'),
      });
      victim.kill('SIGKILL');
      await begin(mine, 'afterwards');
    } finally {
      victim.kill('SIGKILL');
    }
  });

  it('is not between the loads of one process, of other streams, pipelines and staging schemas', async () => {
    await begin(mine, 'first');
    const again = await begin(mine, 'second');
    const elsewhere = await configured(database.url, { staging_schema: 'elsewhere' });
    const run = await begin(elsewhere, 'third', { takeOver: true });
    await elsewhere.forget({ loadId: 'third', streams: [run.spec], epochs: [run.begun.epoch] });
    await elsewhere.close();
    const spec = await negotiate(other, streamOffer({ namespace: 'public', name: 'orders2' }, columns));
    await other.begin({ loadId: 'fourth', streams: [spec] });
    await finish(mine, again, 1);
    expect(await rows()).toEqual([1]);
  });

  it('is had by one of two that begin at once', async () => {
    const results = await Promise.allSettled([begin(mine, 'a'), begin(other, 'b')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'load_in_progress' } });
  });

  it('of several streams is had for all or none', async () => {
    const names = ['a', 'b', 'c'].map((name) => streamOffer({ namespace: 'public', name }, columns));
    const [a, b, c] = await Promise.all(names.map((each) => negotiate(other, each)));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three streams');
    await other.begin({ loadId: 'l', streams: [b] });
    await expect(mine.begin({ loadId: 'm', streams: [a, b, c] })).rejects.toMatchObject({ stream: 'public.b' });
    await other.begin({ loadId: 'l', streams: [a, c] });
  });

  it('is taken over without waiting for whoever has it, and that one commits nothing any more', async () => {
    await finish(mine, await begin(mine, 'zero'), 1);
    const first = await begin(mine, 'first', { holder: 'first' });
    const session = await mine.open(contextFor(first), never);
    await session.write(batch(2));
    await session.commit(checkpointAt(1, positionAt(2)));
    await session.write(batch(3));
    const second = await begin(other, 'second', { takeOver: true });
    expect(second.begun.position).toEqual(positionAt(2));
    await expect(session.commit(checkpointAt(2, positionAt(3)))).rejects.toMatchObject({
      code: 'stale_epoch',
      commitState: 'before',
    });
    await expect(mine.open(contextFor(first), never)).rejects.toMatchObject({ code: 'stale_epoch' });
    const request = { loadId: 'first', streams: [first.spec], epochs: [first.begun.epoch], receipts: [] };
    await expect(mine.publish(request)).rejects.toMatchObject({ code: 'stale_epoch' });
    await finish(other, second, 3);
    // Nor when the lock is free again.
    await expect(mine.publish(request)).rejects.toMatchObject({ code: 'stale_epoch' });
    expect(await rows()).toEqual([1, 2, 3]);
    await begin(mine, 'third');
  });

  it('is taken over from a process that is in the middle of publishing', async () => {
    const first = await begin(mine, 'first');
    const receipt = await writeUnit(mine, contextFor(first), [batch(1)]);
    await database.query('CREATE TABLE orders (id int NOT NULL)');
    await database.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
    const publishing = mine.publish({
      loadId: 'first',
      streams: [first.spec],
      epochs: [first.begun.epoch],
      receipts: [receipt],
      positions: [{ streamIndex: 0, position: positionAt(1) }],
    });
    publishing.catch(() => {});
    await expect
      .poll(() => database.query(`SELECT FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass`), patient)
      .toHaveLength(1);
    await other.close();
    other = await configured(database.url, { lock_timeout_ms: 2000 });
    const spec = first.spec;
    const beginning = other.begin({ loadId: 'second', streams: [spec], takeOver: true });
    await expect(publishing).rejects.toMatchObject({ category: 'transient' });
    await database.query('COMMIT');
    const [begun] = await beginning;
    expect(begun?.position).toBeUndefined();
    expect(await rows()).toEqual([]);
  });

  // A process that is stopped within its Begin keeps what it has locked, for as long as it is stopped.
  it('is taken over from a process that is stopped as it begins', async () => {
    await finish(mine, await begin(mine, 'zero'), 1);
    await using stopped = await stoppedWith(`SELECT FROM _rapidbyte.stream FOR SHARE`, loadKey(streamKey));
    await expect(begin(other, 'first')).rejects.toMatchObject({ code: 'load_in_progress' });
    expect((await begin(other, 'second', { takeOver: true })).begun.position).toEqual(positionAt(1));
    expect(stopped.isEnded()).toBe(true);
  });

  it('is taken over from a process that is stopped as it makes the tables of the state', async () => {
    await using stopped = await stoppedWith('SELECT', preparationKey('_rapidbyte'));
    await expect(begin(other, 'first')).rejects.toMatchObject({ code: 'lock_timeout' });
    expect(stopped.isEnded()).toBe(false);
    await begin(other, 'second', { takeOver: true });
    expect(stopped.isEnded()).toBe(true);
  });

  it('taken over by two at once goes to one that can commit, and to none besides', async () => {
    await begin(mine, 'first');
    const third = await configured(database.url, { lock_timeout_ms: 200 });
    const takers = [other, third];
    const results = await Promise.allSettled(
      takers.map((destination, i) => begin(destination, `taker ${i}`, { takeOver: true })),
    );
    const outcomes = await Promise.allSettled(
      results.map(async (result, i) => {
        if (result.status === 'rejected') throw result.reason;
        await finish(takers[i] ?? other, result.value, i);
      }),
    );
    await third.close();
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await rows()).toEqual([outcomes.findIndex(({ status }) => status === 'fulfilled')]);
  });

  it('can not be taken over by a user who may not end its holder', async () => {
    const role = `${database.name}_r`;
    await begin(mine, 'first');
    await database.query(
      `CREATE ROLE "${role}" LOGIN PASSWORD 'p'; GRANT ALL ON SCHEMA public, _rapidbyte TO "${role}"; GRANT ALL ON ALL TABLES IN SCHEMA _rapidbyte TO "${role}"`,
    );
    const url = new URL(database.url);
    url.username = role;
    url.password = 'p';
    const weak = await configured(url.href);
    await expect(begin(weak, 'second', { takeOver: true })).rejects.toMatchObject({
      code: 'writer_active',
      message: expect.stringContaining('may not end its backend'),
    });
    await weak.close();
    await database.query(`DROP OWNED BY "${role}" CASCADE; DROP ROLE "${role}"`);
  });

  it('is taken again by its own process when the connection was lost and nobody else has begun', async () => {
    const run = await begin(mine, 'first');
    await endBackend('load');
    await expect.poll(held, patient).toBe(1);
    const receipt = await writeUnit(mine, contextFor(run), [batch(1)]);
    await expect(begin(other, 'second')).rejects.toMatchObject({ code: 'load_in_progress' });
    await endBackend('any');
    await expect.poll(held, patient).toBe(1);
    await mine.publish({
      loadId: 'first',
      streams: [run.spec],
      epochs: [run.begun.epoch],
      receipts: [receipt],
      positions: [{ streamIndex: 0, position: positionAt(1) }],
    });
    expect(await rows()).toEqual([1]);
  });

  it('is lost with its connection to whoever begins then', async () => {
    const first = await begin(mine, 'first');
    const session = await mine.open(contextFor(first), never);
    // Nothing answers while the lock changes hands.
    const connect = vi.spyOn(Connections.prototype, 'acquire').mockRejectedValueOnce(new Error('not now'));
    await endBackend('load');
    await expect.poll(() => connect.mock.calls.length, patient).toBe(1);
    connect.mockRestore();
    const second = await begin(other, 'second');
    await expect(session.commit(finalCheckpoint)).rejects.toMatchObject({ code: 'stale_epoch', commitState: 'before' });
    await expect(mine.open(contextFor(first), never)).rejects.toMatchObject({
      code: 'stale_epoch',
      category: 'protocol',
      commitState: 'before',
    });
    await finish(other, second, 2);
    expect(await rows()).toEqual([2]);
  });

  it('says nothing but the text of a hostile holder', async () => {
    await begin(mine, 'first', { holder: `a\0b'; DROP SCHEMA _rapidbyte CASCADE; --\ud800` });
    await expect(begin(other, 'second')).rejects.toMatchObject({
      code: 'load_in_progress',
      message: expect.stringContaining(`b'; DROP SCHEMA _rapidbyte CASCADE; --`),
    });
  });
});
