import { Client } from 'pg';
import { startLocalPostgres, type PostgresServer } from '../test/support/postgres-server.ts';
import type { BinariesSource } from '../test/support/postgres/binaries.ts';
import type { Endpoint } from './arms/arm.ts';

export interface Servers extends AsyncDisposable {
  readonly source: PostgresServer;
  readonly destination: PostgresServer;
}

/** The servers' own superuser has a password that some peers fail to parse. Both servers are gone after the run. */
const login = { user: 'bench', password: 'bench' };

/** Two servers in their default configuration, durable, over loopback; with TLS at hand, for who asks for it. */
export async function startServers(binaries: BinariesSource, tls: boolean): Promise<Servers> {
  const source = await startServer(binaries, tls);
  try {
    const destination = await startServer(binaries, tls);
    return {
      source,
      destination,
      [Symbol.asyncDispose]: async () => {
        await Promise.all([source.stop(), destination.stop()]);
      },
    };
  } catch (error) {
    await source.stop();
    throw error;
  }
}

async function startServer(binaries: BinariesSource, tls: boolean): Promise<PostgresServer> {
  const server = await startLocalPostgres({ binaries, tls });
  const client = new Client({ connectionString: server.url });
  try {
    await client.connect();
    await client.query(`CREATE ROLE ${login.user} LOGIN SUPERUSER PASSWORD '${login.password}'`);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * `sslmode` is always said: psql would take TLS wherever the server has it.
 *
 * @param port of what stands in front of the server, if anything does
 */
export function endpoint(server: PostgresServer, database: string, tls: boolean, port = server.port): Endpoint {
  const url = new URL(`postgres://${login.user}@${server.host}:${port}/${database}`);
  if (!tls) url.searchParams.set('sslmode', 'disable');
  else if (server.caFile === undefined) throw new Error('the server has no TLS');
  else {
    url.searchParams.set('sslmode', 'verify-full');
    url.searchParams.set('sslrootcert', server.caFile);
  }
  return { url: url.href, password: login.password };
}
