import { expect, test } from 'vitest';
import { useTiling } from '../testing/tiling-server.ts';
import { checkTiling, seeds } from '../testing/tiling.ts';

const tiling = useTiling();

test('2,000 random tables: the units are the table', { timeout: 3_000_000 }, async () => {
  let large = 0;
  const all = seeds(2_000, 10_000);
  for (const seed of all) {
    const { units } = await checkTiling(tiling.database(), tiling.source(), seed, tiling.icu());
    if (units >= 8) large++;
  }
  if (all.length > 1) expect(large).toBeGreaterThanOrEqual(all.length / 2);
});
