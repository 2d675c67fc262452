import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpus, release, totalmem } from 'node:os';

/** Facts that a figure means nothing without, as lines for the report. */
export function machineFacts(serverVersion: string): string[] {
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim() || 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${distribution()}, Linux ${release()}`,
    `Node.js ${process.versions.node}, ${firstLine('psql', ['--version'])}, servers: PostgreSQL ${serverVersion}, default configuration, durable`,
    `commit ${commit()}`,
  ];
}

/** Of a checkout; this one if not given. */
export function commit(checkout = join(import.meta.dirname, '..')): string {
  try {
    const hash = firstLine('git', ['-C', checkout, 'rev-parse', '--short=12', 'HEAD']);
    const changed = firstLine('git', [
      '-C',
      checkout,
      'status',
      '--porcelain',
      '--',
      'protocol',
      'host',
      'connectors',
      'package-lock.json',
      'bench/*.ts',
    ]);
    return changed === '' ? hash : `${hash}, with uncommitted changes`;
  } catch {
    return 'none: not a git checkout with a commit';
  }
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown system';
  } catch {
    return 'unknown system';
  }
}

function firstLine(file: string, args: readonly string[]): string {
  const text = execFileSync(file, args, {
    encoding: 'utf8',
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.split('\n')[0]?.trim() ?? '';
}
