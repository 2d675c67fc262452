import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { createDatabase, type TestDatabase } from '../../test/support/database.ts';
import { runPipelineFile } from '../../test/support/pipeline-process.ts';
import { urlWithPassword } from '../arms/arm.ts';
import { addKeySql, createTableSql, fillSql, type Dataset } from '../datasets.ts';
import { endpoint, type Servers } from '../servers.ts';
import { assertSame, tableState } from '../verify.ts';
import { type CostArm, starts, type Start } from './arms.ts';

const runTimeoutMs = 3_600_000;
const target = 'bench';
const templateOf = (start: Start): string => `bench_${start}`;

export interface CostStageOptions {
  readonly dataset: Dataset;
  readonly rows: number;
  readonly servers: Servers;
  readonly log: (line: string) => void;
}

/** A source half of whose rows have changed, and targets to begin from. */
export class CostStage implements AsyncDisposable {
  readonly #dataset: Dataset;
  readonly #servers: Servers;
  readonly #source: TestDatabase;
  readonly #table: string;
  readonly #directory = mkdtempSync(join(tmpdir(), 'rapidbyte-cost-'));

  private constructor({ dataset, servers }: CostStageOptions, source: TestDatabase) {
    this.#dataset = dataset;
    this.#servers = servers;
    this.#source = source;
    this.#table = `public.${dataset.name}`;
  }

  static async open(options: CostStageOptions): Promise<CostStage> {
    const stage = new CostStage(options, await createDatabase(options.servers.source.url, { name: target }));
    try {
      await stage.#prepare(options);
      return stage;
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * One run. Around it, outside its time, the target is made, and both servers make a checkpoint; afterwards it is checked.
   *
   * @returns seconds from command to exit
   * @throws {Error} if the run fails, or makes another table
   */
  async measure(arm: CostArm): Promise<number> {
    await this.#administer(`DROP DATABASE IF EXISTS ${target} WITH (FORCE)`);
    await this.#administer(`CREATE DATABASE ${target} TEMPLATE ${templateOf(arm.start)}`);
    await this.#administer('CHECKPOINT');
    await this.#source.query('CHECKPOINT');
    const seconds = await this.#run(arm, target);
    const wanted = await tableState(this.#source, this.#table);
    const url = new URL(this.#servers.destination.url);
    url.pathname = `/${target}`;
    assertSame(
      arm.name,
      wanted,
      await tableState({ query: (sql, values) => queryIn(url.href, sql, values) }, this.#table),
    );
    return seconds;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#directory, { recursive: true, force: true });
    await this.#source.drop();
    for (const name of [target, ...starts.map(templateOf)]) {
      await this.#administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  }

  async #prepare({ rows, log }: CostStageOptions): Promise<void> {
    const table = this.#table;
    for (const start of starts) await this.#administer(`CREATE DATABASE ${templateOf(start)} TEMPLATE template0`);
    await this.#source.query(
      `${createTableSql(this.#dataset, table)}; ${fillSql(this.#dataset, table, 1)}; ${addKeySql(table)}`,
    );
    log('the first row, and its position');
    await this.#run({ name: '', start: 'position', writeMode: 'append', isIncremental: true }, templateOf('position'));
    log('filling');
    await this.#source.query(`TRUNCATE ${table}; ${fillSql(this.#dataset, table, rows)}`);
    await this.#source.query(`VACUUM (ANALYZE) ${table}`);
    log('the rows as they are before the change');
    await this.#run({ name: '', start: 'before', writeMode: 'replace', isIncremental: false }, templateOf('before'));
    // The first row stays as it is where a position stands at it.
    await this.#source.query(`UPDATE ${table} SET revision = 2, price = price + 1, note = 'changed' WHERE id % 2 = 0`);
    // As if it had been filled like this.
    await this.#source.query(`VACUUM (FULL, ANALYZE) ${table}`);
  }

  async #run({ writeMode, isIncremental, resources, destination: more }: CostArm, database: string): Promise<number> {
    const cursor = isIncremental ? { sync_mode: 'incremental', cursor_field: 'id' } : { sync_mode: 'full_refresh' };
    const { source, destination } = this.#servers;
    const document = {
      version: '1.0',
      pipeline: 'cost',
      source: {
        use: 'source-postgres',
        config: { url: urlWithPassword(endpoint(source, this.#source.name, false)) },
        streams: [{ name: this.#table, ...cursor }],
      },
      destination: {
        use: 'dest-postgres',
        config: { url: urlWithPassword(endpoint(destination, database, false)), ...more },
        write_mode: writeMode,
      },
      ...(resources === undefined ? {} : { resources }),
    };
    const file = join(this.#directory, 'pipeline.yaml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(document), { mode: 0o600 });
    const startedAt = performance.now();
    const { exitCode, stderr } = await runPipelineFile(file, { timeoutMs: runTimeoutMs });
    const seconds = (performance.now() - startedAt) / 1000;
    if (exitCode !== 0) throw new Error(stderr);
    return seconds;
  }

  async #administer(sql: string): Promise<void> {
    await queryIn(this.#servers.destination.url, sql);
  }
}

/** On a connection of its own: a database that somebody is connected to is no template. */
async function queryIn<Row extends QueryResultRow>(url: string, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
