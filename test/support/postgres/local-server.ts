import { chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries, type Binaries } from './binaries.ts';
import { createCertificates } from './certificates.ts';
import { createDataDirectory } from './data-template.ts';
import { freePort } from './port.ts';
import { PortTakenError, startPostmaster, type Postmaster, type PostmasterPlan } from './postmaster.ts';
import { serverHome } from './reaper.ts';
import { serverUrl, type PostgresServer, type ServerOptions } from './server.ts';
import { serverSettings, settingLines } from './settings.ts';

const portAttempts = 5;
/** sun_path holds 108 bytes on Linux and 104 on macOS, the ending zero included. */
const maxSocketPathBytes = 103;

/**
 * Starts a server from binaries on this machine: loopback only, scram, a data directory of its own. It is stopped and
 * removed when this process ends, however it ends.
 *
 * @throws {Error} saying what is missing, or with the tail of the server's log
 */
export async function startLocalPostgres(options: ServerOptions = {}): Promise<PostgresServer> {
  const binaries = await findBinaries(options.binaries ?? 'embedded');
  const { directory: home, user } = serverHome();
  const directory = mkdtempSync(join(home, 's-'));
  const socketDirectory = join(directory, 'socket');
  mkdirSync(socketDirectory, { mode: 0o700 });
  if (user !== undefined) {
    chownSync(directory, user.uid, user.gid);
    chownSync(socketDirectory, user.uid, user.gid);
  }
  const dataDirectory = join(directory, 'data');
  const password = await createDataDirectory(binaries, dataDirectory);
  await appendFile(join(dataDirectory, 'postgresql.conf'), settingLines(serverSettings(options)));
  const caFile = options.tls ? await enableTls(directory, dataDirectory, options.tls) : undefined;
  const fits = Buffer.byteLength(join(socketDirectory, '.s.PGSQL.65535')) <= maxSocketPathBytes;
  const { plan, postmaster } = await startOnFreePort({
    binDirectory: binaries.binDirectory,
    dataDirectory,
    logFile: join(directory, 'log'),
    socketDirectory: fits ? socketDirectory : undefined,
  });
  return new LocalServer(directory, binaries, password, caFile, plan, postmaster);
}

async function startOnFreePort(
  plan: Omit<PostmasterPlan, 'port'>,
): Promise<{ plan: PostmasterPlan; postmaster: Postmaster }> {
  for (let attempt = 1; ; attempt++) {
    const withPort = { ...plan, port: await freePort() };
    try {
      return { plan: withPort, postmaster: await startPostmaster(withPort) };
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === portAttempts) throw error;
    }
  }
}

/** The URL stays the same, so whoever borrowed the port meanwhile (an outgoing connection may have) is waited for. */
async function startOnSamePort(plan: PostmasterPlan): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostmaster(plan);
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === portAttempts) throw error;
      await sleep(500);
    }
  }
}

async function enableTls(directory: string, dataDirectory: string, tls: true | 'required'): Promise<string> {
  const files = await createCertificates(join(directory, 'tls'), serverHome().user);
  const settings = { ssl: true, ssl_cert_file: files.certificateFile, ssl_key_file: files.keyFile };
  await appendFile(join(dataDirectory, 'postgresql.conf'), settingLines(settings));
  if (tls === 'required') {
    const hbaFile = join(dataDirectory, 'pg_hba.conf');
    const hba = await readFile(hbaFile, 'utf8');
    await writeFile(hbaFile, hba.replaceAll(/^host\b/gm, 'hostssl'));
  }
  return files.caFile;
}

class LocalServer implements PostgresServer {
  readonly kind = 'local';
  readonly host = '127.0.0.1';
  readonly user = 'postgres';
  readonly port: number;
  readonly url: string;
  readonly version: string;
  readonly majorVersion: number;
  readonly password: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly socketDirectory: string | undefined;
  readonly caFile: string | undefined;
  readonly #directory: string;
  readonly #plan: PostmasterPlan;
  #postmaster: Postmaster;

  constructor(
    directory: string,
    binaries: Binaries,
    password: string,
    caFile: string | undefined,
    plan: PostmasterPlan,
    postmaster: Postmaster,
  ) {
    this.#directory = directory;
    this.#plan = plan;
    this.#postmaster = postmaster;
    this.port = plan.port;
    this.password = password;
    this.url = serverUrl(this.host, plan.port, password);
    this.version = binaries.version;
    this.majorVersion = binaries.majorVersion;
    this.dataDirectory = plan.dataDirectory;
    this.logFile = plan.logFile;
    this.socketDirectory = plan.socketDirectory;
    this.caFile = caFile;
  }

  get pid(): number | undefined {
    return this.#postmaster.hasExited() ? undefined : this.#postmaster.pid;
  }

  async stop(): Promise<void> {
    await this.#postmaster.stop('fast');
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 3 });
  }

  async stopImmediate(): Promise<void> {
    await this.#postmaster.stop('immediate');
  }

  async restart(): Promise<void> {
    await this.#postmaster.stop('fast');
    this.#postmaster = await startOnSamePort(this.#plan);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
