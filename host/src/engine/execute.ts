import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { hasErrors } from './connect.ts';
import { type RunContext, warn } from './context.ts';
import { Crew, type FirstPair } from './crew.ts';
import { type Load, StreamLoad } from './load.ts';
import { LoadGauge } from './load-gauge.ts';
import { MemoryRelief } from './memory-relief.ts';
import { memoryMessage, MemoryWatch } from './memory-watch.ts';
import { canPlan, type LoadPlan, planUnits, steadyUnitBytes } from './plan.ts';
import { prepare, type Prepared } from './prepare.ts';
import { PipelineProblems } from './problems.ts';
import { ProgressMeter } from './progress.ts';
import { begin, forget, publish } from './publish.ts';
import type { RunLimits } from './resources.ts';
import { RunningLoad } from './running-load.ts';
import { together } from './together.ts';
import { planTuning } from './tuning.ts';
import { UnitQueue } from './unit-queue.ts';

/**
 * One run, from the first process to the last exit. `stop` is aborted by the first failure, which is what is thrown.
 * @throws PipelineError, PipelineProblems
 */
export async function execute(context: RunContext, stop: AbortController, onLoad: (load: Load) => void): Promise<void> {
  try {
    const prepared = await prepare(context);
    for (const problem of prepared.problems) if (problem.severity === 'warning') warn(context, problem);
    if (hasErrors(prepared.problems)) throw new PipelineProblems(prepared.problems);
    await runLoad(context, stop, prepared, onLoad);
    await Promise.all(context.clients.map((client) => client.close()));
    for (const client of context.clients) warnOfBadExit(context, client);
  } catch (error) {
    if (!stop.signal.aborted) stop.abort(error);
    throw stop.signal.reason;
  } finally {
    await Promise.all(context.clients.map((client) => client.close()));
  }
}

async function runLoad(
  context: RunContext,
  stop: AbortController,
  prepared: Prepared,
  onLoad: (load: Load) => void,
): Promise<void> {
  const first = firstPair(prepared);
  const { source, destination } = first;
  const { limits } = prepared;
  if (limits === null) throw new Error('No limits although no problem was reported');
  const tuning = planTuning(context, prepared.streams, limits, canPlan(source));
  const unitBytes = tuning.unitBytes ?? steadyUnitBytes(limits.pairs);
  const plan = await planUnits(context, source, {
    streams: prepared.streams,
    taken: [],
    effectiveParallelism: limits.pairs,
    targetUnitBytes: unitBytes,
  });
  const load = createLoad(context, prepared, plan, limits);
  onLoad(load);
  const queue = new UnitQueue(plan.units);
  const crew = new Crew(context, stop, load, queue, first, limits);
  const control = new RunningLoad(context, load, queue, crew, first, unitBytes);
  announce(context, load, plan, limits.pairs);
  try {
    // Further processes start while the destination prepares the load.
    await together(stop, [begin(context, destination, load), crew.warmUp()]);
    const gauge = new LoadGauge(crew.meter, context.clients);
    await move(context, stop, load, crew, control, gauge, () => tuning.start(context, load, crew, control, gauge));
    if (plan.hold !== null)
      await source.request({ type: 'release' }, { answer: 'released', timeoutMs: requestTimeoutMs });
    // The sources, and the destinations but one, end while that one publishes.
    const rest = context.clients.filter((client) => client !== destination).map((client) => client.close());
    await publish(context, destination, load).catch((error: unknown) => {
      if (stop.signal.aborted) warnOfUnknownPublish(context);
      throw error;
    });
    await Promise.all(rest);
  } catch (error) {
    if (!stop.signal.aborted) stop.abort(error);
    await forget(context, destination, load);
    throw error;
  }
}

