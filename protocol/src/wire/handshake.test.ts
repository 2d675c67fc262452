import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { ConnectorMessage } from '../model/message.ts';
import { connectorFrame } from './encode/message.ts';
import { handshake } from './handshake.ts';
import { HostChannel } from './host-channel.ts';
import { magic } from './limits.ts';

const welcome = {
  type: 'welcome',
  version: 1,
  connector: { name: 'c', version: '1' },
  roles: ['source'],
  capabilities: ['plan'],
  knobs: [],
  maxFrameBytes: 1 << 20,
  maxOpenUnits: 1,
} as const satisfies ConnectorMessage;

async function shake(...messages: ConnectorMessage[]) {
  const readable = new PassThrough();
  const writable = new PassThrough();
  const channel = new HostChannel({ readable, writable, maxFrameBytes: 1 << 26 });
  readable.end(Buffer.concat([magic, ...messages.map(connectorFrame)]));
  const host = { name: 'h', version: '1' };
  return { channel, welcome: await handshake(channel, { host, maxFrameBytes: 1 << 26 }) };
}

test('both sides then use the smaller limit', async () => {
  const result = await shake(welcome);
  expect(result.welcome).toEqual({ ...welcome, type: undefined });
  expect(result.channel.maxFrameBytes).toBe(1 << 20);
});

test('another version is version_unsupported, and both are named', async () => {
  await expect(shake({ ...welcome, version: 7 })).rejects.toMatchObject({
    code: 'version_unsupported',
    category: 'protocol',
    message: 'the host speaks version 1 of the protocol, the connector 7',
    hint: 'update the host',
  });
});

test('the connector may refuse by itself', async () => {
  const error = { code: 'version_unsupported', category: 'protocol', message: 'no' } as const;
  await expect(shake({ type: 'error', session: 0, error })).rejects.toMatchObject(error);
});

test('any other first message is unexpected_message', async () => {
  await expect(shake({ type: 'released' })).rejects.toMatchObject({ code: 'unexpected_message' });
});

test('an end instead of an answer is unexpected_eof', async () => {
  await expect(shake()).rejects.toMatchObject({ code: 'unexpected_eof' });
});
