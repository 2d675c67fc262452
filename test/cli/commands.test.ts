import { chmodSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { builtRapidbyte, demoPipeline, fixture, rapidbyte, temporaryFolder } from './command-line.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('help', () => {
  // Renaming a flag or a command breaks scripts: it has to show up in a review.
  test.each([
    '--help',
    'run --help',
    'check --help',
    'discover --help',
    'spec --help',
    'connectors --help',
    'conformance --help',
    'frames --help',
    'new --help',
    'new connector --help',
    'runs --help',
    'runs show --help',
    'state --help',
    'state show --help',
    'state reset --help',
    'state export --help',
    'state import --help',
  ])('rapidbyte %s', async (command) => {
    const { exitCode, stdout, stderr } = await rapidbyte(command.split(' '));
    expect(stdout.replace(/rapidbyte\/\S+ \S+ node-\S+/, 'rapidbyte/VERSION')).toMatchSnapshot();
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  test('rapidbyte help run is rapidbyte run --help', async () => {
    const [one, other] = await Promise.all([rapidbyte(['help', 'run']), rapidbyte(['run', '--help'])]);
    expect(one).toEqual(other);
  });
});

describe('a wrong command line', () => {
  test.each([
    [['rum'], 'error: rum is not a command (usage)\n  hint: did you mean rapidbyte run?\n'],
    [
      ['--nope'],
      'error: --nope is not a flag of rapidbyte itself (usage)\n  hint: rapidbyte --help shows the commands\n',
    ],
    [['state'], 'error: state is not a command (usage)\n  hint: the commands are state show, state reset, '],
    [['state', 'rest'], 'error: state rest is not a command (usage)\n  hint: did you mean rapidbyte state reset?\n'],
    [['runs', 'show'], 'hint: rapidbyte runs show --help shows how it is used\n'],
    [['run'], 'error: Missing 1 required arg: pipeline'],
    [['run', 'a', 'b'], 'error: Unexpected argument: b (usage)\n  hint: rapidbyte run --help shows how it is used\n'],
    [['run', 'a', '--evnts', 'x'], 'error: Nonexistent flag'],
    [['run', 'a', '--events'], 'error: Flag --events expects a value (usage)'],
    [
      ['run', 'no-such-file.yaml'],
      'error: the pipeline file does not exist (file_not_found)\n  at: no-such-file.yaml\n',
    ],
    [
      ['new', 'connectr', 'x'],
      'error: new connectr is not a command (usage)\n  hint: did you mean rapidbyte new connector?\n',
    ],
    [
      ['new', 'connector', 'x'],
      'Missing required flag role (usage)\n  hint: rapidbyte new connector --help shows how it is used\n',
    ],
    [['new', 'connector', 'x', '--role', 'sink'], 'Expected --role=sink to be one of: source, destination, both'],
    [['new', 'connector', '../x', '--role', 'source'], `"../x" can't be the name of a connector: `],
    [['new', 'connector', 'X-y', '--role', 'source'], '(name_invalid)'],
    [['new', 'connector', 'x'.repeat(65), '--role', 'source'], 'it has at most 64 characters (name_invalid)'],
    [['new', 'connector', 'source-x', '--role', 'source'], '(name_invalid)\n  hint: say only: x\n'],
    [['spec', 'no-such-connector'], '(connector_not_found)'],
    [['spec', '\u001b]0;title\u0007\u202e'], String.raw`"\x1b]0;title\x07\u202e"`],
  ])('%j', async (args, expected) => {
    const { exitCode, stdout, stderr } = await rapidbyte(args);
    expect(stderr).toContain(expected);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test('with --json gives a document too', async () => {
    const { exitCode, stdout } = await rapidbyte(['run', 'no-such-file.yaml', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      errors: [{ category: 'config', code: 'file_not_found', file: 'no-such-file.yaml' }],
    });
    expect(exitCode).toBe(2);
  });
});

describe('a wrong pipeline file', () => {
  const file = folder.write(
    'wrong.yaml',
    `${demoPipeline()}  write_mod: append\n  config: { password: "\${env:NO_SUCH_VARIABLE}" }\n`,
  );

  test.each(['run', 'check', 'discover'])('rapidbyte %s shows every problem with place and hint', async (command) => {
    const { exitCode, stdout, stderr } = await rapidbyte([command, file]);
    expect(stderr).toBe(
      [
        'error: the key "write_mod" is unknown (unknown_key)',
        `  at: ${file}:9:3  destination.write_mod`,
        '  hint: did you mean write_mode?',
        'error: the environment variable NO_SUCH_VARIABLE is not set (missing_secret)',
        `  at: ${file}:10:23  destination.config.password`,
        '  hint: set it: export NO_SUCH_VARIABLE=…',
        '',
      ].join('\n'),
    );
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });
});

describe('rapidbyte check', () => {
  test('names both systems and every stream', async () => {
    const { exitCode, stdout } = await rapidbyte(['check', folder.write('check.yaml', demoPipeline())]);
    expect(stdout).toBe(
      'source: generator by generator 1.0.0\ndestination: counter by counter 1.0.0\n' +
        'demo.numbers → counter numbers  exactly_once: nothing is kept\nok: 1 stream\n',
    );
    expect(exitCode).toBe(0);
  });

  test('fails with the code of the run', async () => {
    const file = folder.write('check-wrong.yaml', demoPipeline({ source: fixture('prints-to-stdout') }));
    const { exitCode, stdout, stderr } = await rapidbyte(['check', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: 'bad_magic', side: 'source' }] });
    expect(stderr).toContain('(bad_magic)');
    expect(exitCode).toBe(5);
  });
});

test('rapidbyte discover shows every problem that the source finds in its config', async () => {
  const file = folder.write('discover-wrong.yaml', demoPipeline({ config: '{ nonsense: 1 }' }));
  const [plain, json] = await Promise.all([rapidbyte(['discover', file]), rapidbyte(['discover', file, '--json'])]);
  expect(plain).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^error: streams is missing \(missing_key\)\n {2}at: .* source\.config.*\n {2}from: source generator\n {2}hint: Give each/,
    ),
  });
  const errors = [{ category: 'config', code: 'missing_key', side: 'source', path: 'source.config.streams' }];
  expect(JSON.parse(json.stdout)).toMatchObject({ status: 'failed', errors });
  expect(json.exitCode).toBe(2);
});

