import type { Socket } from 'node:net';

/**
 * Cuts a connection off. One whose own half is being closed can't be reset: libuv refuses (UV_EINVAL), and Node.js then forgets the
 * socket without closing it.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
