import type { Arm } from './arms/arm.ts';
import { parseCases, type Case } from './cases.ts';
import type { ArmRuns, CaseResult, Run } from './runs.ts';
import type { Servers } from './servers.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export interface CaseOptions extends StageOptions {
  readonly arms: readonly Arm[];
  readonly rounds: number;
}

export interface CasesOptions {
  /** Where not all of them can take part. */
  readonly armsFor?: (measured: Case) => readonly Arm[];
  readonly save: (results: readonly CaseResult[]) => Promise<void>;
}

export interface RoundOptions extends Omit<CaseOptions, 'link'> {
  /** All of them in every round, if not given. */
  readonly takesPart?: (arm: Arm, round: number) => boolean;
  /** After each run, with all there are. */
  readonly save?: (result: CaseResult) => Promise<void>;
}

/** For the report. */
export function roundsNote(rounds: number): string {
  return `${rounds} rounds; the arms alternate within a round, and each round begins with another one`;
}

/**
 * All cases, one after the other, after a warm-up.
 *
 * @param save is called after each case with what there is, so that a long run that fails leaves what it has measured
 */
export async function measureCases(
  cases: readonly Case[],
  servers: Servers,
  { save, armsFor, ...options }: CaseOptions & CasesOptions,
): Promise<void> {
  await warmUp(servers, options);
  const results: CaseResult[] = [];
  for (const measured of cases) {
    const arms = armsFor?.(measured) ?? options.arms;
    results.push(await measureCase(measured, servers, { ...options, arms }));
    await save(results);
  }
}

/** Every arm moves one row, so that programs are in the page cache and the host in its compile cache. */
export async function warmUp(servers: Servers, options: Omit<CaseOptions, 'rounds'>): Promise<void> {
  options.log('warming up');
  for (const measured of parseCases('mixed:1', false)) await measureCase(measured, servers, { ...options, rounds: 1 });
}

export async function measureCase(measured: Case, servers: Servers, options: CaseOptions): Promise<CaseResult> {
  await using stage = await openStage(measured, servers, options);
  // Awaited here, so that the stage outlives it.
  return await playRounds(stage, options);
}

/** In each round, every arm moves the table once, in turn beginning with another one. */
export async function playRounds(
  stage: Stage,
  { arms, rounds, takesPart = () => true, save, log }: RoundOptions,
): Promise<CaseResult> {
  const runs = new Map<Arm, Run[]>(arms.map((arm) => [arm, []]));
  const result = (): CaseResult => ({
    ...stage.facts,
    arms: [...runs].map(([arm, ofArm]): ArmRuns => ({ arm: arm.name, runs: [...ofArm] })),
  });
  for (let round = 1; round <= rounds; round++) {
    const taking = arms.filter((arm) => takesPart(arm, round));
    for (let turn = 0; turn < taking.length; turn++) {
      const arm = taking[(round - 1 + turn) % taking.length];
      if (arm === undefined) continue;
      const run = await stage.measure(arm, round);
      log(`${stage.facts.case.name}: round ${round}, ${arm.name}: ${run.seconds.toFixed(3)} s`);
      runs.get(arm)?.push(run);
      await save?.(result());
    }
  }
  return result();
}
