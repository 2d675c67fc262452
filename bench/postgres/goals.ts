import { median } from '../../test/support/statistics.ts';
import type { Goal, Judgement } from '../report/goal.ts';
import { medianSeconds, pairedRatios, speedRatio, type ArmRuns, type CaseResult } from '../runs.ts';
import { off, on } from './arms.ts';
import { controlOf, whyNotJudged, type Control } from './control.ts';
import { behind, percent } from './percent.ts';
import { bestPinned, rowsAtLock, steadyRegret, wholeRegrets } from './regret.ts';

const notMeasured: Judgement = { figure: 'not measured', reached: undefined };
/** Below it, start-up and the probe are too large a part for the steady state to say much. */
const fewestSeconds = 30;
const mostSteadyRegret = 0.05;
const mostWholeRegret = 0.1;
const mostOffRegret = 0.2;
const leastGainOnLink = 3;

interface Measured {
  readonly result: CaseResult;
  readonly off: ArmRuns;
  readonly on: ArmRuns;
  readonly control: Control;
}

/** What autotune has to bring, with both servers on this machine or a link between. */
export function postgresGoals(isLocal: boolean): readonly Goal[] {
  return [
    steadyGoal,
    wholeGoal,
    ...(isLocal ? [defaultGoal] : []),
    neverWorseGoal,
    ...(isLocal ? [] : [linkGoal]),
    skippedGoal,
  ];
}

const steadyGoal = goal(
  `after the lock, on is within ${percent(mostSteadyRegret)}, or the noise, of the best pinned point`,
  ({ result, on, off, control }) => {
    const steady = steadyRegret(result, on);
    if (steady === undefined) return { figure: 'nothing was locked, or nothing pinned', reached: undefined };
    const figure = behind(steady.regret, steady.arm);
    const seconds = medianSeconds(off);
    if (seconds < fewestSeconds) {
      return { figure: `${figure}; off takes ${seconds.toFixed(1)} s, less than ${fewestSeconds}`, reached: undefined };
    }
    return { figure, reached: steady.regret <= Math.max(mostSteadyRegret, control.noise) };
  },
);

const wholeGoal = goal(
  `the whole run, on is within ${percent(mostWholeRegret)} of the best pinned point`,
  ({ result, on }) => {
    const best = bestPinned(result);
    if (best === undefined) return notMeasured;
    const regret = median(wholeRegrets(on, best));
    return { figure: behind(regret, best.arm), reached: regret <= mostWholeRegret };
  },
);

const defaultGoal = goal(`off is within ${percent(mostOffRegret)} of the best pinned point`, ({ result, off }) => {
  const best = bestPinned(result);
  if (best === undefined) return notMeasured;
  const regret = median(wholeRegrets(off, best));
  return { figure: behind(regret, best.arm), reached: regret <= mostOffRegret };
});

const neverWorseGoal = goal('on is not slower than off by more than the noise', ({ on, off, control }) => {
  const regret = median(wholeRegrets(on, off));
  return {
    figure: `${behind(regret, off.arm)}, noise ${percent(control.noise)}`,
    reached: regret <= control.noise,
  };
});

const linkGoal = goal(`on a link, on is at least ${leastGainOnLink} times as fast as off`, ({ on, off }) => {
  const ratio = speedRatio(off, on);
  return { figure: ratio.toFixed(2), reached: ratio >= leastGainOnLink };
});

const skippedGoal = goal('where the tuner skipped, on is as fast as off, within the noise', ({ on, off, control }) => {
  const skipped: ArmRuns = { arm: on.arm, runs: on.runs.filter(({ load }) => rowsAtLock(load) === undefined) };
  if (skipped.runs.length === 0) return { figure: 'no run was skipped', reached: undefined };
  const distance = Math.abs(median(pairedRatios(skipped, off)) - 1);
  const reasons = [...new Set(skipped.runs.flatMap(({ load }) => load?.tuning?.reason ?? 'no reason'))];
  return {
    figure: `${percent(distance)} apart, noise ${percent(control.noise)}; ${skipped.runs.length} of ${on.runs.length} runs: ${reasons.join('; ')}`,
    reached: distance <= control.noise,
  };
});

function goal(text: string, judge: (measured: Measured) => Judgement): Goal {
  return {
    text,
    appliesTo: () => true,
    judge: (result) => {
      const [ofOff, ofOn] = [off, on].map((name) =>
        result.arms.find(({ arm, runs }) => arm === name && runs.length > 0),
      );
      if (ofOff === undefined || ofOn === undefined) return notMeasured;
      const control = controlOf(result);
      const judgement = judge({ result, off: ofOff, on: ofOn, control });
      return whyNotJudged(control) === undefined ? judgement : { ...judgement, reached: undefined };
    },
  };
}
