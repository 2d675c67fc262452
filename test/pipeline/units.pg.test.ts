import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { RunningLoad } from '../../host/src/engine/running-load.ts';
import type { LoadControl } from '../../host/src/engine/options.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import { runPipeline } from '../../host/src/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { connectForFingerprints, fingerprint, fingerprintOf, type TableFingerprint } from '../support/fingerprint.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { createRandom, type Random } from '../support/random.ts';
import { serverMatrix, testServers } from '../support/test-servers.ts';

const table = 'public.ledger';
/** About 150 MB: four units of 32 MiB, and some more. */
const rows = 150_000;

const ledger = `CREATE TABLE ledger (id int PRIMARY KEY, account int, amount numeric, note text);
  INSERT INTO ledger SELECT n, n % 1000, n / 7.0, repeat(md5(n::text), 28) FROM generate_series(1, ${rows}) n;
  ANALYZE ledger`;

function pipeline(
  from: TestDatabase,
  to: TestDatabase,
  autotune: object = {},
  parallelism: number | 'auto' = 4,
): object {
  return {
    version: '1.0',
    pipeline: 'units',
    source: { use: 'source-postgres', config: { url: from.url }, streams: [{ name: table }] },
    destination: { use: 'dest-postgres', config: { url: to.url }, write_mode: 'replace' },
    resources: { parallelism, autotune },
  };
}

/** Eight connections that insert, update and delete until they are told to stop. */
function startWriters(url: string): { readonly stop: () => Promise<number> } {
  const stopping = new AbortController();
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    let changes = 0;
    try {
      for (let turn = 0; !stopping.signal.aborted; turn++) {
        const id = ((turn * 7919 + writer * 104_729) % rows) + 1;
        await client.query(`INSERT INTO ledger VALUES ($1, 0, 1, 'new')`, [rows + 1 + turn * 8 + writer]);
        await client.query(`UPDATE ledger SET amount = amount + 1, note = note || 'x' WHERE id = $1`, [id]);
        await client.query(`DELETE FROM ledger WHERE id = $1`, [((id * 31) % rows) + 1]);
        changes += 3;
      }
    } finally {
      await client.end();
    }
    return changes;
  });
  return {
    stop: async () => {
      stopping.abort();
      return (await Promise.all(writers)).reduce((sum, changes) => sum + changes, 0);
    },
  };
}

/** The table as the snapshot has it that was exported in this database; undefined where there is none. */
async function atExportedSnapshot(url: string): Promise<TableFingerprint | undefined> {
  const client = await connectForFingerprints(url);
  try {
    const { rows: files } = await client.query<{ name: string }>(
      `SELECT name FROM pg_catalog.pg_ls_dir('pg_snapshots') AS name`,
    );
    for (const { name } of files) {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // It may be another database's, and so another test's, or be gone already.
      const isOurs = await client.query(`SET TRANSACTION SNAPSHOT '${name}'`).then(
        () => true,
        () => false,
      );
      if (isOurs) return await fingerprint(client, table);
      await client.query('ROLLBACK');
    }
    return undefined;
  } finally {
    await client.end();
  }
}

describe.each(serverMatrix)('from $name', ({ server }) => {
  it('equals the snapshot exactly while eight connections write', { timeout: 120_000 }, async () => {
    await using from = await createDatabase(server.url, { setup: ledger });
    await using to = await createDatabase(testServers.destination.url);
    const writers = startWriters(from.url);
    const over = new AbortController();
    const ended = runPipelineDocument(pipeline(from, to)).finally(() => over.abort());
    const watch = async (): Promise<TableFingerprint | undefined> => {
      while (!over.signal.aborted) {
        const seen = await atExportedSnapshot(from.url);
        if (seen !== undefined) return seen;
        await delay(5);
      }
      return undefined;
    };
    const seen = await watch();
    const outcome = await ended;
    const changes = await writers.stop();
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    expect(outcome.result.streams[0]?.units).toBeGreaterThanOrEqual(4);
    expect(changes).toBeGreaterThan(100);
    const arrived = await fingerprintOf(to.url, table);
    expect(seen).toBeDefined();
    expect({ rows: arrived.rows, text: arrived.text }).toEqual({ rows: seen?.rows, text: seen?.text });
  });
});

