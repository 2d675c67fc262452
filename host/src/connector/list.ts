import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorLocation } from '../engine/types.ts';
import type { ProcessEnvironment } from './environment.ts';
import { connectorBin, moduleFolders, readPackage } from './package.ts';
import { pathDirectories, searchRoots } from './resolve.ts';

/** Every connector that `use:` would find, by name; the first place that has a name wins, as it does there. */
export function listConnectors(
  options: { readonly baseDirectory?: string; readonly environment?: ProcessEnvironment } = {},
): readonly ConnectorLocation[] {
  const found = new Map<string, ConnectorLocation>();
  const add = (location: ConnectorLocation): void => {
    if (!found.has(location.use)) found.set(location.use, location);
  };
  for (const root of searchRoots(options.baseDirectory ?? process.cwd())) {
    for (const folder of moduleFolders(root)) for (const location of packagesIn(folder)) add(location);
  }
  for (const directory of pathDirectories(options.environment ?? process.env)) {
    for (const location of executablesIn(directory)) add(location);
  }
  return [...found.values()].sort((a, b) => (a.use < b.use ? -1 : 1));
}

function* packagesIn(folder: string): Generator<ConnectorLocation> {
  for (const entry of entriesOf(folder)) {
    const names = entry.startsWith('@') ? entriesOf(join(folder, entry)).map((name) => `${entry}/${name}`) : [entry];
    for (const name of names) {
      // Reading every manifest of a large node_modules takes seconds; a connector's package has its role in its name,
      // or `connector` where it has both.
      if (!/(?:source|dest|connector)-/.test(name)) continue;
      const found = readPackage(join(folder, name));
      if (found?.entry == null) continue;
      const use = found.name.replace(/^@rapidbyte\//, '').replace(/^rapidbyte-(?=source-|dest-)/, '');
      yield {
        use,
        kind: 'package',
        file: found.entry,
        package: { name: found.name, version: found.version },
      };
    }
  }
}

function* executablesIn(directory: string): Generator<ConnectorLocation> {
  for (const name of entriesOf(directory)) {
    const file = join(directory, name);
    if (!connectorBin.test(name) || !isExecutable(file)) continue;
    yield { use: name.replace(/^rapidbyte-/, ''), kind: 'executable', file };
  }
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // Missing or unreadable: nothing can be run from there.
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
