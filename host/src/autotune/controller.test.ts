import { describe, expect, it } from 'vitest';
import { Controller } from './controller.ts';
import { observation } from './testing/observation.ts';
import { bytes, choice, parallelism } from './testing/knobs.ts';
import type { KnobSettings, Limits, Observation, Step, StreamFacts, TunableKnob } from './types.ts';

const large: StreamFacts = { name: 'public.orders', estimatedRows: 1e9, estimatedBytes: 1e11, divisible: true };
const limits: Limits = { maxMemoryBytes: 2 ** 30, cores: 4, budgetShare: 0.15, budgetSeconds: 30 };

/** A window of what was asked for, as fast as `rate` says; 1 is 100 MB a second. */
function answer(step: Step, rate: number, changes: Partial<Observation> = {}): Observation {
  const seconds = step.kind === 'measure' ? step.windowSeconds : 1;
  return observation({
    settings: step.settings,
    seconds,
    rows: 1e6 * rate * seconds,
    bytes: 1e8 * rate * seconds,
    sessionSeconds: seconds,
    waits: { read: 0.8 * seconds, credit: 0, write: 0, flush: 0, input: 0.7 * seconds },
    ...changes,
  });
}

/** Answers every step, and notes what it asked for, as the value of one knob. */
function run(controller: Controller, knob: string, rate: (settings: KnobSettings, window: number) => number) {
  const asked: unknown[] = [];
  let step = controller.start();
  while (step.kind === 'measure') {
    asked.push(step.settings.get(knob));
    step = controller.observe(answer(step, rate(step.settings, asked.length)));
  }
  return { asked, locked: step };
}

const pairs = (settings: KnobSettings): number => Number(settings.get('host.parallelism'));
const mode = (settings: KnobSettings): string => String(settings.get('source.mode'));

