import { describe, expect, test } from 'vitest';
import { v1 } from '../gen/messages.js';
import { connectorMessage, hostMessage } from './decode/message.ts';
import { connectorFrame, hostFrame } from './encode/message.ts';
import { fromConnector, fromHost } from './fixtures/messages.ts';
import { defaultMaxFrameBytes, maxMessageFields } from './limits.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const contentOf = (frame: Uint8Array): Uint8Array => {
  expect(new DataView(frame.buffer, frame.byteOffset).getUint32(0, true)).toBe(frame.length - 4);
  return frame.subarray(4);
};

test.each(Object.values(fromHost))('host → connector: $type comes back equal', (message) => {
  expect(hostMessage(contentOf(hostFrame(message)))).toEqual(message);
});

test.each(Object.values(fromConnector))('connector → host: $type comes back equal', (message) => {
  expect(connectorMessage(contentOf(connectorFrame(message)))).toEqual(message);
});

test('what is left out has its documented meaning', () => {
  const encoded = v1.ConnectorMessage.encode({
    welcome: { version: 1, connector: { name: 'c' }, roles: [v1.Role.ROLE_SOURCE] },
  }).finish();
  expect(connectorMessage(encoded)).toMatchObject({ maxFrameBytes: defaultMaxFrameBytes, maxOpenUnits: 1, knobs: [] });
});

test('decoded bytes are copies: a frame is not kept alive by a schema', () => {
  const frame = contentOf(hostFrame(fromHost.stream_schema));
  const message = hostMessage(frame) as typeof fromHost.stream_schema;
  frame.fill(0);
  expect([...message.arrowSchema]).toEqual([5]);
});

describe('what is not valid is malformed_message, and names the place', () => {
  const unknown = 99 as never;
  const modes = { syncMode: v1.SyncMode.SYNC_MODE_FULL_REFRESH, writeMode: v1.WriteMode.WRITE_MODE_APPEND };
  const source = { connector: {}, roles: [v1.Role.ROLE_SOURCE] };
  test.each<[string, v1.HostMessage.$Properties, RegExp]>([
    ['an unknown role', { spec: { role: unknown } }, /spec\.role: unknown value 99/],
    ['a role left out', { configure: { config: '{}' } }, /configure\.role: unknown value 0/],
    ['an open without a context', { open: { session: 1 } }, /open\.context: missing/],
    ['an open without a session', { open: { context: {} } }, /open\.context\.streams: missing/],
    ['a unit without an id', { open: { session: 1, context: { streams: [], unit: {} } } }, /open\.context/],
    ['a stream without a name', { begin: { streams: [modes] } }, /begin\.streams\[0\]\.name/],
    ['an unknown write mode', { begin: { streams: [{ ...modes, name: {}, writeMode: unknown }] } }, /write_mode/],
    ['a session of 0', { credit: { session: 0, bytes: 1 } }, /credit\.session: missing/],
    ['a number beyond 2^53', { credit: { session: 1, bytes: 2 ** 53 } }, /credit\.bytes: .* beyond 2\^53/],
    ['a number that an unsafe sum would hide', { credit: { session: 1, bytes: 2 ** 63 } }, /credit\.bytes/],
    [
      'a position without content',
      { ack: { session: 1, positions: [{ streamIndex: 0 }] } },
      /positions\[0\]\.position/,
    ],
    ['no message at all', {}, /none of the messages/],
  ])('%s', (_, message, place) => {
    const encoded = v1.HostMessage.encode(message).finish();
    expect(() => hostMessage(encoded)).toThrowError(
      expect.objectContaining({
        code: 'malformed_message',
        category: 'protocol',
        retryable: false,
        message: expect.stringMatching(place) as string,
      }),
    );
  });

  test.each<[string, v1.ConnectorMessage.$Properties, RegExp]>([
    ['a committed without a receipt', { committed: { session: 1 } }, /committed\.receipt: missing/],
    ['an error without a category', { error: { code: 'x' } }, /error\.category/],
    [
      'a knob without a default',
      { welcome: { ...source, knobs: [{ kind: v1.KnobKind.KNOB_KIND_INTEGER }] } },
      /default_value/,
    ],
    ['a welcome of no known role', { welcome: { ...source, roles: [v1.Role.ROLE_TRANSFORM] } }, /welcome\.roles/],
    ['a wait below zero', { stats: { session: 1, waitReadMs: -1 } }, /wait_read_ms/],
    ['a wait that is no number', { stats: { session: 1, cpuMs: Number.NaN } }, /cpu_ms/],
  ])('%s', (_, message, place) => {
    const encoded = v1.ConnectorMessage.encode(message).finish();
    expect(() => connectorMessage(encoded)).toThrowError(
      expect.objectContaining({ code: 'malformed_message', message: expect.stringMatching(place) as string }),
    );
  });

  test('bytes that are no message', () => {
    for (const encoded of [bytes(0x52), bytes(0x52, 0x7f, 1), bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), bytes(0x0b)]) {
      expect(() => hostMessage(encoded)).toThrowError(expect.objectContaining({ code: 'malformed_message' }));
    }
  });
});

test('unknown fields are ignored, wherever they stand', () => {
  // release = 23 with an unknown field 15 inside, and an unknown field 200 beside it
  expect(hostMessage(Buffer.from('ba01047a026869c20c026869', 'hex'))).toEqual({ type: 'release' });
});

test('a message of very many empty fields is refused before it takes the memory', () => {
  // Begun, with a stream for every two bytes.
  const streams = Buffer.alloc(2 * maxMessageFields + 2, Uint8Array.of(0x0a, 0x00));
  const begun = v1.ConnectorMessage.encode({ begun: { streams: [{}] } }).finish();
  const length: number[] = [];
  for (let rest = streams.length; length.push(rest > 127 ? (rest % 128) | 128 : rest) && rest > 127;) rest >>= 7;
  const message = Buffer.concat([begun.subarray(0, 2), Uint8Array.from(length), streams]);
  expect(() => connectorMessage(message)).toThrowError(
    expect.objectContaining({ code: 'malformed_message', message: expect.stringContaining('fields') as string }),
  );
});
