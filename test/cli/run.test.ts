import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { demoPipeline, fixture, rapidbyte, temporaryFolder } from './command-line.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let files = 0;
const pipelineFile = (text: string) => folder.write(`pipeline-${++files}.yaml`, text);

describe('rapidbyte run', () => {
  test('says what it moved on stdout and how it goes on stderr', async () => {
    const { exitCode, stdout, stderr } = await rapidbyte(['run', pipelineFile(demoPipeline())]);
    expect(stderr).toContain('demo.numbers → counter numbers, about 2,500 rows\n');
    expect(stdout).toMatch(/^published {3}demo\.numbers → counter numbers {2}2,500 rows, /);
    expect(stdout).toMatch(/\ndemo: done in [\d.]+ s, 1 stream, 2,500 rows, .* \(run [0-9a-f-]{36}\)\n$/);
    expect(exitCode).toBe(0);
  });

  test('--json prints one document and --events every event, in snake_case', async () => {
    const events = `${folder.path}/events.ndjson`;
    const { exitCode, stdout } = await rapidbyte(['run', pipelineFile(demoPipeline()), '--json', '--events', events]);
    expect(exitCode).toBe(0);
    const result: unknown = JSON.parse(stdout);
    expect(result).toMatchObject({
      status: 'succeeded',
      pipeline: 'demo',
      load_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      streams: [{ name: 'demo.numbers', status: 'published', rows_read: 2500, rows_committed: 2500 }],
      errors: [],
    });
    const lines = readFileSync(events, 'utf8').trimEnd().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types[0]).toBe('run_started');
    expect(types).toContain('committed');
    expect(types.at(-1)).toBe('run_finished');
    expect((JSON.parse(lines.at(-1) ?? '') as { result: unknown }).result).toEqual(result);
  });

  test.each([
    ['the source fails', { source: fixture('dies-by-signal') }, 3],
    ['the destination dies', { destination: fixture('dest-dies-by-signal') }, 4],
    ['the source breaks the protocol', { source: fixture('prints-to-stdout') }, 5],
    ['a connector is missing', { source: './no-such-connector' }, 2],
    ['the config of a connector is wrong', { config: '{}' }, 2],
    ['a stream is unknown', { stream: 'demo.letters' }, 2],
  ])('when %s', async (_, options, expected) => {
    const { exitCode, stdout, stderr } = await rapidbyte(['run', pipelineFile(demoPipeline(options))]);
    expect(stderr).toMatch(/^error: .*\([a-z_]+\)$/m);
    expect(stdout).toContain('demo: failed in ');
    expect(exitCode).toBe(expected);
  });

  test('a problem that a connector finds has its place in the file, and a hint', async () => {
    const file = pipelineFile(demoPipeline({ stream: 'demo.number' }));
    const { stderr } = await rapidbyte(['run', file]);
    expect(stderr).toContain('error: The source has no stream demo.number, ');
    expect(stderr).toContain(`\n  at: ${file}:6:13  source.streams[0]\n`);
    expect(stderr).toContain('\n  hint: Is demo.numbers meant?\n');
  });

  test('the first SIGINT stops cleanly', async () => {
    const config = '{ streams: { numbers: 100000 }, batchRows: 10, pauseMs: 50 }';
    let sent = false;
    const { exitCode, stdout, stderr } = await rapidbyte(['run', pipelineFile(demoPipeline({ config })), '--debug'], {
      onStderr: (text, child) => {
        if (!sent && text.includes('demo.numbers →')) {
          sent = true;
          setTimeout(() => child.kill('SIGINT'), 300);
        }
      },
    });
    expect(stderr).toContain('stopping (');
    expect(stdout).toContain('demo: cancelled in ');
    expect(exitCode).toBe(130);
  });

  test('the first SIGINT lets a stream that goes on from a position get to its next commit', async () => {
    const table = folder.write('numbers.rows', '10');
    const file = pipelineFile(`version: "1.0"
pipeline: demo
source:
  use: ${fixture('growing-tables')}
  config: { tables: { numbers: ${table} }, pauseMs: 20 }
  streams: [{ name: demo.numbers, sync_mode: incremental, cursor_field: id }]
destination: { use: ${fixture('durable')}, config: { file: ${folder.path}/store.json } }
resources: { checkpoint_interval_rows: 50 }
`);
    expect((await rapidbyte(['run', file])).exitCode).toBe(0);
    folder.write('numbers.rows', '100000');
    let sent = false;
    const stopped = await rapidbyte(['run', file, '--debug'], {
      onStderr: (text, child) => {
        if (sent || !text.includes('committed 100 rows of numbers')) return;
        sent = true;
        child.kill('SIGINT');
      },
    });
    expect(stopped.stderr).toContain('demo.numbers → numbers, about 100,000 rows, from where it stands');
    expect(stopped.stderr).toContain('stopping (at the next commit, within 20.0 s); once more to end at once');
    expect(stopped.stdout).toMatch(/^stopped {5}demo\.numbers → numbers /);
    expect(stopped.stdout).toContain('demo: stopped in ');
    expect(stopped.exitCode).toBe(130);
  });

  test('the second SIGINT ends at once, and leaves no process behind', async () => {
    const file = pipelineFile(demoPipeline({ source: fixture('ignores-sigterm') }));
    const events = `${folder.path}/second.ndjson`;
    let sent = 0;
    const { exitCode, stdout } = await rapidbyte(['run', file, '--events', events], {
      onStderr: (text, child) => {
        if (sent === 0 && text.includes('demo.numbers →')) {
          sent = 1;
          setTimeout(() => child.kill('SIGINT'), 200);
        } else if (sent === 1 && text.includes('stopping (')) {
          sent = 2;
          child.kill('SIGINT');
        }
      },
    });
    expect(sent).toBe(2);
    expect(exitCode).toBe(130);
    expect(stdout).toBe('');
    const pids = [...readFileSync(events, 'utf8').matchAll(/"connector_started".*"pid":(\d+)/g)].map(([, pid]) =>
      Number(pid),
    );
    expect(pids).toHaveLength(2);
    for (const pid of pids) await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });

  test('a password reaches no output, however it is written', async () => {
    const password = 'p@ss "word"/%';
    const config = `{ streams: { numbers: 10 }, password: "\${env:DEMO_PASSWORD}" }`;
    const file = pipelineFile(demoPipeline({ source: fixture('leaks-its-password'), config }));
    const events = `${folder.path}/leak.ndjson`;
    for (const flags of [['--debug', '--events', events], ['--json']]) {
      const { exitCode, stdout, stderr } = await rapidbyte(['run', file, ...flags], {
        env: { DEMO_PASSWORD: password },
      });
      expect(exitCode).toBe(3);
      const output = stdout + stderr + readFileSync(events, 'utf8');
      expect(output).toContain('***');
      for (const form of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1), 'word']) {
        expect(output.replace(/password/gi, '')).not.toContain(form);
      }
    }
  });

  test.each([
    ['-', 'standard output is for the result'],
    ['no/such/folder/events', 'ENOENT'],
  ])('--events %s is refused before anything starts', async (events, message) => {
    const { exitCode, stdout, stderr } = await rapidbyte(['run', pipelineFile(demoPipeline()), '--events', events]);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
