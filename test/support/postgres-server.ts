import { missingBinaries } from './postgres/binaries.ts';
import { missingOpenssl } from './postgres/certificates.ts';
import { dockerAnswers } from './postgres/docker-engine.ts';
import { externalLimit, useExternalPostgres } from './postgres/external-server.ts';
import { startLocalPostgres } from './postgres/local-server.ts';
import type { PostgresServer, ServerOptions } from './postgres/server.ts';

export { startLocalPostgres } from './postgres/local-server.ts';
export {
  ServerUnavailableError,
  type PostgresServer,
  type ServerAddress,
  type ServerOptions,
} from './postgres/server.ts';

/**
 * A PostgreSQL server to test against. In this order:
 * 1. `RAPIDBYTE_TEST_POSTGRES_URL`: each call gives a fresh database in that server;
 * 2. a container, where a Docker engine answers;
 * 3. npm's embedded binaries.
 *
 * `RAPIDBYTE_TEST_SERVERS=containers` or `=embedded` settles 2 or 3. `binaries: 'system'` is always a local process.
 *
 * @throws {ServerUnavailableError} if the options need more control than that kind of server allows
 * @throws {Error} if the server does not start
 */
export async function startPostgres(options: ServerOptions = {}): Promise<PostgresServer> {
  const externalUrl = process.env['RAPIDBYTE_TEST_POSTGRES_URL'];
  if (externalUrl !== undefined) return useExternalPostgres(externalUrl, options);
  if (options.binaries !== 'system' && (await useContainers())) {
    const { startContainerPostgres } = await loadContainers();
    return startContainerPostgres(options);
  }
  return startLocalPostgres(options);
}

/** Why `startPostgres` can't give such a server here, to skip tests by; undefined if it can. */
export async function whyUnavailable(options: ServerOptions): Promise<string | undefined> {
  if (process.env['RAPIDBYTE_TEST_POSTGRES_URL'] !== undefined) return externalLimit(options);
  if (options.binaries !== 'system' && (await useContainers())) {
    const { containerLimit } = await loadContainers();
    return containerLimit(options);
  }
  if (options.tls) {
    const missing = await missingOpenssl();
    if (missing !== undefined) return missing;
  }
  return missingBinaries(options.binaries ?? 'embedded');
}

/** Only on demand: importing testcontainers takes a good part of a second. */
function loadContainers(): Promise<typeof import('./postgres/container-server.ts')> {
  return import('./postgres/container-server.ts');
}

let containers: Promise<boolean> | undefined;

function useContainers(): Promise<boolean> {
  containers ??= decideOnContainers(process.env['RAPIDBYTE_TEST_SERVERS']);
  return containers;
}

async function decideOnContainers(wanted: string | undefined): Promise<boolean> {
  switch (wanted) {
    case 'containers':
      return true;
    case 'embedded':
      return false;
    case undefined:
    case '':
      return containersWork();
    default:
      throw new Error(`RAPIDBYTE_TEST_SERVERS is "${wanted}": it takes "containers" or "embedded"`);
  }
}

async function containersWork(): Promise<boolean> {
  if (!(await dockerAnswers())) return false;
  try {
    await (await loadContainers()).containerImage();
    return true;
  } catch (error) {
    // Whoever names an image wants that one.
    if (process.env['RAPIDBYTE_TEST_POSTGRES_IMAGE'] !== undefined) throw error;
    console.error(`A Docker engine answers, but has no PostgreSQL image: using npm's binaries. ${String(error)}`);
    return false;
  }
}
