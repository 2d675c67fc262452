import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { demoPipeline, fixture, rapidbyte, temporaryFolder } from './command-line.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let folders = 0;

interface Place {
  readonly directory: string;
  readonly file: string;
}

/** A pipeline in a folder of its own, so that nothing is remembered yet. */
function place(text: string = demoPipeline()): Place {
  const directory = join(folder.path, `place-${++folders}`);
  mkdirSync(directory);
  const file = join(directory, 'pipeline.yaml');
  writeFileSync(file, text);
  return { directory, file };
}

interface PrintedRun {
  readonly run_id: string;
  readonly status: string;
}

async function listed(...args: readonly string[]): Promise<readonly PrintedRun[]> {
  const { stdout } = await rapidbyte(['runs', ...args, '--json']);
  return (JSON.parse(stdout) as { runs: PrintedRun[] }).runs;
}

/** Everything that is in the state's files. */
function stored({ directory }: Place): string {
  const state = join(directory, '.rapidbyte');
  return readdirSync(state)
    .map((name) => readFileSync(join(state, name), 'latin1'))
    .join('');
}

describe('rapidbyte runs', () => {
  test('lists what has run beside the pipeline, newest first, and shows each of them', async () => {
    const { directory, file } = place();
    await rapidbyte(['run', file, '--pin', 'batch_rows=500']);
    writeFileSync(file, demoPipeline({ source: fixture('dies-by-signal') }));
    await rapidbyte(['run', file]);

    const { exitCode, stdout, stderr } = await rapidbyte(['runs', file]);
    expect(stdout).toMatch(
      /^[0-9a-f]{8} {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}failed {7}demo {2}1 stream, 0 rows, .*\n[0-9a-f]{8} {2}.* {2}succeeded {4}demo {2}1 stream, 2,500 rows, .*\n$/,
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(await listed('--limit', '1', '--state', join(directory, '.rapidbyte/state.db'))).toMatchObject([
      { status: 'failed', pipeline: 'demo' },
    ]);

    const [failed, succeeded] = await listed(file);
    const good = await rapidbyte(['runs', 'show', succeeded?.run_id.slice(0, 13) ?? '', file]);
    expect(good.stdout).toContain(`run ${succeeded?.run_id ?? ''} of demo\nsucceeded in `);
    expect(good.stdout).toMatch(
      /\npublished {3}demo\.numbers → counter numbers {2}2,500 rows, .*\n {12}batch_rows 500 \(pin\)\n/,
    );
    expect(good.stdout).toMatch(/Z {2}run_planned {.*"pairs":1/);
    const bad = await rapidbyte(['runs', 'show', failed?.run_id ?? '', file, '--json']);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      run_id: failed?.run_id,
      status: 'failed',
      loads: [{ stream: 'demo.numbers', status: 'failed' }],
      errors: [{ code: 'connector_killed', side: 'source' }],
      events: expect.arrayContaining([
        {
          number: expect.any(Number) as number,
          event: expect.objectContaining({ type: 'connector_exited' }) as object,
        },
      ]) as object,
    });
  });

  test('finds nothing where nothing has run, and makes nothing', async () => {
    const { directory, file } = place();
    const { exitCode, stdout } = await rapidbyte(['runs', file]);
    expect([exitCode, stdout]).toEqual([0, 'no run is remembered\n']);
    const shown = await rapidbyte(['runs', 'show', '7f3a', file]);
    expect([shown.exitCode, shown.stderr]).toEqual([2, expect.stringContaining('(run_unknown)')]);
    expect(existsSync(join(directory, '.rapidbyte'))).toBe(false);
  });

  test('needs no secret of the pipeline', async () => {
    const { file } = place();
    await rapidbyte(['run', file]);
    writeFileSync(file, demoPipeline({ config: '{ streams: { numbers: 1 }, password: "${env:NO_SUCH_VARIABLE}" }' }));
    expect(await listed(file)).toMatchObject([{ status: 'succeeded' }]);
    writeFileSync(file, 'version: "1.0"\n');
    const { exitCode, stderr } = await rapidbyte(['runs', file]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('the key pipeline is missing (missing_key)')]);
  });
});

