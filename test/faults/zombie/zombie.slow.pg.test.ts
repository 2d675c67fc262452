import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modes } from '../sweep/mode.ts';
import { prepareStage, type Stage } from '../sweep/stage.ts';
import { meetZombie, sleeps } from './zombie.ts';

describe.runIf(process.platform === 'linux').each(modes)('$name: a destination that wakes up late', (mode) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await prepareStage(mode);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  it.each(sleeps)('$name commits nothing, and nobody has waited for it', { timeout: 180_000 }, async (where) => {
    expect(await meetZombie(stage, where)).toEqual([]);
  });
});
