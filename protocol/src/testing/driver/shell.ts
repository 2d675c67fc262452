import { spawn } from 'node:child_process';
import type { StreamName } from '../../error.ts';
import type { ShellCommand } from '../options.ts';
import { NotReached } from '../verdict.ts';

/** Far more than the suite ever writes. */
const maxOutputBytes = 16 * 1024 * 1024;

export interface ShellSetting {
  /** For people: `probe`. */
  readonly what: string;
  readonly workingDirectory: string;
  /** Handed to the command in its environment. */
  readonly stream: StreamName;
  readonly timeoutMs: number;
}

/** What one of the user's commands prints. @throws NotReached if it fails or takes too long */
export function runShell({ command, environment }: ShellCommand, setting: ShellSetting): Promise<string> {
  const { what, workingDirectory, stream, timeoutMs } = setting;
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: workingDirectory,
    env: { ...environment, RAPIDBYTE_STREAM_NAMESPACE: stream.namespace, RAPIDBYTE_STREAM_NAME: stream.name },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  let output = '';
  let errors = '';
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new NotReached(`the ${what} ${reason}${errors === '' ? '' : `: ${errors.trim()}`}`));
    const timer = setTimeout(() => {
      kill();
      fail(`has not ended within ${timeoutMs} ms`);
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > maxOutputBytes) kill();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-500)));
    child.once('error', ({ message }) => {
      clearTimeout(timer);
      fail(`could not be started: ${message}`);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else fail(`has failed with ${code ?? 'a signal'} for the stream ${stream.name}`);
    });
  });
}
