import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createBatchEncoder,
  type Destination,
  encodeSchema,
  type Receipt,
  type Schema,
  type StreamContext,
  type StreamSpec,
  type WriteMode,
} from '@rapidbyte/connector';
import { createDestination } from './destination.ts';

const schema: Schema = {
  fields: [
    { name: 'n', type: { kind: 'int', bits: 64, signed: true }, nullable: false, metadata: new Map() },
    { name: 'text', type: { kind: 'utf8' }, nullable: true, metadata: new Map() },
  ],
  metadata: new Map(),
};
const arrowSchema = encodeSchema(schema);
const encode = createBatchEncoder(schema);
const signal = new AbortController().signal;
const environment = { pipeline: 'test', memoryLimitBytes: 0, capabilities: [] };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'destination-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function createConfigured(): Promise<Destination> {
  const destination = createDestination({ name: 'test', version: '0.0.0' });
  assert.deepEqual(await destination.configure({ folder }, environment), []);
  return destination;
}

function streamSpec(writeMode: WriteMode): StreamSpec {
  const name = { namespace: 'shop', name: 'orders' };
  const estimate = { rows: 0, bytes: 0 };
  return { name, syncMode: 'full_refresh', writeMode, columns: [], key: [], arrowSchema, estimate };
}

/** Rows `from` to `from + rows`: a number, and a text that is NULL where the number is odd. */
function batch(from: number, rows: number) {
  const numbers = BigInt64Array.from({ length: rows }, (_, row) => BigInt(from) + BigInt(row));
  const texts = Array.from(numbers, (number) => (number % 2n === 0n ? `"${number}" é` : ''));
  const validity = new Uint8Array(Math.ceil(rows / 8));
  const offsets = new Int32Array(rows + 1);
  texts.forEach((text, row) => {
    if (text !== '') validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
    offsets[row + 1] = (offsets[row] ?? 0) + Buffer.byteLength(text);
  });
  const nulls = texts.filter((text) => text === '').length;
  const buffers = [new Uint8Array(0), new Uint8Array(numbers.buffer), validity, new Uint8Array(offsets.buffer)];
  const arrowIpc = new Uint8Array(Buffer.concat(encode(rows, [0, nulls], [...buffers, Buffer.from(texts.join(''))])));
  return { streamIndex: 0, schemaEpoch: 0, rows, arrowIpc };
}

class TestLoad {
  readonly destination: Destination;
  readonly loadId: string;
  readonly spec: StreamSpec;
  readonly receipts: Receipt[] = [];
  epoch = 0;

  constructor(destination: Destination, loadId: string, writeMode: WriteMode = 'replace') {
    this.destination = destination;
    this.loadId = loadId;
    this.spec = streamSpec(writeMode);
  }

  async begin(): Promise<readonly Receipt[]> {
    const [begun] = await this.destination.begin({ loadId: this.loadId, streams: [this.spec] });
    this.epoch = begun?.epoch ?? 0;
    return begun?.receipts ?? [];
  }

  open(unit: string) {
    const { loadId, spec, epoch } = this;
    const context = { loadId, streams: [spec], epochs: [epoch], unit: { id: { streamIndex: 0, unit } }, resume: [] };
    return this.destination.open(context as unknown as StreamContext, signal);
  }

  async load(unit: string, from: number, rows: number): Promise<void> {
    const session = await this.open(unit);
    await session.write(batch(from, rows));
    this.receipts.push(
      await session.commit({ session: 1, checkpointId: 1, positions: [], rows, bytes: 0, idle: false }),
    );
    assert.equal((await session.finish()).rows, rows);
  }

  async publish(): Promise<number> {
    const { loadId, spec, epoch, receipts } = this;
    const [published] = await this.destination.publish({ loadId, streams: [spec], epochs: [epoch], receipts });
    return published?.rows ?? -1;
  }
}

async function visible(): Promise<number[] | null> {
  const text = await readFile(join(folder, 'shop.orders.ndjson'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { n: number }).n);
}

