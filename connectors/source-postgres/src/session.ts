import {
  ConnectorError,
  type Setting,
  type SourceOutput,
  type SourceSession,
  type StreamContext,
  type StreamSpec,
} from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { describeRelations, type Relation } from './catalog/relations.ts';
import { TypeCatalog } from './catalog/types.ts';
import type { Pooled } from './connection-pool.ts';
import { readRows } from './copy/row-reader.ts';
import type { Described, HeldTransaction } from './held-transaction.ts';
import { settingOf } from './partition-mode.ts';
import { lockTimeoutMs } from './plan/timeouts.ts';
import type { UnitToken } from './plan/token.ts';
import { copySql, planRead, type Read } from './read-plan.ts';
import { viewSettings } from './view-settings.ts';

/** Where the rows of a session come from. */
interface Opened {
  /** One after the other. */
  readonly reads: readonly Read[];
  readonly setting: Setting;
  /** The transaction that the next unit of its snapshot may go on with. */
  readonly held?: HeldTransaction;
}

/** Reads one unit: a stream, whole, as one snapshot has it, or what a plan's token says of one. */
export class TableSession implements SourceSession {
  readonly settings: readonly Setting[];
  readonly #connection: Connection;
  readonly #context: StreamContext;
  readonly #opened: Opened;
  readonly #signal: AbortSignal;
  readonly #giveBack: (pooled: Pooled) => Promise<void>;
  #complete = false;

  private constructor(
    connection: Connection,
    context: StreamContext,
    opened: Opened,
    signal: AbortSignal,
    giveBack: (pooled: Pooled) => Promise<void>,
  ) {
    this.settings = [opened.setting];
    this.#connection = connection;
    this.#context = context;
    this.#opened = opened;
    this.#signal = signal;
    this.#giveBack = giveBack;
  }

