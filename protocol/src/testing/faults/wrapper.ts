import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { checkFault, type FiredFault, type WrapperOptions } from './fault.ts';
import type { Answered, ErrorAnswer } from './error-answer.ts';
import { FrameCutter } from './frame-cutter.ts';
import { messageName, type Direction } from './message-names.ts';
import { Pipe } from './pipe.ts';

/** What a connector that has ended may still hold open through processes that it has started. */
const lastOutputMs = 3000;
/** How often a wrapper that reads nothing any more looks whether its host is still there. */
const hostWatchMs = 500;
const stdinFd = 0;
const stdoutFd = 1;

/**
 * The whole life of a wrapped connector: starts the real one, passes frames on in both directions as they are, bodies of
 * batches unread, and injects its fault. Ends as the connector ends, by the same code or signal. Stays in its process
 * group, so signals to the group reach both.
 */
export async function wrapConnector(options: WrapperOptions): Promise<never> {
  if (options.fault !== undefined) checkFault(options.fault);
  // Loaded before the first frame, so that nothing is late at the fault; and not at all where it is of another kind.
  const { ErrorAnswer } = options.fault?.kind === 'error' ? await import('./error-answer.ts') : { ErrorAnswer: null };
  const [file, ...parameters] = options.command;
  const child = spawn(file, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.once('error', (error) => {
    process.stderr.write(`the wrapped connector can't be started: ${error.message}\n`);
    process.exit(127);
  });
  const errors = ErrorAnswer === null || options.fault === undefined ? null : new ErrorAnswer(options.fault);
  return new Wrapper(options, child, errors).run();
}

class Wrapper {
  readonly #options: WrapperOptions;
  readonly #child: ChildProcess;
  readonly #errors: ErrorAnswer | null;
  readonly #pipes: Readonly<Record<Direction, Pipe>>;
  /** Messages of the fault's kind so far. */
  #seen = 0;

  constructor(options: WrapperOptions, child: ChildProcess, errors: ErrorAnswer | null) {
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('the connector has no pipes');
    this.#options = options;
    this.#child = child;
    this.#errors = errors;
    const input = new Socket({ fd: stdinFd, readable: true, writable: false });
    const output = new Socket({ fd: stdoutFd, readable: false, writable: true });
    this.#pipes = {
      to_connector: new Pipe(input, stdin, new FrameCutter(false), (frame) => this.#frame('to_connector', frame)),
      to_host: new Pipe(stdout, output, new FrameCutter(true), (frame) => this.#frame('to_host', frame)),
    };
  }

  async run(): Promise<never> {
    // Both reach the group, and so the connector: how it ends is its own affair.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {});
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    void this.#pipes.to_connector.run();
    const drained = this.#pipes.to_host.run();
    const { code, signal } = await exited;
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, lastOutputMs))]);
    if (signal !== null) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
      // The signal arrives at once, if it can.
      await new Promise((resolve) => setTimeout(resolve, lastOutputMs));
    }
    process.exit(code ?? 1);
  }

  async #frame(direction: Direction, frame: Uint8Array): Promise<void> {
    const { fault, trace } = this.#options;
    const name = messageName(direction, frame);
    if (trace !== undefined) appendFileSync(trace, `${direction} ${name}\n`);
    if (this.#errors?.drops(direction, name, frame) === true) {
      if (this.#errors.isDue && direction === 'to_host') await this.#carryOut(this.#errors.due());
      return;
    }
    const isFault = fault?.direction === direction && fault.message === name && ++this.#seen === fault.occurrence;
    if (isFault && fault.when === 'before' && (await this.#inject(name, frame)) === 'dropped') return;
    await this.#pipes[direction].write(frame);
    if (isFault && fault.when === 'after') await this.#inject(name, frame);
  }

  /** What becomes of the message, where the fault comes before it. */
  async #inject(name: string, frame: Uint8Array): Promise<'dropped' | 'passes'> {
    const { fault } = this.#options;
    if (fault === undefined || !this.#fires()) return 'passes';
    const { direction } = fault;
    switch (fault.kind) {
      case 'freeze':
        this.#child.kill('SIGSTOP');
        return 'passes';
      case 'kill':
        this.#halt();
        this.#child.kill('SIGKILL');
        return 'dropped';
      case 'stall':
        this.#halt();
        this.#endWithHost();
        return 'dropped';
      case 'truncate':
        // Half of it must have left before the end does.
        await this.#pipes[direction].write(frame.subarray(0, Math.ceil(frame.length / 2)));
        this.#close(direction);
        return 'dropped';
      case 'half_close':
        this.#close(direction);
        return 'dropped';
      case 'cut':
        this.#close('to_host');
        this.#close('to_connector');
        return 'dropped';
      case 'error':
        if (this.#errors !== null) await this.#carryOut(this.#errors.answer(direction, name, frame));
        return 'dropped';
    }
  }

  /** False where another process has had the fault already. */
  #fires(): boolean {
    const { fault, fired } = this.#options;
    if (fired === undefined || fault === undefined) return true;
    const what: FiredFault = { ...fault, pid: this.#child.pid ?? 0 };
    const written = `${fired}.${process.pid}`;
    try {
      // By name only once it is written: whoever waits for it reads all of it.
      writeFileSync(written, JSON.stringify(what));
      linkSync(written, fired);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(written, { force: true });
    }
  }

  async #carryOut({ toHost, toConnector, ends }: Answered): Promise<void> {
    for (const frame of toHost) await this.#pipes.to_host.write(frame);
    for (const frame of toConnector) await this.#pipes.to_connector.write(frame);
    if (!ends) return;
    this.#child.kill('SIGKILL');
    process.exit(1);
  }

  #halt(): void {
    this.#pipes.to_host.halt();
    this.#pipes.to_connector.halt();
  }

  /** Both ends of one pipe: who writes into it learns of it, and who reads from it. */
  #close(direction: Direction): void {
    this.#pipes[direction].close();
    // Sockets of standard streams do not always close their descriptor.
    try {
      closeSync(direction === 'to_host' ? stdoutFd : stdinFd);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBADF') throw error;
    }
  }

  /** Who reads nothing does not see that its host is gone. */
  #endWithHost(): void {
    const host = process.ppid;
    setInterval(() => {
      if (process.ppid === host) return;
      this.#child.kill('SIGKILL');
      process.exit(1);
    }, hostWatchMs);
  }
}
