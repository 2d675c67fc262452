import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Thrown by `readTextFile`. */
export class TextFileError extends Error {
  readonly reason: 'missing' | 'forbidden' | 'too_long' | 'not_a_file' | 'not_utf8' | 'unreadable';

  constructor(reason: TextFileError['reason'], message: string) {
    super(message);
    this.name = 'TextFileError';
    this.reason = reason;
  }
}

/**
 * The text of a regular file of at most `maxBytes` in UTF-8. Never waits: a pipe or a device is refused before it is
 * read. The messages complete «the file x …» and never hold what is in the file.
 *
 * @throws TextFileError
 */
export function readTextFile(file: string, maxBytes: number): string {
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(file, maxBytes);
  } catch (error) {
    if (error instanceof TextFileError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new TextFileError('missing', 'does not exist');
    if (code === 'EACCES' || code === 'EPERM') throw new TextFileError('forbidden', 'may not be read by this user');
    if (code === 'EISDIR') throw new TextFileError('not_a_file', 'is a directory');
    throw new TextFileError('unreadable', `cannot be read (${code})`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new TextFileError('not_utf8', 'is not UTF-8 text');
  }
}

function readRegularFile(file: string, maxBytes: number): Uint8Array {
  // Without O_NONBLOCK, opening a pipe waits for its writer.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new TextFileError('not_a_file', 'is a directory');
    if (!stats.isFile()) throw new TextFileError('not_a_file', 'is not a regular file');
    if (stats.size > maxBytes) throw new TextFileError('too_long', `is longer than ${maxBytes} bytes`);
    // One byte more than its size shows whether it has grown; files in /proc say 0.
    let buffer = new Uint8Array(stats.size === 0 ? maxBytes + 1 : stats.size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) return buffer.subarray(0, length);
      length += read;
      if (length > maxBytes) throw new TextFileError('too_long', `is longer than ${maxBytes} bytes`);
      if (length === buffer.length) {
        const larger = new Uint8Array(maxBytes + 1);
        larger.set(buffer);
        buffer = larger;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
