import { createConnection, Socket } from 'node:net';
import { ConnectorError } from '@rapidbyte/connector';
import { Client, type ClientConfig } from 'pg';
import { formatServer, type ConnectionConfig } from './connection-config.ts';
import { connectionLost, type ErrorContext, translateError } from './errors.ts';

export interface ConnectOptions {
  /** What pg_stat_activity shows: `rapidbyte source`. */
  readonly applicationName: string;
  /** Gives up, and closes the connection if it is already there. */
  readonly signal?: AbortSignal;
  /** Makes the socket of a connection without TLS, for reading below `pg`. */
  readonly createSocket?: () => Socket;
}

/** A connection after login, with the session settings below in effect. */
export interface Connection {
  readonly client: Client;
  /** For errors; never secret. */
  readonly context: ErrorContext;
  /** Backend process id, to find or end it from another connection. */
  readonly processId: number;
  /** `18.4`, and as server_version_num: 180004. */
  readonly serverVersion: string;
  readonly serverVersionNumber: number;
  /** pg_encoding_to_char(encoding): `UTF8`, `SQL_ASCII`. */
  readonly serverEncoding: string;
  readonly tls: boolean;
  /** False once the connection has ended. */
  readonly alive: boolean;
  /** Asks the server to end the statement that is running, without waiting for it; never throws. */
  cancel(): void;
  /** What a query on this connection has thrown, or any other error, as a ConnectorError. */
  translate(error: unknown, stream?: string): ConnectorError;
  /** Ends the session; never throws, never waits longer than a second. */
  close(): Promise<void>;
}

/** The kernel notices a peer that is gone without a word after about two minutes. */
const keepAliveDelayMs = 30_000;
/** A server that does not take Terminate within this is left to its own. */
const closeTimeoutMs = 1_000;

/**
 * Sent with the login, so that they cost no round trip and no role's default comes before them.
 * search_path: names must not resolve to what a user has put in the way; format_type then qualifies.
 * The output styles make every ::text read the same anywhere. Time-outs of the role do not suit a load.
 */
const sessionSettings: Readonly<Record<string, string>> = {
  search_path: 'pg_catalog',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmloption: 'content',
  standard_conforming_strings: 'on',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
};

/**
 * Connects and logs in.
 *
 * @throws {ConnectorError} what kept it from connecting, with the config key it hangs on
 */
export async function connect(connection: ConnectionConfig, options: ConnectOptions): Promise<Connection> {
  const context: ErrorContext = {
    server: formatServer(connection),
    user: connection.user,
    database: connection.database,
    fromUrl: connection.fromUrl,
  };
  const { mode } = connection.ssl;
  // A Unix socket has no TLS.
  if (mode === 'disable' || connection.host.startsWith('/')) return attempt(connection, options, context, false);
  try {
    return await attempt(connection, options, context, true);
  } catch (error) {
    if (mode === 'prefer' && error instanceof ConnectorError && error.code === 'tls_unavailable') {
      return attempt(connection, options, context, false);
    }
    throw error;
  }
}

async function attempt(
  connection: ConnectionConfig,
  options: ConnectOptions,
  context: ErrorContext,
  tls: boolean,
): Promise<Connection> {
  options.signal?.throwIfAborted();
  const socket = tls || options.createSocket === undefined ? new Socket() : options.createSocket();
  let tlsRefused = false;
  // The answer to SSLRequest is one byte; 'N' means no.
  if (tls) socket.prependOnceListener('data', (answer: Buffer) => (tlsRefused = answer[0] === 0x4e));
  const client = new Client({
    host: connection.host,
    port: connection.port,
    user: connection.user,
    password: () => connection.password ?? passwordMissing(context),
    database: connection.database,
    ssl: tls ? tlsOptions(connection) : false,
    stream: () => socket,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
    application_name: options.applicationName,
    client_encoding: 'UTF8',
  });
  // An idle connection that is ended by its server says so by an event, before its socket is closed.
  let isBroken = false;
  client.on('error', () => {
    isBroken = true;
  });
  const abort = (): void =>
    void socket.destroy(options.signal?.reason instanceof Error ? options.signal.reason : undefined);
  const timeout = setTimeout(() => {
    socket.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
  }, connection.connectTimeoutMs);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    const session = await prepareSession(client);
    return {
      client,
      context,
      tls,
      ...session,
      get alive() {
        return !isBroken && !socket.destroyed && socket.writable;
      },
      cancel: () => sendCancelRequest(connection, client),
      translate: (error, stream) => translate(error, socket, stream === undefined ? context : { ...context, stream }),
      close: () => close(client, socket),
    };
  } catch (error) {
    const translated = translate(error, socket, context);
    socket.destroy();
    options.signal?.throwIfAborted();
    if (tlsRefused) {
      throw new ConnectorError({
        code: 'tls_unavailable',
        category: 'auth',
        message: `the PostgreSQL server ${context.server} does not offer TLS`,
        path: 'ssl',
        hint: 'switch TLS on at the server, or use ssl.mode disable on a network that you trust',
        cause: error,
      });
    }
    throw translated;
  } finally {
    clearTimeout(timeout);
    options.signal?.removeEventListener('abort', abort);
  }
}

