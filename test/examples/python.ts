import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the connector lies, and its requirements. */
export const pythonFiles = join(import.meta.dirname, '../../examples/python-files');

const probe = 'import ensurepip, sys, venv; print(sys.version_info >= (3, 10), sys.version)';

/** Why there can be no Python environment on this machine, to skip tests by; undefined if there can be one. */
export async function whyNoPython(): Promise<string | undefined> {
  try {
    const { stdout } = await run('python3', ['-c', probe]);
    return stdout.startsWith('True') ? undefined : `Python 3.10 or newer is needed; this is ${stdout.slice(6).trim()}`;
  } catch {
    return 'there is no python3 with venv and pip on this machine';
  }
}

/**
 * A virtual environment with what the connector requires; its `bin` folder goes to the front of PATH, as activating it does.
 * It is kept outside of the checkout, for each Python and each set of requirements, and needs the network only once.
 *
 * @throws {Error} if pip can't install the requirements
 */
export async function activatePython(): Promise<void> {
  const requirements = join(pythonFiles, 'requirements.txt');
  const { stdout: version } = await run('python3', ['-c', 'import sys; print(sys.version, sys.prefix)']);
  const key = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rapidbyte-tests');
  const environment = join(cache, `python-${key}`);
  if (!existsSync(environment)) {
    // It appears whole or not at all, whoever else makes one at the same time.
    const unfinished = `${environment}.${randomBytes(4).toString('hex')}`;
    try {
      await mkdir(cache, { recursive: true });
      await run('python3', ['-m', 'venv', unfinished]);
      await run(join(unfinished, 'bin/python3'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
      await rename(unfinished, environment).catch((error: unknown) => {
        if (!existsSync(environment)) throw error;
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  process.env['PATH'] = `${join(environment, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
}

/** Runs a script of the activated Python, and gives what it prints. */
export async function runPython(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('python3', ['-c', script, ...args], { cwd: pythonFiles });
  return stdout;
}
