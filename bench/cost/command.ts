import { assertProc } from '../../test/support/proc.ts';
import { parseRowCount } from '../cases.ts';
import {
  commandLine,
  commonOptions,
  commonUsage,
  log,
  parseOptions,
  parseRounds,
  parseServer,
  today,
  UsageError,
  type BenchCommand,
} from '../command.ts';
import { findDataset } from '../datasets.ts';
import { machineFacts } from '../machine.ts';
import { freshReportFile, writeReport } from '../report/file.ts';
import { startServers } from '../servers.ts';
import { arms } from './arms.ts';
import { formatReport } from './report.ts';
import { CostStage } from './stage.ts';

const options = { ...commonOptions, rows: { type: 'string', default: '1m' } } as const;

/** Upsert against a plain load, and checkpoints against none. */
export const cost: BenchCommand = {
  usage: `usage: npm run bench -- cost [options]
  --rows ROWS           of 12 columns (1m)
  --rounds N            5
${commonUsage}`,

  async run(args) {
    const values = parseOptions(args, options);
    const rounds = parseRounds(values.rounds, 5);
    const rows = parseRowCount(values.rows);
    if (rows === undefined) throw new UsageError('--rows takes a number, as in 1m');
    const server = parseServer(values.server);
    const dataset = findDataset('orders');
    if (dataset === undefined) throw new Error('no data set');
    assertProc();
    await using servers = await startServers(server, false);
    await using stage = await CostStage.open({ dataset, rows, servers, log });
    const date = today();
    const file = freshReportFile(values.results, `${date.replaceAll('-', '')}-cost-${server}`);
    const measured = new Map<string, number[]>(arms.map(({ name }) => [name, []]));
    const facts = [...machineFacts(servers.source.version), `${rows} rows, ${dataset.description}`];
    for (let round = 1; round <= rounds; round++) {
      for (let turn = 0; turn < arms.length; turn++) {
        const arm = arms[(round - 1 + turn) % arms.length];
        if (arm === undefined) continue;
        const seconds = await stage.measure(arm);
        log(`round ${round}, ${arm.name}: ${seconds.toFixed(3)} s`);
        measured.get(arm.name)?.push(seconds);
      }
      await writeReport(file, formatReport({ date, commandLine: commandLine(), facts, rounds: measured }));
    }
    console.log(`written: ${file}`);
  },
};
