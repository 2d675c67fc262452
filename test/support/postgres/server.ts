import type { BinariesSource } from './binaries.ts';

export interface ServerOptions {
  /** Embedded (npm's) unless said otherwise; `system` is the oldest PostgreSQL installed on the machine. */
  readonly binaries?: BinariesSource;
  /** false: no fsync, no synchronous commit, no full-page writes. Faster, and what it holds may not survive a crash. */
  readonly durable?: boolean;
  /** Lines of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** TLS with a certificate for 127.0.0.1 and localhost of a CA of its own; `required` refuses connections without. */
  readonly tls?: boolean | 'required';
}

/** What a test needs in order to connect; it can be handed from process to process. */
export interface ServerAddress {
  /** Of the superuser, to the database `postgres` or, on a server from the environment, a database of its own. */
  readonly url: string;
  /** As the server says it: `18.4`. */
  readonly version: string;
  readonly majorVersion: number;
}

export interface PostgresServer extends ServerAddress, AsyncDisposable {
  readonly kind: 'local' | 'container' | 'external';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The postmaster's, while it runs as a process of this machine that we started. */
  readonly pid: number | undefined;
  /** Local servers only. */
  readonly dataDirectory: string | undefined;
  /** Local servers only: what the server logs. */
  readonly logFile: string | undefined;
  /** Local servers only, and where its path is short enough for a socket. */
  readonly socketDirectory: string | undefined;
  /** PEM file of the CA that signed the server's certificate, with `tls`. */
  readonly caFile: string | undefined;
  /** Fast shutdown; everything that the server kept is removed. Safe to repeat. */
  stop(): Promise<void>;
  /** As `pg_ctl stop -m immediate`: no checkpoint, clients are cut off. What it kept stays, for `restart`. */
  stopImmediate(): Promise<void>;
  /** Fast shutdown where it runs, and a start with the same data on the same port. */
  restart(): Promise<void>;
}

/** Something was asked of a server that this kind of server can't do. Tests skip on `whyUnavailable`, before. */
export class ServerUnavailableError extends Error {
  override readonly name = 'ServerUnavailableError';
}

/** Of a superuser's connection; safe within a shell's quotes too, which `encodeURIComponent` alone is not. */
export function serverUrl(host: string, port: number, password: string): string {
  return `postgres://postgres:${encodeURIComponent(password).replaceAll("'", '%27')}@${host}:${port}/postgres`;
}
