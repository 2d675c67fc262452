import { expect, test } from 'vitest';
import { createRandom } from '../support/random.ts';
import { startBrokenNetwork } from './broken-network.ts';
import { connectionProblems } from './sweep/aftermath.ts';
import { type Encounter, runEncounters } from './sweep/case.ts';
import { endOf } from './sweep/collision.ts';
import { modes } from './sweep/mode.ts';
import { prepareStage, type Stage } from './sweep/stage.ts';
import { sweep } from './sweep/sweep.ts';

const seed = Number(process.env['RAPIDBYTE_NETWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runsPerMode = Number(process.env['RAPIDBYTE_NETWORK_RUNS'] ?? 40);

/** Between two breakdowns at most more than a run moves: some runs get through. */
const climate = { mostBytesBetween: 8_000_000, longestDelayMs: 400, longestStallMs: 3000 } as const;

/** Both databases are behind networks that break down. */
function throughBrokenNetworks(stage: Stage, runSeed: number): Encounter {
  return async ({ target, stateFile }) => {
    const { mode, source } = stage;
    await using toSource = await startBrokenNetwork({ url: source.url, seed: runSeed, ...climate });
    await using toTarget = await startBrokenNetwork({ url: target.url, seed: runSeed + 1, ...climate });
    const outcome = await endOf(
      mode,
      { source: toSource.url, destination: toTarget.url },
      { state: { file: stateFile } },
    );
    const fired = [toSource, toTarget].some(
      ({ breakdowns: { cut, half_close, stall } }) => cut + half_close + stall > 0,
    );
    await Promise.all([toSource.close(), toTarget.close()]);
    return { outcome, fired, mayFail: fired, left: await connectionProblems(source, target), isHeld: false };
  };
}

test.each(modes)(`$name: a network that breaks down, seed ${seed}`, { timeout: 1_800_000 }, async (mode) => {
  const random = createRandom(seed);
  const planned = Array.from({ length: runsPerMode }, () => {
    const seeds = [random.integer(0, 2 ** 30), random.integer(0, 2 ** 30)];
    return {
      lane: 'working' as const,
      run: (stage: Stage) =>
        runEncounters(
          stage,
          `broken networks, seeds ${seeds.join(' and ')}`,
          seeds.map((runSeed) => throughBrokenNetworks(stage, runSeed)),
        ),
    };
  });
  const { failures, ...figures } = await sweep(planned, () => prepareStage(mode));
  console.log(`${mode.name}, seed ${seed}: ${JSON.stringify(figures)}`);
  expect(failures.join('\n')).toBe('');
  expect(figures.fired).toBeGreaterThan(runsPerMode / 2);
});
