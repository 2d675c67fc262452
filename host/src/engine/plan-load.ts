import type { ConnectorClient } from '../connector/client.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import type { RunContext } from './context.ts';
import type { Load, StreamLoad } from './load.ts';
import { type LoadPlan, type PlanOptions, planUnits } from './plan.ts';

/** Cuts the streams of the load, or what is left of them, and tells them how. @throws PipelineError, PipelineProblems */
export async function planLoad(
  context: RunContext,
  source: ConnectorClient,
  { streams }: Load,
  options: Omit<PlanOptions, 'streams'>,
): Promise<LoadPlan> {
  const plan = await planUnits(context, source, { streams, ...options });
  const all = [...options.taken, ...plan.units.map(({ id }) => id)];
  for (const [index, stream] of streams.entries()) {
    const cut = plan.streams.find(({ streamIndex }) => streamIndex === index);
    requireSamePosition(source, stream, cut?.position);
    stream.planned(all.filter(({ streamIndex }) => streamIndex === index).length, cut);
  }
  return plan;
}

/** POSITION-3: it belongs to the snapshot, which stays the same however it is cut. */
function requireSamePosition(
  source: ConnectorClient,
  { name, plannedPosition: known }: StreamLoad,
  told: StreamLoad['plannedPosition'] | undefined,
): void {
  if (known === null || told === null || told === undefined) return;
  if (Buffer.compare(known.order, told.order) === 0 && Buffer.compare(known.incarnation, told.incarnation) === 0)
    return;
  throw PipelineError.blame(
    violation('wrong_plan', `It planned ${name} anew, and to another position than before`),
    source.blame(),
  );
}
