/** PostgreSQL's protocol 3 on the wire: https://www.postgresql.org/docs/current/protocol-message-formats.html */

/** One message as it arrived, whole. */
export interface WireMessage {
  /** Its type's letter; `startup` for the client's first ones, which have none; `raw` for the answer to SSLRequest. */
  readonly type: string;
  readonly bytes: Buffer;
}

const sslRequest = 80_877_103;
const gssRequest = 80_877_104;
const cancelRequest = 80_877_102;

/** What a client's first message, which has no type, asks for. */
export function startupKind(bytes: Buffer): 'encryption' | 'cancel' | 'session' {
  const code = bytes.readInt32BE(4);
  if (code === sslRequest || code === gssRequest) return 'encryption';
  return code === cancelRequest ? 'cancel' : 'session';
}

/** Cuts a stream, fed in chunks that may end anywhere, into messages. */
export class MessageCutter {
  #pending: Buffer = Buffer.alloc(0);
  #expects: 'startup' | 'message' | 'byte';

  constructor(expects: 'startup' | 'message') {
    this.#expects = expects;
  }

  /** What comes next; the caller knows from what has come before. */
  expect(what: 'startup' | 'message' | 'byte'): void {
    this.#expects = what;
  }

  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
  }

  /** The next whole message; null while it is incomplete. */
  next(): WireMessage | null {
    if (this.#expects === 'byte') return this.#pending.length < 1 ? null : { type: 'raw', bytes: this.#take(1) };
    const typeBytes = this.#expects === 'startup' ? 0 : 1;
    if (this.#pending.length < typeBytes + 4) return null;
    const length = typeBytes + this.#pending.readInt32BE(typeBytes);
    if (this.#pending.length < length) return null;
    const type = typeBytes === 0 ? 'startup' : String.fromCharCode(this.#pending[0] ?? 0);
    return { type, bytes: this.#take(length) };
  }

  /** What has come of a message that is not whole. */
  rest(): Buffer {
    return this.#take(this.#pending.length);
  }

  #take(bytes: number): Buffer {
    const taken = this.#pending.subarray(0, bytes);
    this.#pending = this.#pending.subarray(bytes);
    return taken;
  }
}

/** The statement in a Query or Parse message. */
export function statementText({ type, bytes }: WireMessage): string {
  // Parse has the name of the prepared statement first.
  const from = type === 'P' ? bytes.indexOf(0, 5) + 1 : 5;
  return bytes.toString('utf8', from, bytes.indexOf(0, from));
}

/** The backend's process id, of BackendKeyData. */
export function backendPid({ bytes }: WireMessage): number {
  return bytes.readInt32BE(5);
}
