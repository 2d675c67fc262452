import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceivePool } from '@rapidbyte/connector';

/** A connector's stdout: what Node makes for a pipe too, a pair of Unix sockets, but read into memory that is reused. */
export interface OutputPipe {
  /** Emits `data` in chunks of `pool`'s memory. */
  readonly readable: Socket;
  readonly pool: ReceivePool;
  /** The end for the child; to be destroyed here once the child has it. */
  readonly childEnd: Socket;
}

/**
 * Opens a pair of connected sockets. Node reads into a given buffer (`onread`) only on sockets that it connects itself, so
 * the pair is made by connecting to a name that nobody else may enter and that is gone at once.
 */
export async function openOutputPipe(): Promise<OutputPipe> {
  const directory = await mkdtemp(join(tmpdir(), 'rb-'));
  const server = createServer({ pauseOnConnect: true });
  try {
    const path = join(directory, 's');
    server.listen(path);
    await once(server, 'listening');
    const pool = new ReceivePool();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const readable: Socket = connect({
      path,
      onread: {
        buffer: () => pool.room(),
        callback: (length) => {
          readable.emit('data', pool.received(length));
          return true;
        },
      },
    });
    // Nothing is read before somebody listens.
    readable.pause();
    const [[childEnd]] = await Promise.all([accepted, once(readable, 'connect')]);
    return { readable, pool, childEnd };
  } finally {
    server.close();
    await rm(directory, { recursive: true, force: true });
  }
}
