import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { assertProc } from '../../test/support/proc.ts';
import {
  commandLine,
  commonOptions,
  commonUsage,
  log,
  parseOptions,
  parseParallelism,
  parseRounds,
  parseServer,
  parseSizes,
  today,
  type BenchCommand,
} from '../command.ts';
import { machineFacts } from '../machine.ts';
import { parallelArms } from '../parallel/arms.ts';
import { freshReportFile, writeReport } from '../report/file.ts';
import { measureCases, roundsNote } from '../rounds.ts';
import type { CaseResult } from '../runs.ts';
import { startServers } from '../servers.ts';
import { scalingChart } from './chart.ts';
import { scalingRows } from './figures.ts';
import { formatScalingReport } from './report.ts';

const options = {
  ...commonOptions,
  sizes: { type: 'string', default: 'mixed:4m' },
  parallelism: { type: 'string', default: '1,2,4,8' },
} as const;

/** CPU and memory against P, and what follows for a machine with more cores. */
export const scaling: BenchCommand = {
  usage: `usage: npm run bench -- scaling [options]
  --sizes LIST          DATASET:ROWS, comma-separated (mixed:4m)
  --rounds N            3
  --parallelism LIST    1,2,4,8
${commonUsage}`,

  async run(args) {
    const values = parseOptions(args, options);
    const rounds = parseRounds(values.rounds, 3);
    const server = parseServer(values.server);
    const cases = parseSizes(values.sizes, false);
    const arms = parallelArms({ parallelism: parseParallelism(values.parallelism), pipes: [] });
    const coresHere = availableParallelism();
    assertProc();
    await using servers = await startServers(
      server,
      cases.some((measured) => measured.tls),
    );
    const date = today();
    const file = freshReportFile(values.results, `${date.replaceAll('-', '')}-scaling-${server}`);
    const chartOf = ({ case: { name } }: CaseResult): string =>
      basename(file).replace(/\.md$/, `-${name.replace(':', '-')}.svg`);
    await measureCases(cases, servers, {
      arms,
      rounds,
      log,
      save: async (results) => {
        const report = formatScalingReport({
          date,
          commandLine: commandLine(),
          facts: machineFacts(servers.source.version),
          arms,
          results,
          notes: [roundsNote(rounds)],
          coresHere,
          chartOf,
        });
        await writeReport(file, report);
        for (const result of results) {
          const title = `${result.case.name}, PostgreSQL ${servers.source.version}, ${coresHere} cores`;
          writeFileSync(join(dirname(file), chartOf(result)), scalingChart(title, scalingRows(result), coresHere));
        }
      },
    });
    console.log(`written: ${file}`);
  },
};
