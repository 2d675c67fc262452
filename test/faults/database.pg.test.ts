import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runPipelineDocument, type PipelineOutcome } from '../support/pipeline-process.ts';
import { startLocalPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { testServers } from '../support/test-servers.ts';

/** In every password here: no output may hold it. */
const secret = 'S3cr+t/pass@word';

let from: TestDatabase;
let to: TestDatabase;

beforeAll(async () => {
  [from, to] = await Promise.all([createDatabase(testServers.source.url), createDatabase(testServers.destination.url)]);
  await from.query(`CREATE TABLE items (id int PRIMARY KEY, t text); INSERT INTO items VALUES (1, 'new'), (2, 'new')`);
  await to.query(`CREATE TABLE items (id int PRIMARY KEY, t text); INSERT INTO items VALUES (0, 'old')`);
});
afterAll(async () => {
  await Promise.all([from?.drop(), to?.drop()]);
});

interface Sides {
  readonly source?: string;
  readonly destination?: string;
  readonly stream?: string;
  readonly use?: { readonly source?: object; readonly destination?: object };
}

interface Outcome {
  readonly run: PipelineOutcome;
  readonly seconds: number;
}

async function run({ source = from.url, destination = to.url, stream = 'public.items', use }: Sides): Promise<Outcome> {
  const startedAt = performance.now();
  const outcome = await runPipelineDocument({
    version: '1.0',
    pipeline: 'faults',
    source: {
      use: 'source-postgres',
      config: { url: source, ...use?.source },
      streams: [{ name: stream, sync_mode: 'full_refresh' }],
    },
    destination: { use: 'dest-postgres', config: { url: destination, ...use?.destination }, write_mode: 'replace' },
  });
  return { run: outcome, seconds: (performance.now() - startedAt) / 1000 };
}

/** What holds for every fault, whatever it is. */
function expectTyped({ run, seconds }: Outcome, exitCode: number, error: object): void {
  expect(run.result.errors[0], run.stderr).toMatchObject(error);
  expect(run.result.errors[0]?.hint).toBeTruthy();
  expect(run.exitCode).toBe(exitCode);
  expect(seconds).toBeLessThan(10);
  const output = JSON.stringify(run.result) + run.stderr;
  for (const form of [secret, encodeURIComponent(secret)]) expect(output).not.toContain(form);
}

async function expectOldRows(database: TestDatabase): Promise<void> {
  expect(await database.query('SELECT * FROM items')).toEqual([{ id: 0, t: 'old' }]);
}

afterEach(() => {
  // Connectors lead process groups of their own; none may be left behind by any of these runs.
  const table = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' });
  const orphans = table.split('\n').filter((line) => /^\s*1\s.*bin\/rapidbyte-(source|dest)-postgres\.js/.test(line));
  expect(orphans).toEqual([]);
});

function withUser(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.href;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a database that', () => {
  test.each([
    ['source', 3],
    ['destination', 4],
  ] as const)('refuses connections, as the %s', async (side, exitCode) => {
    const url = `postgres://u:${encodeURIComponent(secret)}@127.0.0.1:${await closedPort()}/db`;
    expectTyped(await run({ [side]: url }), exitCode, { code: 'connection_refused', side, retryable: true });
    await expectOldRows(to);
  });

  test('has no such host', async () => {
    const url = `postgres://u:${encodeURIComponent(secret)}@no-such-host.invalid/db`;
    expectTyped(await run({ source: url }), 2, { code: 'host_not_found', category: 'config', side: 'source' });
  });

  test.each([
    ['source', 3],
    ['destination', 4],
  ] as const)('refuses the password, as the %s', async (side, exitCode) => {
    const { url } = side === 'source' ? from : to;
    expectTyped(await run({ [side]: withUser(url, new URL(url).username, secret) }), exitCode, {
      code: 'password_refused',
      category: 'auth',
      side,
      path: `${side}.config.url`,
    });
    await expectOldRows(to);
  });

  test('lacks the permission to read', async () => {
    await from.query(`CREATE ROLE faults_reader LOGIN PASSWORD '${secret}'`);
    try {
      expectTyped(await run({ source: withUser(from.url, 'faults_reader', secret) }), 3, {
        code: 'permission_denied',
        category: 'permission',
        stream: 'public.items',
      });
      await expectOldRows(to);
    } finally {
      await from.query('DROP ROLE faults_reader');
    }
  });

  test('lacks the permission to write', async () => {
    await to.query(`CREATE ROLE faults_writer LOGIN PASSWORD '${secret}'`);
    try {
      expectTyped(await run({ destination: withUser(to.url, 'faults_writer', secret) }), 4, {
        category: 'permission',
        side: 'destination',
      });
      await expectOldRows(to);
    } finally {
      await to.query('DROP OWNED BY faults_writer; DROP ROLE faults_writer');
    }
  });

  test('has no such stream', async () => {
    expectTyped(await run({ stream: 'public.itemz' }), 2, { category: 'config', path: 'source.streams[0]' });
    await expectOldRows(to);
  });

  test('goes into another mode: the destination is read-only', async () => {
    const readOnly = new URL(to.url);
    readOnly.searchParams.set('options', '-c default_transaction_read_only=on');
    const outcome = await run({ destination: readOnly.href });
    expect(outcome.run.exitCode, outcome.run.stderr).not.toBe(0);
    expect(outcome.seconds).toBeLessThan(10);
    await expectOldRows(to);
  });
});

