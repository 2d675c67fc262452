import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectorLocation, Side } from '../engine/types.ts';
import type { ProcessEnvironment } from './environment.ts';
import { PipelineError } from './error.ts';
import { moduleFolders, readPackage } from './package.ts';
import { nodeOptions } from './shebang.ts';

export interface ResolvedConnector extends ConnectorLocation {
  /** What to spawn: an executable and its arguments. */
  readonly command: readonly [string, ...string[]];
}

export interface ResolveContext {
  readonly side: Side;
  /** The pipeline file's directory. */
  readonly baseDirectory: string;
  readonly environment: ProcessEnvironment;
}

/** Where packages are looked for beside the pipeline's directory: the working directory, then the host's own installation. */
export function searchRoots(baseDirectory: string): readonly string[] {
  return [...new Set([baseDirectory, process.cwd(), dirname(fileURLToPath(import.meta.url))])];
}

/**
 * Finds the connector that `use:` names: a path (absolute, or relative with a leading `.`), a first-party name
 * (`source-postgres`), an npm package, or an executable on PATH. The first place that has it wins.
 * @throws PipelineError `connector_not_found`, `connector_not_executable`, `not_a_connector`
 */
export function resolveConnector(use: string, context: ResolveContext): ResolvedConnector {
  if (isAbsolute(use) || /^\.\.?(?:\/|$)/.test(use)) return resolvePath(use, context);

  const tried: string[] = [];
  for (const name of packageNames(use)) {
    for (const root of searchRoots(context.baseDirectory)) {
      for (const folder of moduleFolders(root)) {
        const found = readPackage(join(folder, name));
        if (found !== null) return fromPackage(use, found.directory, context);
      }
      tried.push(`package ${name} from ${root}`);
    }
  }
  for (const name of executableNames(use)) {
    for (const directory of pathDirectories(context.environment)) {
      const file = join(directory, name);
      if (isFile(file)) return { use, kind: 'executable', file, command: commandFor(file, use, context) };
    }
    tried.push(`executable ${name} on PATH`);
  }
  throw new PipelineError({
    ...usePath(context.side),
    category: 'config',
    code: 'connector_not_found',
    message: `No connector "${use}" was found. Looked for: ${tried.join('; ')}`,
    hint: 'Install its npm package beside the pipeline, put its executable on PATH, or give its path (./my-connector). `rapidbyte connectors` lists those that are found.',
  });
}

function resolvePath(use: string, context: ResolveContext): ResolvedConnector {
  const file = resolve(context.baseDirectory, use);
  if (isDirectory(file) && readPackage(file) !== null) return fromPackage(use, file, context);
  if (!isFile(file)) {
    throw new PipelineError({
      ...usePath(context.side),
      category: 'config',
      code: 'connector_not_found',
      message: `There is no connector at ${file}`,
      hint: `A relative path starts from the pipeline file's directory, ${context.baseDirectory}.`,
    });
  }
  return { use, kind: 'path', file, command: commandFor(file, use, context) };
}

function fromPackage(use: string, directory: string, context: ResolveContext): ResolvedConnector {
  const found = readPackage(directory);
  if (found?.entry == null) {
    throw new PipelineError({
      ...usePath(context.side),
      category: 'config',
      code: 'not_a_connector',
      message: `The package "${found?.name ?? use}" in ${directory} is not a connector`,
      hint: 'A connector package has a `bin` whose name starts with rapidbyte-source- or rapidbyte-dest-; where it has several, they are one file.',
    });
  }
  if (!isFile(found.entry)) {
    throw new PipelineError({
      ...usePath(context.side),
      category: 'config',
      code: 'connector_not_found',
      message: `The connector package "${found.name}" names ${found.entry}, which does not exist`,
      hint: 'Install it again; in a checkout, build it first: npm run build.',
    });
  }
  const { name, version, entry } = found;
  return { use, kind: 'package', file: entry, package: { name, version }, command: commandFor(entry, use, context) };
}

/** First-party names come first: `source-postgres` is `@rapidbyte/source-postgres`. */
function packageNames(use: string): readonly string[] {
  if (!/^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(use)) return [];
  return /^(?:source|dest)-/.test(use) ? [`@rapidbyte/${use}`, `rapidbyte-${use}`, use] : [use];
}

function executableNames(use: string): readonly string[] {
  if (use.includes('/')) return [];
  if (/^rapidbyte-(?:source|dest)-/.test(use)) return [use];
  return /^(?:source|dest)-/.test(use) ? [`rapidbyte-${use}`] : [];
}

/** An empty entry of PATH means the working directory, for shells; not here. */
export function pathDirectories(environment: ProcessEnvironment): readonly string[] {
  return (environment['PATH'] ?? '').split(delimiter).filter((directory) => isAbsolute(directory));
}

/** In packages, Node.js strips no types: what is installed can't be taken from its sources. */
const runsFromSources = import.meta.url.endsWith('.ts');

/**
 * JavaScript runs on the host's own Node.js, so that an older `node` on PATH does no harm, with the options that its
 * first line gives. TypeScript, for connectors under development, runs on its type stripping, and takes workspace
 * packages from their sources where the host itself runs from its own.
 */
function commandFor(file: string, use: string, context: ResolveContext): readonly [string, ...string[]] {
  // A bin on PATH is a link whose own name has no extension.
  const entry = realpathSync(file);
  switch (extname(entry)) {
    case '.js':
    case '.mjs':
    case '.cjs':
      return [process.execPath, ...nodeOptions(entry), entry];
    case '.ts':
    case '.mts':
      return [process.execPath, ...(runsFromSources ? ['--conditions=rapidbyte-source'] : []), entry];
    default:
      break;
  }
  try {
    accessSync(file, constants.X_OK);
  } catch (cause) {
    throw new PipelineError({
      ...usePath(context.side),
      category: 'config',
      code: 'connector_not_executable',
      message: `The connector "${use}" is the file ${file}, which may not be executed`,
      hint: `Make it executable: chmod +x ${file}`,
      cause,
    });
  }
  return [file];
}

function usePath(side: Side): { readonly side: Side; readonly path?: string } {
  return side === 'host' ? { side } : { side, path: `${side}.use` };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
