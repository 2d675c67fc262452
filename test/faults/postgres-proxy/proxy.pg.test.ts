import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { startPostgres, whyUnavailable } from '../../support/postgres-server.ts';
import { testServers } from '../../support/test-servers.ts';
import { login, normalise } from './statement.ts';
import { startPostgresProxy, type PostgresProxy, type PostgresProxyOptions, type StatementFault } from './proxy.ts';

const noTls = await whyUnavailable({ tls: true });
let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(testServers.destination.url, { setup: 'CREATE TABLE t (n int)' });
});
afterAll(() => database.drop());

function proxyTo(options: Omit<PostgresProxyOptions, 'url'> = {}): Promise<PostgresProxy> {
  return startPostgresProxy({ url: database.url, ...options });
}

function faultAt(statement: string, changes: Partial<StatementFault>): { readonly fault: StatementFault } {
  return { fault: { kind: 'reset', statement, when: 'before', occurrence: 1, ...changes } };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function countRows(): Promise<number> {
  const [row] = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM t');
  return row?.n ?? -1;
}

async function kill(pid: number): Promise<void> {
  await database.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
}

async function copyIn(client: Client, rows: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_, n) => `${n}\n`);
  await pipeline(Readable.from(lines), client.query(copyFrom('COPY t FROM STDIN')));
}

describe('the PostgreSQL proxy', () => {
  it('passes everything on, and tells the statements', async () => {
    await using proxy = await proxyTo();
    const client = await connected(proxy.url);
    await client.query("SELECT 'a''b', 17");
    await client.query('SELECT $1::int + 42', [1]);
    await copyIn(client, 3);
    await client.query('DELETE FROM t');
    await client.end();
    expect(proxy.statements).toEqual([login, 'SELECT ?', 'SELECT $1::int + ?', 'COPY t FROM STDIN', 'DELETE FROM t']);
    expect(proxy.copies).toEqual(new Set(['COPY t FROM STDIN']));
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('resets a connection %s a statement is done', async (when, rows) => {
    const statement = normalise('INSERT INTO t VALUES (1)');
    await using proxy = await proxyTo(faultAt(statement, { when }));
    const client = await connected(proxy.url);
    await expect(client.query('INSERT INTO t VALUES (7)')).rejects.toThrow(/ECONNRESET|terminated|closed/);
    expect(proxy.hasFired).toBe(true);
    await expect.poll(countRows).toBe(rows);
    await database.query('DELETE FROM t');
  });

  it('lets a client that is cut off after COMMIT not know that it has committed', async () => {
    const commit = 'COMMIT after INSERT INTO t VALUES (?)';
    await using proxy = await proxyTo(faultAt(commit, { kind: 'half_close', when: 'after' }));
    const client = await connected(proxy.url);
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (1)');
    await expect(client.query('COMMIT')).rejects.toThrow();
    expect(await countRows()).toBe(1);
    await database.query('DELETE FROM t');
  });

  it('meets a COPY at its first row', async () => {
    await using proxy = await proxyTo(faultAt('COPY t FROM STDIN', { when: 'during' }));
    await expect(copyIn(await connected(proxy.url), 1000)).rejects.toThrow();
    expect(await countRows()).toBe(0);
  });

  it('kills a backend, and the client learns what the server says', async () => {
    await using proxy = await proxyTo({ ...faultAt('SELECT ?', { kind: 'kill', when: 'after', occurrence: 2 }), kill });
    const client = await connected(proxy.url);
    await client.query('SELECT 1');
    await expect(client.query('SELECT 2')).rejects.toMatchObject({ code: '57P01' });
  });

  it('stalls until it is released', async () => {
    await using proxy = await proxyTo(faultAt('INSERT INTO t VALUES (?)', { kind: 'stall' }));
    const client = await connected(proxy.url);
    const inserted = client.query('INSERT INTO t VALUES (1)');
    await proxy.fired;
    await sleep(100);
    expect(await countRows()).toBe(0);
    proxy.release();
    await inserted;
    expect(await countRows()).toBe(1);
    await client.end();
    await database.query('DELETE FROM t');
  });

  it('passes on late', async () => {
    await using proxy = await proxyTo({ ...faultAt('SELECT ?', { kind: 'delay', when: 'after' }), delayMs: 300 });
    const client = await connected(proxy.url);
    const since = performance.now();
    await client.query('SELECT 1');
    expect(performance.now() - since).toBeGreaterThan(250);
    await client.end();
  });

  it('meets a login', async () => {
    await using proxy = await proxyTo(faultAt(login, { when: 'after' }));
    await expect(connected(proxy.url)).rejects.toThrow();
    await (await connected(proxy.url)).end();
  });

  it('cancels statements for clients', async () => {
    await using proxy = await proxyTo();
    const client = await connected(proxy.url);
    const slept = client.query('SELECT pg_sleep(20)');
    const refused = expect(slept).rejects.toMatchObject({ code: '57014' });
    const { processID, secretKey } = client as Client & { readonly processID: number; readonly secretKey: number };
    const request = Buffer.alloc(16);
    [16, 80_877_102, processID, secretKey].forEach((value, index) => request.writeInt32BE(value, 4 * index));
    await sleep(100);
    connect(Number(new URL(proxy.url).port), '127.0.0.1').end(request);
    await refused;
    await client.end();
  });

  it.skipIf(noTls !== undefined)('lets TLS through, and reads nothing of it', async () => {
    await using server = await startPostgres({ tls: 'required', durable: false });
    await using refusing = await startPostgresProxy({ url: server.url });
    await using passing = await startPostgresProxy({ url: server.url, tls: 'pass' });
    const options = { ssl: { rejectUnauthorized: false } };
    await expect(new Client({ connectionString: refusing.url, ...options }).connect()).rejects.toThrow(/SSL/);
    const client = new Client({ connectionString: passing.url, ...options });
    await client.connect();
    expect((await client.query('SELECT 17 AS n')).rows).toEqual([{ n: 17 }]);
    await client.end();
    expect(passing.statements).toEqual([]);
  });
});
