import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FrameEntry } from '../../host/src/record/format.ts';
import { type FrameRecord, readRecord } from '../../host/src/record/read.ts';
import { demoPipeline, fixture, rapidbyte } from '../cli/command-line.ts';
import { DurablePipeline } from '../support/durable-pipeline.ts';
import { type FixturePipeline, type FixtureRun, runFixture } from '../support/fixture-pipeline.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapidbyte-record-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const directory = () => join(folder, 'records');
const fileOf = (side: string) =>
  join(directory(), readdirSync(directory()).find((file) => file.includes(`-${side}-1.`)) ?? `no-${side}`);

async function recordedRun(
  options: FixturePipeline = {},
  maxBytes?: number,
): Promise<FixtureRun & { source: FrameRecord; destination: FrameRecord }> {
  const record = { directory: directory(), ...(maxBytes === undefined ? {} : { maxBytes }) };
  const run = await runFixture(options, { record });
  const [source, destination] = await Promise.all([readRecord(fileOf('source')), readRecord(fileOf('destination'))]);
  return { ...run, source, destination };
}

const framesOf = (record: FrameRecord, from: 'host' | 'connector'): readonly FrameEntry[] =>
  record.entries.filter((entry): entry is FrameEntry => 'from' in entry && entry.from === from);

/** Without Stats and Credit, which come as often as they like. */
const namesOf = (record: FrameRecord, from: 'host' | 'connector'): readonly string[] =>
  framesOf(record, from)
    .map(({ message }) => (message === undefined ? 'batch' : (message as { readonly type: string }).type))
    .filter((name) => name !== 'stats' && name !== 'credit');

