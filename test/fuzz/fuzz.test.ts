import { describe, expect, test } from 'vitest';
import { corpusOf, fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

describe.each(targets)('$name', (target) => {
  test.each(corpusOf(target))('$file of the corpus', async ({ input }) => {
    await target.run(input);
  });

  test('takes its seeds: what is made of them leads deep', async () => {
    for (const seed of target.seeds()) expect(await target.run(Uint8Array.from(seed))).toBe(true);
  });

  test('stands what a few hundred changes make of its inputs', async () => {
    expect(await fuzz(target, { seed: 1, executions: 200 })).toBe(200);
  });
});
