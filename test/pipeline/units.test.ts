import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { LoadControl } from '../../host/src/engine/options.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import { type FixturePipeline, type FixtureRun, runFixture } from '../support/fixture-pipeline.ts';

const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-units-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;

/** Runs a load of numbers, and gives the ids that have arrived, stream by stream. */
async function runNumbers(
  streams: Readonly<Record<string, number>>,
  options: FixturePipeline & { readonly pauseMs?: number } = {},
  steer?: (control: LoadControl, event: RunEvent) => void,
): Promise<FixtureRun & { readonly arrived: Readonly<Record<string, readonly number[]>> }> {
  const rows = join(directory, `rows-${files++}`);
  let control: LoadControl | undefined;
  const run = await runFixture(
    {
      source: 'plans-anew',
      destination: 'writes-rows',
      parallelism: 4,
      ...options,
      sourceConfig: { streams },
      destinationConfig: { rows, pauseMs: options.pauseMs ?? 0 },
    },
    {
      onControl: (given) => (control = given),
      onEvent: (event) => {
        if (control !== undefined) steer?.(control, event);
      },
    },
  );
  const arrived: Record<string, number[]> = Object.fromEntries(Object.keys(streams).map((name) => [name, []]));
  const lines = existsSync(rows) ? readFileSync(rows, 'utf8').trimEnd().split('\n') : [];
  for (const line of lines) {
    const [name = '', id] = line.split(' ');
    if (id !== undefined) arrived[name]?.push(Number(id));
  }
  for (const ids of Object.values(arrived)) ids.sort((a, b) => a - b);
  return { ...run, arrived };
}

const upTo = (rows: number): readonly number[] => Array.from({ length: rows }, (_, id) => id);
const openedAtOnce = (events: readonly RunEvent[]): number => {
  let [open, most] = [0, 0];
  for (const { type } of events) {
    if (type === 'unit_opened') most = Math.max(most, ++open);
    else if (type === 'unit_finished') open--;
  }
  return most;
};