describe('a record of a run', () => {
  test('has every frame of both sides, in order, and how the processes ended', async () => {
    const { result, source, destination } = await recordedRun();
    expect(result.status).toBe('succeeded');
    expect(source.header).toMatchObject({ rapidbyteRecord: 1, runId: result.runId, loadId: result.loadId });
    expect(namesOf(source, 'host').slice(0, 3)).toEqual(['hello', 'configure', 'check']);
    expect(namesOf(source, 'host').at(-1)).toBe('close');
    const data = ['stream_schema', ...Array<string>(5).fill('batch'), 'checkpoint', 'done'];
    expect(namesOf(source, 'connector').slice(-9)).toEqual(['opened', ...data]);
    expect(namesOf(destination, 'host')).toEqual(
      expect.arrayContaining(['begin', 'open', ...data, 'publish', 'close']),
    );
    expect(namesOf(destination, 'connector').slice(-3)).toEqual(['committed', 'finished', 'published']);
    for (const { notes, entries } of [source, destination]) {
      expect(notes).toEqual([]);
      expect(entries).toContainEqual(expect.objectContaining({ exit: { code: 0, signal: null } }));
      const times = entries.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('has batches as their header: no row, and the same number of bytes whatever their size', async () => {
    const { source } = await recordedRun({ sourceConfig: { batchRows: 5000 } });
    const [batch] = framesOf(source, 'connector').filter((frame) => frame.batch !== undefined);
    expect(batch).toMatchObject({ batch: { session: 1, sequence: 0, rows: 5000 } });
    expect(batch?.bytes).toBeGreaterThan(80_000);
    expect(readFileSync(fileOf('source')).length).toBeLessThan(20_000);
    expect(readFileSync(fileOf('source'), 'utf8')).not.toContain('row 17');
  });

  test('shows schemas as columns, and is for its owner alone', async () => {
    const { destination } = await recordedRun();
    const open = framesOf(destination, 'host').find(({ message }) => message?.['type'] === 'open');
    expect(open?.message).toMatchObject({
      context: {
        streams: [
          {
            arrowSchema: [
              { name: 'id', nullable: false },
              { name: 'label', nullable: true },
            ],
          },
        ],
      },
    });
    expect(statSync(directory()).mode & 0o777).toBe(0o700);
    expect(statSync(fileOf('source')).mode & 0o777).toBe(0o600);
  });

  test('holds neither the config nor a secret, wherever the connector puts it', async () => {
    const password = 'p@ss "word"/% 1';
    const { result, source } = await recordedRun({
      source: 'leaks-its-password',
      sourceConfig: { password },
      secrets: [password],
    });
    expect(result.errors).toMatchObject([{ code: 'password_refused' }]);
    const configure = framesOf(source, 'host').find(({ message }) => message?.['type'] === 'configure');
    expect(configure?.message).toMatchObject({ role: 'source', config: '(left out)' });
    const error = framesOf(source, 'connector').find(({ message }) => message?.['type'] === 'error');
    expect(error?.message).toMatchObject({
      error: { code: 'password_refused', message: 'The server refuses the password "***" of app' },
    });
    const texts = readdirSync(directory()).map((file) => readFileSync(join(directory(), file), 'utf8'));
    for (const form of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1), 'word\\"']) {
      for (const text of texts) expect(text).not.toContain(form);
    }
  });

  test('holds no position: only its length, and by which mark to know it again', async () => {
    const pipeline = new DurablePipeline();
    try {
      pipeline.grow('numbers', 5);
      const record = { directory: directory() };
      const { result } = await pipeline.run({}, { record });
      expect(result.errors).toEqual([]);
      const stored = pipeline.stored().position;
      const text = readdirSync(directory())
        .map((file) => readFileSync(join(directory(), file), 'utf8'))
        .join('');
      const { entries } = await readRecord(fileOf('destination'));
      const publish = entries.find(
        (entry): entry is FrameEntry => 'message' in entry && entry.message?.['type'] === 'publish',
      );
      const left = (hex = '') => ({ bytes: hex.length / 2, mark: expect.stringMatching(/^[0-9a-f]{12}$/) as string });
      expect(publish?.message).toMatchObject({
        positions: [{ position: { order: left(stored?.order), incarnation: left(stored?.incarnation) } }],
      });
      const order = Buffer.from(stored?.order ?? '', 'hex');
      expect(order).toHaveLength(8);
      for (const form of ['hex', 'base64'] as const) expect(text).not.toContain(order.toString(form));
    } finally {
      pipeline.remove();
    }
  });

  test('says what the connector sent that was no frame', async () => {
    const { source } = await recordedRun({ source: 'prints-to-stdout', secrets: ['starting'] });
    expect(source.entries).toContainEqual(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'bad_magic' }) as unknown }),
    );
  });

  test('ends at its limit, and the run goes on and says so', async () => {
    const { result, source, destination } = await recordedRun({ sourceConfig: { batchRows: 10 } }, 16 * 2 ** 10);
    expect(result.status).toBe('succeeded');
    expect(result.warnings).toMatchObject([{ code: 'record_incomplete' }, { code: 'record_incomplete' }]);
    for (const { entries } of [source, destination]) {
      expect(entries).toContainEqual(expect.objectContaining({ ended: 'the size limit is reached' }));
      expect(entries).toContainEqual(expect.objectContaining({ exit: { code: 0, signal: null } }));
    }
    const bytes = readdirSync(directory()).reduce((sum, file) => sum + statSync(join(directory(), file)).size, 0);
    expect(bytes).toBeLessThan(18 * 2 ** 10);
  });

  test('is refused before anything starts where it can not be written', async () => {
    writeFileSync(join(folder, 'records'), 'a file');
    const { result, events } = await runFixture({}, { record: { directory: directory() } });
    expect(result.errors).toMatchObject([{ code: 'record_not_writable', category: 'config' }]);
    expect(events.some(({ type }) => type === 'connector_spawned')).toBe(false);
  });
});

describe('reading', () => {
  test('a record that is cut off anywhere gives what is whole, and a note', async () => {
    const { source } = await recordedRun();
    const bytes = readFileSync(fileOf('source'));
    const firstLine = bytes.indexOf('\n') + 1;
    const cut = join(folder, 'cut.ndjson');
    const lengths = [bytes.indexOf('\n', firstLine)];
    for (let length = firstLine; length < bytes.length; length += 97) lengths.push(length);
    for (const length of lengths) {
      const part = bytes.subarray(0, length);
      writeFileSync(cut, part);
      const { entries, notes } = await readRecord(cut);
      const lines = part.toString('latin1').split('\n');
      const rest = lines.at(-1) ?? '';
      // Without the end of its line an entry is whole all the same.
      const isWhole = rest === '' || bytes[length] === 10;
      expect(entries).toEqual(source.entries.slice(0, entries.length));
      expect(entries.length).toBe(lines.length - 2 + (rest !== '' && isWhole ? 1 : 0));
      expect(notes.length).toBe((isWhole ? 0 : 1) + (entries.some((entry) => 'exit' in entry) ? 0 : 1));
      if (!isWhole) expect(notes[0]).toContain(`cut off within line ${lines.length}, of which ${rest.length} bytes`);
    }
  });

  test('a damaged line is left out by its number', async () => {
    const { source } = await recordedRun();
    appendFileSync(fileOf('source'), '{"atMs":1,"from":"elsewhere"}\n[]\n{"atMs":\n');
    const { entries, notes } = await readRecord(fileOf('source'));
    expect(entries).toEqual(source.entries);
    const first = source.entries.length + 2;
    expect(notes).toEqual([0, 1, 2].map((more) => `line ${first + more} is damaged, and left out`));
  });

  test.each([
    ['', 'record_invalid'],
    ['hello\n', 'record_invalid'],
    ['{"rapidbyteRecord":1}\n', 'record_invalid'],
    ['{"rapidbyteRecord":2}\n', 'record_version_unsupported'],
    [null, 'record_not_readable'],
  ])('%j is refused as %s', async (text, code) => {
    const file = join(folder, 'other.ndjson');
    if (text !== null) writeFileSync(file, text);
    await expect(readRecord(file)).rejects.toMatchObject({ code, category: 'config' });
  });
});