async function prepareSession(
  client: Client,
): Promise<Pick<Connection, 'processId' | 'serverVersion' | 'serverVersionNumber' | 'serverEncoding'>> {
  const names = Object.keys(sessionSettings);
  const settings = names.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, false)`);
  const { rows } = await client.query<[number, string, string, string]>({
    text: `SELECT pg_backend_pid(), current_setting('server_version'), current_setting('server_version_num'), current_setting('server_encoding'), ${settings.join(', ')}`,
    values: names.flatMap((name) => [name, sessionSettings[name]]),
    rowMode: 'array',
  });
  const row = rows[0];
  if (row === undefined) throw new Error('the server answered without a row');
  // "18.4 (Debian 18.4-1)"
  return {
    processId: row[0],
    serverVersion: row[1].split(' ')[0] ?? row[1],
    serverVersionNumber: Number(row[2]),
    serverEncoding: row[3],
  };
}

function tlsOptions({ host, ssl }: ConnectionConfig): Exclude<ClientConfig['ssl'], boolean | undefined> {
  const verify = ssl.mode === 'verify-ca' || ssl.mode === 'verify-full';
  return {
    rejectUnauthorized: verify,
    ...(ssl.ca === undefined ? {} : { ca: ssl.ca }),
    ...(ssl.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...(ssl.cert === undefined ? {} : { cert: ssl.cert }),
    ...(ssl.key === undefined ? {} : { key: ssl.key }),
    host,
  };
}

async function close(client: Client, socket: Socket): Promise<void> {
  const timeout = setTimeout(() => socket.destroy(), closeTimeoutMs);
  try {
    await client.end();
  } catch {
    // It was gone already.
  } finally {
    clearTimeout(timeout);
    socket.destroy();
  }
}

/** `pg` reports a connection that ended by an Error without a code; that the socket is closed tells it apart. */
function translate(error: unknown, socket: Socket, context: ErrorContext): ConnectorError {
  const ended = socket.destroyed || socket.readableEnded;
  if (ended && error instanceof Error && !(error instanceof ConnectorError) && !('code' in error)) {
    return connectionLost(context, error);
  }
  return translateError(error, context);
}

function passwordMissing(context: ErrorContext): never {
  throw new ConnectorError({
    code: 'password_missing',
    category: 'auth',
    message: `the PostgreSQL server ${context.server} asks for a password of user ${JSON.stringify(context.user)}, and none is given`,
    path: context.fromUrl === true ? 'url' : 'password',
    hint: 'give the password',
  });
}

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS */
const cancelRequestCode = 80_877_102;

function sendCancelRequest(connection: ConnectionConfig, client: Client): void {
  const { processID, secretKey } = client as Client & { readonly processID?: number; readonly secretKey?: number };
  if (processID === undefined || secretKey === undefined) return;
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(cancelRequestCode, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  const socket = connection.host.startsWith('/')
    ? createConnection(`${connection.host}/.s.PGSQL.${connection.port}`)
    : createConnection(connection.port, connection.host);
  // The server closes it; if it can't be reached, the statement's own connection is closed all the same.
  socket.on('error', () => {});
  socket.setTimeout(closeTimeoutMs, () => socket.destroy());
  socket.end(request);
}
