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

  test('stands what some changes make of its inputs', async () => {
    const executions = target.isSlow === true ? 50 : 200;
    expect(await fuzz(target, { seed: 1, executions })).toBe(executions);
  });
});
