import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startThrottledProxy } from './throttled-proxy.ts';
import { randomWeather, type Weather } from './weather.ts';

const payload = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

/** Sends the payload to whoever connects, and answers with what it was sent until its end. */
async function startEchoAfterPayload(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.write(payload);
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function connectThrough(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  return socket;
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test.each(['to_client', 'to_server'] as const)(
  'every byte passes in order, and so does the end, held %s',
  async (throttle) => {
    const climate = {
      longestPauseMs: 30,
      longestClearMs: 5,
      longestSlowMs: 50,
      slowestBytesPerSecond: 5e5,
      fastestBytesPerSecond: 5e7,
    };
    const port = await startEchoAfterPayload();
    await using proxy = await startThrottledProxy({
      host: '127.0.0.1',
      port,
      throttle,
      nextWeather: randomWeather(7, climate),
    });
    const socket = await connectThrough(proxy.port);
    socket.end(payload);
    const received = await readAll(socket);
    expect(received.equals(Buffer.concat([payload, payload]))).toBe(true);
    expect(proxy.bytes()).toBe(throttle === 'to_client' ? payload.length * 2 : payload.length);
  },
);

test('a pause holds one direction and not the other, and closing does not wait for its end', async () => {
  const port = await startEchoAfterPayload();
  const pause: Weather = { kind: 'pause', milliseconds: 3_600_000 };
  const proxy = await startThrottledProxy({ host: '127.0.0.1', port, throttle: 'to_server', nextWeather: () => pause });
  const socket = await connectThrough(proxy.port);
  socket.on('error', () => socket.destroy());
  socket.write('held');
  let received = 0;
  socket.on('data', (chunk: Buffer) => (received += chunk.length));
  await expect.poll(() => received).toBe(payload.length);
  expect(proxy.bytes()).toBe(0);
  const closed = once(socket, 'close');
  await proxy.close();
  await closed;
  expect(received).toBe(payload.length);
});

test('a server that disappears takes its client along', async () => {
  const server = createServer((socket) => socket.resetAndDestroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const clear: Weather = { kind: 'clear', milliseconds: 1000 };
  await using proxy = await startThrottledProxy({
    host: '127.0.0.1',
    port,
    throttle: 'to_client',
    nextWeather: () => clear,
  });
  const socket = await connectThrough(proxy.port);
  socket.on('error', () => socket.destroy());
  await once(socket, 'close');
  server.close();
});

test('the same seed gives the same weather', () => {
  const climate = {
    longestPauseMs: 1,
    longestClearMs: 1,
    longestSlowMs: 1,
    slowestBytesPerSecond: 1,
    fastestBytesPerSecond: 9,
  };
  const first = Array.from({ length: 50 }, randomWeather(5, climate));
  expect(Array.from({ length: 50 }, randomWeather(5, climate))).toEqual(first);
  expect(Array.from({ length: 50 }, randomWeather(6, climate))).not.toEqual(first);
  expect(new Set(first.map((weather) => weather.kind))).toEqual(new Set(['pause', 'clear', 'slow']));
});
