import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './command.ts';
import { serverHome } from './reaper.ts';

const startTimeoutMs = 30_000;
/** Each rung of the ladder: fast shutdown may have to write out much; immediate kills its children after 5 s. */
const fastStopMs = 20_000;
const immediateStopMs = 8_000;

export interface PostmasterPlan {
  readonly binDirectory: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly port: number;
  readonly socketDirectory: string | undefined;
}

/** The port was taken between its choice and the server's start. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** One running server process. */
export interface Postmaster {
  readonly pid: number;
  hasExited(): boolean;
  /** Resolves when the process is gone; goes on to harder signals if it stays. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
}

/**
 * Starts `postgres` and waits until it accepts connections.
 *
 * @throws {PortTakenError}
 * @throws {Error} with the log's tail, if it exits or is not ready within 30 s
 */
export async function startPostmaster(plan: PostmasterPlan): Promise<Postmaster> {
  const home = serverHome();
  const log = openSync(plan.logFile, 'a', 0o600);
  const args = ['-D', plan.dataDirectory, '-p', String(plan.port), '-h', '127.0.0.1', '-k', plan.socketDirectory ?? ''];
  const child = spawn(join(plan.binDirectory, 'postgres'), args, {
    ...home.user,
    cwd: '/',
    // Detached: a Ctrl-C in the terminal must not stop the server under its users.
    detached: true,
    env: cleanEnvironment,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { pid } = child;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      if (pid !== undefined) home.unwatch(pid);
      resolve();
    });
    child.once('error', () => resolve());
  });
  if (pid === undefined) throw new Error(`${plan.binDirectory}/postgres could not be started`);
  home.watch(pid);
  const postmaster = { pid, hasExited: () => hasExited(child), stop: stopper(child, exited) };
  await waitUntilReady(postmaster, plan);
  // From here on it may run while nobody waits for it, and must not keep our process alive.
  child.unref();
  return postmaster;
}

async function waitUntilReady(postmaster: Postmaster, plan: PostmasterPlan): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await saysReady(plan.dataDirectory, postmaster.pid))) {
    if (postmaster.hasExited()) {
      const tail = await logTail(plan.logFile);
      const message = `PostgreSQL did not start. Its log ends:\n${tail}`;
      throw /Address already in use/.test(tail) ? new PortTakenError(message) : new Error(message);
    }
    if (performance.now() > deadline) {
      await postmaster.stop('immediate');
      throw new Error(
        `PostgreSQL was not ready after ${startTimeoutMs} ms. Its log ends:\n${await logTail(plan.logFile)}`,
      );
    }
    await sleep(5);
  }
}

/** Lines 1 and 8 of postmaster.pid, as pg_ctl reads it (src/include/utils/pidfile.h); a crash leaves an old one. */
async function saysReady(dataDirectory: string, pid: number): Promise<boolean> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

async function logTail(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-20).join('\n');
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function stopper(child: ChildProcess, exited: Promise<void>): Postmaster['stop'] {
  return async (mode) => {
    if (hasExited(child)) return;
    // Its exit is all we wait for, so it has to keep the event loop alive.
    child.ref();
    const ladder: [NodeJS.Signals, number][] = [
      ['SIGINT', fastStopMs],
      ['SIGQUIT', immediateStopMs],
      ['SIGKILL', immediateStopMs],
    ];
    for (const [signal, waitMs] of mode === 'fast' ? ladder : ladder.slice(1)) {
      child.kill(signal);
      const giveUp = new AbortController();
      const stayed = await Promise.race([
        exited.then(() => false),
        sleep(waitMs, true, { signal: giveUp.signal }).catch(() => false),
      ]);
      giveUp.abort();
      if (!stayed) return;
    }
    throw new Error(`PostgreSQL, process ${child.pid}, survived SIGKILL`);
  };
}
