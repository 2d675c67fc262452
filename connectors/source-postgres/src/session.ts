import { ConnectorError, type SourceOutput, type SourceSession, type StreamContext } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified, type Connection } from '@rapidbyte/postgres';
import { describeRelations, type Relation } from './catalog/relations.ts';
import { TypeCatalog } from './catalog/types.ts';
import { readRows } from './copy/row-reader.ts';
import { planRead, type ReadPlan } from './read-plan.ts';

/** How long a session waits for a table that someone has locked exclusively. */
const lockTimeoutMs = 30_000;

/**
 * A view's expressions and functions shall see what they see when its users read it. Our own statement names everything
 * with its schema.
 */
const viewSettings = 'SET LOCAL search_path TO DEFAULT; SET LOCAL TimeZone TO DEFAULT';

/** Reads one stream, whole, as one snapshot has it. */
export class TableSession implements SourceSession {
  readonly #connection: Connection;
  readonly #context: StreamContext;
  readonly #plan: ReadPlan;
  readonly #signal: AbortSignal;
  readonly #giveBack: (connection: Connection) => Promise<void>;
  #complete = false;

  private constructor(
    connection: Connection,
    context: StreamContext,
    plan: ReadPlan,
    signal: AbortSignal,
    giveBack: (connection: Connection) => Promise<void>,
  ) {
    this.#connection = connection;
    this.#context = context;
    this.#plan = plan;
    this.#signal = signal;
    this.#giveBack = giveBack;
  }

  /**
   * Takes the snapshot and a lock that keeps the table as it is. The connection is the session's until it calls `giveBack`
   * with it, which happens only if it is as good as new.
   */
  static async open(
    connection: Connection,
    context: StreamContext,
    signal: AbortSignal,
    giveBack: (connection: Connection) => Promise<void>,
  ): Promise<TableSession> {
    // The unit's stream index counts the streams of the plan, not those of the session, which has one.
    const [spec] = context.streams;
    if (spec === undefined) {
      throw new ConnectorError({
        code: 'no_stream',
        category: 'protocol',
        message: 'the session has no stream',
      });
    }
    const stream = formatStreamName(spec.name);
    const cancel = (): void => connection.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const [found] = await describeRelations(connection, [spec.name]);
      await begin(connection, found ?? missing(stream));
      // Again, now that it can't change any more.
      const [relation] = await describeRelations(connection, [spec.name]);
      const catalog = new TypeCatalog();
      await catalog.load(
        connection,
        (relation ?? missing(stream)).columns.map((column) => column.type),
      );
      const plan = planRead(spec, relation ?? missing(stream), catalog);
      if (relation?.kind === 'v') await connection.client.query(viewSettings);
      return new TableSession(connection, context, plan, signal, giveBack);
    } catch (error) {
      await connection.close();
      signal.throwIfAborted();
      throw connection.translate(error, stream);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async read(output: SourceOutput): Promise<void> {
    const [spec] = this.#context.streams;
    const { complete } = await readRows(
      {
        connection: this.#connection,
        ...this.#plan,
        stream: spec === undefined ? '' : formatStreamName(spec.name),
        streamIndex: 0,
        targetBatchBytes: this.#context.targetBatchBytes,
        signal: this.#signal,
      },
      output,
    );
    this.#complete = complete;
  }

  async close(): Promise<void> {
    if (!this.#complete) return this.#connection.close();
    try {
      await this.#connection.client.query('COMMIT');
      await this.#giveBack(this.#connection);
    } catch {
      await this.#connection.close();
    }
  }
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
