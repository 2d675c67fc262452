import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const goRows = join(import.meta.dirname, '../../examples/go-rows');
// A newer toolchain is not fetched: the one that is there, or none.
const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local' };

/** Why the Go example can't be built on this machine, to skip tests by; undefined if it can. */
export async function whyNoGo(): Promise<string | undefined> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'], { env });
    const [, minor = ''] = /^go1\.(\d+)/.exec(stdout) ?? [];
    return Number(minor) >= 25 ? undefined : `Go 1.25 or newer is needed; this is ${stdout.trim()}`;
  } catch {
    return 'there is no Go on this machine';
  }
}

/**
 * Builds the connector as one static binary. Go keeps what it has compiled, and the modules that it has fetched.
 *
 * @throws {Error} with the compiler's messages
 */
export async function buildGoRows(binary: string): Promise<void> {
  await run('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', binary, '.'], { cwd: goRows, env });
}

/** Complaints of `go vet`, and names of files that `gofmt` would change; empty if there are none. */
export async function goComplaints(): Promise<string> {
  const [vet, format] = await Promise.all([
    run('go', ['vet', './...'], { cwd: goRows, env }),
    run('gofmt', ['-l', '.'], { cwd: goRows, env }),
  ]);
  return vet.stderr + format.stdout;
}
