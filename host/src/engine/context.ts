import { availableParallelism } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Controller, type CreateController } from '../autotune/controller.ts';
import type { PipelineConfig } from '../config/types.ts';
import type { ProcessEnvironment } from '../connector/environment.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { PipelineError } from '../connector/error.ts';
import { Redactor } from '../connector/redact.ts';
import { Recorder } from '../record/recorder.ts';
import { EventSink } from './events.ts';
import { KnobDesk } from './knob-desk.ts';
import { resolveParallelism } from './knobs.ts';
import { planResources, type ResourcePlan } from './resources.ts';
import type { EngineOptions, LoadControl, PipelineProblem, RunError } from './types.ts';

/** Parts of the engine that may be others than its own. */
export interface EngineParts {
  /** What decides while a load is tuned. */
  readonly createController: CreateController;
}

export const ownParts: EngineParts = { createController: (...made) => new Controller(...made) };

/** What every step of one command works with. */
export interface RunContext extends EngineParts {
  readonly config: PipelineConfig;
  readonly loadId: string;
  readonly environment: ProcessEnvironment;
  readonly resources: ResourcePlan;
  readonly knobs: KnobDesk;
  readonly redactor: Redactor;
  readonly events: EventSink;
  /** Keeps what is said; null where nobody has asked for it. */
  readonly recorder: Recorder | null;
  /** Aborted by the user, or by the first failure: everything still under way then stops. */
  readonly signal: AbortSignal;
  /** Who changes the load while it goes on. */
  readonly onControl: ((control: LoadControl) => void) | undefined;
  readonly warnings: PipelineProblem[];
  /** Every connector process that was started, for the end. */
  readonly clients: ConnectorClient[];
}

/** What there is before the settings are known to make sense. */
export interface Command {
  readonly config: PipelineConfig;
  readonly options: EngineOptions;
  readonly loadId: string;
  readonly redactor: Redactor;
  readonly events: EventSink;
}

export function createCommand(config: PipelineConfig, options: EngineOptions): Command {
  const redactor = new Redactor(config.secrets);
  return { config, options, loadId: randomUUID(), redactor, events: new EventSink(redactor, options.onEvent) };
}

/** @throws PipelineError if the settings contradict each other */
export function createContext(command: Command, signal: AbortSignal, parts: EngineParts = ownParts): RunContext {
  const { config, options, loadId, redactor, events } = command;
  const environment = options.environment ?? process.env;
  const { parallelism, maxMemoryBytes, pins } = config.resources;
  const resources = planResources(
    { parallelism: resolveParallelism(parallelism, environment), maxMemoryBytes },
    availableParallelism(),
  );
  const warnings: PipelineProblem[] = [];
  return {
    ...parts,
    config,
    loadId,
    environment,
    resources,
    knobs: new KnobDesk(pins, environment),
    redactor,
    events,
    recorder: createRecorder(command, warnings),
    signal,
    onControl: options.onControl,
    warnings,
    clients: [],
  };
}

/** @throws PipelineError if the folder can't be written to */
function createRecorder({ options, loadId, redactor, events }: Command, warnings: PipelineProblem[]): Recorder | null {
  if (options.record === undefined) return null;
  const onFailure = (message: string): void =>
    warn(
      { warnings, events },
      {
        severity: 'warning',
        side: 'host',
        category: 'internal',
        code: 'record_incomplete',
        message,
        retryable: false,
      },
    );
  return new Recorder(options.record, { loadId, redactor, onFailure });
}

export function warn(context: Pick<RunContext, 'warnings' | 'events'>, problem: PipelineProblem): void {
  context.warnings.push(problem);
  context.events.emit({ type: 'warning', problem });
}

/** Any thrown value as plain data, without secrets. Invariant 8. */
export function runError(redactor: Redactor, error: unknown): RunError {
  return redactor.deep(PipelineError.blame(error, { side: 'host' }).toRunError());
}
