import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { assertProc } from '../../test/support/proc.ts';
import {
  asUsage,
  commandLine,
  commonOptions,
  commonUsage,
  log,
  parseLink,
  parseOptions,
  parseParallelism,
  parseServer,
  parseWhole,
  today,
  UsageError,
  type BenchCommand,
} from '../command.ts';
import { parseRowCount } from '../cases.ts';
import type { LinkRoute } from '../../test/support/link/pacing.ts';
import { spawnLink, type Link } from '../../test/support/link/spawn.ts';
import { machineFacts } from '../machine.ts';
import { CommandFailure } from '../measure/command.ts';
import { freshReportFile, writeReport } from '../report/file.ts';
import { playRounds, roundsNote, warmUp } from '../rounds.ts';
import type { CaseResult } from '../runs.ts';
import { startServers, type Servers } from '../servers.ts';
import { openStage } from '../stage.ts';
import { pinnedArm, pipe, postgresArms } from './arms.ts';
import { regretChart, throughputChart } from './chart.ts';
import { bestPoints, gridPoints, pointName, type GridLists, type GridOutcome, type GridPoint } from './grid.ts';
import { isWholeGrid, parseProfiles, profileNames, type Profile } from './profiles.ts';
import { formatPostgresReport } from './report.ts';

const { server, results } = commonOptions;
const options = {
  server,
  results,
  profile: { type: 'string', default: 'small' },
  iters: { type: 'string', default: '10' },
  rows: { type: 'string' },
  link: { type: 'string' },
  parallelism: { type: 'string', default: '1,2,4,8' },
  modes: { type: 'string', default: 'ctid,range,mod' },
  flush: { type: 'string', default: '1,4,16' },
  'grid-rows': { type: 'string' },
  grid: { type: 'boolean', default: true },
  'pipe-iters': { type: 'string', default: '3' },
} as const;

/** Autotune, on and off, against the best of a grid of pinned values. */
export const postgres: BenchCommand = {
  usage: `usage: npm run bench -- postgres [options]
  --profile LIST        of ${profileNames.join(', ')}, comma-separated; a report each (small)
  --iters N             rounds; fewer than 10 are not judged (10)
  --rows N              instead of each profile's own rows: 300k, 4m
  --link [SIDE=]MS:MBIT each connection with that much more of a round trip, and that rate each way: 20:100;
                        to one server only: source=20:30, destination=20:30
  --parallelism LIST    of the grid (1,2,4,8)
  --modes LIST          partition modes of the grid (ctid,range,mod)
  --flush LIST          copy_flush_bytes of the grid, in MiB (1,4,16)
  --grid-rows N         rows of the grid's table (a fourth where the table is larger than 1 GB, else all)
  --no-grid             without the grid, and so without its best three
  --pipe-iters N        rounds in which the psql pipe takes part, 0 for none (3)
${commonUsage}`,

  async run(args) {
    const values = parseOptions(args, options);
    const plan: Plan = {
      iters: parseWhole('--iters', values.iters, 1),
      pipeIters: parseWhole('--pipe-iters', values['pipe-iters'], 0),
      grid: values.grid
        ? {
            parallelism: parseParallelism(values.parallelism),
            modes: parseWords('--modes', values.modes),
            flushMib: parseWords('--flush', values.flush).map((text) => parseWhole('--flush', text, 1)),
          }
        : undefined,
    };
    const rows = { rows: parseRows('--rows', values.rows), gridRows: parseRows('--grid-rows', values['grid-rows']) };
    const profiles = asUsage(() => parseProfiles(values.profile, rows));
    const route = values.link === undefined ? undefined : parseLink(values.link);
    const binaries = parseServer(values.server);
    assertProc();
    await using servers = await startServers(binaries, false);
    await using link = route && (await spawnLink(route, servers));
    await warmUp(servers, { arms: postgresArms([], plan.pipeIters > 0), link, log });
    for (const profile of profiles) {
      const parts = [today().replaceAll('-', ''), 'postgres', profile.name, ...linkParts(route), binaries];
      const file = freshReportFile(values.results, parts.join('-'));
      await measureProfile(profile, { servers, link, route, plan, file });
      console.log(`written: ${file}`);
    }
  },
};