  /**
   * Takes the snapshot, the unit's or a new one, and a lock that keeps the table as it is. The connection is the session's
   * until it calls `giveBack` with it, which happens only if it is as good as new or the unit's transaction goes on.
   */
  static async open(
    pooled: Pooled,
    token: UnitToken | undefined,
    context: StreamContext,
    signal: AbortSignal,
    giveBack: (pooled: Pooled) => Promise<void>,
  ): Promise<TableSession> {
    const { connection } = pooled;
    const cancel = (): void => connection.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    let stream: string | undefined;
    try {
      const spec = streamOf(context);
      stream = formatStreamName(spec.name);
      const opened =
        token === undefined ? await openWhole(connection, spec, context) : await openUnit(pooled, token, spec, context);
      return new TableSession(connection, context, opened, signal, giveBack);
    } catch (error) {
      await connection.close();
      signal.throwIfAborted();
      throw connection.translate(error, stream);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async read(output: SourceOutput): Promise<void> {
    const stream = formatStreamName(streamOf(this.#context).name);
    for (const read of this.#opened.reads) {
      const { complete } = await readRows(
        {
          connection: this.#connection,
          ...read,
          stream,
          streamIndex: 0,
          targetBatchBytes: this.#context.targetBatchBytes,
          signal: this.#signal,
        },
        output,
      );
      if (!complete) return;
    }
    this.#complete = true;
  }

  async close(): Promise<void> {
    const { held } = this.#opened;
    if (!this.#complete) return this.#connection.close();
    if (held !== undefined) return this.#giveBack({ connection: this.#connection, held });
    try {
      await this.#connection.client.query('COMMIT');
      await this.#giveBack({ connection: this.#connection });
    } catch {
      await this.#connection.close();
    }
  }
}

/** The unit's stream index counts the streams of the plan, not those of the session, which has one. */
export function streamOf({ streams: [spec] }: StreamContext): StreamSpec {
  if (spec !== undefined) return spec;
  throw new ConnectorError({
    code: 'no_stream',
    category: 'protocol',
    message: 'the session has no stream',
  });
}

async function openWhole(connection: Connection, spec: StreamSpec, { overrides }: StreamContext): Promise<Opened> {
  const stream = formatStreamName(spec.name);
  if (spec.syncMode === 'incremental') throw notPlanned(stream);
  const [found] = await describeRelations(connection, [spec.name]);
  await begin(connection, found ?? missing(stream));
  // Again, now that it can't change any more.
  const [relation = missing(stream)] = await describeRelations(connection, [spec.name]);
  const catalog = new TypeCatalog();
  await catalog.load(
    connection,
    relation.columns.map((column) => column.type),
  );
  const { expressions, ...plan } = planRead(spec, relation, catalog);
  const from = `FROM ${quoteQualified(relation.namespace, relation.name)}`;
  if (relation.kind === 'v') await connection.client.query(viewSettings);
  return { reads: [{ ...plan, sql: copySql(expressions, [from]) }], setting: settingOf(overrides) };
}

async function openUnit(
  { connection, held: kept }: Pooled,
  token: UnitToken,
  spec: StreamSpec,
  context: StreamContext,
): Promise<Opened> {
  const { HeldTransaction } = await import('./held-transaction.ts');
  const held = kept ?? (await HeldTransaction.begin(connection, token));
  const { relation, catalog } = await held.lock(token);
  const reads = await readsOf(connection, token, spec, context, { relation, catalog });
  const { mode, reason } = token;
  const asked = settingOf(context.overrides);
  const why = reason ?? (mode === asked.value ? undefined : 'the unit was planned so');
  const setting = { ...asked, value: mode, ...(why === undefined ? {} : { reason: why }) };
  if (relation.kind !== 'v') return { reads, setting, held };
  await connection.client.query(viewSettings);
  // These settings are no one else's: the transaction ends with the unit.
  return { reads, setting };
}

async function readsOf(
  connection: Connection,
  token: UnitToken,
  spec: StreamSpec,
  context: StreamContext,
  described: Described,
): Promise<readonly Read[]> {
  if (token.continues !== undefined) {
    const { continuingReads } = await import('./continuing-read.ts');
    return continuingReads(connection, token.continues.incarnation, spec, context, described);
  }
  const { fromClause } = await import('./plan/predicate.ts');
  const { expressions, ...plan } = planRead(spec, described.relation, described.catalog);
  const from = token.parts.map((part) => fromClause(token.stream, part));
  return [{ ...plan, sql: copySql(expressions, from) }];
}

/**
 * The lock comes before the snapshot: TRUNCATE, and ALTER TABLE where it rewrites the table, are not MVCC-safe, and a
 * snapshot from before them would find the table empty afterwards.
 * https://www.postgresql.org/docs/current/mvcc-caveats.html
 */
async function begin(connection: Connection, relation: Relation): Promise<void> {
  const { client } = connection;
  const name = quoteQualified(relation.namespace, relation.name);
  const settings = `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL row_security = off`;
  if (relation.selectAll && ['r', 'p', 'v'].includes(relation.kind)) {
    try {
      await client.query(
        `START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings}; LOCK TABLE ${name} IN ACCESS SHARE MODE`,
      );
      return;
    } catch (error) {
      // A view's owner may lack a privilege that LOCK wants and SELECT does not.
      if (!isDenied(error)) throw error;
      await client.query('ROLLBACK');
    }
  }
  // LOCK TABLE takes no materialized view or foreign table, and no right to single columns; a SELECT locks as well. READ
  // COMMITTED, because the COPY, one statement with one snapshot, shall take it after the lock.
  const column = relation.columns.find(({ selectable }) => selectable);
  const list = column === undefined ? '' : quoteIdentifier(column.name);
  await client.query(
    `START TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY; ${settings}; SELECT ${list} FROM ${name} LIMIT 0`,
  );
}

function notPlanned(stream: string): ConnectorError {
  return new ConnectorError({
    code: 'unit_token_invalid',
    category: 'protocol',
    message: `a session was opened for ${stream}, which is read incrementally, with a unit that is none of a plan`,
    hint: 'a host must plan first, and open the units that it gets',
    stream,
  });
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}

function missing(stream: string): never {
  throw new ConnectorError({
    code: 'relation_not_found',
    category: 'schema',
    message: `${stream} does not exist any more`,
    hint: 'it was dropped or renamed meanwhile: run again',
    stream,
  });
}
