import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { testServers } from '../support/test-servers.ts';

const orders = `CREATE TABLE orders (id int PRIMARY KEY, version int NOT NULL, name text);
  INSERT INTO orders SELECT n, n, 'first' FROM generate_series(1, 1000) n;
  CREATE INDEX ON orders (version, id); ANALYZE orders`;
/** Half of them. */
const change = `UPDATE orders SET version = 1000 + id, name = 'changed' WHERE id % 2 = 0`;
const remove = 'DELETE FROM orders WHERE id <= 100';

type Mode = readonly ['full_refresh' | 'incremental', 'append' | 'replace' | 'upsert'];

function pipeline(from: TestDatabase, to: TestDatabase, [syncMode, writeMode]: Mode): object {
  const cursor = syncMode === 'incremental' ? { cursor_field: 'version', tie_breaker_field: 'id' } : {};
  return {
    version: '1.0',
    pipeline: 'modes',
    source: {
      use: 'source-postgres',
      config: { url: from.url },
      streams: [{ name: 'public.orders', sync_mode: syncMode, ...cursor }],
    },
    destination: { use: 'dest-postgres', config: { url: to.url }, write_mode: writeMode },
    resources: { parallelism: 1 },
  };
}

/** As the server sums it up: rows, distinct ids, rows of the first version, changed ones. */
async function state(database: TestDatabase): Promise<string> {
  const [row] = await database.query<{ state: string }>(
    `SELECT concat_ws(' ', count(*), count(DISTINCT id), count(*) FILTER (WHERE name = 'first'),
       count(*) FILTER (WHERE name = 'changed')) AS state FROM orders`,
  );
  return row?.state ?? '';
}

// First load, again without a change, after a change of half of the rows, after the deletion of a tenth.
describe('each mode against its guarantee', { timeout: 120_000 }, () => {
  it.each<[Mode, readonly number[], readonly string[]]>([
    [
      ['full_refresh', 'replace'],
      [1000, 1000, 1000, 900],
      ['1000 1000 1000 0', '1000 1000 1000 0', '1000 1000 500 500', '900 900 450 450'],
    ],
    [
      ['full_refresh', 'append'],
      [1000, 1000, 1000, 900],
      ['1000 1000 1000 0', '2000 1000 2000 0', '3000 1000 2500 500', '3900 1000 2950 950'],
    ],
    [
      ['full_refresh', 'upsert'],
      [1000, 1000, 1000, 900],
      ['1000 1000 1000 0', '1000 1000 1000 0', '1000 1000 500 500', '1000 1000 500 500'],
    ],
    [
      ['incremental', 'append'],
      [1000, 0, 500, 0],
      ['1000 1000 1000 0', '1000 1000 1000 0', '1500 1000 1000 500', '1500 1000 1000 500'],
    ],
    [
      ['incremental', 'upsert'],
      [1000, 0, 500, 0],
      ['1000 1000 1000 0', '1000 1000 1000 0', '1000 1000 500 500', '1000 1000 500 500'],
    ],
  ])('%s', async (mode, moved, states) => {
    await using from = await createDatabase(testServers.source.url, { setup: orders });
    await using to = await createDatabase(testServers.destination.url);
    const seen: [number | undefined, string][] = [];
    for (const before of [null, null, change, remove]) {
      if (before !== null) await from.query(before);
      const { exitCode, result, stderr } = await runPipelineDocument(pipeline(from, to, mode));
      expect(exitCode, stderr).toBe(0);
      seen.push([result.streams[0]?.rowsCommitted, await state(to)]);
    }
    expect(seen).toEqual(moved.map((rows, index) => [rows, states[index]]));
  });

  it('incremental and replace are refused by name', async () => {
    await using from = await createDatabase(testServers.source.url, { setup: orders });
    await using to = await createDatabase(testServers.destination.url);
    const { stderr } = await runPipelineDocument(pipeline(from, to, ['incremental', 'replace'])).catch(
      (error: unknown) => ({ stderr: String(error) }),
    );
    expect(stderr).toMatch(/replace/);
    expect(await to.query("SELECT FROM pg_tables WHERE tablename = 'orders'")).toEqual([]);
  });
});
