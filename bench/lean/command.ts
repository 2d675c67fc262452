import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { growthAfter, recordMemory } from '../../test/soak/memory.ts';
import { createDatabase } from '../../test/support/database.ts';
import { spawnLink } from '../../test/support/link/spawn.ts';
import { runPipelineFile } from '../../test/support/pipeline-process.ts';
import { assertProc } from '../../test/support/proc.ts';
import { urlWithPassword } from '../arms/arm.ts';
import { parseRowCount } from '../cases.ts';
import {
  commandLine,
  commonOptions,
  commonUsage,
  log,
  parseOptions,
  parseServer,
  parseWhole,
  today,
  UsageError,
  type BenchCommand,
} from '../command.ts';
import { addKeySql, createTableSql, fillSql, findDataset } from '../datasets.ts';
import { machineFacts } from '../machine.ts';
import { freshReportFile, writeReport } from '../report/file.ts';
import { endpoint, startServers } from '../servers.ts';
import { assertSame, tableState } from '../verify.ts';
import { formatReport, memoryChart } from './report.ts';

const options = {
  server: commonOptions.server,
  results: commonOptions.results,
  rows: { type: 'string', default: '24m' },
  'write-mode': { type: 'string', default: 'append' },
  'commit-rows': { type: 'string', default: '100000' },
  'warm-up': { type: 'string', default: '400' },
  seconds: { type: 'string', default: '600' },
  megabits: { type: 'string', default: '12' },
} as const;

const table = 'public.narrow';
const runTimeoutMs = 3 * 3_600_000;

/** A long load that goes on from a position, and what it takes of memory and of state. */
export const lean: BenchCommand = {
  usage: `usage: npm run bench -- lean [options]
  --rows ROWS           after the position, of the narrow table (24m)
  --write-mode MODE     append or upsert (append)
  --commit-rows N       rows between two commits (100000)
  --warm-up SECONDS     before memory is judged (400)
  --seconds SECONDS     for which it is judged (600)
  --megabits N          that pass from the source in a second, so that the load lasts (12)
${commonUsage}`,

  async run(args) {
    const values = parseOptions(args, options);
    const rows = parseRowCount(values.rows);
    if (rows === undefined) throw new UsageError('--rows takes a number, as in 20m');
    const commitRows = parseWhole('--commit-rows', values['commit-rows'], 1);
    const warmUpSeconds = parseWhole('--warm-up', values['warm-up'], 0);
    const judgedSeconds = parseWhole('--seconds', values.seconds, 10);
    const megabitsPerSecond = parseWhole('--megabits', values.megabits, 1);
    const writeMode = values['write-mode'];
    if (writeMode !== 'append' && writeMode !== 'upsert') throw new UsageError('--write-mode takes append or upsert');
    const server = parseServer(values.server);
    const dataset = findDataset('narrow');
    if (dataset === undefined) throw new Error('no data set');
    assertProc();

    await using servers = await startServers(server, false);
    await using source = await createDatabase(servers.source.url, { name: 'bench' });
    await using destination = await createDatabase(servers.destination.url, { name: 'bench' });
    const route = { shape: { roundTripMs: 1, megabitsPerSecond }, only: 'source' } as const;
    await using link = await spawnLink(route, servers);
    const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-lean-'));
    const file = join(directory, 'pipeline.yaml');
    const document = {
      version: '1.0',
      pipeline: 'lean',
      source: {
        use: 'source-postgres',
        config: { url: urlWithPassword(endpoint(servers.source, source.name, false, link.ports.source)) },
        streams: [{ name: table, sync_mode: 'incremental', cursor_field: 'id' }],
      },
      destination: {
        use: 'dest-postgres',
        config: { url: urlWithPassword(endpoint(servers.destination, destination.name, false)) },
        write_mode: writeMode,
      },
      resources: { checkpoint_interval_rows: commitRows, checkpoint_interval_seconds: 3600 },
    };
    try {
      writeFileSync(file, JSON.stringify(document), { mode: 0o600 });
      log('the first row, and its position');
      await source.query(`${createTableSql(dataset, table)}; ${fillSql(dataset, table, 1)}; ${addKeySql(table)}`);
      await runPipelineFile(file, { timeoutMs: 60_000 });
      log('filling');
      await source.query(`TRUNCATE ${table}; ${fillSql(dataset, table, rows)}`);
      await source.query(`VACUUM (ANALYZE) ${table}`);
      log(`${rows} rows are read from the position`);
      let memory: ReturnType<typeof recordMemory> | undefined;
      const outcome = await runPipelineFile(file, {
        timeoutMs: runTimeoutMs,
        onStart: ({ pid }) => (memory = recordMemory(pid ?? 0)),
      }).finally(() => memory?.stop());
      if (outcome.exitCode !== 0) throw new Error(outcome.stderr);
      const { seconds, streams } = outcome.result;
      const untilSeconds = Math.min(seconds, warmUpSeconds + judgedSeconds);
      if (untilSeconds < warmUpSeconds + judgedSeconds) log(`only ${seconds.toFixed(0)} s: lower --megabits`);
      const records = (memory?.records() ?? []).filter(({ samples }) => (samples.at(-1)?.seconds ?? 0) > seconds / 2);
      assertSame('the load', await tableState(source, table), await tableState(destination, table));
      const [state] = await destination.query<{ streams: number; receipts: number; commits: number }>(
        `SELECT (SELECT count(*)::int FROM _rapidbyte.stream) AS streams, (SELECT count(*)::int FROM _rapidbyte.receipt) AS receipts,
           (SELECT max(checkpoint_id)::int FROM _rapidbyte.receipt) AS commits`,
      );
      if (state === undefined) throw new Error('no state');
      const date = today();
      const kind = writeMode === 'append' ? server : `${server}-${writeMode}`;
      const report = freshReportFile(values.results, `${date.replaceAll('-', '')}-lean-${kind}`);
      const chart = report.replace(/\.md$/, '.svg');
      writeFileSync(chart, memoryChart(records, warmUpSeconds));
      await writeReport(
        report,
        formatReport({
          date,
          commandLine: commandLine(),
          facts: machineFacts(servers.source.version),
          chart: basename(chart),
          rows: streams[0]?.rowsCommitted ?? 0,
          seconds,
          warmUpSeconds,
          untilSeconds,
          isWhole: untilSeconds === warmUpSeconds + judgedSeconds,
          growths: records.map((record) => growthAfter(record, warmUpSeconds, untilSeconds)),
          state,
        }),
      );
      console.log(`written: ${report}`);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