describe('units', () => {
  it('go through as many sessions as wanted, several to a process, each row once', async () => {
    const run = await runNumbers({ numbers: 3050, other: 401, empty: 0 }, { parallelism: 5, pauseMs: 2 });
    expect(run.result.errors).toEqual([]);
    expect(run.arrived).toEqual({ numbers: upTo(3050), other: upTo(401), empty: [] });
    expect(run.result.streams).toMatchObject([
      { rowsRead: 3050, rowsCommitted: 3050, units: 31 },
      { rowsCommitted: 401, units: 5 },
      { rowsCommitted: 0, units: 1 },
    ]);
    expect(openedAtOnce(run.events)).toBe(5);
    // Four sessions a source process, two a destination process.
    const sides = run.result.processes.map(({ side }) => side);
    expect(sides.filter((side) => side === 'source')).toHaveLength(2);
    expect(sides.filter((side) => side === 'destination')).toHaveLength(3);
    expect(run.survivors).toEqual([]);
  });

  it('say how a stream was cut, and what depends on it', async () => {
    const run = await runNumbers({ numbers: 250 }, { pins: [pin('part_rows', 60)] });
    expect(run.events).toContainEqual(
      expect.objectContaining({
        type: 'stream_planned',
        units: 5,
        settings: [{ knob: 'part_rows', value: 60, provenance: 'pin' }],
      }),
    );
    expect(run.arrived['numbers']).toEqual(upTo(250));
  });

  it('are cut anew in mid-stream, and workers come and go, without a row lost or doubled', async () => {
    let finished = 0;
    const run = await runNumbers({ numbers: 6000, other: 2500 }, { pauseMs: 1 }, (control, { type }) => {
      if (type !== 'unit_finished') return;
      finished++;
      control.setPairs(1 + ((finished * 7) % 6));
      if (finished % 5 === 0) void control.setKnob('source', 'part_rows', 40 + ((finished * 37) % 150));
    });
    expect(run.result.errors).toEqual([]);
    expect(run.arrived).toEqual({ numbers: upTo(6000), other: upTo(2500) });
    expect(run.events.filter(({ type }) => type === 'replanned').length).toBeGreaterThan(4);
    const [numbers, other] = run.result.streams;
    const finishedUnits = (name: string): number =>
      run.events.filter((event) => event.type === 'unit_finished' && event.stream === name).length;
    expect(numbers?.units).toBe(finishedUnits('demo.numbers'));
    expect(other?.units).toBe(finishedUnits('demo.other'));
    expect(run.survivors).toEqual([]);
  });

  it('a pinned knob is the user’s, and an unknown one nobody’s', async () => {
    const answers: Promise<boolean>[] = [];
    const run = await runNumbers({ numbers: 500 }, { pins: [pin('part_rows', 50)] }, (control, { type }) => {
      if (type !== 'unit_opened' || answers.length > 0) return;
      answers.push(control.setKnob('source', 'part_rows', 10), control.setKnob('destination', 'part_rows', 10));
    });
    expect(await Promise.all(answers)).toEqual([false, false]);
    expect(run.result.streams[0]?.units).toBe(10);
    expect(run.events.some(({ type }) => type === 'replanned')).toBe(false);
  });

  it('parallelism stays within what connections allow', async () => {
    // Destination: two sessions a process, so that three connections carry two of them.
    const seen: number[] = [];
    const run = await runNumbers({ numbers: 1000 }, { parallelism: 'auto', maxConnections: 3 }, (control, { type }) => {
      if (type !== 'unit_opened') return;
      control.setPairs(100);
      seen.push(control.pairs, control.mostPairs);
    });
    expect(run.result.errors).toEqual([]);
    expect(Math.max(...seen)).toBeLessThanOrEqual(2);
  });

  it.each<[string, FixturePipeline, { code: string; path: string; message: RegExp; hint: RegExp }]>([
    [
      'of a knob that neither connector has',
      { pins: [pin('part_row', 5)] },
      {
        code: 'unknown_knob',
        path: 'resources.autotune.pins.part_row',
        message: /^Neither connector has a knob "part_row"$/,
        hint: /^There are: parallelism, batch_rows, part_rows, lane\.$/,
      },
    ],
    [
      'of a knob that this source does not have',
      {
        pins: [
          {
            knob: 'partition_mode',
            side: 'source',
            value: 'ctid',
            path: 'resources.autotune.pin_source_partition_mode',
          },
        ],
      },
      {
        code: 'unknown_knob',
        path: 'resources.autotune.pin_source_partition_mode',
        message: /^The source connector has no knob "partition_mode"$/,
        hint: /part_rows/,
      },
    ],
    [
      'out of range',
      { pins: [pin('part_rows', 0)] },
      {
        code: 'invalid_knob_value',
        path: 'resources.autotune.pins.part_rows',
        message: /^part_rows is pinned to 0; it takes a number from 1 to 1000000$/,
        hint: /the default, 100/,
      },
    ],
    [
      'to none of the choices',
      { pins: [pin('lane', 'purple')] },
      {
        code: 'invalid_knob_value',
        path: 'resources.autotune.pins.lane',
        message: /^lane is pinned to "purple"; it takes one of slow, fast$/,
        hint: /the default, slow/,
      },
    ],
    [
      'of more pairs than connections',
      { destination: 'writes-rows', parallelism: 4, maxConnections: 3 },
      {
        code: 'parallelism_exceeds_connections',
        path: 'resources.max_connections',
        message:
          /^resources.parallelism is 4, which takes 6 connections to the destination; resources.max_connections is 3$/,
        hint: /^Lower resources.parallelism to 2, or raise/,
      },
    ],
  ])(
    'a pin %s is refused before anything is begun, by its place and with what there is',
    async (_, options, refusal) => {
      const { result, journal } = await runFixture({ source: 'plans-anew', destination: 'has-a-knob', ...options });
      const { message, hint, ...error } = refusal;
      expect(result.errors).toEqual([
        expect.objectContaining({
          ...error,
          message: expect.stringMatching(message),
          hint: expect.stringMatching(hint),
        }),
      ]);
      expect(result).toMatchObject({ status: 'failed', streams: [] });
      expect(journal).toEqual([]);
    },
  );

  it('cancelled while workers start and park, leave no process behind', async () => {
    const cancel = new AbortController();
    let control: LoadControl | undefined;
    const run = await runFixture(
      {
        source: 'plans-anew',
        destination: 'writes-rows',
        parallelism: 8,
        sourceConfig: { streams: { numbers: 20_000 } },
        destinationConfig: { rows: join(directory, 'cancelled'), pauseMs: 5 },
      },
      {
        signal: cancel.signal,
        onControl: (given) => {
          control = given;
          given.setPairs(1);
        },
        onEvent: ({ type }) => {
          if (type !== 'unit_finished') return;
          control?.setPairs(8);
          void delay(1).then(() => cancel.abort());
        },
      },
    );
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    expect(run.survivors).toEqual([]);
  });
});

function pin(knob: string, value: number | string) {
  return { knob, side: null, value, path: `resources.autotune.pins.${knob}` };
}
