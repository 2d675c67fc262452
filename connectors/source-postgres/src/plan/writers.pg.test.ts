import type { Unit } from '@rapidbyte/connector';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { configured, discoverAll } from '../testing/database.ts';
import { useTiling } from '../testing/tiling-server.ts';
import { asks, planRequest, readUnit, specOf } from '../testing/tiling.ts';
import { openToken } from './token.ts';

const tiling = useTiling();
const writers = 3;
const parallelism = 4;

/** Inserts, updates and deletes, in small transactions, until told to stop. */
async function write(url: string, stop: AbortSignal): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let rounds = 0;
  while (!stop.aborted) {
    await client.query(`
      INSERT INTO busy SELECT (random() * 1e9)::bigint, 'new' FROM generate_series(1, 20) ON CONFLICT DO NOTHING;
      UPDATE busy SET v = v || '+' WHERE id IN (SELECT id FROM busy WHERE id >= (random() * 50000)::int ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED);
      DELETE FROM busy WHERE id IN (SELECT id FROM busy WHERE id >= (random() * 50000)::int ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED)`);
    rounds++;
  }
  await client.end();
  return rounds;
}

test('units read side by side, in two processes’ worth of sessions, are the snapshot, while others write', async () => {
  const database = tiling.database();
  await database.query(`
    CREATE TABLE busy (id bigint PRIMARY KEY, v text);
    INSERT INTO busy SELECT g, md5(g::text) FROM generate_series(1, 50000) g`);
  const stop = new AbortController();
  const writing = Array.from({ length: writers }, () => write(database.url, stop.signal));
  const [source, other] = [tiling.source(), await configured({ url: database.url })];
  try {
    for (const modes of [['ctid'], ['range', 'mod'], ['mod', 'ctid', 'range']]) {
      const [stream = expect.fail('no stream')] = await discoverAll(source, { namespace: 'public', name: 'busy' });
      const found: string[] = [];
      const read: Unit[] = [];
      for (const [index, mode] of modes.entries()) {
        const plan = await source.plan?.(
          planRequest([specOf(stream)], { ...asks(mode), targetUnitBytes: 131_072, done: read.map(({ id }) => id) }),
        );
        const units = plan?.units ?? [];
        const next = index === modes.length - 1 ? units : units.slice(0, units.length / 2);
        read.push(...next);
        const queue = [...next];
        const work = async (worker: number): Promise<void> => {
          for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
            const { id = [], v = [] } = await readUnit(worker % 2 === 0 ? source : other, stream, unit);
            found.push(...id.map((value, row) => `${String(value)} ${String(v[row])}`));
          }
        };
        await Promise.all(Array.from({ length: parallelism }, (_, worker) => work(worker)));
      }
      const client = new Client({ connectionString: database.url });
      await client.connect();
      const { snapshot } = openToken(read[0]?.token ?? expect.fail('no unit'), stream.name);
      await client.query(`START TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '${snapshot}'`);
      const { rows } = await client.query<{ row: string }>(`SELECT id || ' ' || v AS row FROM busy`);
      await client.end();
      expect(read.length).toBeGreaterThan(parallelism * 3);
      expect(found.toSorted()).toEqual(rows.map(({ row }) => row).toSorted());
    }
  } finally {
    stop.abort();
    await other.close?.();
  }
  expect(Math.min(...(await Promise.all(writing)))).toBeGreaterThan(10);
});
