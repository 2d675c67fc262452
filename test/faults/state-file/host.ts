import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunResult } from '../../../host/src/engine/types.ts';
import type { StateFault } from './journal.ts';

/** What the program of a host is told. */
export interface HostOrder {
  readonly document: object;
  readonly stateFile: string;
  readonly fault?: StateFault;
  readonly takeOver: boolean;
}

/** What it tells: one of these a line. */
export type HostReport =
  { readonly call: string } | { readonly fired: true } | { readonly spawned: number } | { readonly result: RunResult };

export interface HostOutcome {
  /** null: it was killed. */
  readonly result: RunResult | null;
  /** Writes into the state file, in their order. */
  readonly calls: readonly string[];
  readonly fired: boolean;
  /** Processes that it has started: each leads a group. */
  readonly spawned: readonly number[];
}

/** Runs a pipeline in a process of its own. @param signal ends that process by SIGKILL */
export async function runHost(order: HostOrder, signal: AbortSignal): Promise<HostOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-host-'));
  const file = join(folder, 'order.json');
  writeFileSync(file, JSON.stringify(order));
  const program = join(import.meta.dirname, 'host.program.ts');
  const host = spawn(process.execPath, ['--conditions=rapidbyte-source', program, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  host.once('error', () => {});
  let stderr = '';
  host.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<{ readonly code: number | null }>((resolve) => {
    host.once('close', (code: number | null) => resolve({ code }));
  });
  const outcome = { result: null as RunResult | null, calls: [] as string[], fired: false, spawned: [] as number[] };
  try {
    for await (const line of createInterface({ input: host.stdout })) {
      const report = JSON.parse(line) as HostReport;
      if ('call' in report) outcome.calls.push(report.call);
      else if ('spawned' in report) outcome.spawned.push(report.spawned);
      else if ('fired' in report) outcome.fired = true;
      else outcome.result = report.result;
    }
    const { code } = await ended;
    if (code !== null && outcome.result === null) throw new Error(`the host has given no result: ${stderr}`);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
