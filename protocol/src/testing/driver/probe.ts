import { spawn } from 'node:child_process';
import type { StreamName } from '../../error.ts';
import type { ConformanceOptions } from '../options.ts';
import { NotReached } from '../verdict.ts';

/** Far more than the suite ever writes. */
const maxOutputBytes = 16 * 1024 * 1024;

/**
 * What the user's command says is visible of a stream: one line for each row, sorted.
 * @throws NotReached without such a command, or if it fails or takes too long
 */
export function askProbe(
  options: ConformanceOptions,
  { namespace, name }: StreamName,
  milliseconds: number,
): Promise<string[]> {
  const { probe, workingDirectory } = options;
  if (probe === undefined) {
    throw new NotReached('only what is visible in the destination can show it: give a --probe-cmd that prints it');
  }
  const child = spawn('/bin/sh', ['-c', probe.command], {
    cwd: workingDirectory,
    env: { ...probe.environment, RAPIDBYTE_STREAM_NAMESPACE: namespace, RAPIDBYTE_STREAM_NAME: name },
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
      reject(new NotReached(`the probe ${reason}${errors === '' ? '' : `: ${errors.trim()}`}`));
    const timer = setTimeout(() => {
      kill();
      fail(`has not ended within ${milliseconds} ms`);
    }, milliseconds);
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
      if (code !== 0) fail(`has failed with ${code ?? 'a signal'}`);
      else
        resolve(
          output
            .split('\n')
            .filter((line) => line !== '')
            .sort(),
        );
    });
  });
}
