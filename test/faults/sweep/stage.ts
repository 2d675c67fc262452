import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { connectForFingerprints, fingerprint } from '../../support/fingerprint.ts';
import { testServers } from '../../support/test-servers.ts';
import { expectedSql, type Mode, sourceSql, type Table } from './mode.ts';
import { run } from './run.ts';

/** Where the cases of one mode run, one after the other: a source, and a target that each of them gets anew. */
export interface Stage extends AsyncDisposable {
  readonly mode: Mode;
  readonly source: TestDatabase;
  /** What a target's rows are after so many loads; null: there is no table. */
  readonly expected: Readonly<Record<Table, readonly (string | null)[]>>;
  /** A copy of the target as it is before a case. */
  newTarget(): Promise<TestDatabase>;
}

let targets = 0;

interface Servers {
  readonly source: { readonly url: string };
  readonly destination: { readonly url: string };
}

/** @param servers those of all tests if not said */
export async function prepareStage(mode: Mode, servers: Servers = testServers): Promise<Stage> {
  const source = await createDatabase(servers.source.url, { setup: sourceSql(mode) });
  const template = await createDatabase(servers.destination.url, { setup: mode.target });
  if (mode.growth !== undefined) {
    const { result } = await run(mode, { source: source.url, destination: template.url });
    if (result.status !== 'succeeded')
      throw new Error(`the first load of ${mode.name}: ${JSON.stringify(result.errors)}`);
    await source.query(mode.growth);
  }
  await source.query(expectedSql());
  await disconnectAll(servers.destination.url, template);
  return {
    mode,
    source,
    expected: await expectations(mode, source.url),
    newTarget: () => copyOf(servers.destination.url, template),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([source.drop(), template.drop()]);
    },
  };
}

/** Somebody who is stalled in a publish has the table, and has not committed. */
const lockTimeoutMs = 1000;
const lockNotAvailable = '55P03';

/** What tells two tables apart that should be equal: the number of rows, and a sum over them; `locked` if it can't be read. */
export async function contents(url: string, table: string): Promise<string | null> {
  const client = await connectForFingerprints(url);
  try {
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    const { rows: found } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
      table,
    ]);
    if (found[0]?.found !== true) return null;
    const { rows, text } = await fingerprint(client, table);
    return `${rows} rows, ${text}`;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === lockNotAvailable) return 'locked';
    throw error;
  } finally {
    await client.end();
  }
}

async function expectations(mode: Mode, url: string): Promise<Stage['expected']> {
  const of = (table: Table): Promise<(string | null)[]> =>
    Promise.all(
      mode.after.map((schema) => (schema === null ? Promise.resolve(null) : contents(url, `${schema}.${table}`))),
    );
  const [items, people] = await Promise.all([of('items'), of('people')]);
  return { items, people };
}

async function copyOf(server: string, template: TestDatabase): Promise<TestDatabase> {
  const name = `${template.name}_${++targets}`;
  await queryOnce(server, `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template.name)}`);
  return openDatabase(server, name);
}

/** A database can be copied only while nobody is connected to it. */
async function disconnectAll(server: string, { name }: TestDatabase): Promise<void> {
  await queryOnce(server, 'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [name]);
}

function openDatabase(server: string, name: string): TestDatabase {
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = async (): Promise<void> => {
    await queryOnce(server, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
  };
  return {
    name,
    url: url.href,
    query: (sql, values) => queryOnce(url.href, sql, values),
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

async function queryOnce<Row>(url: string, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Row[];
  } finally {
    await client.end();
  }
}