describe('on the command line', () => {
  test('rapidbyte run --record, then rapidbyte frames', async () => {
    const pipeline = join(folder, 'pipeline.yaml');
    writeFileSync(pipeline, demoPipeline());
    const run = await rapidbyte(['run', pipeline, '--record', directory(), '--record-limit', '1mb']);
    expect(run.exitCode, run.stderr).toBe(0);
    const file = fileOf('source');
    const { exitCode, stdout, stderr } = await rapidbyte(['frames', file]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^source \S+generator\.ts, process \d+, run [0-9a-f-]{36}, load [0-9a-f-]{36}, from 20\S+Z, by rapidbyte \S+\n/,
    );
    expect(stdout).toMatch(/^ +[\d.]+ ms {2}host → source {7}hello {10}minVersion=1/m);
    expect(stdout).toMatch(/^ +[\d.]+ ms {2}source → host {7}batch {10}#1 {2}streamIndex=0 sequence=0 .*rows=1000/m);
    expect(stdout).toMatch(/\n +[\d.]+ ms {2}the process has ended: code=0 signal=null\n/);
    const json = await rapidbyte(['frames', file, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ header: { side: 'source' }, notes: [] });
    expect(exitCode).toBe(0);
  });

  test('what a killed host has recorded can be read', async () => {
    const pipeline = join(folder, 'pipeline.yaml');
    const config = '{ streams: { numbers: 100000 }, batchRows: 10, pauseMs: 20 }';
    writeFileSync(pipeline, demoPipeline({ config }));
    let killed = false;
    const { exitCode } = await rapidbyte(['run', pipeline, '--record', directory()], {
      onStderr: (text, child) => {
        if (killed || !text.includes('demo.numbers →')) return;
        killed = true;
        setTimeout(() => child.kill('SIGKILL'), 500);
      },
    });
    expect(exitCode).toBeNull();
    const { entries, notes } = await readRecord(fileOf('source'));
    expect(entries.length).toBeGreaterThan(8);
    expect(notes.at(-1)).toContain('the host was killed');
  });

  test.each([
    [['--record-limit', '1mb'], 'All of the following must be provided when using --record-limit: --record'],
    [['--record', 'records', '--record-limit', 'large'], '--record-limit takes a size'],
    [['--record', '/proc/no-such-folder'], '(record_not_writable)'],
  ])('%j is refused', async (flags, message) => {
    const pipeline = join(folder, 'pipeline.yaml');
    writeFileSync(pipeline, demoPipeline({ source: fixture('generator') }));
    const { exitCode, stderr } = await rapidbyte(['run', pipeline, ...flags], { cwd: folder });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test('a text in a record does nothing to the terminal', async () => {
    const file = join(folder, 'hostile.ndjson');
    const header = {
      rapidbyteRecord: 1,
      startedAt: '',
      host: { name: '', version: '' },
      runId: '',
      loadId: '',
      side: 'source',
    };
    const message = { type: '\u001b]0;title\u0007', session: { a: 1 }, text: '\u001b[31m\u202e' };
    const lines = [
      { ...header, connector: 'x\nforged', pid: 1 },
      { atMs: 1, from: 'host', bytes: 5, message },
    ];
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { exitCode, stdout } = await rapidbyte(['frames', file]);
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(stdout.split('\n')).toHaveLength(4);
    expect(exitCode).toBe(0);
  });
});