describe('the destination', () => {
  it('writes values as they are', async () => {
    const load = new TestLoad(await createConfigured(), 'a');
    await load.begin();
    await load.load('1', 2 ** 53, 2);
    await load.publish();
    const text = await readFile(join(folder, 'shop.orders.ndjson'), 'utf8');
    assert.equal(
      text,
      '{"n":9007199254740992,"text":"\\"9007199254740992\\" é"}\n{"n":9007199254740993,"text":null}\n',
    );
  });

  it('shows nothing before publish, and all of it after', async () => {
    const load = new TestLoad(await createConfigured(), 'a');
    await load.begin();
    await load.load('1', 0, 2);
    await load.load('2', 2, 1);
    assert.equal(await visible(), null);
    assert.equal(await load.publish(), 3);
    assert.deepEqual(await visible(), [0, 1, 2]);
  });

  it('publishes once, however often it is asked, in another process too', async () => {
    for (const loadId of ['a', 'b']) {
      const load = new TestLoad(await createConfigured(), loadId, 'append');
      await load.begin();
      await load.load('1', 0, 2);
      assert.equal(await load.publish(), 2);
      assert.equal(await load.publish(), 2);
      const other = new TestLoad(await createConfigured(), loadId, 'append');
      other.epoch = load.epoch;
      assert.equal(await other.publish(), 2);
    }
    assert.deepEqual(await visible(), [0, 1, 0, 1]);
  });

  it('replaces all rows or none', async () => {
    const first = new TestLoad(await createConfigured(), 'a');
    await first.begin();
    await first.load('1', 0, 3);
    await first.publish();
    const second = new TestLoad(await createConfigured(), 'b');
    await second.begin();
    await second.load('1', 7, 1);
    assert.deepEqual(await visible(), [0, 1, 2]);
    await second.publish();
    assert.deepEqual(await visible(), [7]);
  });

  it('lets an older writer commit nothing once another load has begun', async () => {
    const older = new TestLoad(await createConfigured(), 'a');
    await older.begin();
    const session = await older.open('1');
    await session.write(batch(0, 5));
    await new TestLoad(await createConfigured(), 'b').begin();
    const checkpoint = { session: 1, checkpointId: 1, positions: [], rows: 5, bytes: 0, idle: false };
    await assert.rejects(session.commit(checkpoint), { code: 'stale_epoch' });
    await assert.rejects(older.publish(), { code: 'stale_epoch' });
    assert.equal(await visible(), null);
  });

  it('keeps what a load has committed when it begins again, under a higher epoch', async () => {
    const load = new TestLoad(await createConfigured(), 'a');
    await load.begin();
    await load.load('1', 0, 2);
    const again = new TestLoad(await createConfigured(), 'a');
    const receipts = await again.begin();
    assert.ok(again.epoch > load.epoch);
    assert.deepEqual(
      receipts.map(({ unit, rows }) => [unit, rows]),
      [['1', 2]],
    );
    again.receipts.push(...receipts);
    await again.load('2', 2, 2);
    assert.equal(await again.publish(), 4);
    assert.deepEqual(await visible(), [0, 1, 2, 3]);
  });

  it('commits a unit once', async () => {
    const load = new TestLoad(await createConfigured(), 'a');
    await load.begin();
    const late = await load.open('1');
    await late.write(batch(0, 2));
    await load.load('1', 0, 2);
    await assert.rejects(load.open('1'), { code: 'unit_already_committed' });
    const checkpoint = { session: 2, checkpointId: 1, positions: [], rows: 2, bytes: 0, idle: false };
    await assert.rejects(late.commit(checkpoint), { code: 'unit_already_committed' });
    assert.equal(await load.publish(), 2);
  });

  it('publishes exactly the units that it keeps', async () => {
    const load = new TestLoad(await createConfigured(), 'a');
    await load.begin();
    await load.load('1', 0, 2);
    const [receipt] = load.receipts.splice(0);
    assert.ok(receipt);
    await assert.rejects(load.publish(), { code: 'receipts_differ' });
    load.receipts.push({ ...receipt, rows: 1 });
    await assert.rejects(load.publish(), { code: 'receipts_differ' });
    load.receipts.splice(0, 1, receipt);
    assert.equal(await load.publish(), 2);
    const again = new TestLoad(await createConfigured(), 'a');
    assert.deepEqual(await again.begin(), [receipt]);
    await assert.rejects(again.open('2'), { code: 'load_already_published' });
  });

  it('forgets a load without a trace', async () => {
    const load = new TestLoad(await createConfigured(), 'a');
    await load.begin();
    await load.load('1', 0, 2);
    await load.destination.forget?.({ loadId: 'a', streams: [load.spec], epochs: [load.epoch] });
    assert.equal(await visible(), null);
  });

  it('refuses what it could only store changed', async () => {
    const destination = await createConfigured();
    const date = { name: 'day', type: { kind: 'date', unit: 'day' }, nullable: false, metadata: new Map() } as const;
    const variants = [{ encoding: 'canonical', arrowSchema: encodeSchema({ fields: [date], metadata: new Map() }) }];
    const { problems } = await destination.check([{ spec: streamSpec('replace'), variants }]);
    assert.deepEqual(
      problems.map(({ code, column }) => [code, column]),
      [['type_unsupported', 'day']],
    );
  });

  it('reports every problem of its config', async () => {
    const destination = createDestination({ name: 'test', version: '0.0.0' });
    const problems = await destination.configure({ foldr: '.' }, environment);
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [
        ['unknown_key', 'foldr'],
        ['missing_key', 'folder'],
      ],
    );
  });
});
