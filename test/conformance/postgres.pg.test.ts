import { expect, test } from 'vitest';
import { testServers } from '../support/test-servers.ts';
import { certifyPostgres } from './certify-postgres.ts';
import { blemishes } from './verdicts.ts';

// A few clauses of each kind; all of them are postgres.slow.pg.test.ts.
const ofBoth = ['FRAME-5', 'FRAME-6', 'LIFE-1', 'LIFE-4/honest-check', 'SESSION-3', 'IO-4/end-of-input-in-session'];

test('source-postgres obeys the protocol where it is most easily broken', async () => {
  const only = [...ofBoth, 'PLAN-1/tiles', 'PLAN-4', 'SESSION-5', 'CREDIT-2', 'STOP-2', 'POSITION-4'];
  const report = await certifyPostgres('source', testServers.source.url, only);
  expect(blemishes(report)).toEqual([]);
  expect(report.conclusion).toBe('conforms');
});

test('dest-postgres obeys the protocol where it is most easily broken', async () => {
  const published = ['LIFE-8/published-once', 'LIFE-8/fenced-publish', 'STOP-2/aborted-is-gone'];
  const ofLoads = ['SESSION-13', 'LOAD-1/take-over-waits-for-nobody', 'LOAD-3', 'LOAD-4', 'LOAD-6/nothing-added'];
  const only = [...ofBoth, 'SESSION-7', ...published, ...ofLoads, 'POSITION-4/stored-by-commit'];
  const report = await certifyPostgres('destination', testServers.destination.url, only);
  expect(blemishes(report)).toEqual([]);
  expect(report.conclusion).toBe('conforms');
});
