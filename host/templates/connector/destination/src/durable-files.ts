import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** A file that is there whole or not at all, whenever we are killed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, path);
  await syncFolder(resolve(path, '..'));
}

/** A rename outlives a power failure only then. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  await file?.close();
  return file !== null;
}
