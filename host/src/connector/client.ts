import {
  type BatchFrame,
  ConnectorError,
  type FrameTap,
  HostChannel,
  handshake,
  type HostMessage,
  type Received,
  type Stats,
  type Welcome,
} from '@rapidbyte/connector';
import type { ProcessPeak } from '../engine/types.ts';
import { explanationDelayMs, handshakeTimeoutMs } from './deadlines.ts';
import { type Blame, cancelledError, errorDetails, PipelineError } from './error.ts';
import { explainFailure, type Occupation, silenceError } from './explain.ts';
import { hostIdentity } from './identity.ts';
import { ConnectorProcess, type SpawnOptions } from './process.ts';
import { type Answer, type AnswerTo, type Expected, Requests } from './requests.ts';
import { type SessionHandler, Sessions } from './sessions.ts';
import { SilenceWatch } from './silence.ts';
import { type Rung, stopDelayMs, within } from './terminate.ts';
import { violation } from './violation.ts';

export interface ClientOptions extends SpawnOptions {
  readonly side: 'source' | 'destination';
  /** Takes whatever connector it is: its role does not matter. */
  readonly anyRole?: boolean;
  /** The host's limit; the connector may lower it. */
  readonly maxFrameBytes: number;
  readonly capabilities: readonly string[];
  /** Sees every frame of the process. */
  readonly tap?: ((pid: number) => FrameTap) | undefined;
  /** Cancels every wait for an answer; the process is then the caller's to close. */
  readonly signal: AbortSignal;
}

export type { SessionHandler, SessionMessage } from './sessions.ts';

/**
 * One connector process: requests, one at a time, and sessions beside them. Whatever goes wrong with the process ends
 * in one PipelineError, which every wait for it gets (Invariant 7).
 */
export class ConnectorClient {
  readonly side: 'source' | 'destination';
  readonly process: ConnectorProcess;
  /** Resolves when the process has failed; never rejects. */
  readonly failed: Promise<PipelineError>;
  readonly #options: ClientOptions;
  readonly #channel: HostChannel;
  readonly #silence = new SilenceWatch((limitMs) => this.#fail(silenceError(limitMs, this.#occupation())));
  readonly #requests: Requests;
  readonly #sessions = new Sessions(this.#silence);
  #settleFailed!: (error: PipelineError) => void;
  #welcome: Welcome | null = null;
  #failure: PipelineError | null = null;
  #failing = false;
  #closing = false;
  #peak = { cpuMs: 0, memoryBytes: 0 };
  #memoryBytes = 0;

  /** Starts the process; `shakeHands` comes next. @throws PipelineError */
  static async spawn(options: ClientOptions): Promise<ConnectorClient> {
    return new ConnectorClient(await ConnectorProcess.spawn(options), options);
  }

  private constructor(process: ConnectorProcess, options: ClientOptions) {
    const { stdout: readable, stdin: writable, receivePool: pool } = process;
    this.side = options.side;
    this.process = process;
    this.#options = options;
    const tap = options.tap?.(process.pid);
    this.#channel = new HostChannel({ readable, writable, pool, tap, maxFrameBytes: options.maxFrameBytes });
    this.#requests = new Requests((message) => this.send(message), this.#silence, options.signal);
    this.failed = new Promise((resolve) => {
      this.#settleFailed = resolve;
    });
    void this.#closeOutputAfterExit();
  }

  get name(): string {
    return this.#welcome?.connector.name ?? this.#options.connector.use;
  }

