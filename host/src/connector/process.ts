import type { Readable, Writable } from 'node:stream';
import type { ReceivePool } from '@rapidbyte/connector';
import { execa } from 'execa';
import type { ProcessExit, Side } from '../engine/types.ts';
import { connectorEnvironment, type ProcessEnvironment } from './environment.ts';
import { PipelineError } from './error.ts';
import { openOutputPipe, type OutputPipe } from './output-pipe.ts';
import type { Redactor } from './redact.ts';
import type { ResolvedConnector } from './resolve.ts';
import { type LogLine, StderrReader } from './stderr.ts';
import { type Rung, terminate, within } from './terminate.ts';

export interface SpawnOptions {
  readonly connector: ResolvedConnector;
  readonly side: Side;
  /** Relative paths in a connector's config start here: the pipeline file's directory. */
  readonly workingDirectory: string;
  readonly environment: ProcessEnvironment;
  readonly redactor: Redactor;
  readonly onLog: (line: LogLine, pid: number) => void;
}

/** One connector process, leader of a process group of its own, so that what it starts ends with it. */
export class ConnectorProcess {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** That stdout's chunks come from. */
  readonly receivePool: ReceivePool;
  readonly stderr: StderrReader;
  readonly exited: Promise<ProcessExit>;
  #exit: ProcessExit | null = null;

  /** @throws PipelineError `connector_not_executable` if the system refuses to run it */
  static async spawn(options: SpawnOptions): Promise<ConnectorProcess> {
    const [file, ...args] = options.connector.command;
    const output = await openOutputPipe();
    const child = execa(file, args, {
      cwd: options.workingDirectory,
      env: connectorEnvironment(options.environment),
      extendEnv: false,
      stdin: 'pipe',
      stdout: output.childEnd,
      stderr: 'pipe',
      buffer: false,
      encoding: 'buffer',
      detached: true,
      cleanup: false,
      reject: false,
    });
    // The child has its own copy: the output ends when the child's is closed.
    output.childEnd.destroy();
    if (child.pid === undefined) {
      output.readable.destroy();
      const { cause, shortMessage } = await child;
      throw new PipelineError({
        category: 'config',
        code: 'connector_not_executable',
        message: `The connector "${options.connector.use}" could not be started: ${options.redactor.text(shortMessage ?? 'no reason given')}`,
        hint: 'Is it built for this machine, and does the interpreter of its first line exist?',
        path: `${options.side}.use`,
        side: options.side,
        cause,
      });
    }
    const { pid, stdin, stderr } = child;
    const exited = new Promise<ProcessExit>((resolve) => {
      child.nodeChildProcess.once('exit', (code, signal) => resolve({ code, signal }));
    });
    return new ConnectorProcess({ pid, stdin, output, stderr, exited }, options);
  }

  private constructor(
    child: { pid: number; stdin: Writable; output: OutputPipe; stderr: Readable; exited: Promise<ProcessExit> },
    options: SpawnOptions,
  ) {
    this.pid = child.pid;
    this.stdin = child.stdin;
    this.stdout = child.output.readable;
    this.receivePool = child.output.pool;
    this.stderr = new StderrReader(child.stderr, options.redactor, (line) => options.onLog(line, this.pid));
    addLiving(this);
    this.exited = child.exited.then((exit) => {
      this.#exit = exit;
      // Whatever it has started and left behind ends with it.
      this.signalGroup('SIGKILL');
      removeLiving(this);
      return exit;
    });
  }

  /** How it ended; null while it lives. */
  get exit(): ProcessExit | null {
    return this.#exit;
  }

  endInput(): void {
    this.stdin.destroy();
  }

  signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // ESRCH: nobody is left in the group. EPERM: on macOS, only a zombie is left in it.
    }
  }

  /** Ends the process by the ladder; resolves when nothing of it is left, at the latest after the last rung. */
  async terminate(from: Rung): Promise<ProcessExit | null> {
    const exit = await terminate(this, from);
    // A descendant outside of the group may hold the pipes' other ends open.
    this.stdin.destroy();
    this.stdout.destroy();
    return exit;
  }

  /** Waits until the process has exited and its last words are read, but not for long. */
  async settle(delayMs: number): Promise<void> {
    await within(Promise.all([this.exited, this.stderr.ended]), delayMs);
  }
}

/** If the host leaves by process.exit or an uncaught error, nothing that it has started stays behind. */
const living = new Set<ConnectorProcess>();

function killAll(): void {
  for (const connector of living) connector.signalGroup('SIGKILL');
}

function addLiving(connector: ConnectorProcess): void {
  if (living.size === 0) process.once('exit', killAll);
  living.add(connector);
}

function removeLiving(connector: ConnectorProcess): void {
  living.delete(connector);
  if (living.size === 0) process.off('exit', killAll);
}
