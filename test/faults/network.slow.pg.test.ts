import { expect, test } from 'vitest';
import { createRandom } from '../support/random.ts';
import { meetBrokenNetworks } from './network.ts';
import type { CaseOutcome } from './sweep/case.ts';
import { modes } from './sweep/mode.ts';
import { prepareStage, type Stage } from './sweep/stage.ts';

const seed = Number(process.env['RAPIDBYTE_NETWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const minutes = Number(process.env['RAPIDBYTE_NETWORK_MINUTES'] ?? 10);
/** Pipelines side by side: they mostly wait. */
const lanes = 2;

test(
  `networks that break down for ${minutes} minutes, in every mode, seed ${seed}`,
  { timeout: minutes * 60_000 + 600_000 },
  async () => {
    const outcomes: CaseOutcome[] = [];
    const until = performance.now() + minutes * 60_000;
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const random = createRandom(seed + lane);
        await using stages = new AsyncDisposableStack();
        const prepared = new Map<string, Stage>();
        for (let turn = lane; performance.now() < until; turn += lanes) {
          const mode = modes[turn % modes.length];
          if (mode === undefined) throw new Error('no mode');
          const stage = prepared.get(mode.name) ?? stages.use(await prepareStage(mode));
          prepared.set(mode.name, stage);
          const outcome = await meetBrokenNetworks(stage, random);
          outcomes.push(outcome);
          if (outcome.problems.length > 0) console.error(outcome.name, outcome.problems.join('\n'));
        }
      }),
    );
    const ends: Record<string, number> = {};
    for (const end of outcomes.flatMap((outcome) => outcome.ends)) ends[end] = (ends[end] ?? 0) + 1;
    const fired = outcomes.reduce((sum, outcome) => sum + outcome.fired, 0);
    console.log(`${outcomes.length} cases, ${fired} runs that met a breakdown: ${JSON.stringify(ends)}`);
    expect(outcomes.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual([]);
    // Two runs a case.
    expect(fired).toBeGreaterThan(outcomes.length / 2);
  },
);
