import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  createBatchDecoder,
  decodeSchema,
  type DiscoveredStream,
  type DiscoverRequest,
  type SourceOutput,
  type StreamContext,
} from '@rapidbyte/connector';
import { createSource } from './source.ts';

const source = createSource({ name: 'test', version: '0.0.0' });
const environment = { pipeline: 'test', memoryLimitBytes: 0, capabilities: [] };
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-'));
});
after(() => rm(folder, { recursive: true }));

async function discover(asked: DiscoverRequest['streams']): Promise<DiscoveredStream[]> {
  const streams: DiscoveredStream[] = [];
  for await (const stream of source.discover({ streams: asked, namesOnly: false })) streams.push(stream);
  return streams;
}

/** Reads a file through the source, in batches of at most `batchBytes`. */
async function read(text: string | Uint8Array, batchBytes = 0): Promise<{ rows: unknown[][]; batches: number }> {
  await writeFile(join(folder, 'notes.txt'), text);
  assert.deepEqual(await source.configure({ folder }, environment), []);
  const [stream] = await discover([]);
  const arrowSchema = stream?.variants[0]?.arrowSchema;
  assert.ok(stream !== undefined && arrowSchema !== undefined);
  const context = { streams: [{ ...stream, arrowSchema }], targetBatchBytes: batchBytes } as unknown as StreamContext;
  const decode = createBatchDecoder(decodeSchema(arrowSchema));
  const rows: unknown[][] = [];
  let batches = 0;
  const output = {
    stop: new AbortController().signal,
    maxBatchBytes: 2 ** 20,
    async emit({ arrowIpc }) {
      batches++;
      const [lines, texts] = decode(new Uint8Array(Buffer.concat(arrowIpc))).columns;
      const [numbers, offsets, data] = [lines?.buffers[0], texts?.buffers[0], texts?.buffers[1]];
      assert.ok(numbers !== undefined && offsets !== undefined && data !== undefined);
      const ends = new Int32Array(new Uint8Array(offsets).buffer);
      new BigInt64Array(new Uint8Array(numbers).buffer).forEach((line, row) => {
        rows.push([Number(line), Buffer.from(data.subarray(ends[row], ends[row + 1])).toString()]);
      });
    },
    async checkpoint() {},
    addWaitReadMs() {},
  } satisfies SourceOutput;
  const session = await source.open(context, new AbortController().signal);
  try {
    await session.read(output);
  } finally {
    await session.close();
  }
  return { rows, batches };
}

describe('the source', () => {
  it('reads lines, empty ones and one without an end among them', async () => {
    const { rows } = await read('one\n\nthrée');
    assert.deepEqual(rows, [
      [1, 'one'],
      [2, ''],
      [3, 'thrée'],
    ]);
  });

  it('reads an empty file as no rows', async () => {
    assert.deepEqual(await read(''), { rows: [], batches: 0 });
  });

  it('cuts a long file into batches', async () => {
    const { rows, batches } = await read('x\n'.repeat(1000), 1300);
    assert.equal(rows.length, 1000);
    assert.equal(rows[999]?.[0], 1000);
    assert.ok(batches > 5);
  });

  it('refuses what it would have to change', async () => {
    await assert.rejects(read(Uint8Array.of(0x61, 0x0a, 0xff)), { code: 'not_utf8', message: /^line 2 of / });
    await assert.rejects(read('x'.repeat(2 ** 20)), { code: 'line_too_long' });
  });

  it('reports every problem of its config', async () => {
    const problems = await source.configure({ foldr: '.' }, environment);
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [
        ['unknown_key', 'foldr'],
        ['missing_key', 'folder'],
      ],
    );
  });

  it('says in check that the folder is not there', async () => {
    await source.configure({ folder: join(folder, 'missing') }, environment);
    const { problems } = await source.check();
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['folder_unreadable'],
    );
  });

  it('describes the columns that are asked for, in their order', async () => {
    await read('one');
    const request = { name: { namespace: '', name: 'notes' }, columns: ['text', 'line', 'page'] };
    const [stream] = await discover([request]);
    assert.deepEqual(
      stream?.columns.map(({ name }) => name),
      ['text', 'line'],
    );
    assert.deepEqual(
      stream?.problems.map(({ column }) => column),
      ['page'],
    );
  });
});
