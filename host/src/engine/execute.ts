import { setImmediate } from 'node:timers/promises';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { connect, hasErrors } from './connect.ts';
import { type RunContext, warn } from './context.ts';
import { type Load, StreamLoad } from './load.ts';
import { memoryMessage, MemoryWatch } from './memory-watch.ts';
import { type LoadPlan, planUnits } from './plan.ts';
import { prepare, type Prepared } from './prepare.ts';
import { PipelineProblems } from './problems.ts';
import { ProgressMeter } from './progress.ts';
import { begin, forget, publish } from './publish.ts';
import { together } from './together.ts';
import { UnitQueue } from './unit-queue.ts';
import { type Pair, SessionIds, work } from './workers.ts';

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
  const plan = await planUnits(context, source, prepared.streams, first.sourceSettings);
  const load = createLoad(context, prepared, plan);
  onLoad(load);
  const pairs = Math.max(1, Math.min(context.resources.pairs, load.units.length));
  announce(context, load, pairs);
  try {
    // Further pairs start while the destination prepares the load.
    const more = Array.from({ length: pairs - 1 }, () => startPair(context, stop));
    const [, ...morePairs] = await together<Pair | null>(stop, [begin(destination, load).then(() => null), ...more]);
    await move(context, stop, load, [first, ...morePairs.filter((pair) => pair !== null)]);
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

/** Moves all units through the pairs. @throws PipelineError the first failure, with nothing under way any more */
async function move(context: RunContext, stop: AbortController, load: Load, pairs: readonly Pair[]): Promise<void> {
  const memory = watchMemory(context, stop);
  const progress = new ProgressMeter(context.events, load.streams);
  const shared = { queue: new UnitQueue(load.units), sessions: new SessionIds(), parallelism: pairs.length };
  for (const client of context.clients) void stopWithClient(client, stop);
  try {
    await together(
      stop,
      pairs.map((pair, index) => work(context, load, pair, { ...shared, retire: () => index > 0 && memory.exceeded })),
    );
  } finally {
    progress.stop();
    memory.stop();
  }
}

/** A process may also die while it has no session. */
async function stopWithClient(client: ConnectorClient, stop: AbortController): Promise<void> {
  const error = await client.failed;
  // Its sessions fail first, and name their stream.
  await setImmediate();
  if (!stop.signal.aborted) stop.abort(error);
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

function firstPair({ source, destination }: Prepared): Pair {
  if (source === null || destination === null) throw new Error('A side is missing although no problem was reported');
  return {
    source: source.client,
    destination: destination.client,
    sourceSettings: source.settings,
    destinationSettings: destination.settings,
  };
}

/** @throws PipelineError, PipelineProblems */
async function startPair(context: RunContext, stop: AbortController): Promise<Pair> {
  const [source, destination] = await together(stop, [connect(context, 'source'), connect(context, 'destination')]);
  if (source === undefined || destination === undefined) throw new Error('together lost a result');
  const problems = [...source.problems, ...destination.problems];
  if (hasErrors(problems)) throw new PipelineProblems(problems);
  return {
    source: source.client,
    destination: destination.client,
    sourceSettings: source.settings,
    destinationSettings: destination.settings,
  };
}

function createLoad(context: RunContext, { streams }: Prepared, { units }: LoadPlan): Load {
  const unitsOf = (index: number): number => units.filter(({ id }) => id.streamIndex === index).length;
  return {
    loadId: context.loadId,
    streams: streams.map((stream, index) => new StreamLoad(stream, unitsOf(index))),
    units,
  };
}

function announce({ events, resources }: RunContext, { streams, units }: Load, pairs: number): void {
  streams.forEach((stream, index) => {
    const { guarantee, guaranteeReason } = stream.result();
    events.emit({
      type: 'stream_planned',
      stream: stream.name,
      target: stream.target,
      guarantee,
      guaranteeReason,
      units: units.filter(({ id }) => id.streamIndex === index).length,
      estimatedRows: stream.spec.estimate.rows,
      estimatedBytes: stream.spec.estimate.bytes,
    });
  });
  events.emit({
    type: 'run_planned',
    streams: streams.length,
    units: units.length,
    pairs,
    settings: [resources.parallelism],
  });
}

function watchMemory(context: RunContext, stop: AbortController): MemoryWatch {
  const limitBytes = context.config.resources.maxMemoryBytes;
  return new MemoryWatch({
    limitBytes,
    connectorBytes: () => context.clients.reduce((sum, client) => sum + client.memoryBytes, 0),
    onExceeded: (usedBytes) =>
      warn(context, {
        severity: 'warning',
        category: 'internal',
        code: 'memory_exceeded',
        message: memoryMessage(usedBytes, limitBytes),
        hint: 'Raise resources.max_memory: the run is stopped if this lasts.',
        path: 'resources.max_memory',
        side: 'host',
        retryable: false,
      }),
    onFailed: (error) => {
      if (!stop.signal.aborted) stop.abort(error);
    },
  });
}
