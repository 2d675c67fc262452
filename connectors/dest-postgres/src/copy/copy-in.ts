import type { Duplex } from 'node:stream';
import { ConnectorError } from '@rapidbyte/connector';
import type { Client, Connection as WireConnection, Submittable } from 'pg';

/** The part of `pg`'s wire connection that is used here; after TLS is up, `stream` is the TLS socket. */
type CopyConnection = WireConnection & { readonly stream: Duplex; query(text: string): void };

const copyDone = Buffer.from([0x63, 0, 0, 0, 4]);
/** CopyFail with an empty message. */
const copyFail = Buffer.from([0x66, 0, 0, 0, 5, 0]);

/**
 * One `COPY … FROM STDIN` on a `pg` client, below pg-copy-streams: whole CopyData messages are written to the socket
 * as they are, and a buffer is free again when the socket has taken it.
 *
 * Every promise of it also settles when the server refuses the COPY or the connection ends.
 */
export class CopyIn implements Submittable {
  readonly #text: string;
  #connection: CopyConnection | undefined;
  #failure: Error | undefined;
  #rows: number | undefined;
  readonly #ready = Promise.withResolvers<void>();
  readonly #finished = Promise.withResolvers<number>();
  /** Called once, at the first failure, for whoever waits for the socket. */
  #onFailure: ((error: Error) => void) | undefined;

  constructor(text: string) {
    this.#text = text;
    // A failure is also seen by those who never waited for it.
    this.#ready.promise.catch(() => {});
    this.#finished.promise.catch(() => {});
  }

  /** Sends the statement; resolves when the server asks for data. */
  start(client: Client): Promise<void> {
    client.query(this);
    return this.#ready.promise;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  onFailure(callback: (error: Error) => void): void {
    this.#onFailure = callback;
    if (this.#failure !== undefined) callback(this.#failure);
  }

  /** Hands whole CopyData messages to the socket; `taken` is called when their bytes may be changed. */
  write(messages: Uint8Array, taken: () => void): void {
    const { stream } = this.#open();
    if (stream.destroyed) return this.#fail(new Error('the connection is closed'));
    stream.write(messages, (error) => (error ? this.#fail(error) : taken()));
  }

  /** Ends the data; resolves with the rows of the command tag. */
  end(): Promise<number> {
    this.#open().stream.write(copyDone);
    return this.#finished.promise;
  }

  /** Gives the COPY up; resolves when the server is ready for the next statement, or the connection is gone. */
  async cancel(): Promise<void> {
    if (this.#connection !== undefined && this.#failure === undefined && this.#rows === undefined) {
      this.#connection.stream.write(copyFail);
    }
    await this.#finished.promise.catch(() => {});
  }

  #open(): CopyConnection {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#connection === undefined) throw new Error('COPY has not been started');
    return this.#connection;
  }

  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#ready.reject(error);
    this.#finished.reject(error);
    this.#onFailure?.(error);
  }

  // What `pg` calls on the active query.

  submit(connection: WireConnection): void {
    const copyConnection = connection as CopyConnection;
    copyConnection.query(this.#text);
    this.#connection = copyConnection;
  }

  handleCopyInResponse(): void {
    this.#ready.resolve();
  }

  handleCommandComplete(message: { text: string }): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(message.text)?.[1] ?? Number.NaN);
  }

  handleError(error: Error): void {
    this.#fail(error);
  }

  handleReadyForQuery(): void {
    if (this.#rows === undefined) {
      this.#fail(
        new ConnectorError({
          code: 'copy_not_completed',
          category: 'internal',
          message: 'the server ended COPY without a count of rows',
        }),
      );
      return;
    }
    this.#ready.resolve();
    this.#finished.resolve(this.#rows);
  }
}
