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
  /** Faults that were injected. */
  readonly fired: number;
  /** Names of those whose moment has not come: what a run does is not always the same, and it may be over before its second one. */
  readonly missed: readonly string[];
  /** How the runs with faults ended: `succeeded`, or the code of the first error. */
  readonly ends: readonly string[];
  /** Runs that were repeated, because the machine had too much to do for them to get to their fault, or to their end. */
  readonly repeated: number;
}

export interface Encounter {
  readonly name: string;
  /** Each run has this moment: a fault that was not injected has proved nothing. */
  readonly isCertain?: boolean;
  /** Makes a run meet a fault. @param held gets what still holds its connections when it has ended */
  readonly meet: (place: Place, held: AsyncDisposableStack) => Promise<Collision>;
}

/** Runs into faults at these points, one after the other, and then a run without. */
export function runCase(stage: Stage, points: readonly Point[]): Promise<CaseOutcome> {
  return runEncounters(
    stage,
    points.map((point, index) => ({
      name: nameOf(point),
      // A run that mends another may have less to do.
      isCertain: index === 0 && point.fault.occurrence === 1,
      meet: (place, held) => collide(stage, place, point, held),
    })),
  );
}

/**
 * Runs with faults must end by themselves, and leave whole loads and nothing else; the run after makes the target what it
 * must be. Never throws: whatever is wrong is in the outcome.
 */
export async function runEncounters(stage: Stage, encounters: readonly Encounter[]): Promise<CaseOutcome> {
  const attempt = new Attempt(stage);
  const problems: string[] = [];
  try {
    await using target = await stage.newTarget();
    using state = newStateFile();
    await using held = new AsyncDisposableStack();
    const place = { target, stateFile: state.file };
    for (const encounter of encounters) problems.push(...(await attempt.meet(encounter, place, held)));
    problems.push(...(await attempt.recover(place)));
    await held.disposeAsync();
    problems.push(...(await connectionProblems(stage.source, target)));
  } catch (error) {
    problems.push(`the test itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const { fired, missed, ends, repeated } = attempt;
  const what = encounters.map(({ name }) => name).join(', then ');
  return { name: `${stage.mode.name}: ${what}`, problems, fired, missed, ends, repeated };
}

class Attempt {
  readonly ends: string[] = [];
  readonly missed: string[] = [];
  fired = 0;
  repeated = 0;
  readonly #stage: Stage;
  #takeOver = false;
  readonly #loads: Record<Table, number> = { items: 0, people: 0 };

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async meet(
    { name, isCertain, meet }: Encounter,
    place: Place,
    held: AsyncDisposableStack,
  ): Promise<readonly string[]> {
    const problems: string[] = [];
    for (let count = 0; ; count++) {
      const collision = await meet(place, held);
      const { fired, outcome } = collision;
      const end = typeof outcome === 'string' ? outcome : endOf(outcome.result);
      this.ends.push(end);
      problems.push(...(await this.#after(collision, place.target)));
      if (fired) {
        this.fired++;
        return problems;
      }
      if (count === mostRepetitions || !loadCodes.has(end)) break;
      this.repeated++;
    }
    this.missed.push(name);
    return isCertain === true ? [...problems, 'its moment has not come'] : problems;
  }

  async #after(collision: Collision, target: TestDatabase): Promise<readonly string[]> {
    const { outcome, mayFail, left, isHeld } = collision;
    this.#takeOver ||= isHeld;
    const result = typeof outcome === 'string' ? null : outcome.result;
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
    for (let count = 0; count < mostRepetitions && loadCodes.has(outcome.result.errors[0]?.code ?? ''); count++) {
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
