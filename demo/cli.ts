import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';

/** What npm links as `rapidbyte`. */
const cliPath = join(dirname(import.meta.dirname), 'host', 'bin', 'rapidbyte.js');

/** Longer than the command's own ladder for stopping its connectors. */
const interruptGraceMs = 15_000;

/**
 * Runs the real command with this terminal, and gives its exit code. Ctrl-C reaches it by itself, as it is in our process
 * group; other signals are passed on.
 */
export function runCli(args: readonly string[], signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliPath, ...args], { stdio: 'inherit' });
    let timer: NodeJS.Timeout | undefined;
    const terminate = (): boolean => child.kill('SIGTERM');
    const onAbort = (): void => {
      if (signal.reason === 'SIGINT') timer = setTimeout(terminate, interruptGraceMs);
      else terminate();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(code ?? 1);
    });
  });
}
