import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleTwins } from './fixtures/bundle-twins.ts';
import { runTwin } from './fixtures/run-twin.ts';
import { twins } from './fixtures/twins.ts';

const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-twins-'));
beforeAll(() => bundleTwins(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Proof of the prover: a clause fails at its own fault, and at no other.
test.concurrent.each(twins)(
  '$role with $fault fails $clause alone',
  { timeout: 600_000 },
  async ({ role, fault, clause }) => {
    const { results } = await runTwin({ role, fault, folder });
    expect(results.filter(({ verdict }) => verdict === 'FAIL').map((result) => result.clause)).toEqual([clause]);
  },
);
