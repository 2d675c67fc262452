import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../test/support/database.ts';
import { serverCpuSeconds } from '../test/support/proc.ts';
import type { Arm, Move } from './arms/arm.ts';
import type { Case } from './cases.ts';
import { addKeySql, createTableSql, fillSql } from './datasets.ts';
import type { Link } from '../test/support/link/spawn.ts';
import type { CaseFacts, Run } from './runs.ts';
import { endpoint, type Servers } from './servers.ts';
import { assertSameTable, tableState, type TableState } from './verify.ts';

export interface StageOptions {
  /** What the arms' connections go through; the checks around a run never do. */
  readonly link?: Link | undefined;
  readonly log: (line: string) => void;
}

/** Creates both databases and fills the source. */
export async function openStage(measured: Case, servers: Servers, { link, log }: StageOptions): Promise<Stage> {
  const source = await createDatabase(servers.source.url, { name: 'bench' });
  try {
    const destination = await createDatabase(servers.destination.url, { name: 'bench' });
    const table = `public.${measured.dataset.name}`;
    log(`${measured.name}: filling`);
    const keySeconds = await fill(measured, source, table);
    const facts: CaseFacts = {
      case: measured,
      bytesPerRow: await bytesPerRow(source, table),
      tableBytes: await sizeOf(source, table),
      keySeconds,
    };
    return new Stage({ servers, source, destination, table, link, facts, wanted: await tableState(source, table) });
  } catch (error) {
    await source.drop();
    throw error;
  }
}

interface Parts {
  readonly servers: Servers;
  readonly source: TestDatabase;
  readonly destination: TestDatabase;
  readonly table: string;
  readonly link: Link | undefined;
  readonly facts: CaseFacts;
  readonly wanted: TableState;
}

/** A source that holds the table, a destination that does not, and the means to let an arm move it. */
export class Stage implements AsyncDisposable {
  readonly #parts: Parts;
  readonly #directory = mkdtempSync(join(tmpdir(), 'rapidbyte-bench-'));
  #runs = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get facts(): CaseFacts {
    return this.#parts.facts;
  }

  /**
   * One run. Around it, outside its time: the target is checked and dropped, and both servers make a checkpoint.
   *
   * @throws {CommandFailure} if the arm fails
   * @throws {Error} if it makes another table
   */
  async measure(arm: Arm, round: number): Promise<Run> {
    const { source, destination, link, wanted } = this.#parts;
    const move = this.#move();
    await destination.query(`DROP TABLE IF EXISTS ${move.table}`);
    await Promise.all([source.query('CHECKPOINT'), destination.query('CHECKPOINT')]);
    const before = this.#serverCpu();
    const linkBefore = link?.cpuSeconds();
    const use = await arm.run(move);
    const after = this.#serverCpu();
    const linkAfter = link?.cpuSeconds();
    assertSameTable(arm, wanted, await tableState(destination, move.table));
    return {
      round,
      seconds: use.seconds,
      cpuSeconds: use.cpuSeconds,
      serverCpu: { source: after.source - before.source, destination: after.destination - before.destination },
      ...(linkBefore === undefined || linkAfter === undefined ? {} : { linkCpuSeconds: linkAfter - linkBefore }),
      ...(arm.parts === undefined ? {} : { parts: arm.parts(use) }),
      ...(arm.load === undefined ? {} : { load: arm.load(use, move) }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#directory, { recursive: true, force: true });
    await this.#parts.destination.drop();
    await this.#parts.source.drop();
  }

  #move(): Move {
    const { servers, source, destination, table, link, facts } = this.#parts;
    const { dataset, tls } = facts.case;
    const directory = join(this.#directory, String(++this.#runs));
    mkdirSync(directory);
    return {
      table,
      dataset,
      tableBytes: facts.tableBytes,
      source: endpoint(servers.source, source.name, tls, link?.ports.source),
      destination: endpoint(servers.destination, destination.name, tls, link?.ports.destination),
      directory,
    };
  }

  #serverCpu(): { source: number; destination: number } {
    const of = (side: 'source' | 'destination'): number => {
      const { pid } = this.#parts.servers[side];
      if (pid === undefined) throw new Error(`the ${side} server does not run`);
      return serverCpuSeconds(pid);
    };
    return { source: of('source'), destination: of('destination') };
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
