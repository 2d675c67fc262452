import { expect, test } from 'vitest';
import { testServers } from '../support/test-servers.ts';
import { certifyPostgres } from './certify-postgres.ts';
import { blemishes, byFamily } from './verdicts.ts';

test.each(['source', 'destination'] as const)('the PostgreSQL %s conforms', { timeout: 900_000 }, async (role) => {
  const started = performance.now();
  const report = await certifyPostgres(role, testServers[role].url);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`conformance of the ${role}: ${report.conclusion} in ${seconds} s`, byFamily(report));
  expect(blemishes(report)).toEqual([]);
  expect(report.conclusion).toBe('conforms');
});
