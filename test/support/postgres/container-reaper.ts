import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('container-reaper.program.ts', import.meta.url));

let report: ((line: string) => void) | undefined;

/** From now on the container is removed when our process ends, however it ends. */
export function watchContainer(id: string): void {
  report ??= startReaper();
  report(`+${id}`);
}

/** The container has been removed. */
export function unwatchContainer(id: string): void {
  report?.(`-${id}`);
}

function startReaper(): (line: string) => void {
  // Detached, as in reaper.ts: it must outlive a Ctrl-C.
  const child = spawn(process.execPath, [program], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const { stdin } = child;
  child.unref();
  (stdin as typeof stdin & { unref?(): void }).unref?.();
  stdin.on('error', () => undefined);
  return (line) => stdin.write(`${line}\n`);
}
