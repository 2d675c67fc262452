import assert from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { framesLines } from '../../../host/src/cli/render/frames.ts';
import { PipelineError } from '../../../host/src/connector/error.ts';
import { readRecord } from '../../../host/src/record/read.ts';
import type { FuzzTarget } from '../target.ts';
import { textMutation } from '../text.ts';

const record = [
  {
    rapidbyteRecord: 1,
    startedAt: '2026-11-25T12:00:00.000Z',
    host: { name: 'rapidbyte', version: '0.1.0' },
    runId: 'r',
    loadId: 'l',
    side: 'source',
    connector: 'x',
    pid: 1,
  },
  { atMs: 1, from: 'host', bytes: 9, message: { type: 'hello', host: { name: 'a' }, capabilities: ['x', 'y'] } },
  { atMs: 2, from: 'connector', bytes: 9, batch: { session: 1, streamIndex: 0, sequence: 0, rows: 3, bytes: 5 } },
  { atMs: 3, failure: { code: 'bad_magic', message: 'm' } },
  { atMs: 4, ended: 'the size limit is reached' },
  { atMs: 5, exit: { code: 0, signal: null } },
];

const dictionary = [
  'null',
  '[]',
  '{}',
  '[[',
  '{"a":',
  '\n',
  '"\\ud800"',
  '"\\u001b]0;t"',
  '"__proto__":',
  '1e999',
  '"message":{"type":"x"}',
];

/** What `rapidbyte frames` reads and prints: refused with a typed error, or printed, each entry as one line. */
export const recordFiles: FuzzTarget = {
  name: 'record-files',
  seeds: () => [Buffer.from(record.map((line) => `${JSON.stringify(line)}\n`).join(''))],
  mutate: textMutation(dictionary),
  run: async (input) => {
    const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-fuzz-'));
    try {
      const file = join(folder, 'record.ndjson');
      writeFileSync(file, input);
      const read = await readRecord(file).catch((error: unknown) => {
        if (error instanceof PipelineError) return undefined;
        throw error;
      });
      if (read === undefined) return false;
      const lines = framesLines(read);
      assert.equal(lines.length, 1 + read.entries.length + read.notes.length);
      assert.ok(JSON.stringify(read).length > 0);
      return true;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
