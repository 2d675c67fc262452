import type { Socket } from 'node:net';
import { pass } from '../relay.ts';
import { backendPid, MessageCutter, startupKind, statementText, type WireMessage } from './messages.ts';
import { login, nameInContext, normalise } from './statement.ts';
import { resetSocket } from '../../support/reset-socket.ts';

/** A statement of one connection, from its first message to ReadyForQuery. */
export interface Statement {
  readonly text: string;
  /** 1: the first one of this text, over all connections. */
  readonly occurrence: number;
}

export type Moment = 'before' | 'during' | 'after';

/** What becomes of the message at which a fault came. */
export type Fate = 'passes' | 'dropped';

export interface Script {
  /** Refuse TLS, so that statements can be read; or let it through, and read nothing after. */
  readonly tls: 'refuse' | 'pass';
  began(text: string): Statement;
  /** True where something is to happen at that moment of the statement. */
  isDue(statement: Statement, moment: Moment): boolean;
  happen(connection: ProxiedConnection): Promise<Fate>;
}

/** Messages by which a server ends a statement: CommandComplete, EmptyQueryResponse, ErrorResponse, ReadyForQuery. */
const endings: ReadonlySet<string> = new Set(['C', 'I', 'E', 'Z']);

/** One connection through the proxy: both directions are cut into messages, and passed on whole. */
export class ProxiedConnection {
  readonly client: Socket;
  readonly server: Socket;
  /** The backend's process; undefined before the login. */
  pid: number | undefined;
  readonly #script: Script;
  readonly #fromClient = new MessageCutter('startup');
  readonly #fromServer = new MessageCutter('message');
  #statement: Statement | null = null;
  /** The text of the one before. */
  #previous = '';
  /** The end of a statement at which something is to happen: the client learns of it afterwards, or never. */
  #held: Buffer[] | null = null;
  #isOpaque = false;
  #hasCopied = false;
  #gate: Promise<void> = Promise.resolve();
  #clientIsDeaf = false;

  constructor(client: Socket, server: Socket, script: Script) {
    this.client = client;
    this.server = server;
    this.#script = script;
    void this.#pump(client, server, this.#fromClient, (message) => this.#clientSays(message));
    void this.#pump(server, client, this.#fromServer, (message) => this.#serverSays(message));
  }

  /** Nothing passes in either direction until `open` resolves, ends of connections neither. */
  async stall(open: Promise<void>): Promise<void> {
    this.#gate = open;
    await open;
  }

  /** Both ends see the connection reset. */
  reset(): void {
    resetSocket(this.client);
    resetSocket(this.server);
  }

  /** Closes one direction: towards the client, which hears nothing more, or towards the server. */
  halfClose(towards: 'client' | 'server'): void {
    if (towards === 'client') this.#clientIsDeaf = true;
    (towards === 'client' ? this.client : this.server).end();
  }

  async #pump(
    from: Socket,
    to: Socket,
    cutter: MessageCutter,
    take: (message: WireMessage) => Promise<void>,
  ): Promise<void> {
    to.on('error', () => from.destroy());
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        cutter.push(chunk);
        for (let message = this.#next(cutter); message !== null; message = this.#next(cutter)) {
          await this.#gate;
          await take(message);
        }
      }
      await this.#gate;
      await pass(to, cutter.rest());
      if (to.writable) to.end();
    } catch {
      to.destroy();
    }
  }

  #next(cutter: MessageCutter): WireMessage | null {
    if (!this.#isOpaque) return cutter.next();
    const bytes = cutter.rest();
    return bytes.length === 0 ? null : { type: 'raw', bytes };
  }

  async #clientSays(message: WireMessage): Promise<void> {
    if (message.type === 'startup') return this.#startup(message);
    if (message.type === 'Q' || message.type === 'P') {
      if (!(await this.#begins(normalise(statementText(message))))) return;
    } else if (message.type === 'd' && !(await this.#copies())) return;
    await pass(this.server, message.bytes);
  }

  async #startup({ bytes }: WireMessage): Promise<void> {
    const kind = startupKind(bytes);
    if (kind === 'encryption' && this.#script.tls === 'refuse') return pass(this.client, Buffer.from('N'));
    if (kind === 'encryption') this.#fromServer.expect('byte');
    if (kind === 'cancel') this.#isOpaque = true;
    if (kind === 'session') {
      this.#fromClient.expect('message');
      if (!(await this.#begins(login))) return;
    }
    await pass(this.server, bytes);
  }

  async #serverSays(message: WireMessage): Promise<void> {
    const { type, bytes } = message;
    if (type === 'raw' && !this.#isOpaque) {
      // The answer to SSLRequest: S, or N and the client goes on without.
      this.#fromServer.expect('message');
      this.#isOpaque = bytes.toString() === 'S';
    }
    if (type === 'K') this.pid = backendPid(message);
    if (type === 'd' && !(await this.#copies())) return;
    if (endings.has(type) && this.#isDue('after')) this.#held ??= [];
    if (this.#held === null) {
      if (type === 'Z') this.#statement = null;
      return this.#toClient(bytes);
    }
    this.#held.push(bytes);
    if (type === 'Z') await this.#ends(this.#held);
  }

  async #begins(text: string): Promise<boolean> {
    this.#statement = this.#script.began(nameInContext(text, this.#previous));
    this.#previous = text;
    this.#hasCopied = false;
    return !this.#isDue('before') || (await this.#script.happen(this)) === 'passes';
  }

  /** At the first CopyData of a statement. */
  async #copies(): Promise<boolean> {
    const isFirst = !this.#hasCopied;
    this.#hasCopied = true;
    return !isFirst || !this.#isDue('during') || (await this.#script.happen(this)) === 'passes';
  }

  async #ends(held: readonly Buffer[]): Promise<void> {
    const fate = await this.#script.happen(this);
    this.#held = null;
    this.#statement = null;
    if (fate === 'passes') for (const bytes of held) await this.#toClient(bytes);
  }

  #isDue(moment: Moment): boolean {
    return this.#statement !== null && this.#script.isDue(this.#statement, moment);
  }

  async #toClient(bytes: Buffer): Promise<void> {
    if (!this.#clientIsDeaf) await pass(this.client, bytes);
  }
}
