import { describe, expect, it } from 'vitest';
import { checkPipeline } from '../../host/src/engine/check.ts';
import { describeConnector } from '../../host/src/engine/describe.ts';
import { discoverPipeline } from '../../host/src/engine/discover.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import { fixtureConnector, fixturePipeline, runFixture, survivors } from '../support/fixture-pipeline.ts';

const types = (events: readonly RunEvent[]): Set<string> => new Set(events.map(({ type }) => type));

function brokenDisplay(): never {
  throw new Error('a display that breaks');
}

describe('runPipeline', () => {
  it('moves every stream, publishes them together, and says what it did', async () => {
    const streams = { numbers: 25_000, empty: 0, other: 10 };
    const run = await runFixture({ sourceConfig: { streams }, streams: ['demo.*'] });
    expect(run.result.errors).toEqual([]);
    expect(run.result).toMatchObject({ status: 'succeeded', pipeline: 'fixture', warnings: [] });
    expect(run.result.streams).toMatchObject([
      { name: 'demo.numbers', status: 'published', rowsRead: 25_000, rowsCommitted: 25_000, guarantee: 'exactly_once' },
      { name: 'demo.empty', status: 'published', rowsRead: 0, rowsCommitted: 0, publish: { method: 'counted' } },
      { name: 'demo.other', status: 'published', rowsRead: 10, rowsCommitted: 10, target: 'counter other' },
    ]);
    expect(run.result.streams[0]?.settings).toEqual([
      { knob: 'batch_rows', value: 1000, provenance: 'default', side: 'source' },
    ]);
    expect(run.journal.slice(0, 3)).toEqual(['begin numbers', 'begin empty', 'begin other']);
    expect(run.journal.slice(3)).toEqual(['publish numbers 25000', 'publish empty 0', 'publish other 10']);
    expect([...types(run.events)]).toEqual(
      expect.arrayContaining(['stream_planned', 'unit_opened', 'progress', 'committed', 'published', 'run_finished']),
    );
    expect(run.result.processes.map(({ side }) => side)).toEqual(['host', 'source', 'destination']);
    for (const { cpuMs, memoryBytes } of run.result.processes) expect(Math.min(cpuMs, memoryBytes)).toBeGreaterThan(0);
    expect(run.survivors).toEqual([]);
  });

  it('spreads the units of a plan over several pairs, and releases what the source holds', async () => {
    const run = await runFixture({
      source: 'plans-units',
      sourceConfig: { streams: { numbers: 1002, other: 401 } },
      parallelism: 2,
    });
    expect(run.result.errors).toEqual([]);
    expect(run.result.streams.map(({ rowsCommitted }) => rowsCommitted)).toEqual([1002, 401]);
    expect(run.result.settings).toEqual([{ knob: 'parallelism', value: 2, provenance: 'pin' }]);
    expect(run.result.processes).toHaveLength(5);
    const finished = run.events.flatMap((event) =>
      event.type === 'unit_finished' && event.stream === 'demo.numbers' ? [event.unit] : [],
    );
    expect(finished.toSorted()).toEqual(['part 0', 'part 1', 'part 2', 'part 3']);
    expect(finished.indexOf('part 0')).toBeLessThan(finished.indexOf('part 3'));
    expect(run.events).toContainEqual(expect.objectContaining({ type: 'connector_log', message: 'released' }));
    expect(run.survivors).toEqual([]);
  });

  it('hands a knob of the environment to the connector', async () => {
    const run = await runFixture({}, { environment: { ...process.env, RAPIDBYTE_SOURCE_BATCH_ROWS: '77' } });
    expect(run.result.streams[0]?.settings).toMatchObject([{ value: 77, provenance: 'environment' }]);
  });

  it('holds a fast source back for a slow destination', async () => {
    const run = await runFixture({
      sourceConfig: { streams: { numbers: 2_000_000 }, batchRows: 50_000 },
      destinationConfig: { pauseMs: 20 },
    });
    expect(run.result).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: 2_000_000 }] });
  });

  it.each<RunEvent['type']>([
    'run_started',
    'connector_spawned',
    'connector_started',
    'stream_planned',
    'unit_opened',
    'publish_started',
  ])('stops when it is cancelled at %s', async (moment) => {
    const cancel = new AbortController();
    const run = await runFixture(
      { sourceConfig: { streams: { numbers: 100_000 }, pauseMs: moment === 'publish_started' ? 0 : 5 } },
      {
        signal: cancel.signal,
        onEvent: ({ type }) => {
          if (type === moment) cancel.abort();
        },
      },
    );
    expect(run.result).toMatchObject({ status: 'cancelled', errors: [] });
    expect(run.survivors).toEqual([]);
    if (moment === 'unit_opened') expect(run.journal).toEqual(['begin numbers', 'forget numbers']);
    const warnings = run.result.warnings.map(({ code }) => code);
    expect(warnings).toEqual(moment === 'publish_started' ? ['publish_interrupted'] : []);
  });

  it('does not stumble over a listener that throws', async () => {
    expect((await runFixture({}, { onEvent: brokenDisplay })).result.status).toBe('succeeded');
  });

  it.each([
    { options: { maxMemoryBytes: 1024 }, error: { code: 'memory_too_small', path: 'resources.max_memory' } },
    { options: { parallelism: 200 }, error: { code: 'parallelism_exceeds_memory', path: 'resources.parallelism' } },
  ])('refuses $error.code before it starts anything', async ({ options, error }) => {
    const run = await runFixture(options);
    expect(run.result).toMatchObject({ status: 'failed', errors: [{ ...error, category: 'config', side: 'host' }] });
    expect([...types(run.events)]).toEqual(['run_started', 'run_finished']);
  });
});

