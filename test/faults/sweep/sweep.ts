import type { CaseOutcome } from './case.ts';
import type { Stage } from './stage.ts';

/** Cases at once: those that work, and those that mostly wait. */
const lanes = { working: 2, waiting: 4 } as const;

const progressCases = 100;

/** Cases by what they cost, so that those that wait do not keep those that work waiting. */
export type Lane = keyof typeof lanes;

export interface Planned {
  readonly lane: Lane;
  /** On a stage that nobody else is on. */
  readonly run: (stage: Stage) => Promise<CaseOutcome>;
}

export interface Figures {
  readonly cases: number;
  /** Faults that were injected. */
  readonly fired: number;
  /** Names of those whose moment has not come. */
  readonly missed: readonly string[];
  readonly repeated: number;
  readonly minutes: number;
  /** How runs with faults ended, and how often. */
  readonly ends: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/** Runs all of them, a few at once, each on a stage that it shares with none that runs beside it. */
export async function sweep(planned: readonly Planned[], newStage: () => Promise<Stage>): Promise<Figures> {
  const startedAt = performance.now();
  const outcomes: CaseOutcome[] = [];
  const runLane = async (lane: Lane): Promise<void> => {
    const waiting = planned.filter((one) => one.lane === lane);
    const work = async (): Promise<void> => {
      await using stage = await newStage();
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const outcome = await next.run(stage);
        outcomes.push(outcome);
        if (outcomes.length % progressCases === 0) console.log(`${outcomes.length} of ${planned.length} cases`);
        // A sweep takes long: whoever watches it need not wait for its end.
        for (const failure of failuresOf(outcome)) console.error(failure);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes[lane], waiting.length) }, work));
  };
  await Promise.all([runLane('working'), runLane('waiting')]);
  const ends: Record<string, number> = {};
  for (const end of outcomes.flatMap((outcome) => outcome.ends)) ends[end] = (ends[end] ?? 0) + 1;
  return {
    cases: outcomes.length,
    fired: outcomes.reduce((sum, { fired }) => sum + fired, 0),
    missed: outcomes.flatMap(({ missed }) => missed),
    repeated: outcomes.reduce((sum, { repeated }) => sum + repeated, 0),
    minutes: Math.round((performance.now() - startedAt) / 6000) / 10,
    ends,
    failures: outcomes.flatMap(failuresOf),
  };
}

function failuresOf({ name, problems }: CaseOutcome): readonly string[] {
  return problems.map((problem) => `${name}\n    ${problem}`);
}
