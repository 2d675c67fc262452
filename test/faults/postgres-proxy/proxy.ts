import { setTimeout as sleep } from 'node:timers/promises';
import { startRelay } from '../relay.ts';
import { type Fate, type Moment, ProxiedConnection, type Script, type Statement } from './connection.ts';

export const statementFaultKinds = [
  /** `kill` of the options is called with the backend's process; the client learns what the server says then. */
  'kill',
  /** Both ends see the connection reset. */
  'reset',
  /** Nothing passes any more, the ends of connections neither, until `release` or `close`. */
  'stall',
  /** The client sees the end of what the server says; what it says itself still arrives. */
  'half_close',
  /** Passes on after a while. */
  'delay',
] as const;

export type StatementFaultKind = (typeof statementFaultKinds)[number];

/** One fault, at one statement. */
export interface StatementFault {
  readonly kind: StatementFaultKind;
  /** As `normalise` writes it, or `login`. */
  readonly statement: string;
  /**
   * Before the server gets it; at the first bytes of its COPY; or after the server has done it, and before the client learns
   * of that.
   */
  readonly when: Moment;
  /** 1: the first one, over all connections. */
  readonly occurrence: number;
}

export interface PostgresProxyOptions {
  /** Of the server; its host and port are replaced. */
  readonly url: string;
  readonly fault?: StatementFault;
  /** For kind `kill`: ends the backend, or the server. */
  readonly kill?: (pid: number) => Promise<void>;
  /** For kind `delay`. */
  readonly delayMs?: number;
  readonly tls?: 'refuse' | 'pass';
}

/** A PostgreSQL server as clients see it through a proxy that reads statements, and injects one fault. */
export interface PostgresProxy extends AsyncDisposable {
  /** The server's, through the proxy. */
  readonly url: string;
  /** What has passed, normalised, in the order of its beginning. */
  readonly statements: readonly string[];
  /** Those of them that have copied rows. */
  readonly copies: ReadonlySet<string>;
  /** Resolves when the fault is injected. */
  readonly fired: Promise<void>;
  readonly hasFired: boolean;
  /** Ends a stall: what was held passes on. */
  release(): void;
  /** Cuts off whoever is still connected. */
  close(): Promise<void>;
}

export async function startPostgresProxy(options: PostgresProxyOptions): Promise<PostgresProxy> {
  const script = new FaultScript(options);
  const relay = await startRelay(options.url, (client, upstream) => {
    void new ProxiedConnection(client, upstream, script);
  });
  const close = (): Promise<void> => {
    // Only then does nothing of a stall pass on.
    const closed = relay.close();
    script.release();
    return closed;
  };
  return {
    url: relay.url,
    statements: script.statements,
    copies: script.copies,
    fired: script.fired,
    get hasFired() {
      return script.hasFired;
    },
    release: () => script.release(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

class FaultScript implements Script {
  readonly tls: 'refuse' | 'pass';
  readonly statements: string[] = [];
  readonly copies = new Set<string>();
  readonly #options: PostgresProxyOptions;
  readonly #counts = new Map<string, number>();
  readonly #fired = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  hasFired = false;

  constructor(options: PostgresProxyOptions) {
    this.#options = options;
    this.tls = options.tls ?? 'refuse';
  }

  get fired(): Promise<void> {
    return this.#fired.promise;
  }

  release(): void {
    this.#released.resolve();
  }

  began(text: string): Statement {
    this.statements.push(text);
    const occurrence = (this.#counts.get(text) ?? 0) + 1;
    this.#counts.set(text, occurrence);
    return { text, occurrence };
  }

  isDue({ text, occurrence }: Statement, moment: Moment): boolean {
    if (moment === 'during') this.copies.add(text);
    const { fault } = this.#options;
    return !this.hasFired && fault?.statement === text && fault.when === moment && fault.occurrence === occurrence;
  }

  async happen(connection: ProxiedConnection): Promise<Fate> {
    this.hasFired = true;
    this.#fired.resolve();
    const { fault, kill, delayMs = 0 } = this.#options;
    switch (fault?.kind) {
      case 'kill':
        await kill?.(connection.pid ?? 0);
        return 'dropped';
      case 'reset':
        connection.reset();
        return 'dropped';
      case 'stall':
        await connection.stall(this.#released.promise);
        return 'passes';
      case 'half_close':
        connection.halfClose('client');
        return 'passes';
      case 'delay':
        await sleep(delayMs);
        return 'passes';
      case undefined:
        return 'passes';
    }
  }
}
