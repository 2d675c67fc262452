import {
  type BeginRequest,
  type BegunStream,
  type Checked,
  ConnectorError,
  type Destination,
  type DestinationSession,
  type Environment,
  type ForgetRequest,
  type Problem,
  type PublishedStream,
  type PublishRequest,
  type StreamContext,
  type StreamName,
  type StreamOffer,
} from '@rapidbyte/connector';
import type { Connection } from '@rapidbyte/postgres';
import type { DestinationConfig } from './config.ts';
import type { Connections } from './connections.ts';
import { copyFlushBytes } from './knobs.ts';
import type { LoadLocks } from './load-locks.ts';
import { nativeEncoding } from './native-encoding.ts';
import type { StateStore } from './state/store.ts';
import type { StreamKey } from './state/stream-key.ts';
import { version } from './version.ts';

/** Modules that take time to load are imported when they are first needed, so that Welcome does not wait for them. */
const load = {
  config: () => import('./config.ts'),
  connections: () => import('./connections.ts'),
  locks: () => import('./load-locks.ts'),
  state: () => import('./state/store.ts'),
  shared: () => import('@rapidbyte/postgres'),
  check: () => import('./check.ts'),
  begin: () => import('./begin-load.ts'),
  session: () => import('./session.ts'),
  publish: () => import('./publish.ts'),
  forget: () => import('./forget.ts'),
  forgetPosition: () => import('./forget-position.ts'),
};

/** A session takes little of a core: the server does the work. More of them in one process share its start and its memory. */
const maxOpenUnits = 8;

/** Everything that a config settles. */
interface Configured {
  readonly config: DestinationConfig;
  readonly connections: Connections;
  readonly locks: LoadLocks;
  readonly state: StateStore;
  readonly keyOf: (stream: StreamName) => StreamKey;
}

/** PostgreSQL as a destination: COPY into a staging table per load, made visible in one transaction per stream. */
export class PostgresDestination implements Destination {
  readonly identity = { name: 'dest-postgres', version, vendor: 'Rapidbyte' };
  readonly configSchema = async (): Promise<object> => (await load.config()).configSchema();
  readonly writeModes = ['append', 'replace', 'upsert'] as const;
  readonly capabilities = [nativeEncoding];
  readonly knobs = [copyFlushBytes];
  readonly maxOpenUnits = maxOpenUnits;
  #configured: Configured | undefined;

  async configure(input: unknown, environment: Environment): Promise<readonly Problem[]> {
    const [{ readConfig }, { Connections }, { LoadLocks }, { StateStore }] = await Promise.all([
      load.config(),
      load.connections(),
      load.locks(),
      load.state(),
    ]);
    const { config, problems } = readConfig(input);
    if (config !== undefined) {
      const connections = new Connections(config.connection);
      const state = new StateStore(config.stagingSchema);
      this.#configured = {
        config,
        connections,
        locks: new LoadLocks(connections, async (db, key) => (await state.streams.read(db, key, 'none'))?.epoch),
        state,
        keyOf: (stream) => ({ stateSchema: config.stagingSchema, pipeline: environment.pipeline, stream }),
      };
      // Logging in and loading overlap with what the host does next.
      connections.open();
      void load.check();
    }
    return problems;
  }

  async check(offers: readonly StreamOffer[]): Promise<Checked> {
    const { config, state } = this.#settings();
    const { check } = await load.check();
    return this.#work(undefined, (connection) => check(connection, config, state, offers));
  }

  async begin(request: BeginRequest): Promise<readonly BegunStream[]> {
    const { config, state, locks, keyOf } = this.#settings();
    const { beginLoad, prepareLoads } = await load.begin();
    await this.#work(undefined, ({ client }) => prepareLoads(client, { config, state }, request));
    const begun: BegunStream[] = [];
    const taken: StreamKey[] = [];
    try {
      for (const spec of request.streams) {
        const key = keyOf(spec.name);
        if (!locks.holds(key)) taken.push(key);
        begun.push(await beginLoad({ config, state, locks }, key, spec, request));
      }
    } catch (error) {
      for (const key of taken) await locks.release(key);
      throw error;
    }
    return begun;
  }

  async open(context: StreamContext, signal: AbortSignal): Promise<DestinationSession> {
    const { openSession } = await load.session();
    return openSession(this.#settings(), context, signal);
  }

  async publish(request: PublishRequest): Promise<readonly PublishedStream[]> {
    const { connections, config, locks, state, keyOf } = this.#settings();
    const { publishStream } = await load.publish();
    const published: PublishedStream[] = [];
    for (const [i, spec] of request.streams.entries()) {
      const key = keyOf(spec.name);
      const { namespace, name } = spec.name;
      await locks.require(key);
      published.push(
        await this.#work(spec.name, (connection) =>
          publishStream({ connections, config, state }, connection, key, spec, {
            loadId: request.loadId,
            epoch: request.epochs[i] ?? 0,
            receipts: request.receipts.filter(({ stream }) => stream.namespace === namespace && stream.name === name),
            position: request.positions?.find(({ streamIndex }) => streamIndex === i)?.position,
          }),
        ),
      );
      await locks.release(key);
    }
    return published;
  }

  async forget(request: ForgetRequest): Promise<void> {
    const { config, state, locks, keyOf } = this.#settings();
    const { forgetStream } = await load.forget();
    for (const { name } of request.streams) {
      const key = keyOf(name);
      await this.#work(name, ({ client }) => forgetStream(client, config, state, key, request.loadId));
      await locks.release(key);
    }
  }

  async forgetPosition(stream: StreamName): Promise<boolean> {
    const { config, state, locks, keyOf } = this.#settings();
    const { forgetPosition } = await load.forgetPosition();
    return this.#work(stream, ({ client }) => forgetPosition({ config, state, locks }, client, keyOf(stream)));
  }

  async close(): Promise<void> {
    await this.#configured?.locks.close();
    await this.#configured?.connections.close();
  }

  #settings(): Configured {
    if (this.#configured === undefined) {
      throw new ConnectorError({
        code: 'not_configured',
        category: 'protocol',
        message: 'the destination has no config yet',
      });
    }
    return this.#configured;
  }

  /** Runs `work` on a connection; what the server says is translated here, once. */
  #work<T>(stream: StreamName | undefined, work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#settings().connections.use(async (connection) => {
      try {
        return await work(connection);
      } catch (error) {
        const { formatStreamName, translateError } = await load.shared();
        const where = stream === undefined ? {} : { stream: formatStreamName(stream) };
        throw translateError(error, { ...connection.context, ...where });
      }
    });
  }
}
