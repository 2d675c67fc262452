import { connect, type Connection, type ConnectionConfig } from '@rapidbyte/postgres';
import { createTappedSocket } from './copy/tapped-socket.ts';

/** A connection whose socket a COPY can be read from directly. */
export function connectSource(connection: ConnectionConfig, signal?: AbortSignal): Promise<Connection> {
  return connect(connection, {
    applicationName: 'rapidbyte source',
    // TLS takes the socket over; its own chunks are what is read then.
    createSocket: createTappedSocket,
    ...(signal === undefined ? {} : { signal }),
  });
}