describe('a probe', () => {
  it('begins with the baseline, then sweeps forth and back', () => {
    const controller = new Controller([choice('north')], large, limits);
    const { asked, locked } = run(controller, 'source.mode', (settings) => (mode(settings) === 'south' ? 1.3 : 1));
    expect(asked).toEqual(['north', 'north', 'east', 'south', 'south', 'east', 'north']);
    expect(locked.settings.get('source.mode')).toBe('south');
    expect(locked.record).toMatchObject({
      stream: 'public.orders',
      outcome: 'changed',
      reason: 'source.mode north → south: 30 % faster',
      baseline: { 'source.mode': 'north' },
      winner: { 'source.mode': 'south' },
      gain: expect.closeTo(0.3),
      effects: { 'source.mode': expect.closeTo(0.3) },
      bottleneck: { side: 'source', share: expect.closeTo(0.8), text: 'source-bound 80 %' },
      order: [{ knob: 'source.mode', why: 'source-bound 80 %' }],
      rounds: [
        {
          knob: 'source.mode',
          winner: 'south',
          margin: expect.closeTo(0.3),
          decidedBy: 'it stayed clearly ahead',
          candidates: [{ value: 'south' }, { value: 'north', incumbent: true }, { value: 'east' }],
        },
      ],
      rejected: [],
      pins: [{ knob: 'mode', side: 'source', value: 'south' }],
      probe: { windows: 7, maxSeconds: 30, maxRows: 15e7 },
    });
    expect(locked.record.rounds[0]?.candidates.map(({ windows }) => windows.map(({ number }) => number))).toEqual([
      [4, 5],
      [2, 7],
      [3, 6],
    ]);
  });

  it('goes on in the direction that wins, and compares with the baseline at the end', () => {
    const controller = new Controller([parallelism(2, 9)], large, limits);
    const { asked, locked } = run(controller, 'host.parallelism', (settings) =>
      Math.sqrt(Math.min(5, pairs(settings))),
    );
    // A fifth more each time.
    expect(asked.slice(0, 8)).toEqual([2, 2, 3, 1, 3, 2, 3, 5]);
    expect(locked.settings.get('host.parallelism')).toBe(5);
    expect(locked.record.rounds.at(-1)).toMatchObject({ knob: 'all', winner: 'winner' });
    expect(locked.record.gain).toBeCloseTo(Math.sqrt(5 / 2) - 1);
  });

  it('goes on in long steps, one window each, while it is far ahead', () => {
    const controller = new Controller([parallelism(2, 9)], large, limits);
    const { asked, locked } = run(controller, 'host.parallelism', (settings) => Math.min(5, pairs(settings)));
    // Half as many again are half as fast again, and so the next step is longer, and 3 is not measured again.
    expect(asked.slice(0, 8)).toEqual([2, 2, 3, 1, 3, 6, 8, 8]);
    expect(locked.settings.get('host.parallelism')).toBe(6);
    // Nobody can be so lucky: winner and baseline need no comparison at the end.
    expect(locked.record.rounds.map(({ knob }) => knob)).not.toContain('all');
    expect(locked.record.gain).toBeCloseTo(1.5);
  });

  it('says what each knob has gained, step by step, and nothing of one that was not changed', () => {
    const knobs = [choice('north'), parallelism(2, 9), bytes(8)];
    const { locked } = run(
      new Controller(knobs, large, limits),
      'host.parallelism',
      (settings) => Math.min(5, pairs(settings)) * (mode(settings) === 'south' ? 1.2 : 1),
    );
    expect(locked.record.effects).toEqual({
      'source.mode': expect.closeTo(0.2),
      // From 2 to 3, and on to 6, of which no more than 5 work.
      'host.parallelism': expect.closeTo(1.5),
    });
  });

  it('says what it compares, and numbers its windows; one of which nothing came gives its number on', () => {
    const controller = new Controller([choice('north')], large, limits);
    let step = controller.start();
    expect(step).toMatchObject({ window: 1, compared: null });
    step = controller.observe(answer(step, 1));
    const compared = { knob: 'source.mode', value: 'north', beside: ['east', 'south'] };
    expect(step).toMatchObject({ window: 2, compared });
    step = controller.observe(answer(step, 1));
    expect(step).toMatchObject({ window: 3, compared: { value: 'east', beside: ['north', 'south'] } });
    step = controller.failed(step.settings, 'refused at Open');
    expect(step).toMatchObject({ window: 3, compared: { value: 'north', beside: ['south'] } });
  });

  it('does not send more sessions than processors carry, unless they wait for the network', () => {
    const busy = run(new Controller([parallelism(4, 64)], large, limits), 'host.parallelism', pairs).locked;
    expect(busy.settings.get('host.parallelism')).toBe(8);
    expect(busy.record.rejected).toContainEqual({
      knob: 'host.parallelism',
      value: 12,
      reason: 'more than 2 for a core, and sessions do not wait for the network',
    });
    const controller = new Controller([parallelism(4, 64)], { ...large, estimatedRows: 1e12 }, limits);
    let step = controller.start();
    while (step.kind === 'measure') {
      const cpuSeconds = { host: 0.01, source: 0.01, destination: 0.01 };
      step = controller.observe(answer(step, pairs(step.settings), { cpuSeconds }));
    }
    expect(step.settings.get('host.parallelism')).toBe(64);
  });

  describe('where sessions wait for the network', () => {
    /** Each takes two hundredths of a core. */
    function far(rate: (pairs: number) => number, stream: Partial<StreamFacts> = {}, most = 64) {
      const controller = new Controller([parallelism(4, most)], { ...large, ...stream }, limits);
      const asked: number[] = [];
      let step = controller.start();
      while (step.kind === 'measure') {
        const now = pairs(step.settings);
        asked.push(now);
        const sessionSeconds = now * step.windowSeconds;
        const cpuSeconds = { host: 0, source: 0.01 * sessionSeconds, destination: 0.01 * sessionSeconds };
        const waits = { read: 0.9 * sessionSeconds, credit: 0, write: 0, flush: 0, input: 0.9 * sessionSeconds };
        const changeOver = { seconds: 1, rows: 1e6 * rate(now) };
        step = controller.observe(answer(step, rate(now), { sessionSeconds, cpuSeconds, waits, changeOver }));
      }
      return { asked, value: pairs(step.settings) };
    }

    it('goes at once as far as processors have room, but no further than six times', () => {
      expect(far((p) => p / 4, {}, 20)).toMatchObject({ value: 20 });
      expect(far((p) => p / 4, {}, 20).asked.slice(0, 3)).toEqual([4, 20, 20]);
      expect(far((p) => p / 4).asked.slice(0, 3)).toEqual([4, 24, 48]);
    });

    it('goes less far where the budget has no room for more', () => {
      // At a million rows a second, half a window of 24 sessions and the change-over to them take 2.4 million, of 12 1.8.
      expect(far((p) => p / 4, { estimatedRows: 26e6 }).asked.slice(0, 2)).toEqual([4, 24]);
      expect(far((p) => p / 4, { estimatedRows: 24e6 }).asked.slice(0, 2)).toEqual([4, 12]);
      expect(far((p) => p / 4, { estimatedRows: 20e6 }).asked.slice(0, 2)).toEqual([4, 8]);
    });

    it('tries half of the way where all of it was too far', () => {
      const { asked, value } = far((p) => (p > 12 ? 0.2 : p / 4));
      expect(asked.slice(0, 2)).toEqual([4, 24]);
      expect(asked.slice(2)).toContain(10);
      expect(value).toBe(10);
    });

    it('goes back on the way where all of it gained little', () => {
      const { asked, value } = far((p) => Math.min(p, 10) / 4 - (p > 10 ? p / 60 : 0));
      expect(asked.slice(0, 2)).toEqual([4, 24]);
      expect(value).toBe(10);
    });
  });

  it('leaves a candidate after one bad window, and does not come back', () => {
    const controller = new Controller([choice('north')], large, limits);
    const { asked, locked } = run(controller, 'source.mode', (settings) => (mode(settings) === 'east' ? 0.4 : 1));
    expect(asked.filter((value) => value === 'east')).toHaveLength(1);
    expect(locked.record.rejected).toEqual([
      { knob: 'source.mode', value: 'east', reason: 'far behind in its first window' },
    ]);
    expect(locked.record).toMatchObject({ outcome: 'kept', gain: null, winner: { 'source.mode': 'north' } });
  });

  it('sees through a drift', () => {
    const controller = new Controller([choice('north')], large, limits);
    const { locked } = run(controller, 'source.mode', (_, window) => 1.04 ** window);
    expect(locked.record.outcome).toBe('kept');
  });

  it('never touches pinned knobs and refused values', () => {
    const refused = [{ value: 'east', reason: 'no integer key' }];
    const knobs: readonly TunableKnob[] = [choice('north', { refused }), { ...bytes(8), pinned: true }];
    const { asked, locked } = run(new Controller(knobs, large, limits), 'source.mode', () => 1);
    expect(asked).not.toContain('east');
    expect(locked.record.rejected).toEqual([{ knob: 'source.mode', value: 'east', reason: 'no integer key' }]);
    expect(locked.record.pins).toHaveLength(2);
  });

  it('leaves out what does not fit the budget', () => {
    const controller = new Controller([choice('north')], large, { ...limits, budgetSeconds: 2.3 });
    const { asked, locked } = run(controller, 'source.mode', () => 1);
    expect(asked).not.toContain('south');
    expect(locked.record.rejected).toEqual([
      { knob: 'source.mode', value: 'south', reason: 'the budget has no room for it' },
    ]);
  });
});

