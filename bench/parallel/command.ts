import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assertProc } from '../../test/support/proc.ts';
import { findPeers } from '../arms/peers.ts';
import {
  commandLine,
  commonOptions,
  commonUsage,
  log,
  parseLink,
  parseOptions,
  parseParallelism,
  parseRounds,
  parseServer,
  parseSizes,
  today,
  UsageError,
  type BenchCommand,
} from '../command.ts';
import { spawnLink } from '../../test/support/link/spawn.ts';
import { commit, machineFacts } from '../machine.ts';
import { freshReportFile, writeReport } from '../report/file.ts';
import { measureCases, roundsNote } from '../rounds.ts';
import { packPackages, Projects } from '../../test/packages/project.ts';
import { startServers } from '../servers.ts';
import { parallelArms } from './arms.ts';
import { linkGoals, parallelGoals } from './goals.ts';
import { formatParallelReport } from './report.ts';

const options = {
  ...commonOptions,
  sizes: { type: 'string' },
  parallelism: { type: 'string' },
  peers: { type: 'boolean' },
  link: { type: 'string' },
  baseline: { type: 'string' },
  installed: { type: 'boolean' },
} as const;

/** One table cut into parts, against itself whole, several pipes, and other tools. */
export const parallel: BenchCommand = {
  usage: `usage: npm run bench -- parallel [options]
  --sizes LIST          DATASET:ROWS, comma-separated (mixed:1m,mixed:12m; with --link mixed:1,mixed:1m,mixed:4m)
  --rounds N            3
  --parallelism LIST    P of our arms (1,2; with --link 1,8)
  --no-peers            without pg_dump and pg_restore, pgcopydb and pgloader (with --link they need --peers)
  --link MS:MBIT        each connection with that much more of a round trip, and that rate each way: 20:100; one side's: source=20:100
  --baseline DIRECTORY  another checkout of Rapidbyte, built: an arm with P=1
  --installed           an arm with P=1 whose connectors are the executables of the packed and installed packages
${commonUsage}`,

  async run(args) {
    const values = parseOptions(args, options);
    const route = values.link === undefined ? undefined : parseLink(values.link);
    const isLocal = route === undefined;
    const rounds = parseRounds(values.rounds, 3);
    const server = parseServer(values.server);
    const cases = parseSizes(values.sizes ?? (isLocal ? 'mixed:1m,mixed:12m' : 'mixed:1,mixed:1m,mixed:4m'), false);
    const parallelism = parseParallelism(values.parallelism ?? (isLocal ? '1,2' : '1,8'));
    const baseline = parseBaseline(values.baseline);
    assertProc();
    using projects = new DisposableStack();
    const installedIn = values.installed === true ? await installHere(projects) : undefined;
    await using servers = await startServers(
      server,
      cases.some((measured) => measured.tls),
    );
    await using link = route && (await spawnLink(route, servers));
    const peers = (values.peers ?? isLocal) ? findPeers('all', servers.source.majorVersion) : { arms: [], notes: [] };
    const pipes = isLocal ? [2] : [Math.max(2, ...parallelism)];
    const arms = [...parallelArms({ parallelism, pipes, baseline, installedIn }), ...peers.arms];
    const date = today();
    const kind = isLocal ? 'parallel' : 'parallel-link';
    const file = freshReportFile(values.results, `${date.replaceAll('-', '')}-${kind}-${server}`);
    await measureCases(cases, servers, {
      arms,
      rounds,
      link,
      log,
      save: (results) =>
        writeReport(
          file,
          formatParallelReport({
            date,
            commandLine: commandLine(),
            facts: machineFacts(servers.source.version),
            arms,
            results,
            notes: [
              ...(baseline === undefined ? [] : [`before: commit ${commit(baseline)}`]),
              roundsNote(rounds),
              ...peers.notes,
            ],
            goals: isLocal ? parallelGoals : linkGoals,
            link: route,
          }),
        ),
    });
    console.log(`written: ${file}`);
  },
};

/** What users of this checkout's packages would have. Needs a build, and npm's registry or its cache. */
async function installHere(stack: DisposableStack): Promise<string> {
  const projects = stack.adopt(new Projects(), (made) => made.remove());
  const project = await projects.create('installed', Object.values(await packPackages(projects.path)));
  return project.path;
}

function parseBaseline(directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  const checkout = resolve(directory);
  for (const built of ['host/dist', 'connectors/source-postgres/dist', 'connectors/dest-postgres/dist']) {
    if (!existsSync(join(checkout, built))) {
      throw new UsageError(
        `--baseline: ${checkout} has no ${built}; it takes a checkout after npm ci && npm run build`,
      );
    }
  }
  return checkout;
}
