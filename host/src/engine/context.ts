import { availableParallelism, hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, type CreateController } from '../autotune/controller.ts';
import type { PipelineConfig } from '../config/types.ts';
import type { ProcessEnvironment } from '../connector/environment.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { PipelineError } from '../connector/error.ts';
import { Redactor } from '../connector/redact.ts';
import { Recorder } from '../record/recorder.ts';
import { EventSink } from './events.ts';
import { noJournal, type RunJournal } from './journal.ts';
import { KnobDesk } from './knob-desk.ts';
import { resolveParallelism } from './knobs.ts';
import { planResources, type ResourcePlan } from './resources.ts';
import { Retries } from './retries.ts';
import { Stopping } from './stopping.ts';
import type { EngineOptions, LoadControl } from './options.ts';
import type { RunEvent } from './run-event.ts';
import type { PipelineProblem, RunError } from './types.ts';

/** Parts of the engine that may be others than its own. */
export interface EngineParts {
  /** What decides while a load is tuned. */
  readonly createController: CreateController;
  /** The pause before something is tried again. Rejects once the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1, for the jitter of pauses. */
  readonly random: () => number;
}

const ownParts: EngineParts = {
  createController: (...made) => new Controller(...made),
  pause: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  random: Math.random,
};

/** One command from its beginning to its end, over all of its attempts. */
export interface Command {
  readonly config: PipelineConfig;
  readonly options: EngineOptions;
  readonly parts: EngineParts;
  readonly runId: string;
  readonly redactor: Redactor;
  readonly events: EventSink;
  readonly journal: RunJournal;
  readonly retries: Retries;
  readonly stopping: Stopping;
  readonly warnings: PipelineProblem[];
  /** Keeps what is said; null where nobody has asked for it. */
  readonly recorder: Recorder | null;
}

/** What every step of one attempt works with. */
export interface RunContext extends Omit<Command, 'options'> {
  /** Of this attempt: what it brings is one load for each stream. */
  readonly loadId: string;
  readonly environment: ProcessEnvironment;
  readonly resources: ResourcePlan;
  readonly knobs: KnobDesk;
  /** A load that is under way elsewhere is fenced off. */
  readonly takeOver: boolean;
  /** Aborted by the user, or by the first failure: everything still under way then stops. */
  readonly signal: AbortSignal;
  /** Who changes the load while it goes on. */
  readonly onControl: ((control: LoadControl) => void) | undefined;
  /** Every connector process that was started, for the end. */
  readonly clients: ConnectorClient[];
}

export function createCommand(
  config: PipelineConfig,
  options: EngineOptions,
  parts: Partial<EngineParts> = {},
): Command {
  const redactor = new Redactor(config.secrets);
  const { onEvent, journal } = options;
  const runId = randomUUID();
  const events = new EventSink(redactor, [
    ...(onEvent === undefined ? [] : [onEvent]),
    ...(journal === undefined ? [] : [(event: RunEvent) => journal.event(runId, event)]),
  ]);
  const own = { ...ownParts, ...parts };
  const warnings: PipelineProblem[] = [];
  return {
    config,
    options,
    parts: own,
    runId,
    redactor,
    events,
    journal: journal ?? noJournal,
    retries: new Retries(config.resources.maxRetries, own.random),
    stopping: new Stopping(events, config.resources.stopTimeoutMs),
    warnings,
    recorder: createRecorder(options, { runId, redactor, events, warnings }),
  };
}

function createRecorder(
  { record }: EngineOptions,
  command: Pick<Command, 'runId' | 'redactor' | 'events' | 'warnings'>,
): Recorder | null {
  if (record === undefined) return null;
  const onFailure = (message: string): void =>
    warn(command, {
      severity: 'warning',
      side: 'host',
      category: 'internal',
      code: 'record_incomplete',
      message,
      retryable: false,
    });
  return new Recorder(record, { ...command, onFailure });
}

export interface AttemptOptions {
  readonly loadId: string;
  readonly signal: AbortSignal;
  readonly takeOver: boolean;
}

/** For a command that makes no load. */
export function onlyAttempt(signal: AbortSignal): AttemptOptions {
  return { loadId: randomUUID(), signal, takeOver: false };
}

/** @throws PipelineError if the settings contradict each other */
export function createContext(command: Command, attempt: AttemptOptions): RunContext {
  const { options, ...shared } = command;
  const environment = options.environment ?? process.env;
  const { parallelism, maxMemoryBytes, pins } = command.config.resources;
  const resources = planResources(
    { parallelism: resolveParallelism(parallelism, environment), maxMemoryBytes },
    availableParallelism(),
  );
  return {
    ...shared,
    ...attempt,
    environment,
    resources,
    knobs: new KnobDesk(pins, environment),
    onControl: options.onControl,
    clients: [],
  };
}

/** Tells people who meet a load of this run what it is. */
export function holderText({ runId, loadId }: RunContext): string {
  return `run ${runId} (load ${loadId}) on host ${hostname()}, process ${process.pid}`;
}

export function warn(context: Pick<RunContext, 'warnings' | 'events'>, problem: PipelineProblem): void {
  context.warnings.push(problem);
  context.events.emit({ type: 'warning', problem });
}

/** Any thrown value as plain data, without secrets. Invariant 8. */
export function runError(redactor: Redactor, error: unknown): RunError {
  return redactor.deep(PipelineError.blame(error, { side: 'host' }).toRunError());
}
