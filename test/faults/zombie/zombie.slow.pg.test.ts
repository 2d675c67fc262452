import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modes } from '../sweep/mode.ts';
import { prepareStage, type Stage } from '../sweep/stage.ts';
import { meetZombie, sleepsOf } from './zombie.ts';

describe.runIf(process.platform === 'linux').each(modes)('$name: a destination that wakes up late', (mode) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await prepareStage(mode);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  it.each(sleepsOf(mode))(
    '$name commits nothing, and nobody has waited for it',
    { timeout: 180_000 },
    async (where) => {
      expect(await meetZombie(stage, where)).toEqual([]);
    },
  );
});
