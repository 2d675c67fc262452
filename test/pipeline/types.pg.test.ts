import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { serverMatrix, testServers } from '../support/test-servers.ts';
import { typeCases, type TypeCase } from './type-values.ts';

/** What one server says of one table's values: nothing in it is computed by our code. */
interface Row {
  readonly id: number;
  readonly text: string | null;
  readonly binary: string | null;
  readonly type: string;
}

const directions = serverMatrix.flatMap((source) =>
  serverMatrix
    .filter((destination) => source === destination || serverMatrix.length > 1)
    .map((destination) => ({ source, destination })),
);

describe.each(directions)('$source.name to $destination.name', ({ source, destination }) => {
  let from: TestDatabase;
  let to: TestDatabase;
  const major = Math.min(source.server.majorVersion, destination.server.majorVersion);
  const cases = typeCases
    .map((typeCase, index) => ({ ...typeCase, table: `t_${index}` }))
    .filter((c) => (c.since ?? 0) <= major);

  beforeAll(async () => {
    // Two databases of one server where both ends are the same version would do, but a restart of either must not matter.
    const toServer =
      source === destination && source.server === testServers.source ? testServers.destination : destination.server;
    [from, to] = await Promise.all([createDatabase(source.server.url), createDatabase(toServer.url)]);
    for (const { setup } of cases) {
      if (setup !== undefined) await from.query(setup.sql);
      if (setup?.in === 'both') await to.query(setup.sql);
    }
    for (const typeCase of cases) await from.query(tableOf(typeCase, typeCase.table));
    const run = await runPipelineDocument({
      version: '1.0',
      pipeline: 'types',
      source: {
        use: 'source-postgres',
        config: { url: from.url },
        streams: [{ name: 'public.*', sync_mode: 'full_refresh' }],
      },
      destination: { use: 'dest-postgres', config: { url: to.url }, write_mode: 'replace' },
    });
    expect(run.result.errors).toEqual([]);
    expect(run.exitCode, run.stderr).toBe(0);
  });
  afterAll(async () => {
    await Promise.all([from?.drop(), to?.drop()]);
  });

  test.each(cases)('$table $type arrives as it was', async ({ table, stableBinary, values }) => {
    const [sent, arrived] = await Promise.all([
      readBack(from, table, stableBinary !== false),
      readBack(to, table, stableBinary !== false),
    ]);
    expect(sent).toHaveLength(values.length + 1);
    expect(arrived).toEqual(sent);
  });
});

function tableOf({ type, values }: TypeCase, table: string): string {
  const rows = [...values, 'NULL'].map((value, id) => `(${id}, (${value})::${type})`);
  return `CREATE TABLE ${table} (id int PRIMARY KEY, value ${type}); INSERT INTO ${table} VALUES ${rows.join(', ')}`;
}

async function readBack(database: TestDatabase, table: string, withBinary: boolean): Promise<Row[]> {
  const [column] = await database.query<{ type: string; send: string }>(
    `SELECT format_type(atttypid, atttypmod) AS type, format('%I.%I', n.nspname, p.proname) AS send
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
       LEFT JOIN pg_proc p ON p.oid = t.typsend LEFT JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE attrelid = $1::regclass AND attname = 'value'`,
    [table],
  );
  if (column === undefined) throw new Error(`no column value in ${table}`);
  const binary = withBinary ? `encode(${column.send}(value), 'hex')` : 'NULL';
  return database.query<Row>(
    `SELECT id, value::text AS text, ${binary} AS binary, '${column.type.replaceAll("'", "''")}' AS type FROM ${table} ORDER BY id`,
  );
}
