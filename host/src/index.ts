/**
 * The library.
 *
 * ```ts
 * import { runPipeline } from 'rapidbyte';
 *
 * const result = await runPipeline('pipeline.yaml', {
 *   signal: AbortSignal.timeout(600_000),
 *   onEvent: (event) => {
 *     if (event.type === 'progress') console.log(event.streams);
 *   },
 * });
 * if (result.status === 'failed') console.error(result.errors[0]);
 * ```
 */
import { resolve } from 'node:path';
import { loadPipeline, loadPipelineObject } from './config/load.ts';
import type { PipelineConfig } from './config/types.ts';
import { checkPipeline as check } from './engine/check.ts';
import { describeConnector as describe } from './engine/describe.ts';
import { discoverPipeline as discover } from './engine/discover.ts';
import type { RunJournal } from './engine/journal.ts';
import { runPipeline as run } from './engine/run.ts';
import type { EngineOptions } from './engine/options.ts';
import type { CheckResult, ConnectorDescription, DiscoverResult, RunResult } from './engine/types.ts';
import { StateDatabase } from './state/database.ts';
import { StateJournal } from './state/run-journal.ts';

export interface PipelineOptions extends EngineOptions {
  /** Where relative paths begin for a pipeline that is an object; the working directory if not said. */
  readonly baseDirectory?: string;
}

/** The path of a pipeline file, or an object with the same keys (`version`, `pipeline`, `source`, …). */
export type PipelineInput = string | object;

/**
 * Runs a pipeline. What goes wrong in the run is in the result: its `status` says `failed` and its `errors` say why;
 * an aborted signal gives `cancelled`.
 *
 * @throws PipelineFileError if the pipeline itself is wrong; nothing was started
 */
export async function runPipeline(pipeline: PipelineInput, options: PipelineOptions = {}): Promise<RunResult> {
  return run(load(pipeline, options), options);
}

/**
 * Checks connectors, both systems and every stream, and changes nothing.
 *
 * @throws PipelineFileError if the pipeline itself is wrong
 */
export async function checkPipeline(pipeline: PipelineInput, options: PipelineOptions = {}): Promise<CheckResult> {
  return check(load(pipeline, options), options);
}

/**
 * Lists all streams of the pipeline's source.
 *
 * @throws PipelineFileError if the pipeline itself is wrong
 * @throws PipelineError if the source fails
 */
export async function discoverPipeline(
  pipeline: PipelineInput,
  options: PipelineOptions = {},
): Promise<DiscoverResult> {
  return discover(load(pipeline, options), options);
}

/**
 * Asks a connector what it is. `use` is what a pipeline says: a name, a package, an executable on PATH, or a path.
 *
 * @throws PipelineError if it is not found or fails
 */
export async function describeConnector(use: string, options: PipelineOptions = {}): Promise<ConnectorDescription> {
  return describe(use, options);
}

/** A state file, open: hand its journal to `runPipeline`, and close it after the last run. */
export interface OpenState {
  readonly journal: RunJournal;
  close(): void;
}

/**
 * Opens the state file in which runs are remembered, and makes it where it is not there. A run without one is not remembered.
 *
 * @throws PipelineError `state_…`
 */
export function openState(file: string): OpenState {
  const state = StateDatabase.open(resolve(file));
  return { journal: new StateJournal(state), close: () => state.close() };
}

function load(pipeline: PipelineInput, options: PipelineOptions): PipelineConfig {
  return typeof pipeline === 'string'
    ? loadPipeline(pipeline, options.environment).config
    : loadPipelineObject(pipeline, options);
}

export { type FileProblem, PipelineFileError, type Place } from './config/problem.ts';
export { PipelineError } from './connector/error.ts';
export type {
  LoadStart,
  PositionText,
  RememberedPosition,
  RunJournal,
  RunStart,
  StreamProgressMark,
} from './engine/journal.ts';
export { listConnectors } from './connector/list.ts';
export type { EngineOptions, RecordOptions } from './engine/options.ts';
export type { LogLevel, RunEvent, StreamProgress } from './engine/run-event.ts';
export type {
  CheckedSystem,
  CheckResult,
  ConnectorDescription,
  ConnectorLocation,
  DiscoverResult,
  PipelineProblem,
  ProcessExit,
  ProcessPeak,
  RunError,
  RunResult,
  RunStatus,
  Side,
  StreamResult,
} from './engine/types.ts';
