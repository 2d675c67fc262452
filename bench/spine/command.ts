import { assertProc } from '../../test/support/proc.ts';
import type { Arm } from '../arms/arm.ts';
import { findPeers } from '../arms/peers.ts';
import { psqlPipe } from '../arms/psql-pipe.ts';
import { rapidbyte } from '../arms/rapidbyte.ts';
import { defaultCases, type Case } from '../cases.ts';
import {
  commandLine,
  commonOptions,
  commonUsage,
  log,
  parseOptions,
  parseRounds,
  parseServer,
  parseSizes,
  today,
  type BenchCommand,
} from '../command.ts';
import { machineFacts } from '../machine.ts';
import { freshReportFile, writeReport } from '../report/file.ts';
import { measureCase, measureCases, roundsNote } from '../rounds.ts';
import { startServers, type Servers } from '../servers.ts';
import { profiledRapidbyte, summarizeProfiles } from './profile.ts';
import { formatReport } from './report.ts';

const options = {
  ...commonOptions,
  sizes: { type: 'string', default: defaultCases },
  tls: { type: 'boolean', default: false },
  peers: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
} as const;

/** Our run against the servers' own client, a table at a time. */
export const spine: BenchCommand = {
  usage: `usage: npm run bench -- spine [options]
  --sizes LIST          DATASET:ROWS, comma-separated (${defaultCases})
  --rounds N            5
  --tls                 every case with TLS, verify-full (one case: append +tls to it)
  --peers               pg_dump | pg_restore, pgcopydb and pgloader too, where installed
  --profile             no measurement: a CPU profile of each of our processes, of one run of each case
${commonUsage}`,

  async run(args) {
    const values = parseOptions(args, options);
    const rounds = parseRounds(values.rounds, 5);
    const server = parseServer(values.server);
    const cases = parseSizes(values.sizes, values.tls);
    assertProc();
    await using servers = await startServers(
      server,
      cases.some((measured) => measured.tls),
    );
    if (values.profile) {
      await profile(cases, servers);
      return;
    }
    const peers = values.peers ? findPeers('basic', servers.source.majorVersion) : { arms: [], notes: [] };
    const spineArms: Arm[] = [psqlPipe('psql pipe'), rapidbyte(), psqlPipe('psql pipe again (A/A)')];
    const arms = [...spineArms, ...peers.arms];
    const date = today();
    const file = freshReportFile(values.results, `${date.replaceAll('-', '')}-spine-${server}`);
    await measureCases(cases, servers, {
      arms,
      // Not every peer can verify a certificate.
      armsFor: ({ tls }) => (tls ? spineArms : arms),
      rounds,
      log,
      save: (results) =>
        writeReport(
          file,
          formatReport({
            date,
            commandLine: commandLine(),
            facts: machineFacts(servers.source.version),
            arms,
            results,
            notes: [roundsNote(rounds), ...peers.notes],
          }),
        ),
    });
    console.log(`written: ${file}`);
  },
};

async function profile(cases: readonly Case[], servers: Servers): Promise<void> {
  const { arm, directory } = profiledRapidbyte();
  for (const measured of cases) {
    await measureCase(measured, servers, { arms: [arm], rounds: 1, log });
    console.log(`\n${measured.name}\n${summarizeProfiles(directory, 25)}`);
  }
  log(`profiles of the last case, for Chrome's DevTools: ${directory}`);
}
