import { describe, expect, it } from 'vitest';
import { modes } from '../sweep/mode.ts';
import { prepareStage } from '../sweep/stage.ts';
import { meetZombie, sleepsOf } from './zombie.ts';

const chosen = [
  ['full_refresh, append', 'before it has published'],
  ['incremental, upsert, continuing', 'before its COMMIT'],
] as const;

// Two of many; zombie.slow.pg.test.ts has all of them, in all modes.
describe.runIf(process.platform === 'linux')('a destination that wakes up late', () => {
  it.each(chosen)(
    '%s, %s: commits nothing, and nobody has waited for it',
    { timeout: 180_000 },
    async (name, where) => {
      const mode = modes.find((one) => one.name === name);
      const place = mode === undefined ? undefined : sleepsOf(mode).find((one) => one.name === where);
      if (mode === undefined || place === undefined) throw new Error('no such mode, or no such place');
      await using stage = await prepareStage(mode);
      expect(await meetZombie(stage, place)).toEqual([]);
    },
  );
});
