import { createHash } from 'node:crypto';
import { maxIdentifierBytes } from '@rapidbyte/postgres';

const hashLength = 12;

/** Why PostgreSQL can't hold a name as it is; undefined if it can. */
export function identifierProblem(name: string): string | undefined {
  if (name === '') return 'the name is empty';
  if (name.includes('\0')) return 'the name holds a NUL character';
  if (!name.isWellFormed()) return 'the name is not valid Unicode';
  const bytes = Buffer.byteLength(name);
  return bytes > maxIdentifierBytes
    ? `the name has ${bytes} bytes, PostgreSQL's names have at most ${maxIdentifierBytes}`
    : undefined;
}

/** A name of at most 63 bytes: as much of `readable` as fits, and a hash of all of each identity. */
export function hashedName(readable: string, ...identities: readonly (readonly string[])[]): string {
  const hashes = identities.map((identity) => `_${identityHash(identity)}`).join('');
  return `${cut(readable, maxIdentifierBytes - hashes.length)}${hashes}`;
}

/** 48 bits, in hexadecimal digits. */
export function identityHash(identity: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, hashLength);
}

/**
 * The name PostgreSQL itself would give a table's index or constraint (`orders_pkey`) while that is short enough and
 * free; else one with a hash.
 */
export function objectName(table: string, suffix: string, taken: ReadonlySet<string>): string {
  const plain = `${table}_${suffix}`;
  if (Buffer.byteLength(plain) <= maxIdentifierBytes && !taken.has(plain)) return plain;
  for (let attempt = 0; ; attempt++) {
    const name = hashedName(plain, [table, suffix, String(attempt)]);
    if (!taken.has(name)) return name;
  }
}

/** At most `bytes` bytes of UTF-8, no character cut in two. */
function cut(text: string, bytes: number): string {
  let used = 0;
  let result = '';
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    result += character;
  }
  return result;
}