test('rapidbyte discover lists streams, columns and keys, and marks what is chosen', async () => {
  const config = '{ streams: { numbers: 2500, others: 0 } }';
  const file = folder.write('discover.yaml', demoPipeline({ config }));
  const { exitCode, stdout } = await rapidbyte(['discover', file]);
  expect(stdout).toMatch(
    /^\* demo\.numbers {2}table, about 2,500 rows, .*\n {4}id {5}int64 {2}not null, key\n {4}label {2}text\n/,
  );
  expect(stdout).toContain('\n  demo.others  table\n');
  expect(stdout).toMatch(/\n2 streams \(generator 1\.0\.0\), 1 chosen by the pipeline \(\*\)\n$/);
  expect(exitCode).toBe(0);
});

test('rapidbyte spec describes a connector', async () => {
  const { exitCode, stdout } = await rapidbyte(['spec', fixture('generator'), '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    identity: { name: 'generator', version: '1.0.0' },
    knobs: [{ name: 'batch_rows', default_value: 1000 }],
    roles: [{ role: 'source', config_schema: { type: 'object', required: ['streams'] } }],
  });
  expect(exitCode).toBe(0);
});

test('rapidbyte connectors finds packages and executables', async () => {
  const executable = folder.write('rapidbyte-source-demo', '#!/bin/sh\n');
  chmodSync(executable, 0o755);
  const PATH = `${folder.path}:${process.env['PATH'] ?? ''}`;
  const { exitCode, stdout } = await rapidbyte(['connectors', '--json'], { env: { PATH } });
  const { connectors } = JSON.parse(stdout) as { connectors: { use: string; kind: string; file: string }[] };
  expect(connectors).toContainEqual({ use: 'source-demo', kind: 'executable', file: executable });
  expect(connectors.map(({ use }) => use)).toEqual(expect.arrayContaining(['dest-postgres', 'source-postgres']));
  expect(exitCode).toBe(0);
});

describe('rapidbyte new connector', () => {
  test('says what it has made', async () => {
    const args = ['new', 'connector', 'weather', '--role', 'source'];
    const { exitCode, stdout } = await rapidbyte(args, { cwd: folder.path });
    expect(stdout).toContain(
      `rapidbyte-source-weather in ${realpathSync(folder.path)}/weather\n  .gitignore\n  README.md\n`,
    );
    expect(exitCode).toBe(0);
  });

  test('leaves alone a folder that has something in it', async () => {
    const mine = temporaryFolder();
    mkdirSync(`${mine.path}/weather`);
    const file = mine.write('weather/package.json', '{}');
    const args = ['new', 'connector', 'weather', '--role', 'both', '--json'];
    const { exitCode, stdout } = await rapidbyte(args, { cwd: mine.path });
    expect(JSON.parse(stdout)).toMatchObject({ errors: [{ category: 'config', code: 'folder_not_empty' }] });
    expect(exitCode).toBe(2);
    expect(readdirSync(`${mine.path}/weather`)).toEqual(['package.json']);
    expect(readFileSync(file, 'utf8')).toBe('{}');
    mine.remove();
  });
});

describe('the published command', () => {
  test('says its version', async () => {
    const { exitCode, stdout } = await builtRapidbyte([], ['--version']);
    expect(stdout).toMatch(/^rapidbyte\/\d+\.\d+\.\d+ \S+ node-v\d/);
    expect(exitCode).toBe(0);
  });

  test('says that it needs a newer Node on an old one', async () => {
    const old = folder.write('old-node.cjs', `Object.defineProperty(process.versions, 'node', { value: '18.20.4' });`);
    const { exitCode, stdout, stderr } = await builtRapidbyte(['--require', old], ['--version']);
    expect(stderr).toContain('rapidbyte needs Node.js 22.13 or newer; this is 18.20.4 (');
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test('does not fail when its reader has gone', async () => {
    const file = folder.write('unread.yaml', demoPipeline());
    const { exitCode, stderr } = await builtRapidbyte([], ['run', file], { closeStdout: true });
    expect(stderr).not.toContain('EPIPE');
    expect(exitCode).toBe(0);
  });
});
