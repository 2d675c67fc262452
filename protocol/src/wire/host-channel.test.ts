import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { ConnectorMessage } from '../model/message.ts';
import { encodeBatchHead } from './batch-header.ts';
import { connectorFrame, hostFrame } from './encode/message.ts';
import { HostChannel } from './host-channel.ts';
import { magic } from './limits.ts';

const released = connectorFrame({ type: 'released' });
const header = { session: 1, streamIndex: 0, sequence: 0, schemaEpoch: 0, rows: 1, bytes: 40_000 };
const batch = Buffer.concat([encodeBatchHead(header), Buffer.alloc(header.bytes, 7)]);

function open(writable: Writable = new PassThrough()) {
  const readable = new PassThrough();
  return { readable, writable, channel: new HostChannel({ readable, writable, maxFrameBytes: 1 << 20 }) };
}

test('messages and batches come in order, then null at the end', async () => {
  const { readable, channel } = open();
  readable.write(magic);
  readable.write(released);
  for (let at = 0; at < batch.length; at += 1000) readable.write(batch.subarray(at, at + 1000));
  readable.end(released);
  expect(await channel.receive()).toEqual({ kind: 'message', message: { type: 'released' } });
  const received = await channel.receive();
  if (received?.kind !== 'batch') throw new Error('no batch');
  expect(received.frame.header).toEqual(header);
  expect(Buffer.concat(received.frame.chunks).equals(batch)).toBe(true);
  expect(await channel.receive()).toEqual({ kind: 'message', message: { type: 'released' } });
  expect(await channel.receive()).toBeNull();
  expect(await channel.receive()).toBeNull();
});

test('invariant 5: what is sent ahead is not read while nobody receives', async () => {
  const endless = Buffer.concat(Array.from({ length: 64 }, () => batch));
  let taken = 0;
  const readable = new Readable({
    highWaterMark: 16_384,
    read() {
      const at = taken % endless.length;
      const chunk = taken === 0 ? magic : endless.subarray(at - magic.length, at - magic.length + 16_384);
      taken += chunk.length;
      this.push(chunk);
    },
  });
  const channel = new HostChannel({ readable, writable: new PassThrough(), maxFrameBytes: 1 << 20 });
  await channel.receive();
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  // One frame, the chunk that ended it, and the stream's own buffer.
  expect(taken).toBeLessThan(batch.length + 4 * 16_384);
  readable.destroy();
});

test.each<[string, (readable: PassThrough) => void, string]>([
  ['text instead of the magic', (readable) => readable.end('Hello, World!\n'), 'bad_magic'],
  ['an end before the magic', (readable) => readable.end(), 'unexpected_eof'],
  [
    'an end within a frame',
    (readable) => readable.end(Buffer.concat([magic, batch.subarray(0, 99)])),
    'truncated_frame',
  ],
  [
    'a frame above the limit',
    (readable) => readable.write(Buffer.concat([magic, Buffer.from([0, 0, 17, 0])])),
    'frame_too_large',
  ],
  [
    'bytes that are no message',
    (readable) => readable.write(Buffer.concat([magic, Buffer.from([1, 0, 0, 0, 0x0b])])),
    'malformed_message',
  ],
  ['an empty message', (readable) => readable.write(Buffer.concat([magic, Buffer.alloc(4)])), 'malformed_message'],
  ['a stream that breaks', (readable) => readable.destroy(new Error('EIO')), 'unexpected_eof'],
])('%s is a protocol error, again on every later receive', async (_, write, code) => {
  const { readable, channel } = open();
  write(readable);
  const expected = expect.objectContaining({ name: 'ConnectorError', code, category: 'protocol' });
  await expect(channel.receive()).rejects.toEqual(expected);
  await expect(channel.receive()).rejects.toEqual(expected);
});

test('frames that arrived before a failure are still received', async () => {
  const { readable, channel } = open();
  readable.end(Buffer.concat([magic, released, batch.subarray(0, 10)]));
  expect(await channel.receive()).toMatchObject({ kind: 'message' });
  await expect(channel.receive()).rejects.toMatchObject({ code: 'truncated_frame' });
});

test('a receive that waits is woken by the end of the process', async () => {
  const { readable, channel } = open();
  const received = channel.receive();
  readable.destroy();
  await expect(received).rejects.toMatchObject({ code: 'unexpected_eof' });
});

test('send and forward write exact bytes', async () => {
  const { readable, writable, channel } = open();
  readable.write(Buffer.concat([magic, batch]));
  const received = await channel.receive();
  if (received?.kind !== 'batch') throw new Error('no batch');
  const sent = [channel.send({ type: 'release' }), channel.forward(received.frame), channel.send({ type: 'close' })];
  const expected = Buffer.concat([hostFrame({ type: 'release' }), batch, hostFrame({ type: 'close' })]);
  expect(((writable as PassThrough).read() as Buffer).equals(expected)).toBe(true);
  await Promise.all(sent);
});

test('a frame above the limit is not sent', async () => {
  const { channel } = open();
  const config = 'x'.repeat(2 << 20);
  const tooLarge = { type: 'configure', role: 'source', config, pipeline: '', memoryLimitBytes: 0 } as const;
  await expect(channel.send(tooLarge)).rejects.toMatchObject({ code: 'frame_too_large' });
});

/** A peer that takes the first write and never says so. */
class Stuck extends Writable {
  override _write(): void {}
}

test('invariant 7: writes that wait for a drain end with the stream', async () => {
  const { writable, channel } = open(new Stuck({ highWaterMark: 1 }));
  const first = channel.send({ type: 'release' });
  const second = channel.send({ type: 'release' });
  writable.destroy();
  await expect(first).rejects.toMatchObject({ code: 'peer_closed', category: 'transient' });
  await expect(second).rejects.toMatchObject({ code: 'peer_closed' });
  await expect(channel.send({ type: 'close' })).rejects.toMatchObject({ code: 'peer_closed' });
});

test('a write to a peer that has closed its input is peer_closed, with the cause', async () => {
  const { writable, channel } = open();
  const closed = once(writable, 'close');
  writable.destroy(new Error('EPIPE'));
  await closed.catch(() => {});
  await expect(channel.send({ type: 'close' })).rejects.toMatchObject({
    code: 'peer_closed',
    cause: expect.objectContaining({ message: 'EPIPE' }) as Error,
  });
});

test('a message that is no batch may come in any number of chunks', async () => {
  const message: ConnectorMessage = { type: 'configured', problems: [] };
  const frame = Buffer.concat([magic, connectorFrame(message)]);
  const { readable, channel } = open();
  for (const byte of frame) readable.write(Uint8Array.of(byte));
  expect(await channel.receive()).toEqual({ kind: 'message', message });
});
