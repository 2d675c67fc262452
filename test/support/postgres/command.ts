import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { execa } from 'execa';
import type { UnprivilegedUser } from './unprivileged-user.ts';

export interface CommandOptions {
  readonly user?: UnprivilegedUser | undefined;
  readonly cwd?: string;
  /** A file to be the command's standard input. */
  readonly stdinFile?: string;
  /** 60,000 if not given. */
  readonly timeoutMs?: number;
}

/** Nothing of our environment: PGDATA, PGPORT, LC_* and the like change what PostgreSQL's programs do. */
export const cleanEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Runs a program to its end and gives its standard output.
 *
 * @throws {Error} naming the program, its exit and its output, if it fails or takes longer than `timeoutMs`
 */
export async function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const input = options.stdinFile === undefined ? undefined : createReadStream(options.stdinFile);
  // Once it is open, the program is given the file itself instead of a pipe.
  if (input !== undefined) await once(input, 'open');
  try {
    const { stdout } = await execa(file, args, {
      ...options.user,
      cwd: options.cwd ?? '/',
      env: cleanEnvironment,
      extendEnv: false,
      stdin: input ?? 'ignore',
      timeout: options.timeoutMs ?? 60_000,
    });
    return stdout;
  } finally {
    input?.destroy();
  }
}
