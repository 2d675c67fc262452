import { join } from 'node:path';
import { runPipeline } from '../../../host/src/index.ts';
import type { RunEvent, RunResult } from '../../../host/src/engine/types.ts';
import { survivors } from '../../support/fixture-pipeline.ts';
import { tables, type Mode } from './mode.ts';

/** Two databases, and the connectors for them. */
export interface Ends {
  readonly source: string;
  readonly destination: string;
  readonly use?: { readonly source?: string; readonly destination?: string };
}

export interface RunOutcome {
  readonly result: RunResult;
  readonly seconds: number;
  /** Processes of the run that are still there. */
  readonly survivors: readonly string[];
}

/** A writer that is in the way is ended after a lock timeout, so a short one makes short cases. */
const lockTimeoutMs = 300;

export function pipelineDocument(mode: Mode, { source, destination, use }: Ends, parallelism = 2): object {
  return {
    version: '1.0',
    pipeline: 'sweep',
    source: {
      use: use?.source ?? 'source-postgres',
      config: { url: source },
      streams: Object.keys(tables).map((table) => ({ name: `public.${table}`, ...mode.stream })),
    },
    destination: {
      use: use?.destination ?? 'dest-postgres',
      config: { url: destination, lock_timeout_ms: lockTimeoutMs, ...mode.config },
      write_mode: mode.writeMode,
    },
    resources: { parallelism, autotune: { enabled: false } },
  };
}

/** One run of a mode's pipeline, in this process. */
export async function run(
  mode: Mode,
  ends: Ends,
  { signal, parallelism }: { readonly signal?: AbortSignal; readonly parallelism?: number } = {},
): Promise<RunOutcome> {
  const events: RunEvent[] = [];
  const startedAt = performance.now();
  const result = await runPipeline(pipelineDocument(mode, ends, parallelism), {
    baseDirectory: join(import.meta.dirname, '../../..'),
    onEvent: (event) => events.push(event),
    ...(signal === undefined ? {} : { signal }),
  });
  return { result, seconds: (performance.now() - startedAt) / 1000, survivors: survivors(events) };
}
