import { expect, test } from 'vitest';
import { testServers } from '../support/test-servers.ts';
import { blemishes, byFamily, certifyPostgres } from './certify-postgres.ts';

test.each(['source', 'destination'] as const)('the PostgreSQL %s conforms', { timeout: 900_000 }, async (role) => {
  const started = performance.now();
  const report = await certifyPostgres(role, testServers[role].url);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`conformance of the ${role}: ${report.conclusion} in ${seconds} s`, byFamily(report));
  // Only what does not apply to it may be left out.
  expect(blemishes(report).filter((line) => !line.startsWith('SKIP '))).toEqual([]);
});
