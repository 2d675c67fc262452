import { createDatabase } from '../database.ts';
import { ServerUnavailableError, type PostgresServer, type ServerOptions } from './server.ts';
import { readVersion } from './version.ts';

/** Why a server that we do not control can't be this one; undefined if it can. */
export function externalLimit(options: ServerOptions): string | undefined {
  if (options.binaries === 'system')
    return 'the server is given by RAPIDBYTE_TEST_POSTGRES_URL, other binaries are not started';
  if (options.settings !== undefined)
    return 'the settings of the server at RAPIDBYTE_TEST_POSTGRES_URL are not ours to change';
  if (options.tls) return 'the TLS settings of the server at RAPIDBYTE_TEST_POSTGRES_URL are not ours to change';
  return undefined;
}

const refuse = (what: string) => (): Promise<never> =>
  Promise.reject(new ServerUnavailableError(`The server at RAPIDBYTE_TEST_POSTGRES_URL is not ours to ${what}.`));

/**
 * A fresh database in the server at `adminUrl`, dropped by `stop`. `durable: false` is a wish for speed only, and has no
 * effect here.
 *
 * @throws {ServerUnavailableError} if the options need a server under our control
 */
export async function useExternalPostgres(adminUrl: string, options: ServerOptions): Promise<PostgresServer> {
  const limit = externalLimit(options);
  if (limit !== undefined) throw new ServerUnavailableError(limit);
  const database = await createDatabase(adminUrl);
  const { version, majorVersion } = await readVersion(database.url);
  const url = new URL(database.url);
  const stop = (): Promise<void> => database.drop();
  return {
    kind: 'external',
    url: database.url,
    version,
    majorVersion,
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    pid: undefined,
    dataDirectory: undefined,
    logFile: undefined,
    socketDirectory: undefined,
    caFile: undefined,
    stop,
    stopImmediate: refuse('stop'),
    restart: refuse('restart'),
    [Symbol.asyncDispose]: stop,
  };
}
