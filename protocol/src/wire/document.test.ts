import { globSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createBatchDecoder } from '../arrow/decode/batch.ts';
import type { HostMessage } from '../model/message.ts';
import { hostMessage } from './decode/message.ts';
import { FrameAssembler } from './frame-assembler.ts';
import { HostChannel, type Received } from './host-channel.ts';

const document = readFileSync(new URL('../../../docs/PROTOCOL.md', import.meta.url), 'utf8');

/** The bytes of an example; on each line, three blanks part them from what they mean. */
function example(side: 'host' | 'connector'): Buffer {
  const block = new RegExp(`\`\`\`hex ${side}\\n([^\`]*)\`\`\``).exec(document)?.[1] ?? '';
  const bytes = block.split('\n').map((line) => line.replace(/(?<=\S) {3,}.*$/, ''));
  return Buffer.from(bytes.join('').replaceAll(' ', ''), 'hex');
}

test("the document's example, from the connector", async () => {
  const readable = new PassThrough();
  const channel = new HostChannel({ readable, writable: new PassThrough(), maxFrameBytes: 1 << 20 });
  readable.end(example('connector'));
  const received: Received[] = [];
  for (let next = await channel.receive(); next !== null; next = await channel.receive()) received.push(next);
  const [welcome, batch, done] = received;
  expect(welcome).toMatchObject({
    message: { type: 'welcome', version: 1, connector: { name: 'source-x' }, roles: ['source'] },
  });
  expect(done).toMatchObject({ message: { type: 'done', session: 1, rows: 3, bytes: 144, stopped: false } });
  if (batch?.kind !== 'batch') throw new Error('no batch');
  expect(batch.frame.header).toMatchObject({ session: 1, sequence: 0, rows: 3, bytes: 144 });
  const decode = createBatchDecoder({
    fields: [{ name: 'v', type: { kind: 'int', bits: 8, signed: true }, nullable: false, metadata: new Map() }],
    metadata: new Map(),
  });
  const frame = Buffer.concat(batch.frame.chunks);
  expect(decode(new Uint8Array(frame.subarray(frame.length - 144))).columns[0]?.buffers).toEqual([
    Uint8Array.of(1, 2, 3),
  ]);
});

test("the document's example, from the host", () => {
  const messages: HostMessage[] = [];
  const assembler = new FrameAssembler(1 << 20, {
    message: (bytes) => messages.push(hostMessage(bytes)),
    batch: () => expect.unreachable(),
    allocate: (bytes) => new Uint8Array(bytes),
  });
  assembler.push(example('host'));
  assembler.end();
  expect(messages).toMatchObject([
    { type: 'hello', minVersion: 1, maxVersion: 1, host: { name: 'rapidbyte' }, maxFrameBytes: 64 << 20 },
    { type: 'credit', session: 1, bytes: 16 << 20 },
  ]);
});

test('every protocol error code that the code uses is in the document', () => {
  const root = new URL('../', import.meta.url).pathname;
  const files = globSync('**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const codes = files.flatMap((file) => {
    const source = readFileSync(`${root}${file}`, 'utf8');
    return [...source.matchAll(/(?:protocolError|#refuse)\(\s*(?:id, )?'(\w+)'/g)].map(([, code]) => code ?? '');
  });
  expect(codes.length).toBeGreaterThan(20);
  for (const code of new Set(codes)) expect(document).toContain(`\`${code}\``);
});
