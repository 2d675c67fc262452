import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { testServers } from '../support/test-servers.ts';
import { wrapConnector } from '../support/wrapped.ts';

const orders = `CREATE TABLE orders (id int PRIMARY KEY, version int NOT NULL, name text);
  INSERT INTO orders SELECT n, n, 'first' FROM generate_series(1, 1000) n;
  CREATE INDEX ON orders (version, id); ANALYZE orders`;
/** Half of them. */
const change = `UPDATE orders SET version = 1000 + id, name = 'changed' WHERE id % 2 = 0`;
const remove = 'DELETE FROM orders WHERE id <= 100';

type Mode = readonly ['full_refresh' | 'incremental', 'append' | 'replace' | 'upsert'];

interface Options {
  readonly destination?: string;
  readonly resources?: object;
}

function pipeline(
  from: TestDatabase,
  to: TestDatabase,
  [syncMode, writeMode]: Mode,
  { destination = 'dest-postgres', resources }: Options = {},
): object {
  const cursor = syncMode === 'incremental' ? { cursor_field: 'version', tie_breaker_field: 'id' } : {};
  return {
    version: '1.0',
    pipeline: 'modes',
    source: {
      use: 'source-postgres',
      config: { url: from.url },
      streams: [{ name: 'public.orders', sync_mode: syncMode, ...cursor }],
    },
    destination: { use: destination, config: { url: to.url }, write_mode: writeMode },
    resources: { parallelism: 1, ...resources },
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

async function changed(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ rows: number }>(
    `SELECT count(*)::int AS rows FROM orders WHERE name = 'changed'`,
  );
  return row?.rows ?? 0;
}

/** Of 500 that have changed. */
const commitRows = 50;

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

  // The destination is killed as it has committed for the first time, or, where a stream goes on, for the second.
  it.each<[Mode, string, number]>([
    [['full_refresh', 'replace'], '1000 1000 500 500', 1],
    [['full_refresh', 'append'], '2000 1000 1500 500', 1],
    [['full_refresh', 'upsert'], '1000 1000 500 500', 1],
    [['incremental', 'append'], '1500 1000 1000 500', 2],
    [['incremental', 'upsert'], '1000 1000 500 500', 2],
  ])('%s, resumed after a run that was cut short', async (mode, resumed, occurrence) => {
    await using from = await createDatabase(testServers.source.url, { setup: orders });
    await using to = await createDatabase(testServers.destination.url);
    expect((await runPipelineDocument(pipeline(from, to, mode))).exitCode).toBe(0);
    await from.query(change);
    using killed = wrapConnector('dest-postgres', 'destination', {
      kind: 'kill',
      direction: 'to_host',
      message: 'committed',
      when: 'after',
      occurrence,
    });
    const resources = { checkpoint_interval_rows: commitRows, max_retries: 0 };
    const broken = await runPipelineDocument(pipeline(from, to, mode, { destination: killed.use, resources }));
    expect(broken.result, broken.stderr).toMatchObject({ status: 'failed', errors: [{ side: 'destination' }] });
    const kept = await changed(to);
    if (mode[0] === 'full_refresh') expect(kept).toBe(0);
    else expect([2, 3, 4, 5].map((commits) => commits * commitRows)).toContain(kept);

    const again = await runPipelineDocument(pipeline(from, to, mode));
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.result.streams[0]?.rowsCommitted).toBe(mode[0] === 'full_refresh' ? 1000 : 500 - kept);
    expect(await state(to)).toBe(resumed);
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
