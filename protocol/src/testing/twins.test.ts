import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../model/handshake.ts';
import { bundleTwins } from './fixtures/bundle-twins.ts';
import { blemishes, runTwin } from './fixtures/run-twin.ts';
import { twins } from './fixtures/twins.ts';
import { listClauses } from './suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-twins-'));
beforeAll(() => bundleTwins(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each<Role>(['source', 'destination'])('%s', (role) => {
  test('each clause has a twin that breaks it, and no twin is for a clause that there is not', () => {
    const broken = new Set(twins.filter((twin) => twin.role === role).map(({ clause }) => clause));
    expect([...broken].sort()).toEqual(
      listClauses(role)
        .map(({ id }) => id)
        .sort(),
    );
  });

  // Every fourth, and its clause alone: all of them, and that no other clause fails, is twins.slow.test.ts.
  test.concurrent.each(twins.filter((twin, index) => twin.role === role && index % 4 === 0))(
    '$fault fails $clause',
    async ({ fault, clause }) => {
      const { results } = await runTwin({ role, fault, folder, only: [clause, ...prerequisitesOf(clause)] });
      expect(results.find((result) => result.clause === clause)).toMatchObject({ verdict: 'FAIL' });
    },
  );
});

/** Hygiene looks at what other clauses have seen. */
function prerequisitesOf(clause: string): readonly string[] {
  switch (clause) {
    case 'IO-5/whole-frames':
      return ['STOP-3/close'];
    case 'START-2/nothing-left-behind':
      return ['STOP-3/close'];
    case 'SESSION-10/error-ends-session':
      return ['SESSION-2/places'];
    case 'ERROR-1/codes':
      return ['LIFE-4/every-problem'];
    case 'IO-3/secrets-in-messages':
    case 'LIFE-9/alive-while-asked':
      return ['LIFE-4/check-answers'];
    default:
      return [];
  }
}

test.each<Role>(['source', 'destination'])('the %s without a fault conforms', { timeout: 300_000 }, async (role) => {
  const report = await runTwin({ role, fault: 'none', folder });
  expect(blemishes(report)).toEqual([
    'SKIP LIFE-9/alive-while-asked: no request has taken that long: no Stats were due',
  ]);
  expect(report.conclusion).toBe('conforms');
});