describe('what is remembered', () => {
  test('holds no secret, however it was written (invariant 8)', async () => {
    const password = 'p@ss "word"/%';
    const here = place(
      demoPipeline({
        source: fixture('leaks-its-password'),
        config: '{ streams: { numbers: 10 }, password: "${env:DEMO_PASSWORD}" }',
      }),
    );
    const { exitCode } = await rapidbyte(['run', here.file], { env: { DEMO_PASSWORD: password } });
    expect(exitCode).toBe(3);
    const [run] = await listed(here.file);
    const { stdout } = await rapidbyte(['runs', 'show', run?.run_id ?? '', here.file]);
    expect(stdout).toContain('The server refuses the password "***" of app (password_refused)');
    expect(stdout).toMatch(/connector_log .*postgres:\/\/app:\*\*\*@db/);
    for (const form of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1), 'word']) {
      expect((stored(here) + stdout).replace(/password/gi, '')).not.toContain(form);
    }
  });

  test('is nothing with --state none, and elsewhere with RAPIDBYTE_STATE', async () => {
    const { directory, file } = place();
    const nothing = await rapidbyte(['run', file, '--state', 'none']);
    expect(nothing.exitCode).toBe(0);
    const env = { RAPIDBYTE_STATE: join(directory, 'elsewhere.db') };
    expect((await rapidbyte(['run', file], { env })).exitCode).toBe(0);
    expect(readdirSync(directory).toSorted()).toEqual(['elsewhere.db', 'pipeline.yaml']);
    expect(await listed(file, '--state', env.RAPIDBYTE_STATE)).toHaveLength(1);
    expect(await listed(file)).toEqual([]);
  });

  test('is looked at by no command that does not need it: SQLite is not even loaded', async () => {
    const { file } = place();
    const tell =
      'process.on("exit", () => console.error("sqlite:", process.moduleLoadList.includes("NativeModule sqlite")))';
    const env = {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}`,
      RAPIDBYTE_STATE: '/dev/full',
    };
    for (const args of [['--version'], ['connectors'], ['spec', fixture('counter')], ['run', '--help']]) {
      const { exitCode, stderr } = await rapidbyte(args, { env });
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('sqlite: false')]);
    }
    expect((await rapidbyte(['run', file, '--state', join(folder.path, 'loaded.db')], { env })).stderr).toContain(
      'sqlite: true',
    );
  });

  test.each([
    ['in a folder that does not exist', () => join(folder.path, 'no', 'such.db'), 'state_not_accessible', 2],
    ['in no database', () => folder.write('notes.txt', 'milk\n'.repeat(1000)), 'state_corrupt', 2],
    ['in a device', () => '/dev/full', 'state_corrupt', 2],
  ])('%s is refused before a process is started', async (_, state, code, expected) => {
    const { file } = place();
    const { exitCode, stdout, stderr } = await rapidbyte(['run', file, '--state', state(), '--debug']);
    expect(stderr).toContain(`(${code})`);
    expect(stderr).toContain('  hint: ');
    expect(stderr).not.toContain('demo.numbers');
    expect([exitCode, stdout]).toEqual([expected, '']);
  });

  const namespaces = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
  // So little that the file cannot be made, or its log's index, or its tables.
  test.runIf(namespaces).each([4, 16, 64])('on a disk of %i KiB is refused before a row moves', (size) => {
    const { file } = place();
    const run = `mount -t tmpfs -o size=${size}k none /mnt && exec "$@"`;
    const main = join(import.meta.dirname, '../../host/src/main.ts');
    const command = [process.execPath, '--conditions=rapidbyte-source', main, 'run', file, '--state', '/mnt/state.db'];
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', run, 'sh', ...command], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('(state_disk_full)');
    expect(stderr).toContain('free some space');
    expect(stdout).not.toContain('published');
    expect(status).toBe(1);
  });
});

/** A pipeline whose destination holds a position for each of these streams. */
function incremental(said: object): Place {
  const here = place();
  const positions = join(here.directory, 'positions.json');
  writeFileSync(positions, JSON.stringify(said));
  const text = demoPipeline({ destination: fixture('keeps-positions') });
  writeFileSync(here.file, `${text}  config: { positions: ${positions} }\n`);
  return here;
}

const remembered = async ({ directory, file }: Place): Promise<string> => {
  const record = { stream: 'demo.numbers', position: { order: '0a', incarnation: 'aa' } };
  const saved = { ...record, run_id: 'aaaaaaaa-1', load_id: 'l', saved_at: '2026-01-01T00:00:00.000Z' };
  const document = { format: 'rapidbyte-state', format_version: 1, pipeline: 'demo', positions: [saved], runs: [] };
  const path = join(directory, 'document.json');
  writeFileSync(path, JSON.stringify(document));
  const { stdout } = await rapidbyte(['state', 'import', file, path]);
  expect(stdout).toBe('demo: 0 runs and 1 position taken over; what was known or newer stays\n');
  return path;
};

describe('rapidbyte state', () => {
  test('show tells positions as bytes, and that they are not what counts', async () => {
    const here = incremental({});
    expect((await rapidbyte(['state', 'show', here.file])).stdout).toBe('no position is remembered of demo\n');
    await remembered(here);
    expect((await rapidbyte(['state', 'show', here.file])).stdout).toBe(
      'demo.numbers  0x0a  of history 0xaa  2026-01-01 00:00:00Z, run aaaaaaaa\n' +
        'as the destination has said last; a run asks it anew, and its answer counts\n',
    );
  });

  test('export prints what import takes on another machine', async () => {
    const [here, there] = [incremental({}), incremental({})];
    expect(await rapidbyte(['state', 'export', here.file])).toMatchObject({ exitCode: 2, stdout: '' });
    await remembered(here);
    await rapidbyte(['run', here.file]);
    const { exitCode, stdout } = await rapidbyte(['state', 'export', here.file]);
    expect(exitCode).toBe(0);
    const document = join(there.directory, 'moved.json');
    writeFileSync(document, stdout);
    const taken = await rapidbyte(['state', 'import', there.file, document, '--json']);
    expect(JSON.parse(taken.stdout)).toEqual({ pipeline: 'demo', runs: 1, positions: 1 });
    expect(await listed(there.file)).toEqual(await listed(here.file));
    writeFileSync(there.file, readFileSync(there.file, 'utf8').replace('pipeline: demo', 'pipeline: shop'));
    const other = await rapidbyte(['state', 'import', there.file, document]);
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('(state_of_another_pipeline)')]);
    const nowhere = await rapidbyte(['state', 'import', here.file, document, '--state', 'none']);
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([2, expect.stringContaining('(state_none)')]);
  });

  test('reset drops a position at the destination and here, and says what comes of it', async () => {
    const here = incremental({ numbers: '0a', others: '0b' });
    await remembered(here);
    const { exitCode, stdout } = await rapidbyte(['state', 'reset', here.file, 'demo.numbers']);
    expect(stdout).toBe(
      'demo.numbers: its position is forgotten; the next run reads it from the beginning; with write_mode append, ' +
        'all rows are added to those that are there\n',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(readFileSync(join(here.directory, 'positions.json'), 'utf8'))).toEqual({ others: '0b' });
    expect((await rapidbyte(['state', 'show', here.file])).stdout).toBe('no position is remembered of demo\n');
    const again = await rapidbyte(['state', 'reset', here.file, 'demo.numbers', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ stream: 'demo.numbers', position_dropped: false, problems: [] });
    expect(again.exitCode).toBe(0);
  });

  test.each([
    ['demo.numbrs', 'unknown_stream'],
    ['demo.*', 'has a wildcard'],
    ['Odd Name', 'is not a stream name'],
  ])('reset of %s is no success', async (stream, message) => {
    const here = incremental({ numbers: '0a' });
    await remembered(here);
    const { exitCode, stderr } = await rapidbyte(['state', 'reset', here.file, stream]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect((await rapidbyte(['state', 'show', here.file])).stdout).toContain('0x0a');
  });

  test('reset changes nothing here if the destination cannot forget', async () => {
    const here = place();
    await remembered(here);
    const { exitCode, stderr } = await rapidbyte(['state', 'reset', here.file, 'demo.numbers']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('(reset_unsupported)')]);
    expect((await rapidbyte(['state', 'show', here.file])).stdout).toContain('0x0a');
  });
});
