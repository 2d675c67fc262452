import type { Source } from '@rapidbyte/connector';
import { afterAll, beforeAll, describe } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import {
  startPostgres,
  type PostgresServer,
  type ServerOptions,
  whyUnavailable,
} from '../../../../test/support/postgres-server.ts';
import { configured } from './database.ts';

const noSystem = await whyUnavailable({ binaries: 'system' });

/** A server, a database in it and a source of that, for a file's tests. */
export function useTiling(options: Pick<ServerOptions, 'binaries'> = {}): {
  readonly server: () => PostgresServer;
  readonly database: () => TestDatabase;
  readonly source: () => Source;
  /** The server has ICU's collations. */
  readonly icu: () => boolean;
} {
  let server: PostgresServer;
  let database: TestDatabase;
  let source: Source;
  let icu = false;
  beforeAll(async () => {
    server = await startPostgres({ durable: false, ...options });
    database = await createDatabase(server.url);
    source = await configured({ url: database.url });
    icu = (await database.query(`SELECT FROM pg_collation WHERE collname = 'en-x-icu'`)).length > 0;
  });
  afterAll(async () => {
    await source.close?.();
    await database.drop();
    await server.stop();
  });
  return { server: () => server, database: () => database, source: () => source, icu: () => icu };
}

/** The same tests on npm's newest server and on the machine's own; skipped, and counted, where it has none. */
export function describeOnServers(body: (tiling: ReturnType<typeof useTiling>) => void): void {
  describe('on the newest server', () => body(useTiling()));
  describe.skipIf(noSystem !== undefined)('on an older server', () => body(useTiling({ binaries: 'system' })));
}
