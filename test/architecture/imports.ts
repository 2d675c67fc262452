import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** One `import … from`, `export … from`, `import '…'` or `import('…')`; types included. */
export interface Import {
  /** Relative to the repository, as are `target`s of relative imports. */
  readonly file: string;
  /** A file of the repository, or a package's name with what follows it: `apache-arrow/fb/field`. */
  readonly target: string;
}

const root = join(import.meta.dirname, '../..');
const statement = /(?:^(?:import|export)\b[^;'"]*?\bfrom |^import |\bimport\()'([^'\s]+)'/gm;

/** Every import of the TypeScript files under these folders, tests and generated code left out. */
export function importsUnder(...folders: readonly string[]): readonly Import[] {
  return folders.flatMap((folder) =>
    sourceFiles(folder).flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/^\s*\*.*$|^\s*\/\/.*$/gm, '');
      return [...text.matchAll(statement)].map(([, specifier = '']) => ({ file, target: targetOf(file, specifier) }));
    }),
  );
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/\/(?:gen|dist|node_modules)\//.test(name),
    );
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(file), specifier));
  return specifier;
}