describe('a server that', () => {
  const servers: PostgresServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function own(rows: number): Promise<{ readonly server: PostgresServer; readonly database: TestDatabase }> {
    // To be killed, and to be given a small disk: a process of this machine.
    const server = await startLocalPostgres();
    servers.push(server);
    const database = await createDatabase(server.url);
    await database.query(
      `CREATE TABLE items (id int PRIMARY KEY, t text); INSERT INTO items SELECT n, repeat('x', 200) FROM generate_series(1, ${rows}) n`,
    );
    return { server, database };
  }

  test.each([
    ['source', 3],
    ['destination', 4],
  ] as const)('is killed while the %s is being worked with', async (side, exitCode) => {
    const big = await own(side === 'source' ? 1_500_000 : 1);
    if (side === 'destination')
      await from.query(
        `CREATE TABLE IF NOT EXISTS many AS SELECT n AS id, repeat('x', 200) AS t FROM generate_series(1, 1500000) n`,
      );
    const sides =
      side === 'source' ? { source: big.database.url } : { destination: big.database.url, stream: 'public.many' };
    const startedAt = performance.now();
    const outcome = run(sides);
    // In the middle: COPY is under way on the server that is to die.
    await using watcher = await createDatabase(big.server.url);
    for (;;) {
      const [row] = await watcher.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_progress_copy WHERE tuples_processed > 1000`,
      );
      if ((row?.n ?? 0) > 0) break;
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    }
    await big.server.stopImmediate();
    const { run: ended } = await outcome;
    expectTyped({ run: ended, seconds: 0 }, exitCode, { category: 'transient', side, retryable: true });
    await big.server.restart();
    if (side === 'destination') {
      expect(await big.database.query('SELECT count(*)::int AS n FROM items')).toEqual([{ n: 1 }]);
      expect(await big.database.query(`SELECT to_regclass('public.many') AS t`)).toEqual([{ t: null }]);
      const again = await run(sides);
      expect(again.run.exitCode, again.run.stderr).toBe(0);
      expect(await big.database.query('SELECT count(*)::int AS n FROM many')).toEqual([{ n: 1_500_000 }]);
      expect(
        await big.database.query(
          `SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = '_rapidbyte' AND tablename LIKE 'stag%'`,
        ),
      ).toEqual([{ n: 0 }]);
    } else {
      await expectOldRows(to);
    }
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  test.skipIf(!canMount)('runs out of disk (needs root, to mount a small file system)', async () => {
    const { server, database } = await own(1);
    const folder = await mkdtemp(join(tmpdir(), 'rapidbyte-small-disk-'));
    const { uid, gid } = await stat(server.dataDirectory ?? folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=16m,mode=0700,uid=${uid},gid=${gid}`, 'tmpfs', folder]);
    try {
      await database.query(`CREATE TABLESPACE small LOCATION '${folder}'`);
      await database.query(`ALTER DATABASE ${database.name} SET default_tablespace = small`);
      await from.query(
        `CREATE TABLE IF NOT EXISTS many AS SELECT n AS id, repeat('x', 200) AS t FROM generate_series(1, 1500000) n`,
      );
      expectTyped(await run({ destination: database.url, stream: 'public.many' }), 4, {
        code: 'disk_full',
        side: 'destination',
        stream: 'public.many',
      });
      expect(await database.query(`SELECT to_regclass('public.many') AS t`)).toEqual([{ t: null }]);
      expect(await database.query('SELECT count(*)::int AS n FROM items')).toEqual([{ n: 1 }]);
    } finally {
      await server.stop();
      execFileSync('umount', [folder]);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