  get welcome(): Welcome {
    if (this.#welcome === null) throw new Error('No handshake yet');
    return this.#welcome;
  }

  /** Of a message in either direction, as agreed in the handshake. */
  get maxFrameBytes(): number {
    return this.#channel.maxFrameBytes;
  }

  /** True if a request could be sent now. */
  get idle(): boolean {
    return !this.#failing && !this.#closing && this.#requests.pending === null;
  }

  /** False once the process has failed, or is being closed. */
  get isAlive(): boolean {
    return !this.#failing && !this.#closing;
  }

  /** It has ended, or was given up, before it was asked to. */
  get hasFailed(): boolean {
    return this.#failing;
  }

  get peak(): ProcessPeak {
    return { side: this.side, connector: this.name, pid: this.process.pid, ...this.#peak };
  }

  /** As its last Stats said; 0 before the first, and once it has ended. */
  get memoryBytes(): number {
    return this.process.exit === null ? this.#memoryBytes : 0;
  }

  /** Names this connector in an error of its making. */
  blame(): Blame {
    return { side: this.side, connector: this.name, exit: this.process.exit ?? undefined };
  }

  /** Agrees on version and limits. @throws PipelineError; the process is then the caller's to close */
  async shakeHands(): Promise<void> {
    const { signal, maxFrameBytes, capabilities } = this.#options;
    const heard = this.#silence.expect(handshakeTimeoutMs);
    const settled = new AbortController();
    const cancelled = new Promise<PipelineError>((resolve) => {
      const cancel = (): void => resolve(cancelledError('Cancelled during the handshake'));
      signal.addEventListener('abort', cancel, { signal: settled.signal });
    });
    const welcome = handshake(this.#channel, { host: hostIdentity, maxFrameBytes, capabilities });
    welcome.catch((error: unknown) => this.#fail(error));
    try {
      // A failed handshake is explained before it is thrown.
      const answer = await Promise.race([welcome.catch(() => this.failed), this.failed, cancelled]);
      if (answer instanceof PipelineError) throw answer;
      this.#welcome = answer;
      this.#checkRole(answer);
    } finally {
      heard();
      settled.abort();
    }
    void this.#readAll();
  }

  /** Sends a request and waits for all of its answers. @throws PipelineError */
  request<Type extends Answer['type']>(message: HostMessage, expected: Expected<Type>): Promise<AnswerTo<Type>[]> {
    return this.#failure === null ? this.#requests.send(message, expected) : Promise.reject(this.#failure);
  }

  /** Sends Open; from now on `handler` gets what belongs to the session, its Opened first. */
  open(message: Extract<HostMessage, { readonly type: 'open' }>, handler: SessionHandler): void {
    if (this.#failure !== null) return handler.failed(this.#failure);
    this.#sessions.add(message.session, handler);
    this.send(message);
  }

  /** The connector has said its last word in the session, and owes no sign of life for it any more. */
  expectNothing(session: number): void {
    this.#sessions.expectNothing(session);
  }

  /** The session has ended on both sides: whatever still comes for it is a fault of the connector. */
  forgetSession(session: number): void {
    this.#sessions.delete(session);
  }

  /** Drops the session's uncommitted work. Its frames may still come until the process ends. */
  abortSession(session: number, reason: string): void {
    this.expectNothing(session);
    if (this.#failing || this.#closing || this.#sessions.handler(session) === undefined) return;
    this.send({ type: 'stop', session, deadlineMs: stopDelayMs, reason, abort: true });
  }

  /** Sends without waiting; a failure to send is a failure of the process. */
  send(message: HostMessage): void {
    this.#channel.send(message).catch((error: unknown) => this.#failedToWrite(error));
  }

  /** Passes a batch on as it came. Resolves when it has left the host; never rejects: a failure is one of the process. */
  async forward(frame: BatchFrame): Promise<void> {
    try {
      await this.#channel.forward(frame);
    } catch (error) {
      await this.#failedToWrite(error);
    }
  }

  /** Asks the process to end, and ends it if it does not. Never rejects. */
  async close(): Promise<void> {
    const asked = this.process.exit === null && !this.#failing;
    if (asked && !this.#closing) {
      this.#closing = true;
      this.send({ type: 'close' });
    }
    await this.#terminate(asked ? 'stop' : 'sigterm');
  }

  async #terminate(from: Rung): Promise<void> {
    this.#closing = true;
    this.#silence.stop();
    const closed = cancelledError(`The ${this.side} connector is closed`);
    this.#requests.fail(closed);
    this.#sessions.failAll(closed);
    await this.process.terminate(from);
  }

  // --- What the process sends -----------------------------------------------------------------

  async #readAll(): Promise<void> {
    try {
      while (!this.#failing) {
        const received = await this.#channel.receive();
        if (received === null) return this.#fail(null);
        this.#silence.heard();
        this.#dispatch(received);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #dispatch(received: Received): void {
    if (received.kind === 'batch') {
      return this.#session(received.frame.header.session, 'batch').batch(received.frame);
    }
    const { message } = received;
    if (message.type === 'error') return this.#error(message.session, new ConnectorError(message.error));
    if (message.type === 'stats') return this.#stats(message);
    if ('session' in message) return this.#session(message.session, message.type).message(message);
    if (this.#requests.take(message)) return;
    const { pending } = this.#requests;
    const awaited = pending === null ? 'nothing was asked' : `it was asked to ${pending}`;
    throw violation('unexpected_message', `It sent "${message.type}" when ${awaited}`);
  }

  #session(id: number, type: string): SessionHandler {
    const handler = this.#sessions.handler(id);
    if (handler !== undefined) return handler;
    throw violation('unknown_session', `It sent "${type}" for session ${id}, which is not open`);
  }

  #stats(stats: Stats): void {
    this.#memoryBytes = stats.memoryBytes;
    this.#peak.cpuMs = Math.max(this.#peak.cpuMs, stats.cpuMs);
    this.#peak.memoryBytes = Math.max(this.#peak.memoryBytes, stats.memoryBytes);
    // Those of session 0 are a sign of life alone, and the last ones of a session may come after its end.
    this.#sessions.handler(stats.session)?.stats(stats);
  }

  #error(session: number, error: ConnectorError): void {
    const path = error.path === undefined || error.path === '' ? {} : { path: `${this.side}.config.${error.path}` };
    const failure = new PipelineError({ ...errorDetails(error), ...path, ...this.blame(), cause: error });
    const handler = this.#sessions.handler(session);
    if (handler !== undefined) {
      this.forgetSession(session);
      handler.failed(failure);
    } else if (session === 0 && !this.#requests.fail(failure)) {
      this.#fail(error);
    }
    // Else: the session has ended meanwhile, and the two have crossed on their way.
  }

  // --- How it fails ---------------------------------------------------------------------------

  /** The first cause counts; `null` is an end of its output without a reason. */
  #fail(cause: unknown): void {
    if (this.#failing || this.#closing) return;
    const occupation = this.#occupation();
    this.#failing = true;
    this.#silence.stop();
    void this.#announceFailure(cause, occupation);
  }

  async #announceFailure(cause: unknown, occupation: Occupation): Promise<void> {
    const error = await explainFailure(cause, this, occupation);
    this.#failure = error;
    this.#requests.fail(error);
    this.#sessions.failAll(error);
    this.#settleFailed(error);
  }

  #occupation(): Occupation {
    return { shaken: this.#welcome !== null, request: this.#requests.pending, session: this.#sessions.any };
  }

  /** Its output, which ends soon if its process does, explains more than a broken pipe. */
  async #failedToWrite(error: unknown): Promise<void> {
    if (this.#closing) return;
    const explained = await within(this.failed, 2 * explanationDelayMs);
    if (explained === null) this.#fail(error);
  }

  /** A descendant that has left the process group may hold stdout open for as long as it likes. */
  async #closeOutputAfterExit(): Promise<void> {
    const { exited, stdout } = this.process;
    const closed = new Promise((resolve) => stdout.once('close', resolve));
    await exited;
    // What it has said last may be unread still, where a batch waits for the other side.
    await within(closed, explanationDelayMs);
    stdout.destroy();
  }

  #checkRole({ connector, roles }: Welcome): void {
    if (this.#options.anyRole === true || roles.includes(this.side)) return;
    throw new PipelineError({
      category: 'config',
      code: 'wrong_role',
      message: `"${connector.name}" cannot be used as a ${this.side}: it is a ${roles.join(' and a ') || 'connector without a role'}`,
      path: `${this.side}.use`,
      hint: `Name a ${this.side} connector; \`rapidbyte connectors\` lists those that are found.`,
      ...this.blame(),
    });
  }
}
