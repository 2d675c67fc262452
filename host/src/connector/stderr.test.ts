import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Redactor } from './redact.ts';
import { type LogLine, parseLogLine, StderrReader } from './stderr.ts';

async function read(chunks: readonly (string | Buffer)[], secrets: readonly string[] = []) {
  const stream = new PassThrough();
  const lines: LogLine[] = [];
  const reader = new StderrReader(stream, new Redactor(secrets), (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await reader.ended;
  return { lines, tail: reader.tail };
}

describe('parseLogLine', () => {
  it.each([
    ['{"level":"error","message":"no"}', { level: 'error', message: 'no' }],
    ['{"level":"fatal","message":"no"}', { level: 'info', message: 'no' }],
    ['{"message":7}', { level: 'info', message: '{"message":7}' }],
    ['{ not JSON', { level: 'info', message: '{ not JSON' }],
    ['plain', { level: 'info', message: 'plain' }],
  ])('%s', (line, parsed) => {
    expect(parseLogLine(line)).toEqual(parsed);
  });
});

describe('StderrReader', () => {
  it('puts lines together wherever the chunks end, within a character too', async () => {
    const bytes = Buffer.from('erste Zeile: ä\r\nsecond\n\nlast');
    const { lines, tail } = await read([...bytes].map((byte) => Buffer.of(byte)));
    expect(lines.map(({ message }) => message)).toEqual(['erste Zeile: ä', 'second', 'last']);
    expect(tail).toBe('erste Zeile: ä\nsecond\nlast');
  });

  it('masks a secret that comes in two chunks', async () => {
    const { lines, tail } = await read(['the password is hun', 'ter2-hunter2\n'], ['hunter2-hunter2']);
    expect(lines).toEqual([{ level: 'info', message: 'the password is ***' }]);
    expect(tail).toBe('the password is ***');
  });

  it('cuts a line without an end, a secret at the cut included', async () => {
    const { lines } = await read(
      ['x'.repeat(8185), 'hunter2-hunter2', 'y'.repeat(100_000), '\nnext\n'],
      ['hunter2-hunter2'],
    );
    expect(lines).toHaveLength(2);
    expect(lines[0]?.message).toMatch(/^x{8185}\*\*\*… \(line cut off\)$/);
    expect(lines[1]?.message).toBe('next');
  });

  it('keeps the last 64 KiB of a flood, and says what it dropped', async () => {
    const numbered = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
    const { lines, tail } = await read(numbered);
    expect(tail.length).toBeLessThanOrEqual(64 * 1024);
    expect(tail.endsWith('line 19998\nline 19999')).toBe(true);
    const shown = lines.filter(({ message }) => message.startsWith('line')).length;
    const dropped = lines.map(({ message }) => Number(/^(\d+) more/.exec(message)?.[1] ?? 0)).reduce((a, b) => a + b);
    expect(shown).toBeLessThan(1000);
    expect(shown + dropped).toBe(20_000);
  });
});
