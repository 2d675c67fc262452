import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, whyUnavailable, type PostgresServer } from '../../../test/support/postgres-server.ts';
import { connect } from './connect.ts';
import { resolveConnection, type ConnectionConfig, type ConnectionInput } from './connection-config.ts';

const tls = (await whyUnavailable({ tls: true })) === undefined;
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ durable: false, tls });
});
afterAll(() => server.stop());

function config(changes: ConnectionInput = {}): ConnectionConfig {
  const { host, port, user, password } = server;
  const { connection, problems } = resolveConnection({ host, port, user, password, database: 'postgres', ...changes });
  if (connection === undefined) throw new Error(JSON.stringify(problems));
  return connection;
}
const options = { applicationName: 'rapidbyte test' };

test('a session has the settings that reading and writing rely on', async () => {
  const connection = await connect(config(), options);
  const show = async (name: string): Promise<unknown> =>
    (await connection.client.query<{ value: string }>('SELECT current_setting($1) AS value', [name])).rows[0]?.value;
  expect(await show('search_path')).toBe('pg_catalog');
  expect(await show('TimeZone')).toBe('UTC');
  expect(await show('client_encoding')).toBe('UTF8');
  expect(await show('application_name')).toBe('rapidbyte test');
  expect(connection).toMatchObject({ alive: true, serverVersion: server.version, serverEncoding: 'UTF8' });
  await connection.close();
  expect(connection.alive).toBe(false);
});

test.each([
  [{ password: 'wrong' }, 'password_refused', 'auth', 'password'],
  [{ database: 'no such "db"' }, 'database_not_found', 'config', 'database'],
  [{ port: 1 }, 'connection_refused', 'transient', 'host'],
  [{ host: 'host.invalid' }, 'host_not_found', 'config', 'host'],
])('%j', async (changes, code, category, path) => {
  const error: unknown = await connect(config(changes), options).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, category, path });
  expect(JSON.stringify(error) + String(error)).not.toContain(server.password);
});

test('a password that is asked for and not given', async () => {
  const { password: _, ...rest } = config();
  await expect(connect({ ...rest, password: undefined }, options)).rejects.toMatchObject({
    code: 'password_missing',
    path: 'password',
  });
});

test('a server that accepts and says nothing is given up', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const silentConfig = config({ host: '127.0.0.1', port, connect_timeout_ms: 200, ssl: 'disable' });
    await expect(connect(silentConfig, options)).rejects.toMatchObject({ code: 'connect_timeout' });
    const slow = { ...silentConfig, connectTimeoutMs: 60_000 };
    const signal = AbortSignal.timeout(50);
    await expect(connect(slow, { ...options, signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  } finally {
    silent.close();
  }
});

test('cancel ends the statement; a connection that is cut off says so', async () => {
  const connection = await connect(config(), options);
  const sleeping = connection.client
    .query('SELECT pg_sleep(60)')
    .catch((error: unknown) => connection.translate(error));
  setTimeout(() => connection.cancel(), 100);
  expect(await sleeping).toMatchObject({ code: 'statement_cancelled' });
  const other = await connect(config(), options);
  const cut = connection.client.query('SELECT pg_sleep(60)').catch((error: unknown) => connection.translate(error));
  await other.client.query('SELECT pg_terminate_backend($1)', [connection.processId]);
  expect(await cut).toMatchObject({ code: 'server_shutting_down', retryable: true });
  await other.close();
  await connection.close();
});

const ca = (): string => readFileSync(server.caFile ?? '', 'utf8');

describe.skipIf(!tls)('TLS', () => {
  test.each(['prefer', 'require'] as const)('%s encrypts, unverified', async (ssl) => {
    const connection = await connect(config({ ssl }), options);
    expect(connection.tls).toBe(true);
    await connection.close();
  });

  test('verify-full takes the right CA and the right name only', async () => {
    const connection = await connect(config({ ssl: { mode: 'verify-full', ca: ca() } }), options);
    expect(connection.tls).toBe(true);
    await connection.close();
    await expect(connect(config({ ssl: { mode: 'verify-full' } }), options)).rejects.toMatchObject({
      code: 'tls_untrusted',
      path: 'ssl.ca',
    });
    // Another loopback address, which the certificate is not for.
    const elsewhere = config({ host: '127.0.0.2', ssl: { mode: 'verify-full', ca: ca() } });
    if (process.platform === 'linux') {
      await expect(connect(elsewhere, options)).rejects.toMatchObject({
        code: expect.stringMatching(/tls_host_mismatch|connection_refused/) as string,
      });
    }
  });
});

test('TLS that is wanted and not offered', async () => {
  const plain = createServer((socket) => socket.once('data', () => socket.write('N')));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const address = plain.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await expect(connect(config({ host: '127.0.0.1', port, ssl: 'require' }), options)).rejects.toMatchObject({
      code: 'tls_unavailable',
      path: 'ssl',
    });
  } finally {
    plain.close();
  }
});