/** Moves all units. @throws PipelineError the first failure, with nothing under way any more */
async function move(
  context: RunContext,
  stop: AbortController,
  load: Load,
  crew: Crew,
  control: RunningLoad,
  gauge: LoadGauge,
  tune: () => Promise<void>,
): Promise<void> {
  const memory = watchMemory(context, stop, crew);
  const progress = new ProgressMeter(context.events, load.streams, gauge);
  try {
    const moved = crew.run();
    context.onControl?.(control);
    const tuned = tune();
    await moved;
    await tuned;
  } finally {
    load.bottleneck = progress.stop();
    memory.stop();
  }
}

/** The data is safe by then, but something is wrong with the connector. */
function warnOfBadExit(context: RunContext, client: ConnectorClient): void {
  const { exit } = client.process;
  if (exit?.code === 0) return;
  const how =
    exit === null
      ? 'did not end'
      : exit.signal === null
        ? `exited with code ${exit.code ?? 0}`
        : `ended by ${exit.signal}`;
  warn(context, {
    severity: 'warning',
    category: 'internal',
    code: 'connector_bad_exit',
    message: `${client.side} connector "${client.name}": after all was done, its process ${how}`,
    hint: 'A connector exits with code 0 after Close. Report it to its author.',
    side: client.side,
    connector: client.name,
    retryable: false,
    ...(exit === null ? {} : { exit }),
  });
}

function warnOfUnknownPublish(context: RunContext): void {
  warn(context, {
    severity: 'warning',
    category: 'internal',
    code: 'publish_interrupted',
    message: 'The run was stopped while the destination published: each stream is published whole, or not at all',
    hint: 'Look at the targets, or run it again.',
    side: 'host',
    retryable: true,
    commitState: 'unknown',
  });
}

function firstPair({ source, destination }: Prepared): FirstPair {
  if (source === null || destination === null) throw new Error('A side is missing although no problem was reported');
  return { source: source.client, destination: destination.client };
}

function createLoad({ loadId }: RunContext, { streams }: Prepared, plan: LoadPlan, { parallelism }: RunLimits): Load {
  const load = { loadId, parallelism, bottleneck: null, streams: streams.map((stream) => new StreamLoad(stream)) };
  for (const [index, stream] of load.streams.entries()) {
    const units = plan.units.filter(({ id }) => id.streamIndex === index).length;
    stream.planned(
      units,
      plan.streams.find(({ streamIndex }) => streamIndex === index),
    );
  }
  return load;
}

function announce({ events }: RunContext, { streams, parallelism }: Load, { units }: LoadPlan, pairs: number): void {
  for (const stream of streams) {
    const { guarantee, guaranteeReason, units: parts } = stream.result();
    events.emit({
      type: 'stream_planned',
      stream: stream.name,
      target: stream.target,
      guarantee,
      guaranteeReason,
      units: parts,
      settings: stream.cut?.settings ?? [],
      ...(stream.cut?.wholeBecause === undefined ? {} : { wholeBecause: stream.cut.wholeBecause }),
      estimatedRows: stream.spec.estimate.rows,
      estimatedBytes: stream.spec.estimate.bytes,
    });
  }
  events.emit({
    type: 'run_planned',
    streams: streams.length,
    units: units.length,
    pairs: Math.min(pairs, units.length),
    settings: [parallelism],
  });
}

function watchMemory(context: RunContext, stop: AbortController, crew: Crew): MemoryWatch {
  const limitBytes = context.config.resources.maxMemoryBytes;
  const relief = new MemoryRelief(crew);
  return new MemoryWatch({
    limitBytes,
    connectorBytes: () => context.clients.reduce((sum, client) => sum + client.memoryBytes, 0),
    onExceeded: (usedBytes) => {
      if (!relief.relieve(memoryMessage(usedBytes, limitBytes))) return false;
      warn(context, {
        severity: 'warning',
        category: 'internal',
        code: 'memory_exceeded',
        message: memoryMessage(usedBytes, limitBytes),
        hint: 'Raise resources.max_memory: the run is stopped if this lasts.',
        path: 'resources.max_memory',
        side: 'host',
        retryable: false,
      });
      return true;
    },
    onFailed: (error) => {
      if (!stop.signal.aborted) stop.abort(error);
    },
  });
}
