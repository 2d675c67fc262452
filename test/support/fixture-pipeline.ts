import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WriteMode } from '@rapidbyte/connector';
import type { JsonObject, KnobPin, PipelineConfig, StreamSelection } from '../../host/src/config/types.ts';
import { parseStreamPattern } from '../../host/src/config/stream-name.ts';
import { runPipeline } from '../../host/src/engine/run.ts';
import type { EngineParts } from '../../host/src/engine/context.ts';
import type { EngineOptions } from '../../host/src/engine/options.ts';
import type { RunEvent } from '../../host/src/engine/run-event.ts';
import type { RunResult } from '../../host/src/engine/types.ts';

const connectors = fileURLToPath(new URL('../fixtures/connectors/', import.meta.url));

/** The path of a fixture connector: `generator`, `never-shakes-hands`; an absolute path is one already. */
export function fixtureConnector(name: string): string {
  const file = resolve(connectors, name);
  return existsSync(file) ? file : `${file}.ts`;
}

export interface FixturePipeline {
  readonly source?: string;
  readonly destination?: string;
  readonly sourceConfig?: JsonObject;
  readonly destinationConfig?: JsonObject;
  readonly streams?: readonly string[];
  readonly parallelism?: number | 'auto';
  readonly maxMemoryBytes?: number;
  readonly maxConnections?: number;
  readonly pins?: readonly KnobPin[];
  /** Off if not said: most tests are about something else. */
  readonly autotune?: boolean;
  /** Of every stream: full_refresh if not said. */
  readonly selection?: Partial<StreamSelection>;
  /** `replace` if not said. */
  readonly writeMode?: WriteMode;
  /** Without retries if not said: most tests are about what a failure is, not about what comes after it. */
  readonly resources?: Partial<PipelineConfig['resources']>;
  readonly secrets?: readonly string[];
}

/** A pipeline between two fixture connectors. */
export function fixturePipeline(options: FixturePipeline = {}): PipelineConfig {
  return {
    pipeline: 'fixture',
    source: {
      use: fixtureConnector(options.source ?? 'generator'),
      config: { streams: { numbers: 5000 }, ...options.sourceConfig },
      streams: (options.streams ?? ['demo.*']).map((text, index) => ({
        pattern: parseStreamPattern(text),
        syncMode: 'full_refresh',
        exclude: [],
        ...options.selection,
        path: `source.streams[${index}]`,
      })),
    },
    destination: {
      use: fixtureConnector(options.destination ?? 'counter'),
      config: { ...options.destinationConfig },
      writeMode: options.writeMode ?? 'replace',
    },
    resources: {
      parallelism: options.parallelism ?? 1,
      maxMemoryBytes: options.maxMemoryBytes ?? 2 ** 30,
      ...(options.maxConnections === undefined ? {} : { maxConnections: options.maxConnections }),
      pins: options.pins ?? [],
      autotune: options.autotune ?? false,
      checkpointInterval: { rows: 1_000_000, bytes: 64 * 2 ** 20, milliseconds: 10_000 },
      maxRetries: 0,
      stopTimeoutMs: 10_000,
      ...options.resources,
    },
    secrets: options.secrets ?? [],
    baseDirectory: connectors,
  };
}

export interface FixtureRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  /** What the counter was asked to do: `begin numbers`, `publish numbers 5000`. */
  readonly journal: readonly string[];
  /** Processes of the run that are still there, as `ps` shows them. */
  readonly survivors: readonly string[];
  readonly seconds: number;
}

/** Runs a pipeline between fixture connectors, and looks at what it leaves behind. */
export async function runFixture(
  options: FixturePipeline = {},
  engine: EngineOptions = {},
  parts: Partial<EngineParts> = {},
): Promise<FixtureRun> {
  const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-fixture-'));
  const journal = join(directory, 'journal');
  const events: RunEvent[] = [];
  const startedAt = performance.now();
  try {
    const config = fixturePipeline({ ...options, destinationConfig: { journal, ...options.destinationConfig } });
    const onEvent = (event: RunEvent): void => {
      events.push(event);
      engine.onEvent?.(event);
    };
    const result = await runPipeline(config, { ...engine, onEvent }, parts);
    const seconds = (performance.now() - startedAt) / 1000;
    return { result, events, journal: readLines(journal), survivors: survivors(events), seconds };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Processes that the run has started, and what these have started. */
export function survivors(events: readonly RunEvent[]): readonly string[] {
  return groupMembers(events.flatMap((event) => (event.type === 'connector_spawned' ? [event.pid] : [])));
}

/** The living processes of these process groups, as `ps` shows them. */
export function groupMembers(groups: readonly number[]): readonly string[] {
  const table = execFileSync('ps', ['-A', '-o', 'pgid=,stat=,args='], { encoding: 'utf8' });
  return table.split('\n').filter((line) => {
    const [group = '', state = ''] = line.trim().split(/\s+/);
    return groups.includes(Number(group)) && !state.startsWith('Z');
  });
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n');
  } catch {
    return []; // Nothing was asked.
  }
}
