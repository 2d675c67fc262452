import { createHash, randomBytes } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync } from 'node:fs';
import { access, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { run } from './command.ts';
import { serverHome } from './reaper.ts';
import { temporaryBase } from './unprivileged-user.ts';

/** Raise it when what initdb is told changes. */
const templateFormat = 1;

const passwordFile = 'rapidbyte-password';

/** Characters that mean something in a URL, a shell, SQL or YAML: whoever forgets to escape shall notice. */
const awkward = `p@ss:w/rd?#%41&+=" '\\$`;

/**
 * Fills `directory` with a fresh cluster (superuser `postgres`, UTF8, locale C, scram) and gives the superuser's password.
 * initdb takes most of a second, so it runs once per machine, user and PostgreSQL; what it made is kept as one archive,
 * which a cleaner of temporary files can remove but not break.
 */
export async function createDataDirectory(binaries: Binaries, directory: string): Promise<string> {
  const { user } = serverHome();
  mkdirSync(directory, { mode: 0o700 });
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  const archive = await templateArchive(binaries);
  await run('tar', ['-xpf', '-'], { user, cwd: directory, stdinFile: archive });
  return readFile(join(directory, passwordFile), 'utf8');
}

const archives = new Map<string, Promise<string>>();

function templateArchive(binaries: Binaries): Promise<string> {
  const key = createHash('sha256').update(`${templateFormat} ${binaries.identity}`).digest('hex').slice(0, 16);
  const archive = archives.get(key) ?? findOrMakeArchive(binaries, key);
  archives.set(key, archive);
  return archive;
}

async function findOrMakeArchive(binaries: Binaries, key: string): Promise<string> {
  const archive = join(cacheDirectory(), `cluster-${binaries.version}-${key}.tar`);
  const cached = await access(archive).then(
    () => true,
    () => false,
  );
  if (!cached) await makeArchive(binaries, archive);
  return archive;
}

async function makeArchive(binaries: Binaries, archive: string): Promise<void> {
  const { user, directory } = serverHome();
  const work = await mkdtemp(join(directory, 'initdb-'));
  const data = join(work, 'data');
  const password = `${awkward}${randomBytes(9).toString('hex')}`;
  const passwordInput = join(work, 'password');
  await writeFile(passwordInput, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) {
    chownSync(work, user.uid, user.gid);
    chownSync(passwordInput, user.uid, user.gid);
  }
  const options = ['--username=postgres', '--encoding=UTF8', '--no-locale', '--auth=scram-sha-256'];
  await run(join(binaries.binDirectory, 'initdb'), ['-D', data, `--pwfile=${passwordInput}`, ...options], { user });
  await writeFile(join(data, passwordFile), password, { mode: 0o600 });
  if (user !== undefined) chownSync(join(data, passwordFile), user.uid, user.gid);
  // Written beside it and renamed: whoever makes it at the same time, readers see one whole archive.
  const unfinished = `${archive}.${randomBytes(6).toString('hex')}`;
  await run('tar', ['-cf', unfinished, '.'], { cwd: data });
  await rename(unfinished, archive);
  await rm(work, { recursive: true });
}

/** @throws {Error} if someone else owns it: what lies there would be run and trusted */
function cacheDirectory(): string {
  const { user } = serverHome();
  const uid = process.getuid?.() ?? 0;
  const path = join(temporaryBase(user), `rapidbyte-postgres-cache-${uid}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const entry = lstatSync(path);
  if (!entry.isDirectory() || entry.uid !== uid || (entry.mode & 0o077) !== 0) {
    throw new Error(`${path} must be a folder that only uid ${uid} can enter. Remove it, it will be made anew.`);
  }
  return path;
}
