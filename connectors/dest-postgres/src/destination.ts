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
import { nativeEncoding } from './native-encoding.ts';
import type { StateStore, StreamKey } from './state.ts';
import { version } from './version.ts';

/** Modules that take time to load are imported when they are first needed, so that Welcome does not wait for them. */
const load = {
  config: () => import('./config.ts'),
  connections: () => import('./connections.ts'),
  state: () => import('./state.ts'),
  shared: () => import('@rapidbyte/postgres'),
  check: () => import('./check.ts'),
  begin: () => import('./begin.ts'),
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
  readonly state: StateStore;
  readonly pipeline: string;
}

/** PostgreSQL as a destination: COPY into a staging table per load, made visible in one transaction per stream. */
export class PostgresDestination implements Destination {
  readonly identity = { name: 'dest-postgres', version, vendor: 'Rapidbyte' };
  readonly configSchema = async (): Promise<object> => (await load.config()).configSchema();
  readonly writeModes = ['append', 'replace'] as const;
  readonly capabilities = [nativeEncoding];
  readonly knobs = [copyFlushBytes];
  readonly maxOpenUnits = maxOpenUnits;
  #configured: Configured | undefined;

  async configure(input: unknown, environment: Environment): Promise<readonly Problem[]> {
    const [{ readConfig }, { Connections }, { StateStore }] = await Promise.all([
      load.config(),
      load.connections(),
      load.state(),
    ]);
    const { config, problems } = readConfig(input);
    if (config !== undefined) {
      const connections = new Connections(config.connection);
      this.#configured = {
        config,
        connections,
        state: new StateStore(config.stagingSchema),
        pipeline: environment.pipeline,
      };
      // Logging in and loading overlap with what the host does next.
      connections.open();
      void load.check();
    }
    return problems;
  }

  async check(offers: readonly StreamOffer[]): Promise<Checked> {
    const { config } = this.#settings();
    const { check } = await load.check();
    return this.#work(undefined, (connection) => check(connection, config, offers));
  }

  async begin(request: BeginRequest): Promise<readonly BegunStream[]> {
    const { config, state, pipeline } = this.#settings();
    const { beginStream } = await load.begin();
    await this.#work(undefined, ({ client }) => state.prepare(client, config.lockTimeoutMs));
    const begun: BegunStream[] = [];
    for (const spec of request.streams) {
      const key: StreamKey = { pipeline, stream: spec.name };
      begun.push(
        await this.#work(spec.name, ({ client, serverVersionNumber }) =>
          beginStream({ db: client, config, state, serverVersionNumber }, key, spec, request.loadId),
        ),
      );
    }
    return begun;
  }

  async open(context: StreamContext, signal: AbortSignal): Promise<DestinationSession> {
    const { openSession } = await load.session();
    return openSession(this.#settings(), context, signal);
  }

  async publish(request: PublishRequest): Promise<readonly PublishedStream[]> {
    const { connections, config, state, pipeline } = this.#settings();
    const { publishStream } = await load.publish();
    const published: PublishedStream[] = [];
    for (const [i, spec] of request.streams.entries()) {
      const { namespace, name } = spec.name;
      const receipts = request.receipts.filter(({ stream }) => stream.namespace === namespace && stream.name === name);
      published.push(
        await this.#work(spec.name, (connection) =>
          publishStream(
            { connections, config, state },
            connection,
            { pipeline, stream: spec.name },
            spec,
            request.epochs[i] ?? 0,
            request.loadId,
            receipts,
          ),
        ),
      );
    }
    return published;
  }

  async forget(request: ForgetRequest): Promise<void> {
    const { config, state, pipeline } = this.#settings();
    const { forgetStream } = await load.forget();
    for (const spec of request.streams) {
      await this.#work(spec.name, ({ client }) =>
        forgetStream(client, config, state, { pipeline, stream: spec.name }, request.loadId),
      );
    }
  }

  async forgetPosition(stream: StreamName): Promise<boolean> {
    const { config, state, pipeline } = this.#settings();
    const { forgetPosition } = await load.forgetPosition();
    return this.#work(stream, ({ client }) => forgetPosition(client, config, state, { pipeline, stream }));
  }

  async close(): Promise<void> {
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
