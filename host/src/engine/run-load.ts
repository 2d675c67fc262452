import { requestTimeoutMs } from '../connector/deadlines.ts';
import { announce } from './announce.ts';
import { begin, beginAgain } from './begin.ts';
import { type RunContext, warn } from './context.ts';
import { Crew } from './crew.ts';
import { forget } from './forget.ts';
import { type Load, StreamLoad } from './load.ts';
import { LoadGauge } from './load-gauge.ts';
import { canPlan, steadyUnitBytes } from './plan.ts';
import { planLoad } from './plan-load.ts';
import type { Prepared } from './prepare.ts';
import { type Pair, ProcessPool } from './process-pool.ts';
import { ProgressMeter } from './progress.ts';
import { publish } from './publish.ts';
import type { RunLimits } from './resources.ts';
import { RunningLoad } from './running-load.ts';
import { together } from './together.ts';
import { planTuning } from './tuning.ts';
import { Unanswered } from './unanswered.ts';
import { UnitQueue } from './unit-queue.ts';
import { watchMemory } from './watch-memory.ts';

/** `stopped`: it was drained, and nothing was published. */
export type LoadEnd = 'published' | 'stopped';

/** One load of all streams, from Begin to Publish; whatever fails, what is staged is dropped. @throws PipelineError */
export async function runLoad(
  context: RunContext,
  stop: AbortController,
  prepared: Prepared,
  onLoad: (load: Load) => void,
): Promise<LoadEnd> {
  const pair = firstPair(prepared);
  const { limits } = prepared;
  if (limits === null) throw new Error('No limits although no problem was reported');
  const load = createLoad(context, prepared, limits);
  onLoad(load);
  try {
    const end = await carryOut(context, stop, load, pair, limits);
    if (end === 'stopped') await forget(context, pair.destination, load);
    return end;
  } catch (error) {
    if (!stop.signal.aborted) stop.abort(error);
    await forget(context, pair.destination, load);
    throw error;
  }
}

async function carryOut(
  context: RunContext,
  stop: AbortController,
  load: Load,
  pair: Pair,
  limits: RunLimits,
): Promise<LoadEnd> {
  const { source, destination } = pair;
  // POSITION-2: what has to be read depends on where the destination says that streams stand.
  const beginsFirst = load.streams.some(({ isIncremental }) => isIncremental);
  if (beginsFirst) await begin(context, destination, load);
  const tuning = planTuning(context, load.streams, limits, canPlan(source));
  const unitBytes = tuning.unitBytes ?? steadyUnitBytes(limits.pairs);
  const plan = await planLoad(context, source, load, {
    taken: [],
    effectiveParallelism: limits.pairs,
    targetUnitBytes: unitBytes,
  });
  const queue = new UnitQueue(plan.units);
  const pool = new ProcessPool(context, stop, pair);
  const unanswered = new Unanswered(load, () => beginAgain(context, destination, load));
  const crew = new Crew(context, stop, { load, queue, pool, unanswered }, limits);
  const control = new RunningLoad(context, load, queue, crew, pair, unitBytes);
  announce(context, load, plan, limits.pairs);
  // Further processes start while the destination prepares the load.
  await together(stop, [...(beginsFirst ? [] : [begin(context, destination, load)]), crew.warmUp()]);
  const gauge = new LoadGauge(crew.meter, context.clients);
  await move(context, stop, load, crew, control, gauge, () => tuning.start(context, load, crew, control, gauge));
  if (!crew.isComplete) return 'stopped';
  if (plan.hold !== null)
    await source.request({ type: 'release' }, { answer: 'released', timeoutMs: requestTimeoutMs });
  pool.release();
  await publishLast(context, load, pair);
  return 'published';
}

/** Moves all units, or as many as are moved before a stop. @throws PipelineError the first failure, with nothing under way any more */
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
  // What is only staged can't be resumed: where there is nothing else, a stop is a cancellation.
  const canResume = load.streams.some(({ isContinuing }) => isContinuing);
  try {
    await context.stopping.while(canResume ? () => crew.drain() : null, async () => {
      const moved = crew.run();
      context.onControl?.(control);
      const tuned = tune();
      await moved;
      await tuned;
    });
  } finally {
    load.bottleneck = progress.stop();
    memory.stop();
  }
}

/** The sources, and the destinations but one, end while that one publishes. A stop lets it come to its end, in time. */
async function publishLast(context: RunContext, load: Load, { destination }: Pair): Promise<void> {
  const rest = context.clients.filter((client) => client !== destination).map((client) => client.close());
  await context.stopping
    .while(
      () => {},
      () => publish(context, destination, load),
    )
    .catch((error: unknown) => {
      if (context.stopping.cancelled.aborted) warnOfUnknownPublish(context);
      throw error;
    });
  await Promise.all(rest);
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
  return { source: source.client, destination: destination.client };
}

function createLoad({ loadId }: RunContext, { streams }: Prepared, { parallelism }: RunLimits): Load {
  return {
    loadId,
    parallelism,
    bottleneck: null,
    isBeginAsked: false,
    isPublishing: false,
    streams: streams.map((stream) => new StreamLoad(stream)),
  };
}
