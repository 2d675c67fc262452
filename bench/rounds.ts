import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../test/support/database.ts';
import type { Arm, Move } from './arms/arm.ts';
import { parseCases, type Case } from './cases.ts';
import { addKeySql, createTableSql, fillSql } from './datasets.ts';
import type { Link } from './link/spawn.ts';
import type { ArmRuns, CaseResult, Run } from './runs.ts';
import { serverCpuSeconds } from '../test/support/proc.ts';
import { endpoint, type Servers } from './servers.ts';
import { assertSameTable, tableState, type TableState } from './verify.ts';

export interface CaseOptions {
  readonly arms: readonly Arm[];
  readonly rounds: number;
  /** What the arms' connections go through; the checks around a run never do. */
  readonly link?: Link | undefined;
  readonly log: (line: string) => void;
}

export interface CasesOptions {
  /** Where not all of them can take part. */
  readonly armsFor?: (measured: Case) => readonly Arm[];
  readonly save: (results: readonly CaseResult[]) => Promise<void>;
}

/** For the report. */
export function roundsNote(rounds: number): string {
  return `${rounds} rounds; the arms alternate within a round, and each round begins with another one`;
}

/**
 * All cases, one after the other, after a warm-up: in it every arm moves one row, so that programs are in the page cache
 * and the host in its compile cache.
 *
 * @param save is called after each case with what there is, so that a long run that fails leaves what it has measured
 */
export async function measureCases(
  cases: readonly Case[],
  servers: Servers,
  { save, armsFor, ...options }: CaseOptions & CasesOptions,
): Promise<void> {
  options.log('warming up');
  for (const measured of parseCases('mixed:1', false)) await measureCase(measured, servers, { ...options, rounds: 1 });
  const results: CaseResult[] = [];
  for (const measured of cases) {
    const arms = armsFor?.(measured) ?? options.arms;
    results.push(await measureCase(measured, servers, { ...options, arms }));
    await save(results);
  }
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
  const keySeconds = await fill(measured, source, table);
  const tableBytes = await sizeOf(source, table);
  const session = new Session(servers, source, destination, await tableState(source, table), options.link);
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
          tableBytes,
          source: endpoint(servers.source, source.name, measured.tls, options.link?.ports.source),
          destination: endpoint(servers.destination, destination.name, measured.tls, options.link?.ports.destination),
          directory: runDirectory,
        });
        options.log(`${measured.name}: round ${round}, ${arm.name}: ${run.seconds.toFixed(3)} s`);
        runs.get(arm)?.push(run);
      }
    }
    const arms = [...runs].map(([arm, ofArm]): ArmRuns => ({ arm: arm.name, runs: ofArm }));
    return { case: measured, bytesPerRow: await bytesPerRow(source, table), tableBytes, keySeconds, arms };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Gives the seconds that building the key took. */
async function fill(measured: Case, source: TestDatabase, table: string): Promise<number> {
  await source.query(createTableSql(measured.dataset, table));
  await source.query(fillSql(measured.dataset, table, measured.rows));
  const start = performance.now();
  await source.query(addKeySql(table));
  const keySeconds = (performance.now() - start) / 1000;
  // Hint bits are set now, and not by whichever arm happens to read first.
  await source.query(`VACUUM (ANALYZE) ${table}`);
  return keySeconds;
}

async function sizeOf(database: TestDatabase, table: string): Promise<number> {
  const [row] = await database.query<{ bytes: string }>('SELECT pg_table_size($1)::text AS bytes', [table]);
  return Number(row?.bytes);
}

class Session {
  readonly #servers: Servers;
  readonly #source: TestDatabase;
  readonly #destination: TestDatabase;
  readonly #wanted: TableState;
  readonly #link: Link | undefined;

  constructor(
    servers: Servers,
    source: TestDatabase,
    destination: TestDatabase,
    wanted: TableState,
    link: Link | undefined,
  ) {
    this.#servers = servers;
    this.#source = source;
    this.#destination = destination;
    this.#wanted = wanted;
    this.#link = link;
  }

  async measure(arm: Arm, round: number, move: Move): Promise<Run> {
    await this.#destination.query(`DROP TABLE IF EXISTS ${move.table}`);
    await Promise.all([this.#source.query('CHECKPOINT'), this.#destination.query('CHECKPOINT')]);
    const before = this.#serverCpu();
    const linkBefore = this.#link?.cpuSeconds();
    const use = await arm.run(move);
    const after = this.#serverCpu();
    const linkAfter = this.#link?.cpuSeconds();
    assertSameTable(arm, this.#wanted, await tableState(this.#destination, move.table));
    return {
      round,
      seconds: use.seconds,
      cpuSeconds: use.cpuSeconds,
      serverCpu: { source: after.source - before.source, destination: after.destination - before.destination },
      ...(linkBefore === undefined || linkAfter === undefined ? {} : { linkCpuSeconds: linkAfter - linkBefore }),
      ...(arm.parts === undefined ? {} : { parts: arm.parts(use) }),
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
