import type { TestProject } from 'vitest/node';
import { startPostgres, whyUnavailable, type PostgresServer, type ServerAddress } from './postgres-server.ts';

/** What tests write need not survive a crash of the machine; tests that need durable settings start their own server. */
const options = { durable: false, settings: { max_connections: 200 } };

/** Runs once before the first `*.pg.test.ts` of a run. */
export default async function startTestServers(project: TestProject): Promise<() => Promise<void>> {
  const shared = process.env['RAPIDBYTE_TEST_POSTGRES_URL'] === undefined ? options : {};
  const noOldest = await whyUnavailable({ ...shared, binaries: 'system' });
  const started = await Promise.allSettled([
    startPostgres(shared),
    startPostgres(shared),
    ...(noOldest === undefined ? [startPostgres({ ...shared, binaries: 'system' })] : []),
  ]);
  const servers = started.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stopAll(servers);
    throw failed.reason;
  }
  const [source, destination, oldest] = servers as [PostgresServer, PostgresServer, PostgresServer?];
  project.provide('testServers', {
    source: address(source),
    destination: address(destination),
    oldest: oldest === undefined ? (noOldest ?? 'not started') : address(oldest),
  });
  return () => stopAll(servers);
}

function address({ url, version, majorVersion }: ServerAddress): ServerAddress {
  return { url, version, majorVersion };
}

async function stopAll(servers: readonly PostgresServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
