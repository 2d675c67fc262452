import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where process ids mean the same as here: a machine, and a container on it. */
export function thisMachine(): string {
  return [hostname(), readOrNull(() => readlinkSync('/proc/self/ns/pid'))].filter((part) => part !== null).join(' ');
}

/**
 * When a process of this machine started, in a form that only serves to be compared: an id is used again, a start is not. Null
 * if there is no such process, or if this system does not tell.
 */
export function processStart(pid: number): string | null {
  return process.platform === 'linux' ? linuxStart(pid) : readOrNull(() => psStart(pid));
}

/** Fields 3 and 22 of /proc/PID/stat: state, and clock ticks from the system's start. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function linuxStart(pid: number): string | null {
  const stat = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const boot = readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim());
  if (stat === null || boot === null) return null;
  // Field 2 is the program's name in brackets, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  return state === 'Z' || state === 'X' || ticks === undefined ? null : `${boot} ${ticks}`;
}

function psStart(pid: number): string | null {
  const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, timeout: 2000 } as const;
  const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { ...options, stdio: 'pipe' }).trim();
  return started === '' ? null : started;
}

function readOrNull(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
