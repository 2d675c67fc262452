import { Socket } from 'node:net';

/** Takes bytes straight from the kernel, without a stream, an event or an allocation in between. */
export interface SocketSink {
  /** Where the next bytes shall go; at least one byte of room. */
  room(): Uint8Array;
  /** `length` bytes have arrived: in the last `room()`, or in `bytes` where that is another. False: read no more until `resume`. */
  received(bytes: Uint8Array, length: number): boolean;
}

/** `pg` needs little outside of COPY. */
const plainBytes = 16 * 1024;

const sinks = new WeakMap<Socket, SocketSink>();

/**
 * A socket that reads into a fixed buffer (net's `onread`). While no sink is set it emits `data` as any other.
 * Measured: reading costs half the CPU of a stream's chunks.
 */
export function createTappedSocket(): Socket {
  const plain = new Uint8Array(plainBytes);
  const socket: Socket = new Socket({
    onread: {
      buffer: () => sinks.get(socket)?.room() ?? plain,
      callback: (length: number, bytes: Uint8Array): boolean => {
        const sink = sinks.get(socket);
        if (sink !== undefined) return sink.received(bytes, length);
        socket.emit('data', Buffer.copyBytesFrom(bytes, 0, length));
        return true;
      },
    },
  });
  tapped.add(socket);
  return socket;
}

const tapped = new WeakSet<object>();

export function isTappedSocket(stream: object): stream is Socket {
  return tapped.has(stream);
}

/** From the next read on, bytes go to `sink`; undefined: they are emitted again. */
export function setSink(socket: Socket, sink: SocketSink | undefined): void {
  if (sink === undefined) sinks.delete(socket);
  else sinks.set(socket, sink);
}
