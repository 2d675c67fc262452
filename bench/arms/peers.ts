import { delimiter, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { measureCommand, type CommandOptions } from '../measure/command.ts';
import { runTimeoutMs, urlWithPassword, type Arm, type Move } from './arm.ts';

export type PeerFamily = 'pg_dump' | 'pgcopydb' | 'pgloader';

interface Peer {
  readonly name: string;
  readonly family: PeerFamily;
  readonly programs: readonly string[];
  /** It runs pg_dump, which refuses servers newer than itself. */
  readonly dumps: boolean;
  /** More than one connection moves rows. */
  readonly parallel: boolean;
  /** For bash, with the variables SOURCE_URL, DESTINATION_URL (with passwords), TABLE and TABLE_BYTES. */
  readonly script: string;
  readonly tableDiffers?: string;
}

const pgcopydbClone =
  'pgcopydb clone --source "$SOURCE_URL" --target "$DESTINATION_URL" --dir work --restart --no-owner --no-acl --skip-extensions';

/** Of each the fastest way that it documents of moving one table whole; the source database holds nothing else. */
const peers: readonly Peer[] = [
  {
    name: 'pg_dump | pg_restore',
    family: 'pg_dump',
    programs: ['pg_dump', 'pg_restore'],
    dumps: true,
    parallel: false,
    script:
      'set -o pipefail; pg_dump -Fc -Z0 --no-owner -t "$TABLE" "$SOURCE_URL" | pg_restore --no-owner -d "$DESTINATION_URL"',
  },
  {
    // Both halves count, and the disk between them. One table is one job in either.
    name: 'pg_dump -Fd -j2, pg_restore -j2',
    family: 'pg_dump',
    programs: ['pg_dump', 'pg_restore'],
    dumps: true,
    parallel: true,
    script:
      'set -e; pg_dump -Fd -j2 -Z0 --no-owner -t "$TABLE" -f dump "$SOURCE_URL"; pg_restore -j2 --no-owner -d "$DESTINATION_URL" dump',
  },
  {
    name: 'pgcopydb',
    family: 'pgcopydb',
    programs: ['pgcopydb'],
    dumps: true,
    parallel: false,
    script: `${pgcopydbClone} --table-jobs 1`,
  },
  {
    // In 0.10 `copy table-data` documents no split, and with all the steps around it, it took longer than `clone`. Half
    // the table's size and a byte is the threshold that makes two parts, and not many small ones, which took 1.5 times
    // as long.
    name: 'pgcopydb, 2 jobs',
    family: 'pgcopydb',
    programs: ['pgcopydb'],
    dumps: true,
    parallel: true,
    script: `${pgcopydbClone} --table-jobs 2 --index-jobs 2 --split-tables-larger-than "$((TABLE_BYTES / 2 + 1))"`,
  },
  {
    name: 'pgloader',
    family: 'pgloader',
    programs: ['pgloader'],
    dumps: false,
    parallel: false,
    script: `pgloader --quiet --on-error-stop --with 'prefetch rows = 10000' "$SOURCE_URL" "$DESTINATION_URL"`,
    tableDiffers: 'it leaves out NOT NULL',
  },
];

/** Which arms are of one tool. */
export function namesOfFamily(family: PeerFamily): string[] {
  return peers.filter((peer) => peer.family === family).map(({ name }) => name);
}

/**
 * Those that can work here; for the report, their versions, and why the others can't.
 *
 * @param which `basic`: with one connection to each server; `all`: with more, too
 */
export function findPeers(
  which: 'basic' | 'all',
  serverMajorVersion: number,
): { readonly arms: Arm[]; readonly notes: string[] } {
  const arms: Arm[] = [];
  const missing: string[] = [];
  const programs = new Set<string>();
  for (const peer of peers.filter(({ parallel }) => which === 'all' || !parallel)) {
    const reason = whyNot(peer, serverMajorVersion);
    if (reason === undefined) {
      arms.push(peerArm(peer));
      for (const program of peer.programs) programs.add(program);
    } else missing.push(`${peer.name} was not measured: ${reason}`);
  }
  return { arms, notes: [...[...programs].map(versionOf), ...missing] };
}

/** Its first line; pgcopydb logs on stderr first. */
function versionOf(program: string): string {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return text.split('\n')[0]?.trim() ?? program;
}

function whyNot({ programs, dumps }: Peer, serverMajorVersion: number): string | undefined {
  const absent = programs.find((program) => !isOnPath(program));
  if (absent !== undefined) return `${absent} is not installed here`;
  if (!dumps) return undefined;
  if (!isOnPath('pg_dump')) return 'pg_dump is not installed here';
  const version = versionOf('pg_dump');
  const major = Number(/ (\d+)/.exec(version)?.[1]);
  return major >= serverMajorVersion ? undefined : `${version} refuses a server of version ${serverMajorVersion}`;
}

function peerArm({ name, script, tableDiffers }: Peer): Arm {
  return {
    name,
    ...(tableDiffers === undefined ? {} : { tableDiffers }),
    command: script,
    run: (move) => measureCommand('bash', ['-c', script], optionsFor(move)),
  };
}

function optionsFor({ source, destination, table, tableBytes, directory }: Move): CommandOptions {
  const variables = {
    SOURCE_URL: urlWithPassword(source),
    DESTINATION_URL: urlWithPassword(destination),
    TABLE: table,
    TABLE_BYTES: String(tableBytes),
  };
  return { cwd: directory, env: { ...process.env, ...variables }, timeoutMs: runTimeoutMs };
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
