import { messagesOf } from '@rapidbyte/connector/faults';
import { expect, test, vi } from 'vitest';
import { modes } from './mode.ts';
import { findPlainPoints, planned, smoke } from './plan.ts';
import { isCritical, type Point } from './point.ts';
import { prepareStage } from './stage.ts';
import { sweep } from './sweep.ts';

vi.mock('../../../host/src/connector/deadlines.ts', async (original) => {
  const { shortenable } = await import('./short-deadlines.ts');
  return shortenable(await original<object>());
});

const seed = Number(process.env['RAPIDBYTE_SWEEP_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const casesPerMode = 3;

/** Only a run that fails has them; `sweep.slow.pg.test.ts` sweeps them, too. */
const ofFailingRuns = ['to_connector stop', 'to_connector forget', 'to_host forgotten', 'to_host error'];

// A part of the sweep that fits into every run of the tests; sweep.slow.pg.test.ts has all of it.
test(`faults where something is decided, seed ${seed}`, { timeout: 300_000 }, async () => {
  const seen = new Set<string>();
  const note = ({ at, fault }: Point): void => {
    if (at === 'message') seen.add(`${fault.direction} ${fault.message}`);
  };
  for (const mode of modes.filter(({ name }) =>
    ['full_refresh, replace', 'incremental, upsert, continuing'].includes(name),
  )) {
    const points = await findPlainPoints(mode);
    points.forEach(note);
    const critical = points.filter(isCritical);
    expect(new Set(critical.map(({ at }) => at))).toEqual(new Set(['message', 'statement', 'state']));
    const chosen = smoke(critical, casesPerMode, seed);
    const figures = await sweep(
      chosen.map((point) => planned([point])),
      () => prepareStage(mode),
    );
    expect(figures.failures.join('\n')).toBe('');
    expect(figures.fired).toBe(casesPerMode);
  }
  // A message that is new is in a run, and so in the sweep, or its place is here.
  const all = (['to_connector', 'to_host'] as const).flatMap((way) => messagesOf(way).map((name) => `${way} ${name}`));
  expect(all.filter((message) => !seen.has(message)).toSorted()).toEqual(ofFailingRuns.toSorted());
});
