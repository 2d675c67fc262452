import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CreateController } from '../../host/src/autotune/controller.ts';
import type { DecisionRecord } from '../../host/src/autotune/record.ts';
import type { Observation } from '../../host/src/autotune/types.ts';
import type { KnobValue } from '../../host/src/autotune/knob.ts';
import { type FixturePipeline, type FixtureRun, runFixture } from '../support/fixture-pipeline.ts';

/** In the slow lane with two pairs some 7,000 rows a second: long enough for a probe to pay. */
const rows = 240_000;
/** Enough to see who carries on. */
const fewRows = 12_000;

const pin = (knob: string, value: string | number) => ({
  knob,
  side: null,
  value,
  path: `resources.autotune.pins.${knob}`,
});

const pins = [pin('part_rows', 100), pin('batch_rows', 1000)];

function run(options: FixturePipeline = {}, createController?: CreateController): Promise<FixtureRun> {
  return runFixture(
    {
      source: 'plans-anew-unsized',
      destination: 'has-a-knob',
      sourceConfig: { streams: { numbers: rows } },
      parallelism: 2,
      autotune: true,
      pins,
      ...options,
    },
    {},
    createController === undefined ? {} : { createController },
  );
}

function decision({ events }: FixtureRun): DecisionRecord | undefined {
  const [found] = events.flatMap((event) => (event.type === 'autotune_decision' ? [event.record] : []));
  return found;
}

const skipped = ({ events }: FixtureRun): readonly string[] =>
  events.flatMap((event) => (event.type === 'autotune_skipped' ? [`${event.stream}: ${event.reason}`] : []));

/** The lane of each unit, in order, with where it came from. */
const lanes = ({ events }: FixtureRun): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'unit_opened'
      ? event.settings.flatMap(({ knob, value, provenance }) =>
          knob === 'lane' ? [`${String(value)} (${provenance})`] : [],
        )
      : [],
  );

function expectAllRows(tuned: FixtureRun, expected: number): void {
  expect(tuned.result.errors).toEqual([]);
  expect(tuned.result.status).toBe('succeeded');
  expect(tuned.result.streams[0]).toMatchObject({ rowsRead: expected, rowsCommitted: expected, status: 'published' });
  expect(tuned.survivors).toEqual([]);
}

afterEach(() => void vi.unstubAllEnvs());

describe('autotune', { timeout: 60_000 }, () => {
  it('finds the best value of a knob that it has never heard of, and shows how', async () => {
    const tuned = await run({ sourceConfig: { streams: { numbers: rows, other: 100 } } });
    expectAllRows(tuned, rows);
    const record = decision(tuned);
    expect(record).toMatchObject({
      stream: 'demo.numbers',
      outcome: 'changed',
      baseline: { 'host.parallelism': 2, 'destination.lane': 'slow' },
      winner: { 'destination.lane': 'fast' },
      effects: { 'destination.lane': expect.closeTo(record?.gain ?? 0) },
      bottleneck: { side: 'destination' },
      pins: expect.arrayContaining([{ knob: 'lane', side: 'destination', value: 'fast' }]),
    });
    expect(record?.gain).toBeGreaterThan(0.4);
    // A poll of 20 ms is all that it may be late.
    expect(record?.probe.share).toBeLessThanOrEqual(0.16);
    expect(tuned.result.streams).toMatchObject([{ autotune: { outcome: 'changed' } }, { rowsCommitted: 100 }]);
    expect(tuned.result.streams[0]?.settings).toContainEqual({
      knob: 'lane',
      value: 'fast',
      provenance: 'autotune',
      side: 'destination',
      effect: record?.effects['destination.lane'],
    });
    expect(tuned.result.settings).toEqual([{ knob: 'parallelism', value: 2, provenance: 'pin' }]);
    expect(skipped(tuned)).toEqual(['demo.other: the run is tuned by demo.numbers, whose values hold for all']);
    // Each window is announced, and measured: the figures are the record's.
    const windows = tuned.events.flatMap((event) => (event.type === 'autotune_window' ? [event] : []));
    const measured = tuned.events.flatMap((event) => (event.type === 'autotune_measured' ? [event] : []));
    expect(measured.map(({ window }) => window)).toEqual(windows.map(({ window }) => window));
    expect(windows[0]).toMatchObject({ window: 1, compared: null, settings: { 'destination.lane': 'slow' } });
    expect(windows[1]).toMatchObject({
      window: 2,
      compared: { knob: 'destination.lane', value: 'slow', beside: ['fast'] },
      why: expect.stringMatching(/./),
    });
    const recorded = record?.rounds.flatMap(({ candidates }) => candidates.flatMap(({ windows: all }) => all)) ?? [];
    for (const figures of recorded) {
      expect(measured).toContainEqual(expect.objectContaining({ window: figures.number, figures }));
    }
  });

  it('changes nothing where it is switched off, and says who is waited for all the same', async () => {
    const plain = await run({ autotune: false, sourceConfig: { streams: { numbers: fewRows } } });
    expectAllRows(plain, fewRows);
    expect(plain.result.streams[0]?.settings).toContainEqual({
      knob: 'lane',
      value: 'slow',
      provenance: 'default',
      side: 'destination',
    });
    expect(new Set(lanes(plain))).toEqual(new Set(['slow (default)']));
    expect(plain.events.filter(({ type }) => type.startsWith('autotune_'))).toHaveLength(1);
    expect(skipped(plain)).toEqual(['demo.numbers: autotune is switched off']);
    // Each batch takes 25 ms, whoever asks: the source computes next to nothing.
    expect(plain.result.bottleneck).toMatchObject({ side: 'destination', text: /^destination-bound \d+ %$/ });
    const verdicts = plain.events.flatMap((event) => (event.type === 'progress' ? [event.bottleneck?.side] : []));
    expect(verdicts[0]).toBeUndefined();
    expect(verdicts.at(-1)).toBe('destination');
  });

  it('leaves alone what is pinned, what is too small, and what is one unit', async () => {
    const pinned = await run({
      pins: [...pins, pin('lane', 'fast')],
      sourceConfig: { streams: { numbers: 500 } },
    });
    expect(skipped(pinned)).toEqual(['demo.numbers: all knobs are pinned']);
    expect(pinned.result.streams[0]?.settings).toContainEqual({
      knob: 'lane',
      value: 'fast',
      provenance: 'pin',
      side: 'destination',
    });
    // Too short to say who was waited for.
    expect(pinned.result.bottleneck).toBeNull();
    const small = await run({ source: 'plans-anew', sourceConfig: { streams: { numbers: 500 } } });
    expect(skipped(small)[0]).toMatch(/^demo.numbers: too small/);
    const whole = await run({ source: 'generator', sourceConfig: { streams: { numbers: 500 } }, pins: [] });
    expect(skipped(whole)[0]).toMatch(/^demo.numbers: the stream is one unit/);
  });
});

