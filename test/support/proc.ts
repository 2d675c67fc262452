import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux only: proc(5). CPU time in seconds, memory in bytes. */

const ticksPerSecond = 100;

/** A build or kernel with another USER_HZ would make every CPU figure wrong. */
export function assertProc(): void {
  if (process.platform !== 'linux') throw new Error('CPU time and memory are read from /proc: this runs on Linux only');
  const ticks = execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).trim();
  if (ticks !== String(ticksPerSecond)) throw new Error(`CLK_TCK is ${ticks}, not ${ticksPerSecond}`);
}

export interface CpuTimes {
  /** User and system time of the process, all its threads. */
  readonly own: number;
  /** The same of its children that have ended and were waited for, and of theirs. */
  readonly ended: number;
}

/** null: there is no such process (any more). */
export function cpuTimes(pid: number | 'self'): CpuTimes | null {
  const stat = readProc(pid, 'stat');
  if (stat === null) return null;
  // Field 2, the name, may hold spaces and parentheses; fields from the third on follow its last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]) / ticksPerSecond;
  return { own: field(14) + field(15), ended: field(16) + field(17) };
}

/** Peak resident memory so far (VmHWM), files that are mapped included. */
export function peakBytes(pid: number): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/**
 * Resident memory now (VmRSS), and what of it is anonymous (RssAnon): the rest are pages of mapped files, Node's own binary most
 * of all, of which more are resident as more of its code has been run.
 */
export function residentBytes(pid: number): { readonly all: number; readonly anonymous: number } | null {
  const status = readProc(pid, 'status') ?? '';
  const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  const [all, anonymous] = [bytes('VmRSS'), bytes('RssAnon')];
  return Number.isNaN(all) || Number.isNaN(anonymous) ? null : { all, anonymous };
}

export function commandLine(pid: number): string {
  return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim();
}

/** Those that the main thread has started: neither Node.js nor PostgreSQL starts processes from another one. */
export function children(pid: number): number[] {
  const text = readProc(pid, `task/${pid}/children`);
  return text === null ? [] : text.split(' ').filter(Boolean).map(Number);
}

/** A server's CPU so far: the postmaster, the processes that run, and those that have ended. */
export function serverCpuSeconds(postmasterPid: number): number {
  const postmaster = cpuTimes(postmasterPid);
  if (postmaster === null) throw new Error(`the server, process ${postmasterPid}, is gone`);
  let seconds = postmaster.own + postmaster.ended;
  for (const child of children(postmasterPid)) seconds += cpuTimes(child)?.own ?? 0;
  return seconds;
}

function readProc(pid: number | 'self', file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    // ESRCH: it ended between open and read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
