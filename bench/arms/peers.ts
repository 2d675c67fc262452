import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { measureCommand, type CommandOptions } from '../measure/command.ts';
import { runTimeoutMs, urlWithPassword, type Arm, type Move } from './arm.ts';

interface Peer {
  readonly name: string;
  readonly programs: readonly string[];
  /** For bash, with the variables SOURCE_URL, DESTINATION_URL (with passwords) and TABLE. */
  readonly script: string;
  readonly tableDiffers?: string;
}

/** Each in its own default way of moving one table; the source database holds nothing else. */
const peers: readonly Peer[] = [
  {
    name: 'pg_dump | pg_restore',
    programs: ['pg_dump', 'pg_restore'],
    script:
      'set -o pipefail; pg_dump -Fc -Z0 --no-owner -t "$TABLE" "$SOURCE_URL" | pg_restore --no-owner -d "$DESTINATION_URL"',
  },
  {
    name: 'pgcopydb',
    programs: ['pgcopydb'],
    script:
      'pgcopydb clone --source "$SOURCE_URL" --target "$DESTINATION_URL" --dir work --restart --no-owner --no-acl --skip-extensions',
  },
  {
    name: 'pgloader',
    programs: ['pgloader'],
    script: 'pgloader --quiet --on-error-stop "$SOURCE_URL" "$DESTINATION_URL"',
    tableDiffers: 'it leaves out NOT NULL',
  },
];

/** Those that are installed; the others by name. */
export function findPeers(): { readonly arms: Arm[]; readonly missing: string[] } {
  return {
    arms: peers.filter(isInstalled).map(peerArm),
    missing: peers.filter((peer) => !isInstalled(peer)).map(({ name }) => name),
  };
}

function isInstalled({ programs }: Peer): boolean {
  return programs.every(isOnPath);
}

function peerArm({ name, script, tableDiffers }: Peer): Arm {
  return {
    name,
    ...(tableDiffers === undefined ? {} : { tableDiffers }),
    command: script,
    run: (move) => measureCommand('bash', ['-c', script], optionsFor(move)),
  };
}

function optionsFor({ source, destination, table, directory }: Move): CommandOptions {
  const variables = {
    SOURCE_URL: urlWithPassword(source),
    DESTINATION_URL: urlWithPassword(destination),
    TABLE: table,
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
