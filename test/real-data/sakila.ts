import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The Sakila database, a DVD rental store (its PostgreSQL port lives on as Pagila): 21 tables with 40 foreign keys, 7
 * views, 46,000 rows; an enum, a domain, an array, a tsvector, bytea, table inheritance, triggers and rules. MySQL's
 * documentation team wrote it (BSD licence), others ported it. The crate sea-schema (MIT or Apache-2.0) ships it for its
 * own tests, in this version untouched; nothing of it is kept in this repository.
 */
const crate = {
  url: 'https://static.crates.io/crates/sea-schema/sea-schema-0.3.1.crate',
  sha256: '2251aedf1a67f51dcb7bff33b0ea0d9b53755e154edc4771e559f0b67abf3171',
  folder: 'sea-schema-0.3.1/tests/sakila/postgres',
};
const downloadTimeoutMs = 30_000;

export interface Sakila {
  readonly schemaSql: string;
  readonly dataSql: string;
}

/** The registry can't be reached from here: a reason to skip, where anything else is one to fail. */
export class RegistryUnreachableError extends Error {
  override readonly name = 'RegistryUnreachableError';
}

/**
 * @throws {RegistryUnreachableError}
 * @throws {Error} if what came is not the package that was asked for
 */
export async function downloadSakila(): Promise<Sakila> {
  const archive = await download();
  const sha256 = createHash('sha256').update(archive).digest('hex');
  if (sha256 !== crate.sha256) throw new Error(`${crate.url} has SHA-256 ${sha256}, not ${crate.sha256}`);
  const directory = await mkdtemp(join(tmpdir(), 'rapidbyte-sakila-'));
  try {
    const file = join(directory, 'crate.tar.gz');
    await writeFile(file, archive);
    await promisify(execFile)('tar', ['-xzf', file, '-C', directory, crate.folder]);
    const read = (name: string): Promise<string> => readFile(join(directory, crate.folder, name), 'utf8');
    return { schemaSql: await read('sakila-schema.sql'), dataSql: await read('sakila-data.sql') };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function download(): Promise<Uint8Array> {
  try {
    const response = await fetch(crate.url, { signal: AbortSignal.timeout(downloadTimeoutMs) });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new Error(`HTTP status ${response.status}`);
  } catch (cause) {
    throw new RegistryUnreachableError(`${crate.url} can't be fetched: ${describe(cause)}`, { cause });
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