describe('pins', { timeout: 60_000 }, () => {
  it('hold in every one of hundreds of units, with exactly as many sessions, while another knob is tuned', async () => {
    const tuned = await run({ parallelism: 4 });
    expectAllRows(tuned, rows);
    expect(decision(tuned)).toMatchObject({ outcome: 'changed', winner: { 'destination.lane': 'fast' } });
    const pinned = { part_rows: 100, batch_rows: 1000 };
    const opened = tuned.events.flatMap((event) => (event.type === 'unit_opened' ? [event] : []));
    expect(opened.length).toBeGreaterThan(500);
    for (const { settings } of opened) {
      for (const [knob, value] of Object.entries(pinned)) {
        expect(settings).toContainEqual({ knob, value, provenance: 'pin', side: 'source' });
      }
    }
    for (const event of tuned.events) {
      if (event.type !== 'autotune_window') continue;
      expect(event.settings).toMatchObject({
        'host.parallelism': 4,
        'source.part_rows': 100,
        'source.batch_rows': 1000,
      });
    }
    expect(tuned.result.settings).toEqual([{ knob: 'parallelism', value: 4, provenance: 'pin' }]);
    expect(tuned.events.filter(({ type }) => type === 'parallelism_changed')).toEqual([]);
    const { most, mean } = sessionsAtOnce(tuned);
    expect(most).toBe(4);
    // Between two units a worker has no session for a moment; three workers would never reach it.
    expect(mean).toBeGreaterThan(3);
  });
});

/** At most, and on average while the slow lane is used alone: there a unit takes far longer than what is between two. */
function sessionsAtOnce({ events }: FixtureRun): { readonly most: number; readonly mean: number } {
  let [open, most, weighted, total] = [0, 0, 0, 0];
  let [since, isSlow] = [Number.NaN, true];
  for (const event of events) {
    if (event.type !== 'unit_opened' && event.type !== 'unit_finished') continue;
    const at = Date.parse(event.timestamp);
    if (isSlow && !Number.isNaN(since)) {
      weighted += open * (at - since);
      total += at - since;
    }
    open += event.type === 'unit_opened' ? 1 : -1;
    most = Math.max(most, open);
    // From the moment when all have begun.
    if (open === 4 || !Number.isNaN(since)) since = at;
    if (event.type === 'unit_opened' && event.settings.some(({ value }) => value === 'fast')) isSlow = false;
  }
  return { most, mean: weighted / total };
}

