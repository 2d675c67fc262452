import type { Setting, Unit } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import { hasErrors } from './connect.ts';
import type { RunContext } from './context.ts';
import type { AgreedStream } from './negotiate.ts';
import { connectorProblem, PipelineProblems } from './problems.ts';

/** Larger tokens would not fit beside the rest of Open on every host. */
const maxTokenBytes = 64 * 1024;

export interface LoadPlan {
  readonly units: readonly Unit[];
  /** The source process must live until Release. */
  readonly hold: string | null;
}

/** Cuts the streams into units: as the source plans them, else each stream is one. @throws PipelineError, PipelineProblems */
export async function planUnits(
  context: RunContext,
  source: ConnectorClient,
  streams: readonly AgreedStream[],
  settings: readonly Setting[],
): Promise<LoadPlan> {
  if (!source.welcome.capabilities.includes('plan')) return { units: streams.map(wholeStream), hold: null };
  const answers = await source.request(
    {
      type: 'plan',
      loadId: context.loadId,
      streams: streams.map(({ spec }) => spec),
      overrides: settings,
      targetUnitBytes: 0,
      done: [],
      effectiveParallelism: 0,
    },
    { answer: 'planned', timeoutMs: requestTimeoutMs, isLast: ({ last }) => last },
  );
  const problems = answers
    .flatMap((answer) => answer.problems)
    .map((problem) => connectorProblem(problem, source.blame()));
  if (hasErrors(problems)) throw new PipelineProblems(problems);
  const units = answers.flatMap((answer) => answer.units);
  checkUnits(source, units, streams);
  return { units, hold: answers.find(({ hold }) => hold !== undefined)?.hold ?? null };
}

function wholeStream({ spec }: AgreedStream, streamIndex: number): Unit {
  return {
    id: { streamIndex, unit: 'whole' },
    kind: 'snapshot',
    token: new Uint8Array(0),
    estimate: spec.estimate,
    bounded: true,
    after: [],
    exclusive: false,
  };
}

function checkUnits(source: ConnectorClient, units: readonly Unit[], streams: readonly AgreedStream[]): void {
  const fail = (what: string): never => {
    throw PipelineError.blame(violation('wrong_plan', what), source.blame());
  };
  const known = new Set<string>();
  for (const unit of units) {
    const key = unitKey(unit.id);
    if (streams[unit.id.streamIndex] === undefined)
      fail(`It planned a unit of stream ${unit.id.streamIndex} of ${streams.length}`);
    if (known.has(key)) fail(`It planned the unit "${unit.id.unit}" of stream ${unit.id.streamIndex} twice`);
    if (unit.kind !== 'snapshot' || !unit.bounded)
      fail(`It planned a unit of changes for a full refresh: "${unit.id.unit}"`);
    if (unit.token.length > maxTokenBytes)
      fail(`The token of unit "${unit.id.unit}" has ${unit.token.length} bytes; at most ${maxTokenBytes} are allowed`);
    // Units only wait for units before them, so that no circle is possible.
    for (const earlier of unit.after)
      if (!known.has(unitKey(earlier)))
        fail(`The unit "${unit.id.unit}" waits for a unit that is not planned before it`);
    known.add(key);
  }
  const planned = new Set(units.map(({ id }) => id.streamIndex));
  streams.forEach(({ spec }, index) => {
    if (!planned.has(index)) fail(`It planned no unit for ${quoteStreamName(spec.name)}`);
  });
}

export function unitKey({ streamIndex, unit }: Unit['id']): string {
  return `${streamIndex}/${unit}`;
}
