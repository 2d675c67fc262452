import { eligibility } from '../autotune/eligibility.ts';
import type { StreamFacts } from '../autotune/types.ts';
import type { RunContext } from './context.ts';
import type { Crew } from './crew.ts';
import type { Load, StreamLoad } from './load.ts';
import type { LoadGauge } from './load-gauge.ts';
import type { RunLimits } from './resources.ts';
import type { RunningLoad } from './running-load.ts';
import { tunableKnobs, tunerLimits } from './tunable.ts';
import { Tuner, type TuningPlan } from './tuner.ts';

/**
 * Whether and how a run is tuned: by its largest stream, whose values are everybody's. Decided before the streams are cut,
 * since a probe wants smaller units.
 */
export interface Tuning {
  /** For the first plan, so that there is something left to be cut anew; null: nothing is tried. */
  readonly unitBytes: number | null;
  /** Starts the probe; resolves when it is over, at the latest with the load. Never rejects. */
  start(context: RunContext, load: Load, crew: Crew, control: RunningLoad, gauge: LoadGauge): Promise<void>;
}

export function planTuning(
  context: RunContext,
  streams: readonly StreamLoad[],
  limits: RunLimits,
  divisible: boolean,
): Tuning {
  const { autotune, maxMemoryBytes } = context.config.resources;
  if (!autotune) return off('autotune is switched off');
  if (streams.length === 0) return off('there are no streams');
  const divisibles = streams.filter(({ isContinuing }) => !isContinuing);
  const [first, ...others] = divisibles;
  if (first === undefined) return off(continuing);
  const stream = others.reduce((a, b) => (b.spec.estimate.bytes > a.spec.estimate.bytes ? b : a), first);
  const largest = streams.indexOf(stream);
  const { rows: estimatedRows, bytes: estimatedBytes } = stream.spec.estimate;
  const facts: StreamFacts = { name: '', estimatedRows, estimatedBytes, divisible };
  const plan = { knobs: tunableKnobs(context.knobs, limits), limits: tunerLimits(maxMemoryBytes) };
  const answer = eligibility(plan.knobs, facts, plan.limits);
  if (!answer.eligible) return off(answer.reason, largest);
  // Small units come after the first window has said that a probe pays.
  return { unitBytes: 0, start: (...running) => probe(running, largest, { ...plan, facts }) };
}

/** Of a stream that is left alone, whichever is the largest. */
const continuing = 'it goes on from a position: one unit, in order, so that nothing would take effect before its end';

/** @param index of the stream that the reason is about; all of them if not said */
function off(reason: string, index?: number): Tuning {
  return {
    unitBytes: null,
    start: async ({ events }, { streams }) => {
      const about = streams[index ?? 0];
      for (const { name, isContinuing } of streams) {
        const own = index === undefined || name === about?.name;
        const text = own
          ? reason
          : isContinuing
            ? continuing
            : `the run is tuned by ${about?.name}, and that is left alone: ${reason}`;
        events.emit({ type: 'autotune_skipped', stream: name, reason: text });
      }
    },
  };
}

async function probe(
  [context, load, crew, control, gauge]: Parameters<Tuning['start']>,
  index: number,
  plan: TuningPlan,
): Promise<void> {
  const stream = load.streams[index];
  if (stream === undefined) throw new Error(`No stream ${index}`);
  for (const { name, isContinuing } of load.streams) {
    if (name === stream.name) continue;
    const reason = isContinuing ? continuing : `the run is tuned by ${stream.name}, whose values hold for all`;
    context.events.emit({ type: 'autotune_skipped', stream: name, reason });
  }
  const facts = { ...plan.facts, name: stream.name, divisible: stream.result().units > 1 };
  const tuner = new Tuner(context, { control, meter: crew.meter, gauge, stream }, { ...plan, facts });
  crew.trial = () => tuner.trial();
  const record = await tuner.run();
  if (record === null) return;
  stream.decided(record);
  if (record.outcome === 'skipped') {
    context.events.emit({ type: 'autotune_skipped', stream: stream.name, reason: record.reason });
  } else context.events.emit({ type: 'autotune_decision', stream: stream.name, record });
}
