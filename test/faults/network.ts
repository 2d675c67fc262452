import type { Random } from '../support/random.ts';
import { startBrokenNetwork } from './broken-network.ts';
import { connectionProblems } from './sweep/aftermath.ts';
import { type CaseOutcome, type Encounter, runEncounters } from './sweep/case.ts';
import { endOf } from './sweep/collision.ts';
import type { Stage } from './sweep/stage.ts';

/** Between two breakdowns at most more than a run moves: some runs get through. */
const climate = { mostBytesBetween: 20_000_000, longestDelayMs: 400, longestStallMs: 3000 } as const;

/** Two runs through networks that break down, and one without. */
export function meetBrokenNetworks(stage: Stage, random: Random): Promise<CaseOutcome> {
  const seeds = [random.integer(0, 2 ** 30), random.integer(0, 2 ** 30)];
  const encounters = seeds.map((seed) => throughBrokenNetworks(stage, seed));
  return runEncounters(stage, encounters);
}

/** Both databases are behind networks that break down. */
function throughBrokenNetworks(stage: Stage, seed: number): Encounter {
  const meet: Encounter['meet'] = async ({ target, stateFile }) => {
    const { mode, source } = stage;
    await using toSource = await startBrokenNetwork({ url: source.url, seed, ...climate });
    await using toTarget = await startBrokenNetwork({ url: target.url, seed: seed + 1, ...climate });
    const ends = { source: toSource.url, destination: toTarget.url };
    const outcome = await endOf(mode, ends, { state: { file: stateFile } });
    const fired = [toSource, toTarget].some(
      ({ breakdowns: { cut, half_close, stall } }) => cut + half_close + stall > 0,
    );
    await Promise.all([toSource.close(), toTarget.close()]);
    return { outcome, fired, mayFail: fired, left: await connectionProblems(source, target), isHeld: false };
  };
  return { name: `broken networks, seed ${seed}`, meet };
}
