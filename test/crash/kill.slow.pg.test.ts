import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { connectForFingerprints, fingerprint } from '../support/fingerprint.ts';
import { type PipelineOutcome, runPipelineDocument } from '../support/pipeline-process.ts';
import { type PostgresServer, startLocalPostgres } from '../support/postgres-server.ts';
import { children } from '../support/proc.ts';
import { createRandom } from '../support/random.ts';
import { kill, type Victim, victims } from './victims.ts';

const kills = Number(process.env['RAPIDBYTE_KILLS'] ?? 200);
const seed = Number(process.env['RAPIDBYTE_KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** About 60 MB: a few units. */
const rows = 60_000;
const parallelism = 6;
/** From the kill to the end of every process of the run. */
const endWithinMs = 30_000;

describe.runIf(process.platform === 'linux')(`seed ${seed}`, () => {
  let servers: { readonly source: PostgresServer; readonly destination: PostgresServer };
  let from: TestDatabase;
  let to: TestDatabase;
  let wanted: string;
  /** Of a whole run, for choosing moments. */
  let wholeMs = 0;
  const random = createRandom(seed);

  beforeAll(async () => {
    const [source, destination] = await Promise.all([startLocalPostgres(), startLocalPostgres()]);
    servers = { source, destination };
    [from, to] = await Promise.all([createDatabase(source.url), createDatabase(destination.url)]);
    await from.query(
      `CREATE TABLE items (id int PRIMARY KEY, n numeric, t text);
       INSERT INTO items SELECT i, i / 7.0, repeat(md5(i::text), 30) FROM generate_series(1, ${rows}) i;
       ANALYZE items`,
    );
    wanted = await contents(from.url);
    // The first run compiles and caches; the second is like those that follow.
    for (let warmUp = 0; warmUp < 2; warmUp++) {
      await putOldRows();
      const startedAt = performance.now();
      expect((await run('replace')).exitCode).toBe(0);
      wholeMs = performance.now() - startedAt;
    }
  }, 180_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((server) => server.stop()));
  });

  async function putOldRows(): Promise<void> {
    await to.query(`DROP TABLE IF EXISTS items; CREATE TABLE items (id int PRIMARY KEY, n numeric, t text);
      INSERT INTO items VALUES (-1, 1, 'old'), (-2, 2, 'old')`);
  }

  function run(mode: 'replace' | 'append', onStart?: (host: ChildProcess) => void): Promise<PipelineOutcome> {
    const document = {
      version: '1.0',
      pipeline: 'crash',
      source: { use: 'source-postgres', config: { url: from.url }, streams: [{ name: 'public.items' }] },
      destination: { use: 'dest-postgres', config: { url: to.url }, write_mode: mode },
      resources: { parallelism },
    };
    return runPipelineDocument(document, {
      timeoutMs: 120_000,
      ...(onStart === undefined ? {} : { onStart }),
    });
  }

  test(
    `${kills} kills leave the old rows or the new, and the next run succeeds`,
    { timeout: 600_000 + kills * 30_000 },
    async () => {
      const tally: Record<string, number> = {};
      for (let index = 0; index < kills; index++) {
        const victim = victims[index % victims.length] ?? 'host';
        const mode = random.integer(0, 1) === 0 ? 'replace' : 'append';
        const outcome = await killOnce(victim, mode, random.integer(0, Math.round(1.1 * wholeMs)));
        tally[`${victim}: ${outcome}`] = (tally[`${victim}: ${outcome}`] ?? 0) + 1;
      }
      console.log(`${kills} kills in runs of ${(wholeMs / 1000).toFixed(1)} s: ${JSON.stringify(tally, null, 1)}`);
      const hit = Object.entries(tally).filter(([what]) => !/too late|not there/.test(what));
      expect(hit.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(Math.floor(kills / 2));
    },
  );

  async function killOnce(victim: Victim, mode: 'replace' | 'append', afterMs: number): Promise<string> {
    const context = `${victim}, ${mode}, after ${afterMs} ms`;
    await putOldRows();
    const old = await contents(to.url);
    const both = mode === 'append' ? await appended() : wanted;
    const started = Promise.withResolvers<number>();
    const ended = run(mode, ({ pid }) => started.resolve(pid ?? 0)).catch((error: unknown) => error);
    const hostPid = await started.promise;
    await sleep(afterMs);
    const group = [hostPid, ...children(hostPid)];
    const wasHit = await kill(victim, hostPid, servers);
    const killedAt = performance.now();
    const outcome = await ended;
    await expectAllEnded(group, context);
    expect(performance.now() - killedAt, context).toBeLessThan(endWithinMs);
    if (victim.endsWith('server')) await servers[victim === 'source server' ? 'source' : 'destination'].restart();
    const now = await contents(to.url);
    // A publish may have come before the kill, or the kill after the end.
    expect([old, both], context).toContain(now);
    if (victim !== 'host' && isOutcome(outcome)) {
      const errors = JSON.stringify(outcome.result.errors);
      expect([0, 1, 3, 4, 5], `${context}: ${errors}`).toContain(outcome.exitCode);
      if (outcome.exitCode !== 0) expect(outcome.result.errors[0]?.code, context).toBeTruthy();
      else expect(now, context).toBe(both);
    }
    await expectQuiet(context);

    if (now === old || mode === 'replace') {
      const again = await run(mode);
      expect(again.exitCode, `${context}, again: ${again.stderr}`).toBe(0);
      expect(await contents(to.url), `${context}, again`).toBe(both);
      await expectNothingStaged(`${context}, again`);
    }
    if (!wasHit) return 'not there';
    if (isOutcome(outcome) && outcome.exitCode === 0) return 'too late';
    return now === old ? 'old rows' : 'new rows';
  }

  /** The old rows and the new together. */
  async function appended(): Promise<string> {
    await to.query('CREATE SCHEMA IF NOT EXISTS expected; DROP TABLE IF EXISTS expected.items');
    const client = await connectForFingerprints(to.url);
    const source = await connectForFingerprints(from.url);
    try {
      const [here, there] = [await fingerprint(client, 'public.items'), await fingerprint(source, 'public.items')];
      return `${Number(here.rows) + Number(there.rows)} rows, ${BigInt(here.text) + BigInt(there.text)}`;
    } finally {
      await Promise.all([client.end(), source.end()]);
    }
  }

  /** No transaction, snapshot or connection of the run is left on the servers. */
  async function expectQuiet(context: string): Promise<void> {
    for (const database of [from, to]) {
      const deadline = performance.now() + endWithinMs;
      for (;;) {
        const left = await database.query(
          `SELECT application_name, state, query FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'rapidbyte%'`,
        );
        if (left.length === 0) break;
        expect(performance.now(), `${context}: ${JSON.stringify(left)}`).toBeLessThan(deadline);
        await sleep(100);
      }
    }
  }

  async function expectNothingStaged(context: string): Promise<void> {
    const tables = await to.query(`SELECT tablename FROM pg_tables WHERE schemaname = '_rapidbyte' ORDER BY 1`);
    expect(tables, context).toEqual([{ tablename: 'format' }, { tablename: 'receipt' }, { tablename: 'stream' }]);
  }
});

function isOutcome(outcome: unknown): outcome is PipelineOutcome {
  return !(outcome instanceof Error);
}

async function expectAllEnded(pids: readonly number[], context: string): Promise<void> {
  const deadline = performance.now() + endWithinMs;
  while (pids.some((pid) => existsSync(`/proc/${pid}/exe`))) {
    expect(performance.now(), `${context}: a process is left`).toBeLessThan(deadline);
    await sleep(50);
  }
}

async function contents(url: string): Promise<string> {
  const client = await connectForFingerprints(url);
  try {
    const { rows: count, text } = await fingerprint(client, 'public.items');
    return `${count} rows, ${text}`;
  } finally {
    await client.end();
  }
}
