import { describe, expect, test } from 'vitest';
import { whyUnavailable } from '../../../../test/support/postgres-server.ts';
import { useTiling } from '../testing/tiling-server.ts';
import { checkTiling, seeds } from '../testing/tiling.ts';

const noSystem = await whyUnavailable({ binaries: 'system' });

describe('on the newest server', () => {
  const tiling = useTiling();

  test('200 random tables: the units are the table, however often the mode changes', { timeout: 300_000 }, async () => {
    let large = 0;
    const modes = new Set<string>();
    const all = seeds(200, 1);
    for (const seed of all) {
      const result = await checkTiling(tiling.database(), tiling.source(), seed, tiling.icu());
      if (result.units >= 8) large++;
      for (const mode of result.modes) modes.add(mode);
    }
    if (all.length === 1) return;
    expect(large).toBeGreaterThanOrEqual(all.length / 2);
    expect([...modes].toSorted()).toEqual(['ctid', 'mod', 'range']);
  });
});

describe.skipIf(noSystem !== undefined)('on an older server', () => {
  const tiling = useTiling({ binaries: 'system' });

  test('40 random tables', { timeout: 300_000 }, async () => {
    for (const seed of seeds(40, 1000)) {
      await checkTiling(tiling.database(), tiling.source(), seed, tiling.icu());
    }
  });
});
