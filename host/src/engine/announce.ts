import type { RunContext } from './context.ts';
import type { Load } from './load.ts';
import type { LoadPlan } from './plan.ts';

/** Tells what is about to be moved, and how. */
export function announce({ events }: RunContext, load: Load, { units }: LoadPlan, pairs: number): void {
  for (const stream of load.streams) {
    const { guarantee, guaranteeReason, units: parts } = stream.result();
    events.emit({
      type: 'stream_planned',
      stream: stream.name,
      target: stream.target,
      guarantee,
      guaranteeReason,
      units: parts,
      isContinuing: stream.isContinuing,
      settings: stream.cut?.settings ?? [],
      ...(stream.cut?.wholeBecause === undefined ? {} : { wholeBecause: stream.cut.wholeBecause }),
      estimatedRows: stream.spec.estimate.rows,
      estimatedBytes: stream.spec.estimate.bytes,
    });
  }
  events.emit({
    type: 'run_planned',
    streams: load.streams.length,
    units: units.length,
    pairs: Math.min(pairs, units.length),
    settings: [load.parallelism],
  });
}