describe('knobs', () => {
  it.each([
    ['ctid', 'ctid', '1mb'],
    ['range', 'range', '8mb'],
    ['mod', 'mod', '32mb'],
  ])(
    'pinned to %s are what both sides have in effect, and change no row',
    { timeout: 120_000 },
    async (_, mode, flush) => {
      await using from = await createDatabase(testServers.source.url, { setup: ledger });
      await using to = await createDatabase(testServers.destination.url);
      const pins = { pin_source_partition_mode: mode, pin_copy_flush_bytes: flush };
      const outcome = await runPipelineDocument(pipeline(from, to, pins));
      expect(outcome.exitCode, outcome.stderr).toBe(0);
      expect(outcome.result.streams[0]?.settings).toEqual([
        { knob: 'partition_mode', value: mode, provenance: 'pin', side: 'source' },
        { knob: 'copy_flush_bytes', value: Number.parseInt(flush) * 2 ** 20, provenance: 'pin', side: 'destination' },
      ]);
      const [here, there] = await Promise.all([connectForFingerprints(from.url), connectForFingerprints(to.url)]);
      const [source, destination] = await Promise.all([fingerprint(here, table), fingerprint(there, table)]);
      await Promise.all([here.end(), there.end()]);
      expect(destination).toEqual(source);
    },
  );

  it('pinned to what a table can’t be cut by are refused by name before a row moves', async () => {
    const keyless = `CREATE TABLE ledger AS SELECT n AS id, repeat(md5(n::text), 28) AS note
      FROM generate_series(1, 80000) n; ANALYZE ledger`;
    await using from = await createDatabase(testServers.source.url, { setup: keyless });
    await using to = await createDatabase(testServers.destination.url);
    const outcome = await runPipelineDocument(pipeline(from, to, { pin_source_partition_mode: 'range' }));
    expect(outcome.exitCode, outcome.stderr).toBe(2);
    expect(outcome.result.errors).toMatchObject([
      {
        code: 'pin_impossible',
        stream: 'public.ledger',
        path: 'resources.autotune.pin_source_partition_mode',
        message:
          "public.ledger can't be read with partition_mode pinned to range: range can't be: there is no primary key, and no partition key is named",
      },
    ]);
    expect(await to.query("SELECT FROM pg_tables WHERE tablename = 'ledger'")).toEqual([]);
  });

  it(
    'changed at random at every boundary of units, twenty loads long, change no row',
    { timeout: 300_000 },
    async () => {
      await using from = await createDatabase(testServers.source.url, { setup: smallLedger });
      await using to = await createDatabase(testServers.destination.url);
      const expected = await fingerprintOf(from.url, table);
      const seen = { units: 0, modes: new Set<unknown>(), flushes: new Set<unknown>(), pairs: new Set<unknown>() };
      for (let seed = 1; seed <= 20; seed++) {
        const { events, result } = await loadAtRandom(
          pipeline(from, to, { enabled: false }, 'auto'),
          createRandom(seed),
        );
        expect(result, `seed ${seed}`).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: smallRows }] });
        expect(await fingerprintOf(to.url, table), `seed ${seed}`).toEqual(expected);
        for (const event of events) {
          if (event.type === 'parallelism_changed') seen.pairs.add(event.pairs);
          if (event.type !== 'unit_opened') continue;
          seen.units++;
          for (const { knob, value } of event.settings) {
            if (knob === 'partition_mode') seen.modes.add(value);
            if (knob === 'copy_flush_bytes') seen.flushes.add(value);
          }
        }
      }
      // It did change, and often.
      expect(seen.modes).toEqual(new Set(['ctid', 'range', 'mod']));
      expect(seen.flushes.size).toBeGreaterThan(20);
      expect(seen.pairs).toEqual(new Set([1, 2, 3, 4, 5, 6]));
      expect(seen.units).toBeGreaterThan(400);
    },
  );
});

/** About 9 MB. */
const smallRows = 20_000;
const smallLedger = `CREATE TABLE ledger (id int PRIMARY KEY, account int, amount numeric, note text);
  INSERT INTO ledger SELECT n, nullif(n % 1000, 7), n / 7.0, repeat(md5(n::text), n % 25) FROM generate_series(1, ${smallRows}) n;
  ANALYZE ledger`;

/** Whenever a unit ends, something changes: how the rest is cut, how large its units are, how it is written, by how many. */
async function loadAtRandom(document: object, random: Random) {
  const events: RunEvent[] = [];
  const changes: Promise<unknown>[] = [];
  let control: LoadControl | null = null;
  const change = (): void => {
    if (!(control instanceof RunningLoad)) return;
    const mode = ['ctid', 'range', 'mod'][random.integer(0, 2)] ?? 'ctid';
    control.setPairs(random.integer(1, 6));
    changes.push(
      control.setUnitBytes(random.integer(2, 40) * 16_384),
      control.setKnob('source', 'partition_mode', mode),
      control.setKnob('destination', 'copy_flush_bytes', random.integer(1, 32) * 2 ** 20),
    );
  };
  const result = await runPipeline(document, {
    onControl: (given) => {
      control = given;
      change();
    },
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'unit_finished') change();
    },
  });
  await Promise.all(changes);
  return { events, result };
}
