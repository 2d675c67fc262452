import { join } from 'node:path';
import type { ConformanceReport } from '@rapidbyte/connector/testing';
import { certify } from '../../host/src/engine/certify.ts';
import { createDatabase } from '../support/database.ts';

/** Enough for many units of a few blocks, and for batches beyond the smallest frame limit. */
const numbers = `
  CREATE TABLE numbers (id bigint PRIMARY KEY, label text, at timestamptz NOT NULL, tags text[], seen int);
  INSERT INTO numbers
    SELECT n, CASE WHEN n % 7 = 0 THEN NULL ELSE repeat('row ' || n, 5) END, now() + n * interval '1 second', ARRAY['a', n::text], nullif(n % 9, 0)
    FROM generate_series(1, 20000) AS n;
  ANALYZE numbers`;

const moreNumbers = `INSERT INTO numbers
  SELECT n, $$new $$ || n, now(), NULL, n FROM generate_series(20001, 21200) AS n`;

const signal = new AbortController().signal;
const secretsOf = (url: string): readonly string[] => {
  const { password } = new URL(url);
  return password === '' ? [] : [decodeURIComponent(password)];
};

/** The suite against a PostgreSQL connector of this repository, as it is built, on a database of its own. */
export async function certifyPostgres(
  role: 'source' | 'destination',
  serverUrl: string,
  only: readonly string[] = [],
): Promise<ConformanceReport> {
  await using database = await createDatabase(serverUrl, role === 'source' ? { setup: numbers } : {});
  const { url } = database;
  const { PATH, HOME } = process.env;
  const shell = (program: string, ...args: readonly string[]) => ({
    command: [process.execPath, join(import.meta.dirname, program), url, ...args].map((word) => `'${word}'`).join(' '),
    environment: { PATH, HOME },
  });
  return await certify(role === 'source' ? 'source-postgres' : 'dest-postgres', {
    role,
    config: { url },
    secrets: secretsOf(url),
    only,
    seed: 1,
    signal,
    ...(role === 'source' ? { grow: shell('sql.program.ts', moreNumbers) } : { probe: shell('probe.program.ts') }),
  });
}
