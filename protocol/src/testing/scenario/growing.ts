import type { Position, StreamPosition, Unit } from '../../model/load.ts';
import type { Cursor, DiscoveredStream, StreamSpec } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { isMessage, answersTo } from '../driver/talk.ts';
import { runShell } from '../driver/shell.ts';
import { difference, type RowBag, rowCount, rowsIn, subtract } from '../rows.ts';
import { Breach, Inapplicable, NotReached } from '../verdict.ts';
import { plan, type Planned, readUnits, rowsOf, wholeUnitBytes } from './reading.ts';
import type { SourceSession } from './source-session.ts';
import { discovered, maxStreamBytes, specOf } from './stream.ts';

/*
 * An incremental stream, as a source has it: read once whole, then grown by the user's command, then gone on with.
 */

/** So that checkpoints fall between small batches. */
const smallBatchBytes = 8 * 1024;

/** Into which the new rows fall, about. */
const wantedCheckpoints = 6;

/** Columns that are tried as a cursor. */
const maxCandidates = 20;

/** @throws Inapplicable unless the source offers incremental streams */
export async function needsIncremental(bench: Bench): Promise<void> {
  const { syncModes } = await bench.spec();
  if (!syncModes.includes('incremental')) throw new Inapplicable('the source offers no incremental streams');
}

/** The stream by this cursor, as Discover describes it; null if it says that it can't be read so. @throws NotReached */
export async function discoverBy(
  bench: Bench,
  { name }: Pick<DiscoveredStream, 'name'>,
  cursor: Cursor,
): Promise<StreamSpec | null> {
  const { subject } = await bench.configured();
  const request = { type: 'discover', streams: [{ name, columns: [], cursor }], namesOnly: false } as const;
  const answers = await answersTo<'discover'>(subject, request, bench.patience.answerMs);
  const [found] = answers.flatMap(({ streams }) => streams);
  await subject.end();
  if (found === undefined || found.problems.some(({ severity }) => severity === 'error')) return null;
  return { ...specOf(found), syncMode: 'incremental', cursor };
}

/** The stream that increments are tried on, by its key or else by a column that the source takes. @throws NotReached */
export function growingStream(bench: Bench): Promise<{ readonly spec: StreamSpec; readonly stream: DiscoveredStream }> {
  return bench.shared('an incremental stream', async () => {
    await needsIncremental(bench);
    const usable = (await discovered(bench))
      .filter(({ syncModes, problems, estimate }) => {
        const isSound = !problems.some(({ severity }) => severity === 'error');
        return isSound && syncModes.includes('incremental') && estimate.bytes <= maxStreamBytes;
      })
      .sort((a, b) => b.estimate.rows - a.estimate.rows);
    for (const stream of usable.slice(0, 3)) {
      for (const cursor of cursorsOf(stream)) {
        const spec = await discoverBy(bench, stream, cursor);
        if (spec !== null) return { spec, stream };
      }
    }
    throw new NotReached('none of its streams is small enough and has a column that it takes as a cursor');
  });
}

/** A key of one column is unique by itself; any other column is told apart by it. */
function* cursorsOf({ columns, primaryKey }: DiscoveredStream): Generator<Cursor> {
  const [key, ...others] = primaryKey;
  if (key !== undefined && others.length === 0) yield { column: key, nulls: 'refuse' };
  for (const { name, nullable } of columns.slice(0, maxCandidates)) {
    if (name === key || nullable) continue;
    yield { column: name, nulls: 'refuse', ...(key === undefined ? {} : { tieBreakerColumn: key }) };
  }
}

export interface FirstLoad {
  readonly planned: Planned;
  readonly rows: RowBag;
  /** The rows of the same stream as a full refresh. */
  readonly whole: RowBag;
  readonly position: Position | undefined;
}

/** The stream whole, before it grows. @throws NotReached */
export function firstLoad(bench: Bench): Promise<FirstLoad> {
  return bench.shared('the first load of an incremental stream', async () => {
    const { spec } = await growingStream(bench);
    const { subject } = await bench.configured();
    const planned = await plan(bench, subject, { spec });
    const rows = rowsOf(spec, await readUnits(bench, subject, planned, inOrder(planned.units)));
    const whole = await readWhole(bench, spec);
    const [first] = planned.answers.flatMap(({ streams = [] }) =>
      streams.filter(({ streamIndex }) => streamIndex === 0),
    );
    return { planned, rows, whole, position: first?.position };
  });
}

/** All rows, as a full refresh reads them. @throws NotReached */
export async function readWhole(bench: Bench, incremental: StreamSpec): Promise<RowBag> {
  const { cursor: _, ...rest } = incremental;
  const spec: StreamSpec = { ...rest, syncMode: 'full_refresh' };
  const { subject } = await bench.configured();
  const planned = await plan(bench, subject, { spec, targetUnitBytes: wholeUnitBytes });
  return rowsOf(spec, await readUnits(bench, subject, planned, inOrder(planned.units)));
}

