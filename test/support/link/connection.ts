import { connect, type Socket } from 'node:net';
import { Direction } from './direction.ts';
import type { Pace } from './pacing.ts';
import { resetSocket } from '../reset-socket.ts';

export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/**
 * A client's connection, carried to a server: an end is passed on in its turn, an error or a disappearance at once, as
 * one. The client's first byte waits for the round trip that setting up a connection takes.
 */
export function carry(client: Socket, upstream: Upstream, pace: Pace): void {
  const server = connect({ ...upstream, allowHalfOpen: true, noDelay: true });
  const now = performance.now();
  const directions = [
    new Direction(client, server, pace, now + 2 * pace.delayMs),
    new Direction(server, client, pace, now),
  ];
  for (const [socket, other] of [
    [client, server],
    [server, client],
  ] as const) {
    socket.setNoDelay(true);
    // 'close' follows, and is what counts.
    socket.on('error', () => undefined);
    socket.on('close', (hadError: boolean) => {
      // Both of its ends are over: what it said is still under way.
      if (!hadError && socket.readableEnded) return;
      for (const direction of directions) direction.stop();
      resetSocket(other);
    });
  }
}
