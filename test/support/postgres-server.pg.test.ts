import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDatabase } from './database.ts';
import { startLocalPostgres, startPostgres, whyUnavailable } from './postgres-server.ts';
import { serverMatrix, testServers } from './test-servers.ts';

const noControl = await whyUnavailable({ settings: {} });
const noTls = await whyUnavailable({ tls: 'required' });

describe.each(serverMatrix)('shared server, $name', ({ server }) => {
  it('gives databases of their own, in any encoding', async () => {
    await using database = await createDatabase(server.url, {
      encoding: 'SQL_ASCII',
      setup: 'CREATE TABLE t (id int)',
    });
    const [row] = await database.query<{ encoding: string; tables: string }>(
      `SELECT current_setting('server_encoding') AS encoding, count(*) AS tables FROM pg_tables WHERE tablename = 't'`,
    );
    expect(row).toEqual({ encoding: 'SQL_ASCII', tables: '1' });
    const [version] = await database.query<{ version: string }>('SHOW server_version');
    expect(version).toMatchObject({ server_version: expect.stringContaining(server.version) as string });
  });
});

it('has two different shared servers', () => {
  expect(testServers.source.url).not.toBe(testServers.destination.url);
});

describe('a server of its own', () => {
  it('is durable by default, and survives an immediate stop', async (context) => {
    context.skip(noControl !== undefined, noControl);
    await using server = await startPostgres({ settings: { application_name: "it's" } });
    const database = await createDatabase(server.url, { setup: 'CREATE TABLE t AS SELECT 1 AS a' });
    const [row] = await database.query(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
         (SELECT reset_val FROM pg_settings WHERE name = 'application_name') AS name`,
    );
    expect(row).toEqual({ fsync: 'on', sync: 'on', name: "it's" });
    await server.stopImmediate();
    await expect(createDatabase(server.url)).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
    await server.stop();
    await expect(createDatabase(server.url)).rejects.toThrow('ECONNREFUSED');
  });

  it('shows the end of its log when it does not start', async (context) => {
    context.skip(noControl !== undefined, noControl);
    await expect(startPostgres({ settings: { no_such_setting: 1 } })).rejects.toThrow(
      /did not start[^]*unrecognized configuration parameter "no_such_setting"/,
    );
  });

  it('speaks TLS with a certificate that can be verified', async (context) => {
    context.skip(noTls !== undefined, noTls);
    await using server = await startPostgres({ tls: 'required' });
    await expect(createDatabase(server.url)).rejects.toThrow(/no encryption/);
    const url = `${server.url}?sslmode=verify-full&sslrootcert=${encodeURIComponent(server.caFile ?? '')}`;
    await using database = await createDatabase(url);
    expect(await database.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: true }]);
  });
});

it('a local server leaves no files behind when it is stopped', async () => {
  const server = await startLocalPostgres();
  expect(server.pid).toBeGreaterThan(1);
  await server.stop();
  expect(server.pid).toBeUndefined();
  expect(existsSync(server.dataDirectory ?? '/')).toBe(false);
});
