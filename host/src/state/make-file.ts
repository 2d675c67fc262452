import { closeSync, fsyncSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { corrupt } from './errors.ts';
import { stateFolder } from './location.ts';

/**
 * Makes an empty state file for this user alone: SQLite would make it readable for everyone that the umask lets. What is there
 * already stays as it is. Several processes may do so at once.
 * @throws what the file system says; PipelineError `state_corrupt` if it is a folder or a device
 */
export function makeFile(file: string): void {
  const folder = dirname(file);
  if (basename(folder) === stateFolder) makeFolder(folder);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() === false) throw corrupt(file);
  if (found !== undefined) return;
  closeSync(openSync(file, 'a', 0o600));
  syncFolder(folder);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  // It lies beside pipelines, which are kept under version control; it is of this machine alone.
  writeFileSync(join(folder, '.gitignore'), '*\n', { mode: 0o600 });
}

/** The file's name is in its folder, which a durable write has to outlive too. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
