import type { DiscoverRequest, DiscoveredStream, Problem, Source } from '@rapidbyte/connector';
import type { Connection, ConnectionConfig } from '@rapidbyte/postgres';

const version = '0.1.0';

/** Catalog columns that the source reads (pg_attribute.attgenerated) came with it. */
const oldestServerVersion = 120_000;

/** Modules that take time to load are imported when they are first needed, so that Welcome does not wait for them. */
const load = {
  config: () => import('./config.ts'),
  discover: () => import('./discover.ts'),
  session: () => import('./session.ts'),
  connect: () => import('./connect.ts'),
};

/** PostgreSQL as a source: full refresh of tables and views, by COPY in its binary format. */
export function createSource(): Source {
  let connection: ConnectionConfig | undefined;
  /** Left over from check, discover or a session that has ended: the next one need not log in again. */
  let idle: Connection | undefined;

  const take = async (signal?: AbortSignal): Promise<Connection> => {
    const kept = idle;
    idle = undefined;
    if (kept !== undefined && kept.alive) return kept;
    if (connection === undefined) throw new Error('the source has not been configured');
    const { connectSource } = await load.connect();
    return connectSource(connection, signal);
  };
  const giveBack = async (used: Connection): Promise<void> => {
    if (idle !== undefined || !used.alive) return used.close();
    idle = used;
  };
  /** Runs `work` on a connection of which nothing remains. */
  const withConnection = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const used = await take();
    try {
      const result = await work(used);
      await giveBack(used);
      return result;
    } catch (error) {
      await used.close();
      throw used.translate(error);
    }
  };

  return {
    identity: { name: 'source-postgres', version, vendor: 'Rapidbyte' },
    configSchema: async () => (await load.config()).configSchema(),
    syncModes: ['full_refresh'],
    capabilities: ['native:postgresql'],

    configure: async (input) => {
      const { parseConfig } = await load.config();
      const parsed = parseConfig(input);
      ({ connection } = parsed);
      // Loading overlaps with what the host does next.
      void load.connect().catch(() => {});
      return parsed.problems;
    },
    check: () =>
      withConnection(async (used) => ({ problems: checkServer(used), system: `PostgreSQL ${used.serverVersion}` })),
    discover: (request) => discoverOn(take, giveBack, request),
    open: async (context, signal) => {
      const { TableSession } = await load.session();
      return TableSession.open(await take(signal), context, signal, giveBack);
    },
    close: async () => {
      await idle?.close();
    },
  };
}

async function* discoverOn(
  take: () => Promise<Connection>,
  giveBack: (connection: Connection) => Promise<void>,
  request: DiscoverRequest,
): AsyncGenerator<DiscoveredStream> {
  const { discover } = await load.discover();
  const used = await take();
  let complete = false;
  try {
    yield* discover(used, request);
    complete = true;
  } catch (error) {
    throw used.translate(error);
  } finally {
    await (complete ? giveBack(used) : used.close());
  }
}

function checkServer(used: Connection): Problem[] {
  const problems: Problem[] = [];
  if (used.serverVersionNumber < oldestServerVersion) {
    problems.push({
      severity: 'error',
      category: 'config',
      code: 'server_too_old',
      message: `the server is PostgreSQL ${used.serverVersion}; source-postgres needs ${oldestServerVersion / 10_000} or newer`,
      hint: 'upgrade the server',
    });
  }
  if (used.serverEncoding === 'SQL_ASCII') {
    problems.push({
      severity: 'warning',
      category: 'data',
      code: 'encoding_unknown',
      message: 'the source database is encoded as SQL_ASCII: it does not know what its texts are encoded as',
      hint: 'texts are read as UTF-8; one that is not valid UTF-8 ends the run with an error that names the stream',
    });
  } else if (used.serverEncoding !== 'UTF8') {
    problems.push({
      severity: 'warning',
      category: 'data',
      code: 'encoding_converted',
      message: `the source database is encoded as ${used.serverEncoding}: its texts are converted to UTF-8`,
      hint: 'nothing needs to be done unless the destination has another encoding too',
    });
  }
  return problems;
}
