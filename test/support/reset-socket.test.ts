import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { resetSocket } from './reset-socket.ts';

it.each([
  ['open', false],
  ['half closed', true],
])('cuts off a connection that is %s, and whoever is writing to it', async (_, isHalfClosed) => {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  const [peer] = (await once(server, 'connection')) as [Socket];
  peer.resume();
  const failed = once(peer, 'error');
  // More than the kernel takes.
  peer.write(Buffer.alloc(32 * 2 ** 20));
  await once(socket, 'readable');
  socket.on('error', () => {});
  if (isHalfClosed) socket.end();
  resetSocket(socket);
  expect((await failed)[0]).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) });
  server.close();
});
