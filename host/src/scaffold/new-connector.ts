import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../connector/error.ts';
import { hostIdentity } from '../connector/identity.ts';
import { checkConnectorName } from './name.ts';

export type ConnectorRole = 'source' | 'destination' | 'both';
export const connectorRoles: readonly ConnectorRole[] = ['source', 'destination', 'both'];

export interface NewConnector {
  readonly name: string;
  /** The npm package's name, which a pipeline may say under `use:`. */
  readonly package: string;
  readonly role: ConnectorRole;
  /** Absolute. */
  readonly folder: string;
  /** Relative to the folder, sorted. */
  readonly files: readonly string[];
}

/**
 * Folders of the template, laid over each other in this order. No two have the same file, but for README.md, whose
 * parts are put together.
 */
const layers: Readonly<Record<ConnectorRole, readonly string[]>> = {
  source: ['start', 'source', 'source-alone', 'end'],
  destination: ['start', 'destination', 'destination-alone', 'end'],
  both: ['start', 'source', 'destination', 'both', 'end'],
};

/** npm leaves files of these names out of a package. */
const realNames: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/**
 * Writes the project of a new connector into `parent`/`name`.
 * @throws PipelineError `name_invalid`, `folder_not_empty`, `folder_not_writable` (config); nothing was written
 */
export async function newConnector(name: string, role: ConnectorRole, parent: string): Promise<NewConnector> {
  checkConnectorName(name);
  const folder = resolve(parent, name);
  const kinds = { source: ['source'], destination: ['dest'], both: ['source', 'dest'] }[role];
  const packageName = `rapidbyte-${role === 'both' ? 'connector' : kinds.join('')}-${name}`;
  const roles = role === 'both' ? ['source', 'destination'] : [role];
  const project = await readTemplate(role, {
    name,
    package: packageName,
    version: hostIdentity.version,
    conformance: roles.map(conformanceCommands).join('\n'),
  });
  const bin = Object.fromEntries(kinds.map((kind) => [`rapidbyte-${kind}-${name}`, 'dist/main.js']));
  const manifest = JSON.parse(project.get('package.json') ?? '{}') as object;
  project.set('package.json', `${JSON.stringify({ ...manifest, bin }, null, 2)}\n`);

  await makeEmptyFolder(folder);
  for (const [path, text] of project) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
  return { name, package: packageName, role, folder, files: [...project.keys()].sort() };
}

/** The files by their path in the project, with `{{token}}` replaced. */
async function readTemplate(
  role: ConnectorRole,
  tokens: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  // By the package's own name: the same place from the sources and from the bundle.
  const template = fileURLToPath(new URL('templates/connector/', import.meta.resolve('rapidbyte/package.json')));
  const project = new Map<string, string>();
  for (const layer of layers[role]) {
    const root = join(template, layer);
    for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const path = join(file.slice(root.length + 1), '..', realNames[entry.name] ?? entry.name);
      const text = (await readFile(file, 'utf8')).replace(/\{\{(\w+)\}\}/g, (_, token: string) => {
        const value = tokens[token];
        if (value === undefined) throw new Error(`The template ${file} has the unknown token ${token}`);
        return value;
      });
      project.set(path, (project.get(path) ?? '') + text);
    }
  }
  return project;
}

/** For a shell, in the project's folder. */
function conformanceCommands(role: string): string {
  const command = `npx rapidbyte conformance ./dist/main.js --role ${role} --config conformance/${role}.yaml`;
  if (role === 'destination') return `${command} --probe-cmd 'sh conformance/show-rows.sh'`;
  return `mkdir -p conformance/in && seq -f 'line number %.0f' 20000 > conformance/in/numbers.txt\n${command}`;
}

async function makeEmptyFolder(folder: string): Promise<void> {
  const details = { side: 'host', category: 'config' } as const;
  let entries: readonly string[];
  try {
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    entries = await readdir(folder);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const message = `the folder ${folder} can't be made: ${reason}`;
    const hint = 'go to a folder that may be written to';
    throw new PipelineError({ ...details, code: 'folder_not_writable', message, hint, cause });
  }
  if (entries.length === 0) return;
  const message = `the folder ${folder} is not empty`;
  throw new PipelineError({ ...details, code: 'folder_not_empty', message, hint: 'choose another name, or remove it' });
}
