import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../test/support/random.ts';
import { Controller } from './controller.ts';
import { baselineSettings, settingsKey } from './settings.ts';
import { bestReachable, lookSeconds, type Played, play } from './testing/response-surface.ts';
import { landscape, shapes } from './testing/surfaces.ts';

const seeds = 200;
const maxNoise = 0.1;
const limits = { maxMemoryBytes: 2 ** 30, cores: 8, budgetShare: 0.15, budgetSeconds: 30 };

interface Outcome {
  readonly seed: number;
  readonly played: Played;
  /** Rates without noise, over the baseline's. */
  readonly got: number;
  readonly best: number;
  readonly maxRows: number;
  readonly fastestRowsPerSecond: number;
}

/** @param loadSeconds how long the load takes at the baseline's speed */
function tuned(name: string, noiseOf: (random: () => number) => number, loadSeconds: (random: () => number) => number) {
  return Array.from({ length: seeds }, (_, index): Outcome => {
    const generator = createRandom(index + 1);
    const random = (): number => generator.next();
    const { knobs, surface } = landscape(name, random, noiseOf(random));
    const baseline = surface.bytesPerSecond(baselineSettings(knobs));
    const bytes = baseline * loadSeconds(random);
    const rows = Math.round(bytes / surface.bytesPerRow);
    const stream = { name: 'public.weather', estimatedRows: rows, estimatedBytes: bytes, divisible: true };
    const played = play(
      new Controller(knobs, stream, limits),
      surface,
      random,
      stream.estimatedRows * limits.budgetShare,
    );
    return {
      seed: index + 1,
      played,
      got: surface.bytesPerSecond(played.locked.settings) / baseline,
      best: bestReachable(knobs, surface) / baseline,
      maxRows: rows * limits.budgetShare,
      fastestRowsPerSecond: bestReachable(knobs, surface) / surface.bytesPerRow,
    };
  });
}

const upTo = (most: number) => (random: () => number) => most * random();
const always = (value: number) => () => value;

const overBudget = ({ played, maxRows, fastestRowsPerSecond }: Outcome): boolean =>
  played.seconds > limits.budgetSeconds || played.rows > 1.01 * maxRows + lookSeconds * fastestRowsPerSecond;

/** Of the seeds where there is something to win. */
function found(outcomes: readonly Outcome[]) {
  const worth = outcomes.filter(({ best }) => best > 1.15);
  const missed = worth.filter(({ got, best }) => got < 0.95 * best);
  return { worth: worth.length, missed, share: worth.length === 0 ? 1 : 1 - missed.length / worth.length };
}

const report: string[] = [];
afterAll(() => console.log(report.join('\n')));

function note(what: string, name: string, outcomes: readonly Outcome[]): void {
  const { worth, share, missed } = found(outcomes);
  const mean = (figure: (outcome: Outcome) => number): string =>
    (outcomes.reduce((sum, outcome) => sum + figure(outcome), 0) / outcomes.length).toFixed(1);
  const worst = Math.min(...outcomes.map(({ got }) => got));
  const good = `best found ${worth - missed.length}/${worth} (${(100 * share).toFixed(1)} %)`;
  report.push(
    `${what}, ${name}: ${good}, worst end ${worst.toFixed(2)} × baseline, on average ${mean(({ played }) => played.seconds)} s, ${mean(({ played }) => played.measured.length)} windows`,
  );
}

describe.each(Object.keys(shapes))('%s', (name) => {
  const usual = tuned(name, upTo(maxNoise), always(600));

  it(`finds what is within 5 % of the best in 95 % of ${seeds} seeds, with noise of up to 10 %`, () => {
    note('noise up to 10 %', name, usual);
    expect(usual.filter(overBudget)).toEqual([]);
    expect(usual.filter(({ got }) => got < 0.95).map(({ seed }) => seed)).toEqual([]);
    expect(found(usual).share).toBeGreaterThanOrEqual(0.95);
  });

  it('finds it nearly as often where all is as noisy as that', () => {
    const outcomes = tuned(name, always(maxNoise), always(600));
    note('noise of 10 %', name, outcomes);
    expect(outcomes.filter(overBudget)).toEqual([]);
    expect(outcomes.filter(({ got }) => got < 0.93).map(({ seed }) => seed)).toEqual([]);
    expect(found(outcomes).share).toBeGreaterThanOrEqual(0.85);
  });

  it('keeps a small budget, and ends no worse than it began', () => {
    const outcomes = tuned(name, upTo(maxNoise), (random) => 5 + 195 * random());
    note('loads of 5 to 200 s', name, outcomes);
    expect(outcomes.filter(overBudget)).toEqual([]);
    expect(outcomes.filter(({ got }) => got < 0.93).map(({ seed }) => seed)).toEqual([]);
  });

  it('never goes back to what is out for good', () => {
    for (const { played } of usual) {
      const { rounds, baseline } = played.locked.record;
      const out: { readonly knob: string; readonly value: string }[] = [];
      for (const { knob, candidates } of rounds) {
        const measured = candidates.filter(({ windows }) => windows.length > 0);
        const others = measured.filter(({ settings }) => JSON.stringify(settings) !== JSON.stringify(baseline));
        const back = out.filter((gone) => others.some(({ settings }) => String(settings[gone.knob]) === gone.value));
        expect(back).toEqual([]);
        out.push(...candidates.filter(({ left }) => left?.startsWith('far')).map(({ value }) => ({ knob, value })));
      }
    }
  });

  it('tries what fails once', () => {
    for (const { played } of usual) {
      expect(played.failures.map(settingsKey)).toEqual([...new Set(played.failures.map(settingsKey))]);
      // A long step over the edge, and the shorter one.
      expect(played.failures.length).toBeLessThanOrEqual(2);
    }
  });

  it('explains itself in plain JSON', () => {
    for (const { played } of usual) {
      const { record } = played.locked;
      expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    }
  });
});
