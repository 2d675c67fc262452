import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { compareTables } from '../support/compare.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runPipelineFile } from '../support/pipeline-process.ts';
import { serverMatrix, testServers } from '../support/test-servers.ts';
import { downloadSakila, RegistryUnreachableError, type Sakila } from './sakila.ts';

const sakila = await downloadSakila().catch((error: unknown): string => {
  if (error instanceof RegistryUnreachableError) return error.message;
  throw error;
});
const runTimeoutMs = 90_000;

interface Relation {
  readonly name: string;
  readonly isView: boolean;
}

describe.each(serverMatrix)('from $name to npm’s PostgreSQL', ({ server }) => {
  const unreachable = typeof sakila === 'string';
  const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-real-data-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test(
    `Sakila arrives whole, twice${unreachable ? ` (${sakila})` : ''}`,
    { skip: unreachable, timeout: 300_000 },
    async () => {
      const source = await createDatabase(server.url);
      onTestFinished(() => source.drop());
      const destination = await createDatabase(testServers.destination.url);
      onTestFinished(() => destination.drop());
      await fill(source, sakila as Sakila);
      const relations = await listRelations(source);
      const views = relations.filter((relation) => relation.isView);
      expect(relations.length - views.length).toBe(21);
      expect(views.length).toBe(7);
      const pipeline = join(directory, `sakila-${server.majorVersion}.yaml`);
      writeFileSync(pipeline, pipelineYaml(source, destination));

      // The second run replaces what the first one has brought.
      for (const attempt of ['into an empty database', 'over the first']) {
        const run = await runPipelineFile(pipeline, { timeoutMs: runTimeoutMs });
        expect(run.exitCode, run.stderr).toBe(0);
        const moved = new Set(run.result.streams.map((stream) => stream.name));
        expect(relations.map((relation) => relation.name).filter((name) => !moved.has(name))).toEqual([]);
        const differences = await compareAll(source, destination, relations);
        expect(differences, attempt).toEqual({});
      }
    },
  );
});

async function fill(database: TestDatabase, { schemaSql, dataSql }: Sakila): Promise<void> {
  await database.query(schemaSql);
  await database.query(dataSql);
  // The scripts set options of their session.
  await database.query('RESET ALL');
}

/** Tables and views; lower-case names, so written the same way in SQL and in a pipeline. */
async function listRelations(database: TestDatabase): Promise<Relation[]> {
  return database.query<{ name: string; isView: boolean }>(
    `SELECT 'public.' || relname AS name, relkind = 'v' AS "isView"
     FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
     ORDER BY relname`,
  );
}

function pipelineYaml(source: TestDatabase, destination: TestDatabase): string {
  // JSON is YAML.
  return JSON.stringify({
    version: '1.0',
    pipeline: 'sakila',
    source: {
      use: 'source-postgres',
      config: { url: source.url },
      streams: [{ name: 'public.*', sync_mode: 'full_refresh' }],
    },
    destination: { use: 'dest-postgres', config: { url: destination.url }, write_mode: 'replace' },
  });
}

async function compareAll(
  source: TestDatabase,
  destination: TestDatabase,
  relations: readonly Relation[],
): Promise<Record<string, readonly string[]>> {
  const differing: Record<string, readonly string[]> = {};
  const seen: string[] = [];
  for (const { name, isView } of relations) {
    const { rows, differences } = await compareTables(source.url, destination.url, name, { constraints: !isView });
    seen.push(`${name} ${rows}`);
    if (differences.length > 0) differing[name] = differences;
  }
  console.log(`compared, with their rows: ${seen.join(', ')}`);
  return differing;
}