describe('a value that', { timeout: 60_000 }, () => {
  it.each([
    ['gives an error at Open', 'lane-closed', 'broken', /the broken lane is closed/],
    ['gives an error in the middle of a unit', 'lane-breaks', 'thin', /the thin lane has broken/],
    [
      'its connector replaces at Open',
      'lane-replaced',
      'night',
      /^other values were in effect: destination.lane is slow instead of night: the night lane opens at ten$/,
    ],
  ])('%s is out, with the reason, and no row is lost or doubled', async (_, destination, value, reason) => {
    const tuned = await run({ destination });
    expectAllRows(tuned, rows);
    const record = decision(tuned);
    expect(record?.rejected).toContainEqual({
      knob: 'destination.lane',
      value,
      reason: expect.stringMatching(reason),
    });
    // The others are still compared.
    expect(record).toMatchObject({ outcome: 'changed', winner: { 'destination.lane': 'fast' } });
    expect(lanes(tuned).at(-1)).toBe('fast (autotune)');
  });

  it('takes the memory of the run above its limit is out, however fast, before anything else is made to give way', async () => {
    // The host is this process, and holds what earlier tests have left. Midway between 220 MiB of connectors and 600 when one leaks.
    const limitMib = Math.round(process.memoryUsage.rss() / 2 ** 20) + 430;
    const tuned = await run({ destination: 'lane-leaks', maxMemoryBytes: limitMib * 2 ** 20 });
    expectAllRows(tuned, rows);
    expect(decision(tuned)).toMatchObject({
      outcome: 'changed',
      winner: { 'destination.lane': 'fast' },
      rejected: [
        {
          knob: 'destination.lane',
          value: 'leaking',
          reason: expect.stringMatching(new RegExp(`\\d+ MiB.* ${limitMib} MiB`)),
        },
      ],
    });
    // Straight back to what is known to be good; no worker was parked for it.
    const all = lanes(tuned);
    expect(all[all.lastIndexOf('leaking (autotune)') + 1]).toBe('slow (default)');
    expect(tuned.result.warnings).toEqual([]);
  });
});

const measure = (lane: string, pairs = 2) => ({
  kind: 'measure' as const,
  window: 1,
  settings: new Map<string, KnobValue>([
    ['host.parallelism', pairs],
    ['destination.lane', lane],
  ]),
  windowSeconds: 0.3,
  why: 'a test',
  compared: null,
});
const fail = (): never => {
  throw new Error('out of its mind');
};

describe('sessions that are added', { timeout: 60_000 }, () => {
  it('are measured by what they did last, where they spend the rows of the probe before all of them move', async () => {
    vi.stubEnv('RAPIDBYTE_PARALLELISM', '2');
    const observed: Observation[] = [];
    const ends: string[] = [];
    const brief = 18000;
    const first = { ...measure('slow'), windowSeconds: 0.05 };
    const more = { ...measure('slow', 8), windowSeconds: 20 };
    const tuned = await run({ parallelism: 'auto', sourceConfig: { streams: { numbers: brief } } }, () => ({
      start: () => first,
      // What is left of 15 % of the rows is gone before, or soon after, twelve processes have started.
      observe: (o) => (observed.push(o) === 1 ? more : fail()),
      failed: fail,
      end: (reason) => {
        ends.push(reason);
        return fail();
      },
    }));
    expectAllRows(tuned, brief);
    expect(ends).toEqual([]);
    expect(observed).toHaveLength(2);
    expect(observed[1]?.settings.get('host.parallelism')).toBe(8);
    expect(observed[1]?.seconds).toBeGreaterThan(0);
    expect(observed[1]?.seconds).toBeLessThan(5);
  });
});

describe('the baseline carries on', { timeout: 60_000 }, () => {
  it.each([
    [
      'the destination sends no Stats',
      { destination: 'dest-sends-no-stats' },
      /^a window could not be used: the destination sends no Stats$/,
    ],
    [
      'the source sends no Stats',
      { source: 'source-sends-no-stats' },
      /^a window could not be used: the source sends no Stats$/,
    ],
    [
      'Stats make no sense',
      { destination: 'stats-make-no-sense' },
      /^a window could not be used: the destination's Stats make no sense: waitWriteMs is 1000000 in a session of \d+ ms$/,
    ],
  ])('where %s', async (_, options, reason) => {
    const tuned = await run({ ...options, sourceConfig: { streams: { numbers: fewRows } } });
    expectAllRows(tuned, fewRows);
    expect(decision(tuned)).toMatchObject({ outcome: 'abandoned', reason: expect.stringMatching(reason) });
    expect(new Set(lanes(tuned))).toEqual(new Set(['slow (default)']));
    expect(tuned.result.bottleneck).toBeNull();
  });

  it.each<[string, number, CreateController, readonly string[]]>([
    ['cannot be made', fewRows, fail, ['slow (default)']],
    [
      'throws when it begins',
      fewRows,
      () => ({ start: fail, observe: fail, failed: fail, end: fail }),
      ['slow (default)'],
    ],
    [
      'throws while it tries a value',
      // 15 % of them are more than a window of the slow lane.
      5 * fewRows,
      () => {
        let windows = 0;
        const observe = () => (++windows === 1 ? measure('fast') : fail());
        return { start: () => measure('slow'), observe, failed: fail, end: fail };
      },
      ['slow (default)', 'fast (autotune)'],
    ],
  ])('where the controller %s', async (_, some, createController, seen) => {
    const tuned = await run({ sourceConfig: { streams: { numbers: some } } }, createController);
    expectAllRows(tuned, some);
    expect(skipped(tuned)).toEqual([
      'demo.numbers: a fault of the tuner, the values from before carry on: Error: out of its mind',
    ]);
    expect(decision(tuned)).toBeUndefined();
    expect([...new Set(lanes(tuned))]).toEqual(seen);
    expect(lanes(tuned).at(-1)).toBe('slow (default)');
  });
});
