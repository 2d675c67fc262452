import { chmodSync, writeFileSync } from 'node:fs';
import { checkFault, type WrapperOptions } from './fault.ts';

/**
 * Writes a program that is the connector with its fault: `use:` of a pipeline takes its path. A connector gets no
 * arguments and an environment of a few variables, so what it is to do stands in the file.
 *
 * @param file ends in `.mjs`
 * @throws Error that says which option is wrong
 */
export function writeLauncher(file: string, options: WrapperOptions): void {
  if (!file.endsWith('.mjs')) throw new Error(`a launcher is an ES module, and its name ends in .mjs, unlike ${file}`);
  if (options.fault !== undefined) checkFault(options.fault);
  const wrapper = import.meta.resolve(import.meta.url.endsWith('.ts') ? './wrapper.ts' : './wrapper.js');
  const program = `#!/usr/bin/env node
// Written by a test: runs a connector, and injects a fault.
import { wrapConnector } from ${JSON.stringify(wrapper)};

await wrapConnector(${JSON.stringify(options, null, 2)});
`;
  writeFileSync(file, program);
  chmodSync(file, 0o755);
}
