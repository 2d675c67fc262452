import { describe, expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

const minutes = Number(process.env['RAPIDBYTE_FUZZ_MINUTES'] ?? 10);
const seed = Number(process.env['RAPIDBYTE_FUZZ_SEED'] ?? Date.now() % 2 ** 32);

describe.each(targets)('$name', (target) => {
  test(
    `stands ${minutes} minutes, seed ${seed}`,
    async () => {
      const executions = await fuzz(target, { seed, milliseconds: minutes * 60_000 });
      console.log(`${target.name}: ${executions} executions in ${minutes} minutes, seed ${seed}`);
      expect(executions).toBeGreaterThan(1000 * Math.min(1, minutes));
    },
    minutes * 60_000 + 120_000,
  );
});