/** Of units that wait for others, each comes after those. */
export function inOrder(units: readonly Unit[]): readonly Unit[] {
  return [...units].sort((a, b) => a.after.length - b.after.length);
}

/** Where the first load leads. @throws NotReached where the source does not say */
async function firstPosition(bench: Bench): Promise<Position> {
  const { position } = await firstLoad(bench);
  if (position === undefined) throw new NotReached('the plan of the first load does not say where it leads');
  return position;
}

/** Has the user's command add rows, once; gives these. @throws NotReached */
export function newRows(bench: Bench): Promise<RowBag> {
  return bench.shared('new rows', async () => {
    const { spec } = await growingStream(bench);
    const { whole } = await firstLoad(bench);
    const { grow, workingDirectory } = bench.options;
    if (grow === undefined)
      throw new NotReached('only a stream that has grown shows it: give a --grow-cmd that adds rows to it');
    const { answerMs: timeoutMs } = bench.patience;
    const printed = await runShell(grow, { what: 'grow command', workingDirectory, stream: spec.name, timeoutMs });
    if (printed.trimStart().startsWith('{')) bench.config = printed;
    const added = subtract(await readWhole(bench, spec), whole);
    if (rowCount(added) === 0) throw new NotReached('the grow command has added no rows');
    return added;
  });
}

/** Where a checkpoint stands, and what comes after it in its session. */
export interface Stop {
  readonly position: Position | undefined;
  readonly rowsBefore: number;
  /** Read since the checkpoint before. */
  readonly newRows: number;
  readonly rowsAfter: RowBag;
}

export interface Continuation {
  readonly planned: Planned;
  readonly sessions: readonly SourceSession[];
  readonly rows: RowBag;
}

/** The stream from a position on, in small steps. @throws NotReached */
export async function goOn(
  bench: Bench,
  from: Position,
  options: {
    readonly spec?: Partial<StreamSpec>;
    readonly targetBatchBytes?: number;
    readonly rowsBetween?: number;
  } = {},
): Promise<Continuation> {
  const { spec } = await growingStream(bench);
  const { targetBatchBytes = smallBatchBytes } = options;
  const rowsBetween = options.rowsBetween ?? Math.max(1, Math.ceil(rowCount(await newRows(bench)) / wantedCheckpoints));
  const { subject } = await bench.configured();
  const planned = await plan(bench, subject, { spec: { ...spec, ...options.spec }, resume: at(from) });
  const sessions = await readUnits(bench, subject, planned, inOrder(planned.units), {
    targetBatchBytes,
    checkpointInterval: { rows: rowsBetween, bytes: 0, milliseconds: 0 },
  });
  return { planned, sessions, rows: rowsOf(spec, sessions) };
}

export const at = (position: Position): readonly StreamPosition[] => [{ streamIndex: 0, position }];

/** What has grown since the first load, from where that one leads. @throws NotReached */
export function increment(bench: Bench): Promise<Continuation> {
  return bench.shared('an increment', async () => {
    await newRows(bench);
    return goOn(bench, await firstPosition(bench));
  });
}

/** The checkpoints of an increment's one session, in their order. @throws NotReached */
export function stopsOf({ planned: { spec }, sessions }: Continuation): readonly Stop[] {
  const [session] = sessions;
  if (session === undefined) throw new NotReached('the plan that goes on has no unit');
  const { heard } = session;
  let rowsBefore = 0;
  let counted = 0;
  return heard.flatMap((each, index): Stop[] => {
    if (each.kind === 'batch') rowsBefore += rowsIn(each);
    if (!isMessage(each, 'checkpoint')) return [];
    const batches = heard.slice(index).filter((later) => later.kind === 'batch');
    const newRows = rowsBefore - counted;
    counted = rowsBefore;
    const position = each.message.positions.find(({ streamIndex }) => streamIndex === 0)?.position;
    return [{ position, rowsBefore, newRows, rowsAfter: rowsOf(spec, [{ batches }]) }];
  });
}

/** Where the increment leads. @throws NotReached */
export async function lastPosition(bench: Bench): Promise<Position> {
  const last = stopsOf(await increment(bench)).findLast(({ position }) => position !== undefined);
  if (last?.position === undefined) throw new NotReached('no checkpoint names a position');
  return last.position;
}

/** @throws Breach unless the bags are the same */
export function mustBeSame(expected: RowBag, actual: RowBag, what: string): void {
  const wrong = difference(expected, actual);
  if (wrong !== null) throw new Breach(`${what}: ${wrong}`);
}
