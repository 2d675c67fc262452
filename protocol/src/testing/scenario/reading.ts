import { ConnectorError } from '../../error.ts';
import type { Setting } from '../../model/knob.ts';
import type { StreamPosition, Unit } from '../../model/load.ts';
import type { StreamContext } from '../../model/session.ts';
import type { StreamSpec } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import type { Subject } from '../driver/subject.ts';
import { answersTo, type MessageOf } from '../driver/talk.ts';
import { type RowBag, rowCollector } from '../rows.ts';
import { NotReached } from '../verdict.ts';
import { SourceSession } from './source-session.ts';
import { chosenStream, contextOf, wholeUnit } from './stream.ts';

/** A size at which streams of a few thousand rows fall into several units. */
export const smallUnitBytes = 4096;

/** More than any stream of the suite has: it stays in one unit, where the source can. */
export const wholeUnitBytes = 1024 * 1024 * 1024;

/** Several batches of a stream of a few thousand rows, each of more than the least frame limit. */
const targetBatchBytes = 80 * 1024;

export interface Planned {
  readonly loadId: string;
  readonly spec: StreamSpec;
  readonly answers: readonly MessageOf<'planned'>[];
  readonly units: readonly Unit[];
  readonly resume: readonly StreamPosition[];
}

export interface PlanWish {
  /** The stream that everything is tried on, if not said. */
  readonly spec?: StreamSpec;
  readonly resume?: readonly StreamPosition[];
  readonly targetUnitBytes?: number;
  readonly parallelism?: number;
  readonly overrides?: readonly Setting[];
  readonly done?: readonly Unit[];
  readonly loadId?: string;
}

/** As a host asks for it. @throws NotReached */
export async function planRequest(bench: Bench, wish: PlanWish = {}) {
  const spec = wish.spec ?? (await chosenStream(bench)).spec;
  const streams: readonly [StreamSpec] = [spec];
  return {
    type: 'plan',
    loadId: wish.loadId ?? bench.freshName('load'),
    streams,
    overrides: wish.overrides ?? [],
    targetUnitBytes: wish.targetUnitBytes ?? 0,
    done: (wish.done ?? []).map(({ id }) => id),
    effectiveParallelism: wish.parallelism ?? 1,
    resume: wish.resume ?? [],
  } as const;
}

/** Has the stream cut, or takes it whole where the source cuts nothing. @throws NotReached */
export async function plan(bench: Bench, subject: Subject, wish: PlanWish = {}): Promise<Planned> {
  const { capabilities } = await bench.welcome();
  const request = await planRequest(bench, wish);
  const {
    loadId,
    streams: [spec],
    resume,
  } = request;
  if (!capabilities.includes('plan')) return { loadId, spec, answers: [], units: [wholeUnit()], resume };
  const answers = await answersTo<'plan'>(subject, request, bench.patience.answerMs);
  const problem = answers.flatMap(({ problems }) => problems).find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new NotReached(`the plan has a problem: ${problem.message}`);
  return { loadId, spec, answers, units: answers.flatMap(({ units }) => units), resume };
}

export interface Reading {
  readonly planned: Planned;
  readonly sessions: readonly SourceSession[];
}

/** Reads these units, one after the other, as sessions `firstId`, `firstId` + 1, …. @throws NotReached */
export async function readUnits(
  bench: Bench,
  subject: Subject,
  { loadId, spec, resume }: Planned,
  units: readonly Unit[],
  options: {
    readonly firstId?: number;
    readonly overrides?: readonly Setting[];
    readonly targetBatchBytes?: number;
    readonly checkpointInterval?: StreamContext['checkpointInterval'];
  } = {},
): Promise<SourceSession[]> {
  const { overrides = [], targetBatchBytes: wantedBytes = 0, checkpointInterval } = options;
  const sessions: SourceSession[] = [];
  for (const [index, unit] of units.entries()) {
    const context = contextOf(spec, loadId, unit, {
      overrides,
      resume,
      targetBatchBytes: wantedBytes,
      ...(checkpointInterval === undefined ? {} : { checkpointInterval }),
    });
    const session = SourceSession.open(bench, subject, (options.firstId ?? 1) + index, context);
    sessions.push(session);
    await session.readToEnd();
  }
  return sessions;
}

/** The rows of these sessions. @throws NotReached if they can't be decoded */
export function rowsOf(spec: StreamSpec, sessions: readonly Pick<SourceSession, 'batches'>[]): RowBag {
  const rows: RowBag = new Map();
  try {
    const collect = rowCollector(spec.arrowSchema);
    for (const { batches } of sessions) for (const { arrowIpc } of batches) collect(arrowIpc, rows);
  } catch (error) {
    throw new NotReached(`the rows can't be read: ${ConnectorError.from(error).message}`);
  }
  return rows;
}

/**
 * The stream read once, in a few units, one process, one session after the other: what most clauses about sessions look
 * at. @throws NotReached
 */
export function plainReading(bench: Bench): Promise<Reading> {
  return bench.shared('a plain reading', async () => {
    const { subject } = await bench.configured();
    const planned = await plan(bench, subject, { targetUnitBytes: wholeUnitBytes });
    return { planned, sessions: await readUnits(bench, subject, planned, planned.units, { targetBatchBytes }) };
  });
}

/** All rows of the stream, once. @throws NotReached */
export function referenceRows(bench: Bench): Promise<RowBag> {
  return bench.shared('the rows of the stream', async () => {
    const { planned, sessions } = await plainReading(bench);
    return rowsOf(planned.spec, sessions);
  });
}

/** A process with its first session open, on a unit as large as can be. `credit` 0 keeps its batches back. */
export async function openUnit(
  bench: Bench,
  options: {
    readonly credit?: number;
    readonly overrides?: readonly Setting[];
    readonly targetBatchBytes?: number;
  } = {},
) {
  const { subject, welcome } = await bench.configured();
  const planned = await plan(bench, subject, { targetUnitBytes: wholeUnitBytes });
  const [unit] = planned.units;
  if (unit === undefined) throw new NotReached('the plan has no unit');
  const { overrides = [], targetBatchBytes: wantedBytes = 0 } = options;
  const context = contextOf(planned.spec, planned.loadId, unit, { overrides, targetBatchBytes: wantedBytes });
  const session = SourceSession.open(bench, subject, 1, context, options.credit);
  return { subject, welcome, planned, unit, context, session };
}
