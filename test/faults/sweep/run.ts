import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runPipeline } from '../../../host/src/index.ts';
import type { RunEvent } from '../../../host/src/engine/run-event.ts';
import type { RunError, RunResult } from '../../../host/src/engine/types.ts';
import { groupMembers } from '../../support/fixture-pipeline.ts';
import { watchState } from '../state-file/journal.ts';
import { type Mode, tableNames } from './mode.ts';

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly parallelism?: number;
  /** Where another run's connections are still open, which counts as a load under way. */
  readonly takeOver?: boolean;
  /** Where the run is remembered; nowhere if not said. */
  readonly state?: { readonly file: string; readonly onCall?: (name: string) => void };
}

/** Two databases, and the connectors for them. */
export interface Ends {
  readonly source: string;
  readonly destination: string;
  readonly use?: { readonly source?: string; readonly destination?: string };
}

export interface RunOutcome {
  readonly result: RunResult;
  readonly seconds: number;
  /** What made it try again. */
  readonly retried: readonly RunError[];
  /** Processes of the run that are still there. */
  readonly survivors: readonly string[];
}

export const pipelineName = 'sweep';
/** A writer that is in the way is ended after a lock timeout, so a short one makes short cases. */
const lockTimeoutMs = 300;
/** A wrapper's child that was killed with it is there for another moment. */
const deathMs = 2000;
/** The fault comes once; one more is for what it leaves behind. */
const maxRetries = 2;

export function pipelineDocument(mode: Mode, { source, destination, use }: Ends, parallelism = 2): object {
  return {
    version: '1.0',
    pipeline: pipelineName,
    source: {
      use: use?.source ?? 'source-postgres',
      config: { url: source },
      streams: tableNames.map((table) => ({ name: `public.${table}`, ...mode.streams?.[table] })),
    },
    destination: {
      use: use?.destination ?? 'dest-postgres',
      config: { url: destination, lock_timeout_ms: lockTimeoutMs, ...mode.config },
      write_mode: mode.writeMode,
    },
    resources: { parallelism, max_retries: maxRetries, autotune: { enabled: false }, ...mode.resources },
  };
}

/** One run of a mode's pipeline, in this process. */
export async function run(
  mode: Mode,
  ends: Ends,
  { parallelism, state, ...options }: RunOptions = {},
): Promise<RunOutcome> {
  const events: RunEvent[] = [];
  const startedAt = performance.now();
  using watched = state === undefined ? null : watchState(state.file, state);
  const result = await runPipeline(pipelineDocument(mode, ends, parallelism), {
    baseDirectory: join(import.meta.dirname, '../../..'),
    onEvent: (event) => events.push(event),
    ...(watched === null ? {} : { journal: watched.journal }),
    ...options,
  });
  const retried = events.flatMap((event) => (event.type === 'retrying' ? [event.error] : []));
  const seconds = (performance.now() - startedAt) / 1000;
  const spawned = events.flatMap((event) => (event.type === 'connector_spawned' ? [event.pid] : []));
  return { result, seconds, retried, survivors: await whoLives(spawned, deathMs) };
}

/** Processes of these groups that are still there after this time. */
export async function whoLives(groups: readonly number[], withinMs: number): Promise<readonly string[]> {
  for (const until = performance.now() + withinMs; ; await sleep(50)) {
    const left = groupMembers(groups);
    if (left.length === 0 || performance.now() >= until) return left;
  }
}

/** For the runs of one pipeline, which share it. */
export function newStateFile(): Disposable & { readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-state-'));
  return {
    file: join(folder, 'state.db'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
