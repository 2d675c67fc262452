import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '../../support/database.ts';
import { groupMembers } from '../../support/fixture-pipeline.ts';
import { wrapConnector } from '../../support/wrapped.ts';
import { startPostgresProxy } from '../postgres-proxy/proxy.ts';
import { runHost } from '../state-file/host.ts';
import { connectionProblems } from './aftermath.ts';
import type { Mode } from './mode.ts';
import { isStall, type Point } from './point.ts';
import { type Ends, pipelineDocument, run, type RunOptions, type RunOutcome } from './run.ts';
import { withShortDeadlines } from './short-deadlines.ts';
import type { Stage } from './stage.ts';

/** A run ends within this of its fault, or it is stuck. The host's own deadlines together are half of it. */
export const endWithinMs = 40_000;
/** A database that gives no answer is waited for: an operator who loses patience. */
const patienceMs = 700;

const connectors = { source: 'source-postgres', destination: 'dest-postgres' } as const;

/** How long the processes of a host that was killed may outlive it. */
const orphansWithinMs = 10_000;

/** Where a run goes, and where it is remembered. */
export interface Place {
  readonly target: TestDatabase;
  readonly stateFile: string;
}

/** A run that has met a fault. */
export interface Collision {
  /** `stuck`: it did not end, and was cancelled. `killed`: its host was. */
  readonly outcome: RunOutcome | 'stuck' | 'killed';
  /** False where the moment of the fault has not come. */
  readonly fired: boolean;
  /** The run may fail. */
  readonly mayFail: boolean;
  /** Connections, and processes of a host that was killed, that it has left. */
  readonly left: readonly string[];
  /** Some that a proxy keeps open, on purpose. */
  readonly isHeld: boolean;
}

/** One run with a fault. @param held gets what still holds its connections when it has ended */
export function collide(stage: Stage, place: Place, point: Point, held: AsyncDisposableStack): Promise<Collision> {
  return point.at === 'state' ? collideAtState(stage, place, point) : collideOutside(stage, place, point, held);
}

type StatePoint = Extract<Point, { at: 'state' }>;
type OutsidePoint = Exclude<Point, StatePoint>;

async function collideOutside(
  { mode, source }: Stage,
  { target, stateFile }: Place,
  point: OutsidePoint,
  held: AsyncDisposableStack,
): Promise<Collision> {
  const databases = { source, destination: target };
  const urls = { source: source.url, destination: target.url };
  const use: { source?: string; destination?: string } = {};
  using wrappers = new DisposableStack();
  const hasFired: (() => boolean)[] = [];
  let patience: Promise<void> | undefined;
  // What provokes the fault comes last, and counts for nothing.
  for (const one of [point, ...(point.provokedBy === undefined ? [] : [point.provokedBy])]) {
    if (one.at === 'state') throw new Error('the state file provokes nothing');
    const { at, side, fault } = one;
    if (at === 'message') {
      const wrapped = wrappers.use(wrapConnector(connectors[side], side, fault));
      use[side] = wrapped.use;
      hasFired.push(() => wrapped.fired() !== null);
      continue;
    }
    const database = databases[side];
    const kill = async (pid: number): Promise<void> => {
      await database.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
    };
    const proxy = held.use(await startPostgresProxy({ url: database.url, fault, kill }));
    urls[side] = proxy.url;
    hasFired.push(() => proxy.hasFired);
    if (fault.kind === 'stall') patience = proxy.fired.then(() => sleep(patienceMs));
  }
  const meet = (): Promise<RunOutcome | 'stuck'> =>
    endOf(mode, { ...urls, use }, { state: { file: stateFile } }, patience);
  const outcome = await (point.at === 'message' && isStall(point) ? withShortDeadlines(meet) : meet());
  const fired = hasFired[0]?.() === true;
  // A server does not learn that a stalled client is gone: the next run meets its connections, and what they hold.
  const closed = (['source', 'destination'] as const).filter((side) => patience === undefined || side !== point.side);
  const left = await connectionProblems(...closed.map((side) => databases[side]));
  return { outcome, fired, mayFail: fired || point.provokedBy !== undefined, left, isHeld: patience !== undefined };
}

async function collideAtState(
  { mode, source }: Stage,
  { target, stateFile }: Place,
  { fault }: StatePoint,
): Promise<Collision> {
  const document = pipelineDocument(mode, { source: source.url, destination: target.url });
  const signal = AbortSignal.timeout(endWithinMs);
  const { result, fired, spawned } = await runHost({ document, stateFile, fault, takeOver: false }, signal);
  const survivors = await orphans(spawned, result === null ? orphansWithinMs : 0);
  const left = [...survivors, ...(await connectionProblems(source, target))];
  const ended = signal.aborted ? 'stuck' : 'killed';
  const outcome = result === null ? ended : { result, seconds: 0, retried: [], survivors };
  return { outcome, fired, mayFail: fired, left, isHeld: false };
}

/** Processes that are still there after this time. */
async function orphans(groups: readonly number[], withinMs: number): Promise<readonly string[]> {
  for (const until = performance.now() + withinMs; ; await sleep(50)) {
    const left = groupMembers(groups);
    if (left.length === 0 || performance.now() >= until) return left;
  }
}

/** `stuck` where the run had to be cancelled, because it did not end. @param patience cancels it too, as it ends */
export async function endOf(
  mode: Mode,
  ends: Ends,
  options: RunOptions,
  patience?: Promise<void>,
): Promise<RunOutcome | 'stuck'> {
  const cancel = new AbortController();
  void patience?.then(() => cancel.abort());
  const ended = run(mode, ends, { ...options, signal: cancel.signal });
  const late = new AbortController();
  const deadline = sleep(endWithinMs, null, { signal: late.signal }).catch(() => null);
  const outcome = await Promise.race([ended, deadline]);
  late.abort();
  if (outcome !== null) return outcome;
  cancel.abort();
  await ended;
  return 'stuck';
}
