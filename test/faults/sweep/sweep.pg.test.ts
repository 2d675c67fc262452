import { messagesOf } from '@rapidbyte/connector/faults';
import { expect, test } from 'vitest';
import { modes } from './mode.ts';
import { findPoints, planned, smoke } from './plan.ts';
import { isCritical, type Point } from './point.ts';
import { prepareStage } from './stage.ts';
import { sweep } from './sweep.ts';

const seed = Number(process.env['RAPIDBYTE_SWEEP_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const othersPerMode = 4;

/** One mode for each way a load goes. */
const different = modes.filter(({ name }) =>
  ['full_refresh, replace', 'incremental, append, continuing'].includes(name),
);

/** Messages that no run of any mode here has, and why. */
const neverSeen: Readonly<Record<string, string>> = {
  'to_connector ack':
    'a full refresh has one checkpoint, at the end of its units, and a session that has ended gets no ack',
};

test('every message of the protocol is swept, or has a reason not to be', { timeout: 300_000 }, async () => {
  const points: Point[] = [];
  for (const mode of different) points.push(...(await findPoints(mode)));
  const swept = new Set(
    points.flatMap(({ at, fault }) => (at === 'message' ? [`${fault.direction} ${fault.message}`] : [])),
  );
  const all = (['to_connector', 'to_host'] as const).flatMap((way) => messagesOf(way).map((name) => `${way} ${name}`));
  expect(all.filter((message) => !swept.has(message))).toEqual(Object.keys(neverSeen));
});

// A part of the sweep that fits into every run of the tests; sweep.slow.pg.test.ts has all of it.
test.each(modes.filter(({ name }) => /^full_refresh, (?:replace|append)$/.test(name)))(
  `$name: a fault where a commit or a publish is decided, and at some other points (seed ${seed})`,
  { timeout: 300_000 },
  async (mode) => {
    const points = smoke(await findPoints(mode), othersPerMode, seed);
    expect(points.filter(isCritical).length).toBeGreaterThan(8);
    const figures = await sweep(
      points.map((point) => planned([point])),
      () => prepareStage(mode),
    );
    expect(figures.failures.join('\n')).toBe('');
    expect(figures.fired).toBe(points.length);
  },
);
