import { type ChildProcess, spawn } from 'node:child_process';
import type { HostMessage } from '../../model/message.ts';
import { hostFrame } from '../../wire/encode/message.ts';
import { defaultMaxFrameBytes } from '../../wire/limits.ts';
import { type Heard, OutputRecorder } from './output.ts';

export interface SubjectOptions {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How one request was answered. */
export interface RequestWait {
  readonly request: string;
  readonly tookMs: number;
  /** Between two signs of life (Stats with session 0), from the request to its answer. */
  readonly longestSilenceMs: number;
}

/** After its exit: what it has started may need as long to notice. */
const lingerMs = 300;

/** After Close. What has not ended by then is killed, and judged by the clauses that look at endings. */
const politeMs = 700;

/** What is kept of the logs of one process. */
const maxStderrBytes = 4 * 1024 * 1024;

/**
 * One process of the connector under test, leader of a process group of its own. Everything that it sends is recorded;
 * every wait has a deadline and ends at the process's exit. Sending never waits and never throws: a process that does not
 * read any more shows in what it does not answer.
 */
export class Subject {
  /** Resolves a moment after its exit, when it is known whether it has left something behind. */
  readonly ended: Promise<void>;
  /** What Hello and Welcome agreed on. */
  agreedFrameBytes = defaultMaxFrameBytes;
  /** True once a signal was sent to it from here. */
  signalled = false;
  exit: Exit | null = null;
  readonly waits: RequestWait[] = [];
  /** True if something of its process group was still there a moment after its own exit. */
  leftBehind = false;
  readonly #child: ChildProcess;
  readonly #output = new OutputRecorder();
  readonly #wakes = new Set<() => void>();
  #stderr = '';
  #outputEnded = false;

  constructor({ command: [file, ...args], environment, workingDirectory }: SubjectOptions) {
    const child = spawn(file, args, { cwd: workingDirectory, env: environment, detached: true, stdio: 'pipe' });
    this.#child = child;
    addLiving(this);
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      this.#output.push(chunk);
      this.#wake();
    });
    child.stdout.on('close', () => {
      this.#outputEnded = true;
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-maxStderrBytes);
    });
    this.ended = new Promise((resolve) => {
      const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (this.exit !== null) return;
        this.exit = { code, signal };
        removeLiving(this);
        this.#wake();
        // What it has started and left behind ends with it, if a moment later.
        setTimeout(() => {
          const isLeft = this.#signalGroup('SIGKILL');
          this.leftBehind = isLeft && !this.signalled;
          this.#wake();
          resolve();
        }, lingerMs);
      };
      child.once('exit', (code, signal) => {
        // What it said last is still on its way; and who inherited its output may keep that open.
        const settle = (): void => ended(code, signal);
        if (this.#outputEnded) return settle();
        child.stdout.once('close', settle);
        setTimeout(settle, lingerMs);
      });
      child.once('error', () => ended(127, null));
    });
  }

  get heard(): readonly Heard[] {
    return this.#output.heard;
  }

  get fault() {
    return this.#output.fault;
  }

  get greeted(): boolean {
    return this.#output.greeted;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Bytes after the last whole frame. */
  get unfinishedBytes(): number {
    return this.#output.unfinishedBytes;
  }

  send(...messages: readonly HostMessage[]): void {
    for (const message of messages) this.write(hostFrame(message));
  }

  write(bytes: Uint8Array): void {
    if (this.#child.stdin?.writable === true) this.#child.stdin.write(bytes);
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.signalled = true;
    this.#signalGroup(signal);
  }

  /** Ends it as a host does, so that it can release what it holds; then for good. */
  async end(): Promise<void> {
    if (this.exit === null) {
      this.send({ type: 'close' });
      this.endInput();
      await this.exitWithin(politeMs);
    }
    await this.kill();
  }

  /** Ends it for good; resolves when it has exited, at the latest after a second. */
  async kill(): Promise<void> {
    if (this.exit === null) this.signal('SIGKILL');
    await this.until(() => this.exit !== null, 1000);
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Whether the condition holds within the time; looked at whenever something has arrived. */
  async until(condition: () => boolean, milliseconds: number): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    while (!condition()) {
      const left = deadline - performance.now();
      if (left <= 0 || (this.exit !== null && this.#outputEnded)) return condition();
      await this.#change(left);
    }
    return true;
  }

  /** The first frame from `from` on that fits; null if none has come within the time, or none can come any more. */
  async next<Fit extends Heard>(
    fits: (heard: Heard) => heard is Fit,
    from: number,
    milliseconds: number,
  ): Promise<Fit | null> {
    let at = from;
    let found: Fit | null = null;
    await this.until(() => {
      for (; found === null && at < this.heard.length; at++) {
        const heard = this.heard[at];
        if (heard !== undefined && fits(heard)) found = heard;
      }
      return found !== null || this.fault !== null;
    }, milliseconds);
    return found;
  }

  async exitWithin(milliseconds: number): Promise<Exit | null> {
    await this.until(() => this.exit !== null, milliseconds);
    return this.exit;
  }

  /** Why an expected frame did not come, for people. */
  condition(): string {
    if (this.fault !== null) return this.fault.message;
    if (this.exit !== null) {
      const { code, signal } = this.exit;
      return signal === null ? `the process has exited with code ${code}` : `the process was ended by ${signal}`;
    }
    return this.#outputEnded ? 'the process has closed its output' : 'the process is silent';
  }

  #change(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#wakes.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, milliseconds);
      this.#wakes.add(settle);
    });
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
  }

  /** Whether there was anyone to get it. */
  #signalGroup(signal: NodeJS.Signals): boolean {
    if (this.#child.pid === undefined) return false;
    try {
      return process.kill(-this.#child.pid, signal);
    } catch {
      // ESRCH: nobody is left in the group. EPERM: on macOS, only a zombie is left in it.
      return false;
    }
  }
}

/** If the suite's process leaves early, nothing that it has started stays behind. */
const living = new Set<Subject>();

function killAll(): void {
  for (const subject of living) subject.signal('SIGKILL');
}

function addLiving(subject: Subject): void {
  if (living.size === 0) process.once('exit', killAll);
  living.add(subject);
}

function removeLiving(subject: Subject): void {
  living.delete(subject);
  if (living.size === 0) process.off('exit', killAll);
}
