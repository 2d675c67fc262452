import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  /** The server's, through this relay. */
  readonly url: string;
  /** Cuts off whoever is still connected. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 for a PostgreSQL server, and connects there for each who comes. What passes is the business of
 * `join`; ends that are closed by one half stay open by the other.
 */
export async function startRelay(serverUrl: string, join: (client: Socket, upstream: Socket) => void): Promise<Relay> {
  const url = new URL(serverUrl);
  const target = { host: url.hostname, port: Number(url.port || 5432), allowHalfOpen: true };
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
    }
    join(client, upstream);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Waits for room, or for the end of who should take it. */
export function pass(to: Socket, bytes: Buffer): Promise<void> {
  if (bytes.length === 0 || !to.writable || to.write(bytes)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      to.off('drain', done).off('close', done);
      resolve();
    };
    to.on('drain', done).on('close', done);
  });
}
