import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral, type QueryResult, type QueryResultRow } from 'pg';

export interface DatabaseOptions {
  /** Any of PostgreSQL's names, `SQL_ASCII` and `LATIN1` among them; UTF8 if not given. */
  readonly encoding?: string;
  /** Its name; random if not given. Any text that PostgreSQL takes. */
  readonly name?: string;
  /** SQL to run in it, several statements if need be. */
  readonly setup?: string;
}

export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** Of the same user as the server's URL. */
  readonly url: string;
  /** Runs SQL and gives the rows, each by column name, as `pg` parses them; of several statements, the last one's. */
  query<Row extends QueryResultRow = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Disconnects everyone and drops it. Safe to repeat, and to call when the server is gone. */
  drop(): Promise<void>;
}

/** Creates a database in the server at `serverUrl`, whose user may create databases. */
export async function createDatabase(serverUrl: string, options: DatabaseOptions = {}): Promise<TestDatabase> {
  const name = options.name ?? `test_${randomBytes(6).toString('hex')}`;
  const quoted = escapeIdentifier(name);
  const encoding = escapeLiteral(options.encoding ?? 'UTF8');
  // Locale C goes with every encoding; what template1 has may not.
  await runIn(
    serverUrl,
    `CREATE DATABASE ${quoted} TEMPLATE template0 ENCODING ${encoding} LOCALE_PROVIDER libc LOCALE 'C'`,
  );
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  const connection = new Connection(url.href);
  const drop = async (): Promise<void> => {
    await connection.close();
    await runIn(serverUrl, `DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') throw error;
    });
  };
  try {
    if (options.setup !== undefined) await connection.query(options.setup);
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    name,
    url: url.href,
    query: (sql, values) => connection.query(sql, values),
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

/** One client, connected when first needed, and anew when the server cut it off. */
class Connection {
  readonly #url: string;
  #client: Promise<Client> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    this.#client ??= this.#connect();
    const client = await this.#client;
    const result: QueryResult<Row> | QueryResult<Row>[] = await client.query<Row>(sql, values);
    return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await (await client?.catch(() => undefined))?.end();
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: this.#url });
    client.on('error', () => {
      this.#client = undefined;
    });
    try {
      await client.connect();
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
    return client;
  }
}

async function runIn(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
