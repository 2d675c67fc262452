import { expect, test } from 'vitest';
import { createRandom } from '../support/random.ts';
import { meetBrokenNetworks } from './network.ts';
import { modes } from './sweep/mode.ts';
import { prepareStage } from './sweep/stage.ts';

const seed = Number(process.env['RAPIDBYTE_NETWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

// network.slow.pg.test.ts has every mode, for minutes.
test(`a network that breaks down, seed ${seed}`, { timeout: 180_000 }, async () => {
  const mode = modes.find(({ name }) => name === 'incremental, upsert, continuing');
  if (mode === undefined) throw new Error('no such mode');
  await using stage = await prepareStage(mode);
  const { problems } = await meetBrokenNetworks(stage, createRandom(seed));
  expect(problems).toEqual([]);
});
