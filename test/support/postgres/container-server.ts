import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GenericContainer, Wait, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import { containerImage, type ContainerImage } from './container-image.ts';
import { unwatchContainer, watchContainer } from './container-reaper.ts';
import { freePort } from './port.ts';
import { ServerUnavailableError, serverUrl, type PostgresServer, type ServerOptions } from './server.ts';
import { serverSettings } from './settings.ts';
import { readVersion } from './version.ts';

export { containerImage } from './container-image.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

// Its work is done by container-reaper.ts, which needs no second image.
process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';

/** Why a server in a container can't be this one; undefined if it can. */
export function containerLimit(options: ServerOptions): string | undefined {
  return options.tls ? 'servers in containers are started without TLS' : undefined;
}

/**
 * Starts a server in a container, of `containerImage()`.
 *
 * @throws {ServerUnavailableError} if the options need what servers in containers do not have
 * @throws {Error} if the container does not start
 */
export async function startContainerPostgres(options: ServerOptions = {}): Promise<PostgresServer> {
  const limit = containerLimit(options);
  if (limit !== undefined) throw new ServerUnavailableError(limit);
  const image = await containerImage();
  const password = image.fixedPassword ?? `p@ss:w/rd?#%41&+=${randomBytes(9).toString('hex')}`;
  // A fixed port, because a restarted container would be given another one.
  const port = await freePort();
  const container = await startContainer(image, options, password, port);
  const host = container.getHost();
  const url = serverUrl(host, port, password);
  const version = await waitUntilReady(url);
  return new ContainerServer(container, { url, host, port, password, ...version });
}

async function startContainer(
  image: ContainerImage,
  options: ServerOptions,
  password: string,
  port: number,
): Promise<StartedTestContainer> {
  const settings = Object.entries(serverSettings(options)).flatMap(([name, value]) => [
    '-c',
    `${name}=${String(value)}`,
  ]);
  const container = new WatchedContainer(image.name)
    .withCommand([...image.command, ...settings])
    .withExposedPorts({ container: 5432, host: port })
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/))
    .withStartupTimeout(startTimeoutMs);
  if (image.entrypoint !== undefined) container.withEntrypoint([...image.entrypoint]);
  if (image.user !== undefined) container.withUser(image.user);
  if (image.fixedPassword === undefined) container.withEnvironment({ POSTGRES_PASSWORD: password });
  try {
    return await container.start();
  } catch (cause) {
    const log = await container.removeWithLog();
    throw new Error(`PostgreSQL did not start in a container of ${image.name}. Its log ends:\n${log}`, { cause });
  }
}

/** Known to the reaper before it runs, and not left behind when it fails. */
class WatchedContainer extends GenericContainer {
  #id: string | undefined;
  #log = '';

  constructor(image: string) {
    super(image);
    this.withLogConsumer((stream) => stream.on('data', (line) => (this.#log = `${this.#log}${line}\n`.slice(-4_000))));
  }

  protected override containerCreated(id: string): Promise<void> {
    this.#id = id;
    watchContainer(id);
    return Promise.resolve();
  }

  /** testcontainers removes a container that started and then failed, but not one that exited at once. */
  async removeWithLog(): Promise<string> {
    if (this.#id === undefined) return '(it was never created)';
    const container = (await getContainerRuntimeClient()).container.getById(this.#id);
    try {
      const log = withoutFrames(await container.logs({ stdout: true, stderr: true, tail: 20 }));
      await container.remove({ force: true, v: true });
      return log;
    } catch {
      return this.#log;
    } finally {
      unwatchContainer(this.#id);
    }
  }
}

/** The engine's log is a sequence of frames: 1 byte stream, 3 zero, 4 length (big-endian), then the text. */
function withoutFrames(log: Buffer): string {
  const texts: string[] = [];
  for (let at = 0; at + 8 <= log.length;) {
    const end = at + 8 + log.readUInt32BE(at + 4);
    texts.push(log.toString('utf8', at + 8, end));
    at = end;
  }
  return texts.join('');
}

/** The log's line is not enough: postgres:18 writes it during its own set-up too. */
async function waitUntilReady(url: string): Promise<{ version: string; majorVersion: number }> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      return await readVersion(url);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

type Address = Pick<PostgresServer, 'url' | 'host' | 'port' | 'password' | 'version' | 'majorVersion'>;

class ContainerServer implements PostgresServer {
  readonly kind = 'container';
  readonly user = 'postgres';
  readonly pid = undefined;
  readonly dataDirectory = undefined;
  readonly logFile = undefined;
  readonly socketDirectory = undefined;
  readonly caFile = undefined;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly version: string;
  readonly majorVersion: number;
  readonly #id: string;
  #removed = false;

  constructor(container: StartedTestContainer, address: Address) {
    this.#id = container.getId();
    this.url = address.url;
    this.host = address.host;
    this.port = address.port;
    this.password = address.password;
    this.version = address.version;
    this.majorVersion = address.majorVersion;
  }

  async stop(): Promise<void> {
    if (this.#removed) return;
    await this.#signal('SIGINT');
    const { container } = await getContainerRuntimeClient();
    await container.getById(this.#id).remove({ force: true, v: true });
    this.#removed = true;
    unwatchContainer(this.#id);
  }

  async stopImmediate(): Promise<void> {
    await this.#signal('SIGQUIT');
  }

  async restart(): Promise<void> {
    await this.#signal('SIGINT');
    const { container } = await getContainerRuntimeClient();
    await container.getById(this.#id).start();
    await waitUntilReady(this.url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Stops the server, which is the container's first process, and waits for its end; nothing if it does not run. */
  async #signal(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const container = (await getContainerRuntimeClient()).container.getById(this.#id);
    if (!(await container.inspect()).State.Running) return;
    await container.kill({ signal });
    const giveUp = new AbortController();
    const gone = container.wait().then(() => true);
    const stayed = sleep(stopTimeoutMs, false, { signal: giveUp.signal }).catch(() => false);
    if (!(await Promise.race([gone, stayed]))) await container.kill({ signal: 'SIGKILL' });
    giveUp.abort();
  }
}
