import { describe, expect, test } from 'vitest';
import {
  checkPipeline,
  describeConnector,
  discoverPipeline,
  openState,
  PipelineFileError,
  type RunEvent,
  runPipeline,
} from '../../host/src/index.ts';
import { fixture, rapidbyte, temporaryFolder } from './command-line.ts';

const pipeline = {
  version: '1.0',
  pipeline: 'demo',
  source: {
    use: fixture('generator'),
    config: { streams: { numbers: 2500 }, batchRows: 100, pauseMs: 20 },
    streams: [{ name: 'demo.numbers' }],
  },
  destination: { use: fixture('counter') },
};

describe('the library', () => {
  test('runs a pipeline that is an object, and hands over typed events', async () => {
    const events: RunEvent[] = [];
    const result = await runPipeline(pipeline, { onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ status: 'succeeded', streams: [{ rowsCommitted: 2500 }] });
    expect(events.at(-1)).toMatchObject({ type: 'run_finished', result });
  });

  test('remembers runs in a state file, where it is given one', async () => {
    const folder = temporaryFolder();
    const state = openState(`${folder.path}/state.db`);
    const { runId } = await runPipeline(pipeline, { journal: state.journal });
    state.close();
    const { stdout } = await rapidbyte(['runs', '--state', `${folder.path}/state.db`, '--json']);
    folder.remove();
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ run_id: runId, status: 'succeeded', rows_committed: 2500 }] });
  });

  test('stops when its signal is aborted', async () => {
    const controller = new AbortController();
    const result = await runPipeline(pipeline, {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'unit_opened') controller.abort();
      },
    });
    expect(result).toMatchObject({ status: 'cancelled', errors: [] });
  });

  test('rejects a pipeline that is wrong with every problem', async () => {
    const wrong = { ...pipeline, version: '2.0', extra: true };
    for (const call of [runPipeline, checkPipeline, discoverPipeline]) {
      const error: unknown = await call(wrong).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PipelineFileError);
      expect((error as PipelineFileError).problems.map(({ path }) => path)).toEqual(['version', 'extra']);
    }
  });

  test('checks, discovers and describes', async () => {
    const [checked, discovered, described] = await Promise.all([
      checkPipeline(pipeline),
      discoverPipeline(pipeline),
      describeConnector(fixture('counter')),
    ]);
    expect(checked).toMatchObject({ ok: true, destination: { system: 'counter' } });
    expect(discovered.streams).toMatchObject([{ quotedName: 'demo.numbers', selected: true }]);
    expect(described).toMatchObject({ identity: { name: 'counter' }, roles: [{ role: 'destination' }] });
  });
});
