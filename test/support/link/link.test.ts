import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { spawnLink, type Link } from './spawn.ts';

/** Far from what the machine can do, and from how late its timers may be. */
const shape = { roundTripMs: 60, megabitsPerSecond: 40 };
const route = { shape, only: undefined };
const bytesPerSecond = 5e6;

async function listen(onConnection: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

async function linkTo(onConnection: (socket: Socket) => void): Promise<Link> {
  const server = await listen(onConnection);
  return spawnLink(route, { source: server, destination: server });
}

async function connectTo(port = Number.NaN): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Of one that fails, too, which `once` would take for a failure. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('a connection has the rate, both ways at once; every byte arrives in order, and so does the end', async () => {
  const payload = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
  await using link = await linkTo((socket) => void socket.pipe(socket));
  const start = performance.now();
  // Two of them: neither takes anything from the other.
  const echoed = await Promise.all(
    [link.ports.source, link.ports.destination].map(async (port) => {
      const socket = await connectTo(port);
      socket.end(payload);
      return readAll(socket);
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const bytes of echoed) expect(bytes.equals(payload)).toBe(true);
  const expected = payload.length / bytesPerSecond;
  expect(seconds).toBeGreaterThan(expected * 0.95);
  // Half-duplex, or shared, would be twice as long.
  expect(seconds).toBeLessThan(expected * 1.8);
});

test('a byte and its answer take a round trip, the first one a further one', async () => {
  await using link = await linkTo((socket) => void socket.pipe(socket));
  const socket = await connectTo(link.ports.source);
  const exchange = async (): Promise<number> => {
    const start = performance.now();
    socket.write('?');
    await once(socket, 'data');
    return performance.now() - start;
  };
  const first = await exchange();
  const second = await exchange();
  socket.destroy();
  expect(first).toBeGreaterThan(2 * shape.roundTripMs - 5);
  expect(second).toBeGreaterThan(shape.roundTripMs - 5);
  expect(second).toBeLessThan(2 * shape.roundTripMs);
});

test('a receiver that does not read holds up the sender, whose bytes are not gathered in the link', async () => {
  const received: Socket[] = [];
  await using link = await linkTo((socket) => {
    socket.pause();
    received.push(socket);
  });
  const socket = await connectTo(link.ports.source);
  const total = 64 * 2 ** 20;
  socket.end(Buffer.alloc(total));
  await sleep(500);
  expect(socket.writableLength).toBeGreaterThan(total / 2);
  socket.destroy();
});

test.each(['client', 'server'] as const)('a %s that disappears takes the other end along', async (who) => {
  let serverSide: Socket | undefined;
  await using link = await linkTo((socket) => {
    serverSide = socket;
    socket.resume();
  });
  const client = await connectTo(link.ports.source);
  client.resume();
  await expect.poll(() => serverSide).toBeDefined();
  if (serverSide === undefined) return;
  const [dies, remains] = who === 'client' ? [client, serverSide] : [serverSide, client];
  const closed = closeOf(remains);
  dies.resetAndDestroy();
  await closed;
});

test('a server that is not there is a connection that ends', async () => {
  const nobody = { host: '127.0.0.1', port: 1 };
  await using link = await spawnLink(route, { source: nobody, destination: nobody });
  const socket = connect({ host: '127.0.0.1', port: link.ports.source ?? Number.NaN });
  socket.on('error', () => undefined);
  await closeOf(socket);
});

test('a link may be in front of one side only', async () => {
  const server = await listen((socket) => void socket.pipe(socket));
  await using link = await spawnLink({ shape, only: 'destination' }, { source: server, destination: server });
  expect(link.ports.source).toBeUndefined();
  const socket = await connectTo(link.ports.destination);
  const start = performance.now();
  socket.write('?');
  await once(socket, 'data');
  expect(performance.now() - start).toBeGreaterThan(2 * shape.roundTripMs - 5);
  socket.destroy();
});
