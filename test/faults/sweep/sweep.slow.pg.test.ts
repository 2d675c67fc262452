import { expect, test } from 'vitest';
import { modes } from './mode.ts';
import { findPoints, matching, pairs, planned } from './plan.ts';
import { prepareStage } from './stage.ts';
import { type Figures, sweep } from './sweep.ts';

const seed = Number(process.env['RAPIDBYTE_SWEEP_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Part of a point's name: only those are swept. */
const only = process.env['RAPIDBYTE_SWEEP_ONLY'];
/** Part of a mode's name. */
const onlyMode = process.env['RAPIDBYTE_SWEEP_MODE'] ?? '';
const pairsPerMode = 40;

const swept = modes.filter(({ name }) => name.includes(onlyMode));

test.each(swept)('$name: every fault, at every point', { timeout: 5_400_000 }, async (mode) => {
  const points = matching(await findPoints(mode), only);
  report(
    await sweep(
      points.map((point) => planned([point])),
      () => prepareStage(mode),
    ),
    points.length,
  );
});

test.each(swept)(`$name: faults in pairs, seed ${seed}`, { timeout: 3_600_000 }, async (mode) => {
  const points = matching(await findPoints(mode), only);
  const chosen = pairs(points, pairsPerMode, seed);
  report(await sweep(chosen.map(planned), () => prepareStage(mode)), chosen.length);
});

function report({ failures, ...figures }: Figures, cases: number): void {
  console.log(
    `${expect.getState().currentTestName}: ${JSON.stringify({ ...figures, failures: failures.length }, null, 1)}`,
  );
  expect(failures.join('\n')).toBe('');
  expect(figures.cases).toBe(cases);
}
