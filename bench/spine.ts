import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../test/support/database.ts';
import type { Arm, Move } from './arms/arm.ts';
import { rapidbyteParts } from './arms/rapidbyte.ts';
import type { Case } from './cases.ts';
import { addKeySql, createTableSql, fillSql } from './datasets.ts';
import type { ArmRuns, CaseResult, Run } from './figures.ts';
import { serverCpuSeconds } from '../test/support/proc.ts';
import { endpoint, type Servers } from './servers.ts';
import { assertSameTable, tableState, type TableState } from './verify.ts';

export interface CaseOptions {
  readonly arms: readonly Arm[];
  readonly rounds: number;
  readonly log: (line: string) => void;
}

/**
 * Fills the source once; then, in each round, every arm moves the table once, in turn beginning with another one. Around
 * each run, outside its time: the target is checked and dropped, and both servers make a checkpoint.
 */
export async function measureCase(measured: Case, servers: Servers, options: CaseOptions): Promise<CaseResult> {
  const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-bench-'));
  await using source = await createDatabase(servers.source.url, { name: 'bench' });
  await using destination = await createDatabase(servers.destination.url, { name: 'bench' });
  const table = `public.${measured.dataset.name}`;
  options.log(`${measured.name}: filling`);
  await fill(measured, source, table);
  const session = new Session(servers, source, destination, await tableState(source, table));
  const runs = new Map<Arm, Run[]>(options.arms.map((arm) => [arm, []]));
  try {
    for (let round = 1; round <= options.rounds; round++) {
      for (let turn = 0; turn < options.arms.length; turn++) {
        const arm = options.arms[(round - 1 + turn) % options.arms.length];
        if (arm === undefined) continue;
        const runDirectory = join(directory, `${round}-${turn}`);
        mkdirSync(runDirectory);
        const run = await session.measure(arm, round, {
          table,
          dataset: measured.dataset,
          source: endpoint(servers.source, source.name, measured.tls),
          destination: endpoint(servers.destination, destination.name, measured.tls),
          directory: runDirectory,
        });
        options.log(`${measured.name}: round ${round}, ${arm.name}: ${run.seconds.toFixed(3)} s`);
        runs.get(arm)?.push(run);
      }
    }
    const arms = [...runs].map(([arm, ofArm]): ArmRuns => ({ arm: arm.name, runs: ofArm }));
    return { case: measured, bytesPerRow: await bytesPerRow(source, table), arms };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function fill(measured: Case, source: TestDatabase, table: string): Promise<void> {
  await source.query(createTableSql(measured.dataset, table));
  await source.query(fillSql(measured.dataset, table, measured.rows));
  await source.query(addKeySql(table));
  // Hint bits are set now, and not by whichever arm happens to read first.
  await source.query(`VACUUM (ANALYZE) ${table}`);
}

class Session {
  readonly #servers: Servers;
  readonly #source: TestDatabase;
  readonly #destination: TestDatabase;
  readonly #wanted: TableState;

  constructor(servers: Servers, source: TestDatabase, destination: TestDatabase, wanted: TableState) {
    this.#servers = servers;
    this.#source = source;
    this.#destination = destination;
    this.#wanted = wanted;
  }

  async measure(arm: Arm, round: number, move: Move): Promise<Run> {
    await this.#destination.query(`DROP TABLE IF EXISTS ${move.table}`);
    await Promise.all([this.#source.query('CHECKPOINT'), this.#destination.query('CHECKPOINT')]);
    const before = this.#serverCpu();
    const use = await arm.run(move);
    const after = this.#serverCpu();
    assertSameTable(arm, this.#wanted, await tableState(this.#destination, move.table));
    return {
      round,
      seconds: use.seconds,
      cpuSeconds: use.cpuSeconds,
      serverCpu: { source: after.source - before.source, destination: after.destination - before.destination },
      ...(arm.name === 'rapidbyte' ? { parts: rapidbyteParts(use) } : {}),
    };
  }

  #serverCpu(): { source: number; destination: number } {
    const of = (side: 'source' | 'destination'): number => {
      const { pid } = this.#servers[side];
      if (pid === undefined) throw new Error(`the ${side} server does not run`);
      return serverCpuSeconds(pid);
    };
    return { source: of('source'), destination: of('destination') };
  }
}

/** As COPY's binary format has it: each value and its 4 bytes of length, and 2 bytes a row. */
async function bytesPerRow(database: TestDatabase, table: string): Promise<number> {
  const columns = await database.query<{ name: string; send: string }>(
    `SELECT a.attname::text AS name, t.typsend::text AS send FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::regclass AND a.attnum > 0`,
    [table],
  );
  const lengths = columns.map(({ name, send }) => `4 + coalesce(length(${send}(${name})), 0)`).join(' + ');
  const [row] = await database.query<{ bytes: string }>(
    `SELECT avg(2 + ${lengths})::text AS bytes FROM (SELECT * FROM ${table} LIMIT 100000) t`,
  );
  return Number(row?.bytes);
}
