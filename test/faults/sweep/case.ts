import type { RunResult } from '../../../host/src/engine/types.ts';
import type { TestDatabase } from '../../support/database.ts';
import { connectionProblems, type Loads, stateProblems, targetProblems } from './aftermath.ts';
import { type Collision, collide, endWithinMs, type Place } from './collision.ts';
import { type Table, tableNames } from './mode.ts';
import { nameOf, type Point } from './point.ts';
import { newStateFile, run, type RunOutcome } from './run.ts';
import { contents, type Stage } from './stage.ts';

/** A machine with too much to do looks like a connector that hangs: such a run is repeated. */
const loadCodes: ReadonlySet<string> = new Set(['stalled', 'handshake_timeout']);
const mostRepetitions = 2;

export interface CaseOutcome {
  readonly name: string;
  /** In words; none if all was as it must be. */
  readonly problems: readonly string[];
  /** Faults that were injected: a run may be over before its second one. */
  readonly fired: number;
  /** How the runs with faults ended: `succeeded`, or the code of the first error. */
  readonly ends: readonly string[];
  /** Runs without faults that were repeated, because the machine had too much to do. */
  readonly repeated: number;
}

/** Makes a run meet a fault. @param held gets what still holds its connections when it has ended */
export type Encounter = (place: Place, held: AsyncDisposableStack) => Promise<Collision>;

/** Runs into faults at these points, one after the other, and then a run without. */
export function runCase(stage: Stage, points: readonly Point[]): Promise<CaseOutcome> {
  return runEncounters(
    stage,
    points.map(nameOf).join(', then '),
    points.map((point) => (place, held) => collide(stage, place, point, held)),
  );
}

/**
 * Runs with faults must end by themselves, and leave whole loads and nothing else; the run after makes the target what it
 * must be. Never throws: whatever is wrong is in the outcome.
 */
export async function runEncounters(
  stage: Stage,
  what: string,
  encounters: readonly Encounter[],
): Promise<CaseOutcome> {
  const attempt = new Attempt(stage);
  const problems: string[] = [];
  try {
    await using target = await stage.newTarget();
    using state = newStateFile();
    await using held = new AsyncDisposableStack();
    const place = { target, stateFile: state.file };
    for (const meet of encounters) problems.push(...(await attempt.after(await meet(place, held), target)));
    problems.push(...(await attempt.recover(place)));
    await held.disposeAsync();
    problems.push(...(await connectionProblems(stage.source, target)));
  } catch (error) {
    problems.push(`the test itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const { fired, ends, repeated } = attempt;
  return { name: `${stage.mode.name}: ${what}`, problems, fired, ends, repeated };
}

class Attempt {
  readonly ends: string[] = [];
  fired = 0;
  repeated = 0;
  readonly #stage: Stage;
  #takeOver = false;
  readonly #loads: Record<Table, number> = { items: 0, people: 0 };

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async after({ outcome, fired, mayFail, left, isHeld }: Collision, target: TestDatabase): Promise<readonly string[]> {
    if (fired) this.fired++;
    this.#takeOver ||= isHeld;
    const result = typeof outcome === 'string' ? null : outcome.result;
    this.ends.push(typeof outcome === 'string' ? outcome : endOf(outcome.result));
    const problems = [...left];
    if (outcome === 'stuck') problems.push(`no end within ${endWithinMs / 1000} s`);
    if (typeof outcome !== 'string') problems.push(...endProblems(outcome, mayFail));
    const isPublished = result?.status === 'succeeded';
    for (const table of tableNames) problems.push(...(await this.#countLoads(table, target.url, isPublished)));
    return problems;
  }

  /** A run without faults, and what is then there. */
  async recover({ target, stateFile }: Place): Promise<readonly string[]> {
    const { mode, source } = this.#stage;
    const ends = { source: source.url, destination: target.url };
    const options = { takeOver: this.#takeOver, state: { file: stateFile } };
    const again = (): Promise<RunOutcome> => run(mode, ends, options);
    let outcome = await again();
    while (this.repeated < mostRepetitions && loadCodes.has(outcome.result.errors[0]?.code ?? '')) {
      this.repeated++;
      outcome = await again();
    }
    if (outcome.result.status !== 'succeeded') {
      return [`the run after: ${JSON.stringify([...outcome.retried, ...outcome.result.errors])}`];
    }
    const loads: Loads = this.#loads;
    return [
      ...outcome.survivors.map((process) => `the run after left ${process}`),
      ...(await targetProblems(this.#stage, target, loads)),
      ...(await stateProblems(this.#stage, target, stateFile)),
    ];
  }

  async #countLoads(table: Table, url: string, isPublished: boolean): Promise<readonly string[]> {
    if (this.#stage.mode.between === 'some rows') return [];
    const now = await contents(url, `public.${table}`);
    const expected = this.#stage.expected[table];
    const at = (loads: number): string | null => expected[Math.min(loads, expected.length - 1)] ?? null;
    const before = this.#loads[table];
    // Whoever has it has not committed yet, and never will: the next run ends it.
    if (now === 'locked') return isPublished ? [`the run has succeeded, and ${table} is locked`] : [];
    if (now === at(before + 1)) this.#loads[table]++;
    else if (now !== at(before)) return [`${table} has neither the old rows nor the new: ${now ?? 'it is gone'}`];
    else if (isPublished) return [`the run has succeeded, and ${table} has the old rows`];
    return [];
  }
}

function endOf({ errors, status }: RunResult): string {
  return errors[0]?.code ?? status;
}

function endProblems({ result, survivors }: RunOutcome, mayFail: boolean): string[] {
  const problems = survivors.map((process) => `it left ${process}`);
  const [error] = result.errors;
  if (result.status === 'failed' && (error === undefined || error.code === 'unexpected')) {
    problems.push(`it ended without a typed error: ${JSON.stringify(result.errors)}`);
  }
  if (!mayFail && result.status !== 'succeeded' && !loadCodes.has(error?.code ?? '')) {
    problems.push(`it failed without a fault: ${JSON.stringify(result.errors)}`);
  }
  return problems;
}
