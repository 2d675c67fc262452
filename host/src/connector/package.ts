import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A package is a connector if its `bin` has a name of this shape; the first part of the name is the role. */
export const connectorBin = /^rapidbyte-(?:source|dest)-./;

export interface ConnectorPackage {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
  /** The file behind its connector bins, which has both roles where there are two; null where there is none, or more than one file. */
  readonly entry: string | null;
}

/** Every `node_modules` that a module in this directory would be looked for in, nearest first. */
export function* moduleFolders(directory: string): Generator<string> {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    yield join(folder, 'node_modules');
    if (dirname(folder) === folder) return;
  }
}

/** The package in this directory, or null if there is none that can be read. */
export function readPackage(directory: string): ConnectorPackage | null {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return null;
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  if (typeof manifest !== 'object' || manifest === null) return null;
  const { name, version, bin } = manifest as { name?: unknown; version?: unknown; bin?: unknown };
  if (typeof name !== 'string') return null;
  return {
    name,
    version: typeof version === 'string' ? version : '0.0.0',
    directory,
    entry: connectorEntry(directory, name, bin),
  };
}

function connectorEntry(directory: string, name: string, bin: unknown): string | null {
  // A bin that is only a path is named after the package, without its scope.
  const bins = typeof bin === 'string' ? { [name.replace(/^@[^/]+\//, '')]: bin } : bin;
  if (typeof bins !== 'object' || bins === null) return null;
  const entries = Object.entries(bins).filter(([bin, file]) => connectorBin.test(bin) && typeof file === 'string');
  const [only, ...others] = new Set(entries.map(([, file]) => resolve(directory, String(file))));
  return only !== undefined && others.length === 0 ? only : null;
}
