import type { DiscoverRequest, DiscoveredStream, Problem, Source } from '@rapidbyte/connector';
import type { Connection, ConnectionConfig } from '@rapidbyte/postgres';
import { ConnectionPool } from './connection-pool.ts';
import { partitionMode } from './partition-mode.ts';
import type { Planner } from './plan/planner.ts';
import type { AtSnapshot } from './plan/standings.ts';

const version = '0.1.0';

/** Catalog columns that the source reads (pg_attribute.attgenerated) came with it. */
const oldestServerVersion = 120_000;

/** Modules that take time to load are imported when they are first needed, so that Welcome does not wait for them. */
const load = {
  config: () => import('./config.ts'),
  discover: () => import('./discover.ts'),
  session: () => import('./session.ts'),
  connect: () => import('./connect.ts'),
  planner: () => import('./plan/planner.ts'),
  token: () => import('./plan/token.ts'),
  transaction: () => import('./held-transaction.ts'),
  budget: () => import('./connection-budget.ts'),
};

/**
 * Sessions side by side in one process: each has a connection and buffers of its own. More would share one core that a few
 * keep busy.
 */
const maxOpenUnits = 8;

/** PostgreSQL as a source: tables and views, whole or where they have grown, by COPY in its binary format. */
export function createSource(): Source {
  let connection: ConnectionConfig | undefined;
  let planner: Planner | undefined;

  // A login that check, discovery or a session has left over need not be made again.
  const pool = new ConnectionPool(async (signal) => {
    if (connection === undefined) throw new Error('the source has not been configured');
    const { connectSource } = await load.connect();
    return connectSource(connection, signal);
  }, maxOpenUnits);
  /** Runs `work` on a connection of which nothing remains. */
  const withConnection = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const { connection: used } = await pool.take();
    try {
      const result = await work(used);
      await pool.giveBack({ connection: used });
      return result;
    } catch (error) {
      await used.close();
      throw used.translate(error);
    }
  };
  const atSnapshot: AtSnapshot = async ({ id, sum }, work) => {
    const { HeldTransaction } = await load.transaction();
    const { connection: used } = await pool.take(undefined, id);
    try {
      const held = await HeldTransaction.begin(used, { snapshot: id, snapshotSum: sum });
      const result = await work(held, used);
      await pool.giveBack({ connection: used, held });
      return result;
    } catch (error) {
      await used.close();
      throw used.translate(error);
    }
  };
  const release = async (): Promise<void> => {
    const ended = planner;
    planner = undefined;
    await ended?.hold.release();
    if (ended !== undefined) await pool.giveBack({ connection: ended.hold.connection });
    await pool.endTransactions();
  };

  return {
    identity: { name: 'source-postgres', version, vendor: 'Rapidbyte' },
    configSchema: async () => (await load.config()).configSchema(),
    syncModes: ['full_refresh', 'incremental'],
    capabilities: ['native:postgresql'],
    knobs: [partitionMode],
    maxOpenUnits,

    configure: async (input) => {
      const { parseConfig } = await load.config();
      const parsed = parseConfig(input);
      ({ connection } = parsed);
      // Loading overlaps with what the host does next.
      void load.connect().catch(() => {});
      return parsed.problems;
    },
    check: () =>
      withConnection(async (used) => {
        const { connectionBudget } = await load.budget();
        return {
          problems: checkServer(used),
          system: `PostgreSQL ${used.serverVersion}`,
          connections: await connectionBudget(used),
        };
      }),
    discover: (request) => discoverOn(pool, request),
    plan: async (request) => {
      const { Planner, foreignUnits } = await load.planner();
      if (planner === undefined && request.done.length > 0) throw foreignUnits(request.done);
      if (planner === undefined || !planner.continues(request)) {
        await release();
        const { connection: used } = await pool.take();
        // The planner keeps this one; the first session's login overlaps with the planning.
        pool.warm();
        planner = await Planner.start(used, request, atSnapshot);
      }
      return planner.plan(request);
    },
    release,
    open: async (context, signal) => {
      const { TableSession, streamOf } = await load.session();
      const bytes = context.unit.token;
      const token = bytes.length === 0 ? undefined : (await load.token()).openToken(bytes, streamOf(context).name);
      const pooled = await pool.take(signal, token?.snapshot);
      return TableSession.open(pooled, token, context, signal, (used) => pool.giveBack(used));
    },
    close: async () => {
      await planner?.hold.release();
      await planner?.hold.connection.close();
      await pool.close();
    },
  };
}

async function* discoverOn(pool: ConnectionPool, request: DiscoverRequest): AsyncGenerator<DiscoveredStream> {
  const { discover } = await load.discover();
  const { connection: used } = await pool.take();
  let complete = false;
  try {
    yield* discover(used, request);
    complete = true;
  } catch (error) {
    throw used.translate(error);
  } finally {
    await (complete ? pool.giveBack({ connection: used }) : used.close());
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
