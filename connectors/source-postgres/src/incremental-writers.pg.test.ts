import type { Position } from '@rapidbyte/connector';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { CollectingOutput } from './testing/collect.ts';
import { configured } from './testing/database.ts';
import { firstLoad, incremental, readOn } from './testing/incremental.ts';
import { Random } from './testing/random.ts';
import { useTiling } from './testing/tiling-server.ts';

const tiling = useTiling();
const writers = 3;
const loads = 25;

/**
 * Inserts rows and changes some, each change with a new cursor; transactions take turns, so that cursors grow in the order of
 * commits.
 */
async function write(url: string, stop: AbortSignal): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let rounds = 0;
  while (!stop.aborted) {
    await client.query('BEGIN; SELECT pg_advisory_xact_lock(1)');
    await client.query(`
      INSERT INTO busy (at) SELECT clock_timestamp() FROM generate_series(1, 1 + (random() * 20)::int);
      UPDATE busy SET at = clock_timestamp(), version = version + 1
        WHERE id IN (SELECT id FROM busy WHERE id >= (random() * (SELECT max(id) FROM busy))::int ORDER BY id LIMIT 5)`);
    await client.query('COMMIT');
    rounds++;
  }
  await client.end();
  return rounds;
}

test.each([
  ['by a unique tie-breaker', 'id'],
  ['by the cursor alone', undefined],
])('nothing is missed and nothing comes twice, while others write: %s', async (_, tieBreakerColumn) => {
  const random = new Random(7);
  const { url } = tiling.database();
  await tiling.database().query(`
    DROP TABLE IF EXISTS busy;
    CREATE TABLE busy (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, version int NOT NULL DEFAULT 1, pad text DEFAULT repeat('x', 200));
    CREATE INDEX ON busy (at, id);
    INSERT INTO busy (at) SELECT clock_timestamp() FROM generate_series(1, 5000)`);
  const stop = new AbortController();
  const writing = Array.from({ length: writers }, () => write(url, stop.signal));
  const source = await configured({ url });
  const seen = new Map<string, number>();
  const note = ({ id = [], version = [] }: Record<string, unknown[]>, count = id.length): void => {
    for (const [row, value] of id.slice(0, count).entries()) {
      const what = `${String(value)} ${String(version[row])}`;
      seen.set(what, (seen.get(what) ?? 0) + 1);
    }
  };
  try {
    const of = await incremental(source, 'busy', {
      column: 'at',
      ...(tieBreakerColumn === undefined ? {} : { tieBreakerColumn }),
    });
    const first = await firstLoad(of, 100_000);
    note(first.columns);
    let position: Position = first.position ?? expect.fail('no position');
    const load = async (interval: number, stopAt?: number): Promise<number> => {
      const output: CollectingOutput = new CollectingOutput({
        beforeEmit: (batch) => (batch === stopAt ? output.requestStop() : undefined),
      });
      const { columns, positions } = await readOn(of, position, { interval: { rows: interval }, output });
      // As if what came after a checkpoint had been lost with the destination.
      const kept = random.integer(0, positions.length - 1);
      note(columns, output.checkpoints[kept]?.rows);
      position = positions[kept] ?? position;
      return output.rows;
    };
    for (let round = 0; round < loads; round++) {
      await load(random.integer(1, 60), random.chance(0.3) ? random.integer(0, 3) : undefined);
    }
    stop.abort();
    const rounds = await Promise.all(writing);
    expect(Math.min(...rounds)).toBeGreaterThan(5);
    while ((await load(100)) > 0) {
      // Up to the end.
    }
  } finally {
    stop.abort();
    await source.close?.();
  }
  const rows = await tiling.database().query<{ id: string; version: number }>('SELECT id, version FROM busy');
  expect([...seen.values()].filter((count) => count !== 1)).toEqual([]);
  expect(rows.filter(({ id, version }) => !seen.has(`${id} ${version}`))).toEqual([]);
  expect(rows.length).toBeGreaterThan(5000);
});