describe('a guardrail', () => {
  const breaches: readonly { what: string; breach: Partial<Observation>; reason: string }[] = [
    { what: 'memory', breach: { memoryBytes: 2 ** 31 }, reason: 'memory of 2048 MiB, above the 1024 MiB allowed' },
    { what: 'errors', breach: { errors: 2 }, reason: '2 errors' },
    { what: 'a standstill', breach: { bytes: 0 }, reason: 'nothing was moved' },
    {
      what: 'other values',
      breach: { settings: new Map([['source.mode', 'south']]) },
      reason: 'other values were in effect: source.mode is south instead of east',
    },
    {
      what: 'other values, for a reason',
      breach: {
        settings: new Map([['source.mode', 'south']]),
        reasons: new Map([['source.mode', 'there is no way']]),
      },
      reason: 'other values were in effect: source.mode is south instead of east: there is no way',
    },
  ];

  it.each(breaches)('sends a candidate out and goes straight back to the incumbent: $what', ({ breach, reason }) => {
    const controller = new Controller([choice('north')], large, limits);
    let step = controller.start();
    step = controller.observe(answer(step, 1));
    step = controller.observe(answer(step, 1));
    expect(mode(step.settings)).toBe('east');
    step = controller.observe(answer(step, 3, breach));
    expect(mode(step.settings)).toBe('north');
    while (step.kind === 'measure') {
      expect(mode(step.settings)).not.toBe('east');
      step = controller.observe(answer(step, 1));
    }
    expect(step.record.rejected).toEqual([{ knob: 'source.mode', value: 'east', reason }]);
  });

  it('of a failure does the same', () => {
    const controller = new Controller([choice('north')], large, limits);
    let step = controller.start();
    step = controller.observe(answer(step, 1));
    step = controller.observe(answer(step, 1));
    step = controller.failed(step.settings, 'refused at Open');
    expect(mode(step.settings)).toBe('north');
  });

  it.each(breaches)('locks the baseline where the baseline breaks it: $what', ({ breach, reason }) => {
    const controller = new Controller([choice('north')], large, limits);
    const step = controller.observe(answer(controller.start(), 1, breach));
    const expected = reason.replace('instead of east', 'instead of north');
    expect(step).toMatchObject({
      kind: 'locked',
      record: { outcome: 'abandoned', reason: `the baseline: ${expected}` },
    });
  });
});

