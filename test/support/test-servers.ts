import { inject } from 'vitest';
import type { ServerAddress } from './postgres/server.ts';

/** The servers that every database test of a run shares; a test makes databases of its own in them. */
export interface TestServers {
  readonly source: ServerAddress;
  readonly destination: ServerAddress;
  /** A server of the oldest PostgreSQL on the machine, or the reason why there is none. */
  readonly oldest: ServerAddress | string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServers: TestServers;
  }
}

/** Of this run: for `*.pg.test.ts` files. */
export const testServers: TestServers = inject('testServers');

/**
 * The servers that tests marked for several versions run against, for `describe.each(serverMatrix)`: npm's newest and,
 * where it is installed, the machine's own.
 */
export const serverMatrix: readonly { name: string; server: ServerAddress }[] = [
  testServers.source,
  ...(typeof testServers.oldest === 'string' ? [] : [testServers.oldest]),
].map((server) => ({ name: `PostgreSQL ${server.majorVersion}`, server }));

/** For tests that wait by the second: on the machine's own server only in the slow suite. */
export const patientServerMatrix = process.env['RAPIDBYTE_SLOW'] === '1' ? serverMatrix : serverMatrix.slice(0, 1);
