import { expect, test } from 'vitest';
import { testServers } from '../support/test-servers.ts';
import { blemishes, certifyPostgres } from './certify-postgres.ts';

// A few clauses of each kind; all of them are postgres.slow.pg.test.ts.
const ofBoth = ['FRAME-5', 'FRAME-6', 'LIFE-1', 'LIFE-4/honest-check', 'SESSION-3', 'IO-4/end-of-input-in-session'];

test('source-postgres obeys the protocol where it is most easily broken', async () => {
  const only = [...ofBoth, 'PLAN-1/tiles', 'PLAN-4', 'SESSION-5', 'CREDIT-2', 'STOP-2'];
  const report = await certifyPostgres('source', testServers.source.url, only);
  expect(blemishes(report)).toEqual([]);
  expect(report.conclusion).toBe('conforms');
});

test('dest-postgres obeys the protocol where it is most easily broken', async () => {
  const only = [...ofBoth, 'SESSION-7', 'LIFE-8/published-once', 'LIFE-8/fenced-publish', 'STOP-2/aborted-is-gone'];
  const report = await certifyPostgres('destination', testServers.destination.url, only);
  expect(blemishes(report)).toEqual([]);
  expect(report.conclusion).toBe('conforms');
});