describe('whatever it is told', () => {
  const garbage = [
    undefined,
    null,
    {},
    { ...observation(), seconds: 0 },
    { ...observation(), bytes: Number.NaN },
    { ...observation(), waits: undefined },
    { ...observation(), settings: null },
  ] as readonly unknown[];

  it.each(garbage)('it locks the baseline, at any moment: %o', (o) => {
    for (let windows = 0; windows < 8; windows++) {
      const controller = new Controller([choice('north'), parallelism(2, 8)], large, limits);
      let step = controller.start();
      for (let index = 0; index < windows; index++) {
        step = controller.observe(answer(step, mode(step.settings) === 'south' ? 3 : 1));
      }
      step = controller.observe(o as Observation);
      expect(step).toMatchObject({ kind: 'locked', record: { outcome: 'abandoned' } });
      expect(Object.fromEntries(step.settings)).toEqual({ 'source.mode': 'north', 'host.parallelism': 2 });
    }
  });

  it('keeps the baseline where the end comes after the first window', () => {
    const controller = new Controller([choice('north')], large, limits);
    controller.observe(answer(controller.start(), 1));
    const record = { outcome: 'kept', reason: 'ended early: the stream is at its end' };
    expect(controller.end('the stream is at its end')).toMatchObject({ kind: 'locked', record });
  });

  it('stays locked', () => {
    const controller = new Controller([choice('north')], large, limits);
    controller.start();
    const locked = controller.end('the stream is at its end');
    const record = { outcome: 'skipped', reason: 'nothing was measured: the stream is at its end' };
    expect(locked).toMatchObject({ kind: 'locked', record });
    expect([controller.start(), controller.observe(observation()), controller.failed(new Map(), '')]).toEqual([
      locked,
      locked,
      locked,
    ]);
  });

  it('does not throw when it is told before it was started', () => {
    expect(new Controller([choice('north')], large, limits).observe(observation()).kind).toBe('locked');
    expect(new Controller([choice('north')], large, limits).failed(new Map(), 'x').kind).toBe('locked');
    expect(new Controller([choice('north')], large, limits).end('x').kind).toBe('locked');
  });

  it('asks again for the same window when it is started twice', () => {
    const controller = new Controller([choice('north')], large, limits);
    expect(controller.start()).toEqual(controller.start());
  });
});

describe('a stream that does not repay a probe', () => {
  it('is skipped before it begins', () => {
    const controller = new Controller([choice('north')], { ...large, divisible: false }, limits);
    expect(controller.start()).toMatchObject({
      kind: 'locked',
      record: { outcome: 'skipped', reason: /one unit/, rounds: [], probe: { windows: 0 } },
    });
  });

  it('is skipped after its first window, where that shows that it is too fast', () => {
    const controller = new Controller([choice('north')], { ...large, estimatedRows: 1e7 }, limits);
    const step = controller.observe(answer(controller.start(), 1));
    expect(step).toMatchObject({ kind: 'locked', record: { outcome: 'skipped', probe: { windows: 1 } } });
  });
});