interface Plan {
  readonly iters: number;
  readonly pipeIters: number;
  readonly grid: GridLists | undefined;
}

interface Surroundings {
  readonly servers: Servers;
  readonly link: Link | undefined;
  readonly route: LinkRoute | undefined;
  readonly plan: Plan;
  readonly file: string;
}

/** The grid, then the rounds. The report is written after each run, so that one that is interrupted leaves what it has. */
async function measureProfile(profile: Profile, { servers, link, route, plan, file }: Surroundings): Promise<void> {
  const facts = machineFacts(servers.source.version);
  const grid: GridOutcome[] = [];
  const save = (best: readonly GridPoint[], result: CaseResult | undefined): Promise<void> =>
    writeReport(
      file,
      formatPostgresReport({
        date: today(),
        commandLine: commandLine(),
        facts,
        arms: postgresArms(best, plan.pipeIters > 0),
        results: result === undefined ? [] : [result],
        notes: [
          roundsNote(plan.iters),
          ...(plan.pipeIters > 0 ? [`the psql pipe takes part in the first ${plan.pipeIters} of them`] : []),
        ],
        profile,
        link: route,
        grid: plan.grid === undefined ? undefined : grid,
        charts: result === undefined ? [] : writeCharts(profile, result, file),
      }),
    );
  if (plan.grid !== undefined) {
    for await (const outcome of measureGrid(profile, plan.grid, servers, link)) {
      grid.push(outcome);
      await save([], undefined);
    }
  }
  const best = bestPoints(grid, isWholeGrid(profile));
  await using stage = await openStage(profile.case, servers, { link, log });
  await playRounds(stage, {
    arms: postgresArms(best, plan.pipeIters > 0),
    rounds: plan.iters,
    takesPart: (arm, round) => arm.name !== pipe || round <= plan.pipeIters,
    log,
    save: (result) => save(best, result),
  });
}

async function* measureGrid(
  { grid }: Profile,
  lists: GridLists,
  servers: Servers,
  link: Link | undefined,
): AsyncGenerator<GridOutcome> {
  await using stage = await openStage(grid, servers, { link, log });
  for (const point of gridPoints(lists)) {
    try {
      const run = await stage.measure(pinnedArm(point), 1);
      log(`${grid.name}: ${pointName(point)}: ${run.seconds.toFixed(3)} s`);
      yield { point, run };
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      log(`${grid.name}: ${pointName(point)}: ${error.reason}`);
      yield { point, refusal: error.reason };
    }
  }
}

function writeCharts(profile: Profile, result: CaseResult, file: string): { title: string; file: string }[] {
  const charts = [
    ['Throughput over time', 'throughput', throughputChart(profile.case.name, result)],
    ['Time of each arm against the best pinned point', 'regret', regretChart(profile.case.name, result)],
  ] as const;
  return charts.flatMap(([title, kind, chart]) => {
    if (chart === undefined) return [];
    const name = basename(file).replace(/\.md$/, `-${kind}.svg`);
    writeFileSync(join(dirname(file), name), chart);
    return [{ title, file: name }];
  });
}

function linkParts(route: LinkRoute | undefined): string[] {
  if (route === undefined) return [];
  return route.only === undefined ? ['link'] : ['link', route.only];
}

function parseRows(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rows = parseRowCount(text);
  if (rows === undefined) throw new UsageError(`${option} takes a number of rows, as in 300k or 4m`);
  return rows;
}

/** Each once, in the order given. */
function parseWords(option: string, text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new UsageError(`${option} takes a list, comma-separated`);
  return [...new Set(words)];
}
