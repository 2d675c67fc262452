import { ConnectorError } from '../error.ts';
import type { BatchHeader, HostMessage } from '../model/message.ts';
import { BufferPool } from '../wire/buffer-pool.ts';
import type { ConnectorChannel } from '../wire/connector-channel.ts';
import { hostMessage } from '../wire/decode/message.ts';
import type { FrameReceiver } from '../wire/frame-assembler.ts';
import { protocolError } from '../wire/malformed.ts';
import type { Destination } from './destination.ts';
import { log } from './log.ts';
import { RequestHandler, type Request } from './requests.ts';
import type { SessionHost } from './session.ts';
import type { Source } from './source.ts';
import { Sessions } from './sessions.ts';
import { type SessionFigures, StatsReporter } from './stats.ts';
import { welcomeTo } from './welcome.ts';

export interface Connector {
  readonly source?: Source;
  readonly destination?: Destination;
}

/** After this, what an author has not released is left to the operating system. */
const releaseDeadlineMs = 5_000;

/** Time that the last messages get to leave, where the host may have stopped reading. */
const flushDeadlineMs = 1_000;

/** Stats of session 0, while a request takes long: the process's own figures, and the sign of life. */
const noFigures: SessionFigures = {
  rows: 0,
  bytes: 0,
  waitReadMs: 0,
  waitCreditMs: 0,
  waitWriteMs: 0,
  waitFlushMs: 0,
  waitInputMs: 0,
};

/** One connector process between its first byte and its exit: what comes in is handed to requests and sessions. */
export class ConnectorProcess implements FrameReceiver, SessionHost {
  /** Resolves with the exit code once everything is released. */
  readonly exit: Promise<number>;
  readonly channel: ConnectorChannel;
  readonly #connector: Connector;
  readonly #pool = new BufferPool();
  #sessions: Sessions | null = null;
  readonly #limit: (maxFrameBytes: number) => void;
  #requests: RequestHandler | null = null;
  #isAnswering = false;
  #nextRequest: Request | null = null;
  #isEnding = false;
  #resolveExit: (code: number) => void = () => {};

  /** @param limit is told the agreed limit of a frame, for the input */
  constructor(connector: Connector, channel: ConnectorChannel, limit: (maxFrameBytes: number) => void) {
    this.#connector = connector;
    this.channel = channel;
    this.#limit = limit;
    this.exit = new Promise((resolve) => (this.#resolveExit = resolve));
  }

  allocate(bytes: number): Uint8Array {
    return this.#pool.take(bytes);
  }

  recycle(bytes: Uint8Array): void {
    this.#pool.give(bytes);
  }

  message(bytes: Uint8Array): void {
    if (this.#isEnding) return;
    const message = hostMessage(bytes);
    if (this.#requests === null || this.#sessions === null) this.#hello(message);
    else this.#dispatch(message, this.#requests, this.#sessions);
  }

  batch(header: BatchHeader, arrowIpc: Uint8Array): void {
    const { streamIndex, sequence, schemaEpoch, rows } = header;
    if (this.#sessions === null) throw protocolError('unexpected_message', 'a batch came before hello');
    this.#sessions.data(header.session, { type: 'batch', streamIndex, sequence, schemaEpoch, rows, arrowIpc });
  }

  /** The input has ended; without Close before, the host is gone. */
  inputEnded(): void {
    if (this.#isEnding) return;
    log('error', 'the host has closed the input without Close');
    void this.end(1, 'the host is gone');
  }

  fatal(error: ConnectorError): void {
    if (this.#isEnding) return;
    this.report(0, error);
    void this.end(1, error.message);
  }

  report(session: number, error: ConnectorError): void {
    const { code, category, message } = error;
    // The host shows what it is sent; the stack is for the author.
    if (category === 'internal' || session < 0) log('error', message, { code, session, stack: stackOf(error) });
    // -1: a failure while releasing, which nobody waits for.
    if (session < 0 || (this.#isEnding && session > 0)) return;
    this.channel.send({ type: 'error', session, error: error.details() }).catch(() => {});
  }

  /** Aborts what is open, releases everything, and lets `exit` resolve; bounded (Invariant 7). */
  async end(code: number, reason: string): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    await withDeadline(this.#release(reason), releaseDeadlineMs);
    await withDeadline(this.channel.flush(), flushDeadlineMs);
    this.#resolveExit(code);
  }

  async #release(reason: string): Promise<void> {
    await this.#sessions?.end(reason);
    const { source, destination } = this.#connector;
    for (const part of [source, destination]) {
      await part?.close?.().catch((error: unknown) => this.report(-1, ConnectorError.from(error)));
    }
  }

  #hello(message: HostMessage): void {
    if (message.type !== 'hello') throw protocolError('unexpected_message', `${message.type} came before hello`);
    const welcome = welcomeTo(message, this.#connector);
    const { source, destination } = this.#connector;
    this.#requests = new RequestHandler(source, destination, message.capabilities, (error) => this.fatal(error));
    this.#sessions = new Sessions(this, welcome.maxOpenUnits);
    const maxFrameBytes = Math.min(message.maxFrameBytes, welcome.maxFrameBytes);
    this.channel.maxFrameBytes = maxFrameBytes;
    this.#limit(maxFrameBytes);
    this.#send({ type: 'welcome', ...welcome });
  }

  #dispatch(message: HostMessage, requests: RequestHandler, sessions: Sessions): void {
    switch (message.type) {
      case 'hello':
        throw protocolError('unexpected_message', 'a second hello');
      case 'stream_schema':
      case 'checkpoint':
      case 'done':
        sessions.data(message.session, message);
        break;
      case 'open':
        void sessions.open(message, requests.active);
        break;
      case 'credit':
      case 'ack':
        sessions.signal(message);
        break;
      case 'stop':
        sessions.stop(message);
        break;
      case 'close':
        void this.end(0, 'the host has closed the process');
        break;
      default:
        void this.#answer(message, requests);
    }
  }

  async #answer(request: Request, requests: RequestHandler): Promise<void> {
    if (this.#isAnswering) {
      // The host may be quicker than the end of our last write. More than one ahead is an error of its.
      if (this.#nextRequest === null) this.#nextRequest = request;
      else this.fatal(protocolError('unexpected_message', `${request.type} while two requests are not yet answered`));
      return;
    }
    this.#isAnswering = true;
    const signsOfLife = new StatsReporter(0, this, () => noFigures);
    try {
      for await (const answer of requests.answer(request)) await this.channel.send(answer);
    } catch (error) {
      this.report(0, ConnectorError.from(error));
    } finally {
      signsOfLife.stop();
      this.#isAnswering = false;
    }
    const next = this.#nextRequest;
    this.#nextRequest = null;
    if (next !== null && !this.#isEnding) await this.#answer(next, requests);
  }

  #send(message: Parameters<ConnectorChannel['send']>[0]): void {
    this.channel.send(message).catch((error: unknown) => this.fatal(ConnectorError.from(error)));
  }
}

/** The stack of the first cause: where it went wrong, not where it was translated. */
function stackOf(error: Error): string | undefined {
  return error.cause instanceof Error ? stackOf(error.cause) : error.stack;
}

async function withDeadline(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
