/**
 * npm run bench -- spine [--sizes mixed:4m,…] [--rounds 5] [--server system|embedded] [--tls] [--peers] [--profile]
 *                        [--results DIRECTORY]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import type { Arm } from './arms/arm.ts';
import { findPeers } from './arms/peers.ts';
import { psqlPipe } from './arms/psql-pipe.ts';
import { rapidbyte } from './arms/rapidbyte.ts';
import { defaultCases, parseCases, type Case } from './cases.ts';
import type { CaseResult } from './figures.ts';
import { machineFacts } from './machine.ts';
import { assertProc } from '../test/support/proc.ts';
import { profiledRapidbyte, summarizeProfiles } from './profile.ts';
import { formatReport, freshReportFile } from './report.ts';
import { startServers } from './servers.ts';
import { measureCase } from './spine.ts';

const usage = `usage: npm run bench -- spine [options]
  --sizes LIST          DATASET:ROWS, comma-separated (${defaultCases})
  --rounds N            5
  --server KIND         system (the machine's oldest PostgreSQL) or embedded (npm's); system
  --tls                 every case with TLS, verify-full (one case: append +tls to it)
  --peers               pg_dump | pg_restore, pgcopydb and pgloader too, where installed
  --profile             no measurement: a CPU profile of each of our processes, of one run of each case
  --results DIRECTORY   where the report goes (bench/results)`;

const options = {
  sizes: { type: 'string', default: defaultCases },
  rounds: { type: 'string', default: '5' },
  server: { type: 'string', default: 'system' },
  tls: { type: 'boolean', default: false },
  peers: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  results: { type: 'string', default: join(import.meta.dirname, 'results') },
} as const;

const log = (line: string): void => console.error(line);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const rounds = Number(values.rounds);
  if (positionals.join(' ') !== 'spine') throw new UsageError('say which benchmark: spine');
  if (!Number.isInteger(rounds) || rounds < 1) throw new UsageError('--rounds takes a whole number from 1');
  if (values.server !== 'system' && values.server !== 'embedded')
    throw new UsageError('--server takes system or embedded');
  const cases = parseCasesOrExplain(values.sizes, values.tls);
  assertProc();
  await using servers = await startServers(
    values.server,
    cases.some((measured) => measured.tls),
  );
  if (values.profile) {
    const { arm, directory } = profiledRapidbyte();
    for (const measured of cases) {
      await measureCase(measured, servers, { arms: [arm], rounds: 1, log });
      console.log(`\n${measured.name}\n${summarizeProfiles(directory, 25)}`);
    }
    log(`profiles of the last case, for Chrome's DevTools: ${directory}`);
    return;
  }
  const peers = values.peers ? findPeers() : { arms: [], missing: [] };
  const spineArms: Arm[] = [psqlPipe('psql pipe'), rapidbyte(), psqlPipe('psql pipe again (A/A)')];
  const arms = [...spineArms, ...peers.arms];
  log('warming up: programs into the page cache, the host into its compile cache');
  const warmUp = parseCases('mixed:1', false);
  for (const measured of warmUp) await measureCase(measured, servers, { arms, rounds: 1, log });
  const results: CaseResult[] = [];
  const date = new Date().toISOString().slice(0, 10);
  const stem = `${date.replaceAll('-', '')}-spine-${values.server}`;
  const file = freshReportFile(values.results, stem);
  for (const measured of cases) {
    // Not every peer can verify a certificate.
    results.push(await measureCase(measured, servers, { arms: measured.tls ? spineArms : arms, rounds, log }));
    const report = formatReport({
      date,
      commandLine: ['npm run bench --', ...process.argv.slice(2)].join(' '),
      facts: machineFacts(servers.source.version),
      arms,
      results,
      notes: [
        `${rounds} rounds; the arms alternate within a round, and each round begins with another one`,
        ...peers.missing.map((name) => `${name} is not installed here, and was not measured`),
      ],
    });
    // After each case, so that a long run that fails leaves what it has measured.
    writeFileSync(file, await format(report, { ...(await resolveConfig(file)), parser: 'markdown' }));
  }
  console.log(`written: ${file}`);
}

function parseCasesOrExplain(sizes: string, tls: boolean): Case[] {
  try {
    return parseCases(sizes, tls);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  console.error(isUsage ? `${(error as Error).message}\n\n${usage}` : error);
  process.exitCode = isUsage ? 2 : 1;
}
