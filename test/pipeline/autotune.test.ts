import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../host/src/autotune/record.ts';
import { type FixturePipeline, type FixtureRun, runFixture } from '../support/fixture-pipeline.ts';

/** In the slow lane with two pairs some 7,000 rows a second: long enough for a probe to pay. */
const rows = 240_000;

function run(options: FixturePipeline = {}): Promise<FixtureRun> {
  return runFixture({
    source: 'plans-anew-unsized',
    destination: 'has-a-knob',
    sourceConfig: { streams: { numbers: rows, other: 100 } },
    parallelism: 2,
    autotune: true,
    pins: [pin('part_rows', 100), pin('batch_rows', 1000)],
    ...options,
  });
}

const pin = (knob: string, value: string | number) => ({
  knob,
  side: null,
  value,
  path: `resources.autotune.pins.${knob}`,
});

function decision({ events }: FixtureRun): DecisionRecord | undefined {
  const [found] = events.flatMap((event) => (event.type === 'autotune_decision' ? [event.record] : []));
  return found;
}

const skipped = ({ events }: FixtureRun): readonly string[] =>
  events.flatMap((event) => (event.type === 'autotune_skipped' ? [`${event.stream}: ${event.reason}`] : []));

describe('autotune', { timeout: 60_000 }, () => {
  it('finds the best value of a knob that it has never heard of, and gets by with values that fail', async () => {
    const tuned = await run();
    expect(tuned.result.errors).toEqual([]);
    const record = decision(tuned);
    expect(record).toMatchObject({
      stream: 'demo.numbers',
      outcome: 'changed',
      baseline: { 'host.parallelism': 2, 'destination.lane': 'slow' },
      pins: expect.arrayContaining([{ knob: 'lane', side: 'destination', value: expect.any(String) }]),
    });
    expect(['fast', 'leaking']).toContain(record?.winner['destination.lane']);
    expect(record?.gain).toBeGreaterThan(1);
    expect(record?.rejected).toContainEqual({
      knob: 'destination.lane',
      value: 'broken',
      reason: expect.stringMatching(/broken lane is closed/),
    });
    // A poll of 20 ms is all that it may be late.
    expect(record?.probe.share).toBeLessThanOrEqual(0.16);
    // What was moved while values failed was moved once, all the same.
    expect(tuned.result.streams).toMatchObject([
      { rowsRead: rows, rowsCommitted: rows, status: 'published', autotune: { outcome: 'changed' } },
      { rowsCommitted: 100 },
    ]);
    expect(tuned.result.streams[0]?.settings).toContainEqual({
      knob: 'lane',
      value: record?.winner['destination.lane'],
      provenance: 'autotune',
      side: 'destination',
      effect: expect.closeTo(record?.effects['destination.lane'] ?? 0),
    });
    expect(skipped(tuned)).toEqual(['demo.other: the run is tuned by demo.numbers, whose values hold for all']);
    expect(tuned.survivors).toEqual([]);
  });

  it('leaves a value out that breaks the memory limit', async () => {
    const tuned = await run({ maxMemoryBytes: 480 * 2 ** 20, pins: [pin('part_rows', 100), pin('batch_rows', 1000)] });
    expect(tuned.result.errors).toEqual([]);
    expect(tuned.result.streams[0]?.rowsCommitted).toBe(rows);
    const record = decision(tuned);
    expect(record?.winner['destination.lane']).not.toBe('leaking');
    expect(record?.rejected.map(({ value }) => value)).toContain('leaking');
  });

  it('changes nothing where it is switched off', async () => {
    const plain = await run({ autotune: false, sourceConfig: { streams: { numbers: 20_000 } } });
    expect(plain.result.streams[0]?.settings).toContainEqual({
      knob: 'lane',
      value: 'slow',
      provenance: 'default',
      side: 'destination',
    });
    expect(decision(plain)).toBeUndefined();
    expect(skipped(plain)).toEqual(['demo.numbers: autotune is switched off']);
  });

  it('leaves alone what is pinned, what is too small, and what is one unit', async () => {
    const pinned = await run({
      pins: [pin('part_rows', 100), pin('batch_rows', 1000), pin('lane', 'fast')],
      sourceConfig: { streams: { numbers: 500 } },
    });
    expect(skipped(pinned)).toEqual(['demo.numbers: all knobs are pinned']);
    expect(pinned.result.streams[0]?.settings).toContainEqual({
      knob: 'lane',
      value: 'fast',
      provenance: 'pin',
      side: 'destination',
    });
    const small = await run({ source: 'plans-anew', sourceConfig: { streams: { numbers: 500 } } });
    expect(skipped(small)[0]).toMatch(/^demo.numbers: too small/);
    const whole = await run({ source: 'generator', sourceConfig: { streams: { numbers: 500 } }, pins: [] });
    expect(skipped(whole)[0]).toMatch(/^demo.numbers: the stream is one unit/);
  });
});
