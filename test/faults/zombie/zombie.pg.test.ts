import { describe, expect, it } from 'vitest';
import { modes } from '../sweep/mode.ts';
import { prepareStage } from '../sweep/stage.ts';
import { meetZombie, sleeps } from './zombie.ts';

const mode = modes.find(({ name }) => name === 'full_refresh, append');
const chosen = sleeps.filter(({ name }) => ['before its COMMIT', 'before it has published'].includes(name));

// Two of many; zombie.slow.pg.test.ts has all of them, in all modes.
describe.runIf(process.platform === 'linux')('a destination that wakes up late', () => {
  it.each(chosen)('$name commits nothing, and nobody has waited for it', { timeout: 180_000 }, async (where) => {
    if (mode === undefined) throw new Error('no such mode');
    await using stage = await prepareStage(mode);
    expect(await meetZombie(stage, where)).toEqual([]);
  });
});