describe('checkPipeline', () => {
  it('describes both systems and the streams', async () => {
    const result = await checkPipeline(fixturePipeline());
    expect(result).toEqual({
      ok: true,
      problems: [],
      source: { connector: { name: 'generator', version: '1.0.0' }, system: 'generator' },
      destination: { connector: { name: 'counter', version: '1.0.0' }, system: 'counter' },
      streams: [
        {
          name: 'demo.numbers',
          target: 'counter numbers',
          guarantee: 'exactly_once',
          guaranteeReason: 'nothing is kept',
        },
      ],
    });
  });

  it('reports the problems of both sides at once, each with its place', async () => {
    const config = fixturePipeline({
      sourceConfig: { streams: 'many' },
      destination: 'no-such-connector',
    });
    const { ok, problems } = await checkPipeline(config);
    expect(ok).toBe(false);
    expect(problems.toSorted((a, b) => a.side.localeCompare(b.side))).toMatchObject([
      { side: 'destination', code: 'connector_not_found', path: 'destination.use' },
      { side: 'source', code: 'missing_key', path: 'source.config.streams', hint: expect.any(String) },
    ]);
  });

  it('names unknown streams, and the one that was meant', async () => {
    const { problems } = await checkPipeline(fixturePipeline({ streams: ['demo.number', 'other.*', 'demo.numbers'] }));
    expect(problems).toMatchObject([
      { code: 'no_stream_matches', path: 'source.streams[1]' },
      { code: 'unknown_stream', path: 'source.streams[0]', stream: 'demo.number', hint: 'Is demo.numbers meant?' },
    ]);
  });

  it('refuses a mode that a connector does not have', async () => {
    const config = fixturePipeline();
    const [selection] = config.source.streams;
    if (selection === undefined) throw new Error('no stream');
    const { problems } = await checkPipeline({
      ...config,
      source: { ...config.source, streams: [{ ...selection, syncMode: 'incremental' }] },
      destination: { ...config.destination, writeMode: 'upsert' },
    });
    expect(problems).toMatchObject([
      { code: 'sync_mode_unsupported', path: 'source.streams[0].sync_mode', side: 'source' },
      { code: 'write_mode_unsupported', path: 'destination.write_mode', side: 'destination' },
    ]);
  });
});

describe('discoverPipeline', () => {
  it('lists all streams, and marks those that the pipeline chooses', async () => {
    const config = fixturePipeline({ sourceConfig: { streams: { a: 1, B: 2 } }, streams: ['demo.a'] });
    const events: RunEvent[] = [];
    const { connector, streams } = await discoverPipeline(config, { onEvent: (event) => events.push(event) });
    expect(connector.name).toBe('generator');
    expect(streams).toMatchObject([
      { quotedName: 'demo.a', selected: true, estimatedRows: 1, primaryKey: ['id'], syncModes: ['full_refresh'] },
      { quotedName: 'demo."B"', selected: false, columns: [{ name: 'id', type: 'int64', nullable: false }, {}] },
    ]);
    expect(survivors(events)).toEqual([]);
  });

  it('rejects with the problems of the source', async () => {
    const config = fixturePipeline({ sourceConfig: { streams: 'many' } });
    await expect(discoverPipeline(config)).rejects.toMatchObject({ problems: [{ code: 'missing_key' }] });
  });
});

describe('describeConnector', () => {
  it('needs no configuration', async () => {
    const use = fixtureConnector('counter');
    expect(await describeConnector(use)).toMatchObject({
      identity: { name: 'counter', version: '1.0.0' },
      location: { use, kind: 'path', file: use },
      protocolVersion: 1,
      roles: [{ role: 'destination', writeModes: ['append', 'replace'], configSchema: { type: 'object' } }],
    });
  });
});
