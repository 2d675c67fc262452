import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../../host/src/engine/types.ts';

const cli = join(import.meta.dirname, '../../host/bin/rapidbyte.js');

export interface PipelineOutcome {
  /** null: ended by a signal. */
  readonly exitCode: number | null;
  readonly result: RunResult;
  readonly stderr: string;
}

export interface PipelineProcessOptions {
  /** The process group is killed after it, and the promise rejects. */
  readonly timeoutMs: number;
  /** Kills the process group at once; the promise rejects. */
  readonly signal?: AbortSignal;
  /** Called with the host's process once it runs. */
  readonly onStart?: (host: ChildProcess) => void;
}

/**
 * `rapidbyte run FILE --json`, as built, in a process of its own.
 *
 * @throws {Error} if it outlasts its time, is aborted or prints no result document
 */
export async function runPipelineFile(file: string, options: PipelineProcessOptions): Promise<PipelineOutcome> {
  const child = spawn(process.execPath, [cli, 'run', file, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  options.onStart?.(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const stop = AbortSignal.any([AbortSignal.timeout(options.timeoutMs), ...(options.signal ? [options.signal] : [])]);
  stop.addEventListener('abort', () => {
    // The group: what is left of the connectors must not outlive the test.
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && isRunning) process.kill(-child.pid, 'SIGKILL');
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  if (exitCode === null && stop.aborted) {
    const why = options.signal?.aborted ? String(options.signal.reason) : `no end after ${options.timeoutMs} ms`;
    throw new Error(`${why}\n${output.stderr}`);
  }
  return { exitCode, result: parseResult(output), stderr: output.stderr };
}

/** The same for a pipeline that is given as an object (JSON is YAML), in a folder of its own. */
export async function runPipelineDocument(
  document: object,
  options: PipelineProcessOptions = { timeoutMs: 120_000 },
): Promise<PipelineOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'rapidbyte-pipeline-'));
  try {
    const file = join(folder, 'pipeline.yaml');
    await writeFile(file, JSON.stringify(document, null, 2));
    return await runPipelineFile(file, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parseResult(output: { stdout: string; stderr: string }): RunResult {
  try {
    return camelCaseKeys(JSON.parse(output.stdout)) as RunResult;
  } catch (cause) {
    throw new Error(`no result document on stdout: ${output.stdout}\n${output.stderr}`, { cause });
  }
}

/** The document's keys are in snake_case; the library's, and so RunResult's, are not. */
function camelCaseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [camelCase(key), camelCaseKeys(entry)]));
}

function camelCase(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
