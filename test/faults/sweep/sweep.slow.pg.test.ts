import { messagesOf } from '@rapidbyte/connector/faults';
import { beforeAll, expect, test, vi } from 'vitest';
import { type Mode, modes } from './mode.ts';
import { findPoints, pairs, planned, share } from './plan.ts';
import { nameOf, type Point } from './point.ts';
import { prepareStage } from './stage.ts';
import { type Figures, sweep } from './sweep.ts';

vi.mock('../../../host/src/connector/deadlines.ts', async (original) => {
  const { shortenable } = await import('./short-deadlines.ts');
  return shortenable(await original<object>());
});

const seed = Number(process.env['RAPIDBYTE_SWEEP_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Part of a point's name: only those are swept, in each mode that has them. */
const only = process.env['RAPIDBYTE_SWEEP_ONLY'] ?? '';
/** Part of a mode's name. */
const onlyMode = process.env['RAPIDBYTE_SWEEP_MODE'] ?? '';
/** `2/3`: the second third of what there is, so that several machines or evenings do all of it. */
const [part = 1, parts = 1] = (process.env['RAPIDBYTE_SWEEP_PART'] ?? '1/1').split('/').map(Number);
const pairsPerMode = 20;

const swept = modes.filter(({ name }) => name.includes(onlyMode));
let shares: ReadonlyMap<Mode, readonly Point[]> = new Map();

beforeAll(async () => {
  const all = new Map<Mode, readonly Point[]>();
  for (const mode of only === '' ? modes : swept) all.set(mode, await findPoints(mode));
  shares = only === '' ? share(all) : all;
}, 600_000);

test.runIf(only === '')('every message of the protocol is swept', () => {
  const points = [...shares.values()].flat();
  const seen = new Set(points.map(({ at, fault }) => (at === 'message' ? `${fault.direction} ${fault.message}` : '')));
  const all = (['to_connector', 'to_host'] as const).flatMap((way) => messagesOf(way).map((name) => `${way} ${name}`));
  expect(all.filter((message) => !seen.has(message))).toEqual([]);
});

test.each(swept)('$name: every fault, at every point', { timeout: 7_200_000 }, async (mode) => {
  const points = chosen(mode);
  report(
    await sweep(
      points.map((point) => planned([point])),
      () => prepareStage(mode),
    ),
    points.length,
  );
});

test.each(swept)(`$name: faults in pairs, seed ${seed}`, { timeout: 3_600_000 }, async (mode) => {
  const cases = pairs(chosen(mode), pairsPerMode, seed);
  report(await sweep(cases.map(planned), () => prepareStage(mode)), cases.length);
});

function chosen(mode: Mode): readonly Point[] {
  const points = (shares.get(mode) ?? []).filter((point) => nameOf(point).includes(only));
  return points.filter((_, index) => index % parts === part - 1);
}

function report({ failures, ...figures }: Figures, cases: number): void {
  console.log(
    `${expect.getState().currentTestName}: ${JSON.stringify({ ...figures, failures: failures.length }, null, 1)}`,
  );
  expect(failures.join('\n')).toBe('');
  expect(figures.cases).toBe(cases);
}
