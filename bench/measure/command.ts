import { spawn } from 'node:child_process';
import { commandLine, children, cpuTimes, peakBytes } from '../../test/support/proc.ts';

/** Reading three processes takes 0.2 ms; what one does after its last sample is in the total only. */
const sampleIntervalMs = 50;

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Its process group is killed after it. */
  readonly timeoutMs: number;
}

export interface ProcessUse {
  readonly commandLine: string;
  /** Up to its last sample. */
  readonly cpuSeconds: number;
  /** Peak resident memory. */
  readonly memoryBytes: number;
}

export interface CommandUse {
  /** From the spawn to the exit of the command itself. */
  readonly seconds: number;
  /** All of its processes, exactly. */
  readonly cpuSeconds: number;
  /** Every process that was seen running, the command's own first. */
  readonly processes: readonly ProcessUse[];
  readonly stdout: string;
  readonly stderr: string;
}

/** It has ended, but not well. */
export class CommandFailure extends Error {
  /** In a line: the first that it said, or how it ended. */
  readonly reason: string;

  constructor(command: string, status: string, { stdout, stderr }: { stdout: string; stderr: string }) {
    super(`${command}\nended with ${status}:\n${stderr}${stdout}`);
    this.reason =
      stderr
        .trim()
        .split('\n')[0]
        ?.replace(/^error: /, '') || `it ended with ${status}`;
  }
}

/**
 * Runs a command to its end. Nothing else may be started and waited for by this process meanwhile: the CPU time is what
 * the kernel adds to our own account for children waited for.
 *
 * @throws {CommandFailure} with its output if it fails or outlasts its time
 */
export async function measureCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandUse> {
  const cpuBefore = cpuTimes('self')?.ended ?? 0;
  const start = performance.now();
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const sampler = new Sampler();
  const sampling = setInterval(() => pid !== undefined && sampler.sample(pid), sampleIntervalMs);
  const timeout = setTimeout(() => pid !== undefined && process.kill(-pid, 'SIGKILL'), options.timeoutMs);
  try {
    const closed = new Promise((resolve) => child.once('close', resolve));
    const status = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(signal ?? String(code)));
    });
    const seconds = (performance.now() - start) / 1000;
    const cpuSeconds = (cpuTimes('self')?.ended ?? 0) - cpuBefore;
    await closed;
    if (status !== '0') throw new CommandFailure([file, ...args].join(' '), status, output);
    return { seconds, cpuSeconds, processes: sampler.processes(), ...output };
  } finally {
    clearInterval(sampling);
    clearTimeout(timeout);
  }
}

class Sampler {
  readonly #seen = new Map<number, { commandLine: string; cpuSeconds: number; memoryBytes: number }>();

  sample(pid: number): void {
    const times = cpuTimes(pid);
    const memoryBytes = peakBytes(pid);
    // A process that ended but was not waited for has no memory any more; what it had is in an earlier sample.
    if (times !== null && memoryBytes !== null) {
      // Read anew each time: between fork and exec it is the parent's.
      this.#seen.set(pid, { commandLine: commandLine(pid), cpuSeconds: times.own, memoryBytes });
    }
    for (const child of children(pid)) this.sample(child);
  }

  processes(): ProcessUse[] {
    return [...this.#seen.values()];
  }
}
