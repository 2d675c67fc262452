import type { PlannedStream, Unit, UnitId } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { ConnectorClient } from '../connector/client.ts';
import { requestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import { hasErrors } from './connect.ts';
import type { RunContext } from './context.ts';
import type { StreamLoad } from './load.ts';
import { PipelineProblems } from '../connector/problems.ts';
import { connectorProblem } from './problems.ts';
import type { PipelineProblem } from './types.ts';

/** Larger tokens would not fit beside the rest of Open on every host. */
const maxTokenBytes = 64 * 1024;

export interface LoadPlan {
  readonly units: readonly Unit[];
  /** The source process must live until Release. */
  readonly hold: string | null;
  /** How each stream was cut, as far as the source says. */
  readonly streams: readonly PlannedStream[];
}

/** Larger than any stream. */
const wholeStreamBytes = 2 ** 50;

/**
 * Size of a unit where nothing is being tried. One worker has nobody to share with, and loses 60 ms at each change of units:
 * the pipeline runs empty, and the commit is waited for. Else 0: up to the source.
 */
export function steadyUnitBytes(pairs: number): number {
  return pairs === 1 ? wholeStreamBytes : 0;
}

export interface PlanOptions {
  readonly streams: readonly Pick<StreamLoad, 'spec' | 'resume'>[];
  /** Units that are finished or open; empty for the first plan. */
  readonly taken: readonly UnitId[];
  readonly effectiveParallelism: number;
  /** 0 leaves it to the source. */
  readonly targetUnitBytes: number;
}

/** True where a source can cut its streams, and do so again while they are read. */
export function canPlan(source: ConnectorClient): boolean {
  return source.welcome.capabilities.includes('plan');
}

/** Cuts the streams into units: as the source plans them, else each stream is one. @throws PipelineError, PipelineProblems */
export async function planUnits(
  context: RunContext,
  source: ConnectorClient,
  { streams, taken, effectiveParallelism, targetUnitBytes }: PlanOptions,
): Promise<LoadPlan> {
  if (!canPlan(source)) return { units: streams.map(wholeStream), hold: null, streams: [] };
  const answers = await source.request(
    {
      type: 'plan',
      loadId: context.loadId,
      streams: streams.map(({ spec }) => spec),
      overrides: context.knobs.settings('source'),
      targetUnitBytes,
      done: taken,
      effectiveParallelism,
      resume: streams.flatMap(({ resume: position }, streamIndex) =>
        position === null ? [] : [{ streamIndex, position }],
      ),
    },
    { answer: 'planned', timeoutMs: requestTimeoutMs, isLast: ({ last }) => last },
  );
  const problems = answers
    .flatMap((answer) => answer.problems)
    .map((problem) => connectorProblem(problem, source.blame()));
  if (hasErrors(problems)) throw new PipelineProblems(problems);
  const units = answers.flatMap((answer) => answer.units);
  checkUnits(source, units, streams.length, taken);
  checkContinuing(source, units, streams, taken);
  const planned = answers.flatMap((answer) => answer.streams ?? []);
  if (taken.length === 0) {
    checkThatAllArePlanned(source, units, streams);
    const refused = impossiblePins(context, planned, streams);
    if (refused.length > 0) throw new PipelineProblems(refused);
  }
  return { units, hold: answers.find(({ hold }) => hold !== undefined)?.hold ?? null, streams: planned };
}

function wholeStream({ spec }: Pick<StreamLoad, 'spec'>, streamIndex: number): Unit {
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

function checkUnits(source: ConnectorClient, units: readonly Unit[], streams: number, taken: readonly UnitId[]): void {
  const fail = (what: string): never => {
    throw PipelineError.blame(violation('wrong_plan', what), source.blame());
  };
  const known = new Set(taken.map(unitKey));
  for (const unit of units) {
    const key = unitKey(unit.id);
    if (unit.id.streamIndex >= streams) fail(`It planned a unit of stream ${unit.id.streamIndex} of ${streams}`);
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
}

/** A pin decides: what can't be read that way is not read in another one. */
function impossiblePins(
  { knobs }: RunContext,
  planned: readonly PlannedStream[],
  streams: PlanOptions['streams'],
): readonly PipelineProblem[] {
  return planned.flatMap(({ streamIndex, settings }) =>
    settings.flatMap(({ knob, value, reason }): PipelineProblem[] => {
      const pin = knobs.pin('source', knob);
      const asked = knobs.settings('source').find((setting) => setting.knob === knob);
      const spec = streams[streamIndex]?.spec;
      if (pin === undefined || asked === undefined || asked.value === value || spec === undefined) return [];
      const stream = quoteStreamName(spec.name);
      return [
        {
          severity: 'error',
          category: 'config',
          code: 'pin_impossible',
          message: `${stream} can't be read with ${knob} pinned to ${String(asked.value)}${reason === undefined ? '' : `: ${reason}`}`,
          hint: `Leave the pin out, or exclude the stream; without the pin it is read with ${knob} ${String(value)}.`,
          ...(pin.path === null ? {} : { path: pin.path }),
          stream,
          side: 'host',
          retryable: false,
        },
      ];
    }),
  );
}

/** POSITION-4: a stream that goes on from a position is one unit, that nothing of the stream goes on beside. */
function checkContinuing(
  source: ConnectorClient,
  units: readonly Unit[],
  streams: PlanOptions['streams'],
  taken: readonly UnitId[],
): void {
  for (const [index, { spec, resume }] of streams.entries()) {
    if (resume === null) continue;
    const own = units.filter(({ id }) => id.streamIndex === index);
    const count = own.length + taken.filter(({ streamIndex }) => streamIndex === index).length;
    if (count === 1 && own.every(({ exclusive }) => exclusive)) continue;
    const name = quoteStreamName(spec.name);
    const what = count === 1 ? 'a unit that is not exclusive' : `${count} units`;
    const error = violation('wrong_plan', `It planned ${what} for ${name}, which goes on from a position`);
    throw PipelineError.blame(error, source.blame()).about(name);
  }
}

function checkThatAllArePlanned(
  source: ConnectorClient,
  units: readonly Unit[],
  streams: PlanOptions['streams'],
): void {
  const planned = new Set(units.map(({ id }) => id.streamIndex));
  for (const [index, { spec }] of streams.entries()) {
    if (planned.has(index)) continue;
    throw PipelineError.blame(
      violation('wrong_plan', `It planned no unit for ${quoteStreamName(spec.name)}`),
      source.blame(),
    );
  }
}

export function unitKey({ streamIndex, unit }: Unit['id']): string {
  return `${streamIndex}/${unit}`;
}
