import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The packages that are published, by folder. */
const published = {
  '@rapidbyte/connector': 'protocol',
  rapidbyte: 'host',
  '@rapidbyte/source-postgres': 'connectors/source-postgres',
  '@rapidbyte/dest-postgres': 'connectors/dest-postgres',
} as const;

export type PublishedPackage = keyof typeof published;
export const publishedPackages = Object.keys(published) as readonly PublishedPackage[];

/** npm, on a busy machine, with an empty cache. */
export const installTimeoutMs = 180_000;

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How this machine reaches the registry: npm trusts nobody but the public authorities without it. */
const networkVariables = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(HTTPS?|NO)_PROXY)$/i;

/** Runs a program to its end, in an environment that knows nothing of the npm script that runs the tests. */
function runIn(directory: string, file: string, ...args: readonly string[]): Promise<Finished> {
  const { PATH = '', HOME = '' } = process.env;
  const network = Object.entries(process.env).filter(([name]) => networkVariables.test(name));
  const env = { PATH, HOME, NO_COLOR: '1', ...Object.fromEntries(network) };
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { cwd: directory, env, maxBuffer: 2 ** 26, timeout: installTimeoutMs },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ exitCode: code, stdout, stderr });
        else reject(new Error(`${file} ${args.join(' ')}: ${error?.message}\n${stdout}${stderr}`, { cause: error }));
      },
    );
  });
}

async function succeed(directory: string, file: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runIn(directory, file, ...args);
  if (exitCode !== 0) throw new Error(`${file} ${args.join(' ')}: exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}

export interface Tarball {
  readonly file: string;
  /** What lies in it. */
  readonly paths: readonly string[];
}

/** What `npm publish` would upload, by name. Needs a build. */
export async function packPackages(destination: string): Promise<Tarballs> {
  const workspaces = Object.values(published).flatMap((folder) => ['--workspace', folder]);
  const output = await succeed(root, 'npm', 'pack', '--json', '--pack-destination', destination, ...workspaces);
  // A list, or, as of npm 12, an object.
  const packed = Object.values(JSON.parse(output) as Packed[] | Record<string, Packed>);
  const tarball = (name: PublishedPackage): Tarball => {
    const found = packed.find((entry) => entry.name === name);
    if (found === undefined) throw new Error(`npm pack has made no tarball of ${name}`);
    return { file: join(destination, found.filename), paths: found.files.map(({ path }) => path) };
  };
  return Object.fromEntries(publishedPackages.map((name) => [name, tarball(name)] as const)) as Tarballs;
}

export type Tarballs = Readonly<Record<PublishedPackage, Tarball>>;

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A folder outside of the workspace, for projects of users. */
export class Projects {
  readonly path = mkdtempSync(join(tmpdir(), 'rapidbyte-packages-'));

  /** An empty project with these tarballs installed. What npm's cache has is not asked for again. */
  async create(name: string, tarballs: readonly Tarball[]): Promise<Project> {
    const project = new Project(join(this.path, name));
    project.write('package.json', JSON.stringify({ name, private: true, type: 'module' }));
    await project.install(...tarballs.map(({ file }) => file));
    return project;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export class Project {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  write(name: string, content: string): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** No scripts: none of ours needs one. */
  async install(...packages: readonly string[]): Promise<void> {
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await succeed(this.path, 'npm', 'install', ...flags, ...packages);
  }

  /** Runs a `bin` of an installed package. */
  bin(name: string, ...args: readonly string[]): Promise<Finished> {
    return this.run(this.path, name, ...args);
  }

  /** The same from another folder. */
  run(directory: string, name: string, ...args: readonly string[]): Promise<Finished> {
    return runIn(directory, join(this.path, 'node_modules/.bin', name), ...args);
  }

  npm(...args: readonly string[]): Promise<Finished> {
    return runIn(this.path, 'npm', '--silent', ...args);
  }

  node(...args: readonly string[]): Promise<Finished> {
    return runIn(this.path, process.execPath, ...args);
  }

  /** Checks a file as strictly as TypeScript can, declarations of packages included. */
  tsc(file: string): Promise<Finished> {
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--types', 'node'];
    return this.node(join(root, 'node_modules/typescript/bin/tsc'), ...options, '--target', 'es2024', file);
  }

  /** The packages in node_modules, those within others included. */
  get installed(): readonly string[] {
    return packagesIn(join(this.path, 'node_modules')).sort();
  }
}

function packagesIn(folder: string): string[] {
  return entries(folder).flatMap((entry) => {
    if (entry.startsWith('.')) return [];
    const names = entry.startsWith('@') ? entries(join(folder, entry)).map((name) => `${entry}/${name}`) : [entry];
    return names.flatMap((name) => [name, ...packagesIn(join(folder, name, 'node_modules'))]);
  });
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Nothing is nested there.
  }
}
