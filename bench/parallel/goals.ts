import { namesOfFamily, type PeerFamily } from '../arms/peers.ts';
import type { Case } from '../cases.ts';
import { isCase, type Goal, type Judgement } from '../report/goal.ts';
import { medianSeconds, speedRatio, type ArmRuns, type CaseResult } from '../runs.ts';
import { before, oursWith, parallelismOf, pipe, pipeAgain } from './arms.ts';

const notMeasured: Judgement = { figure: 'not measured', reached: undefined };
/** The smallest difference between two medians that is called one, where the second pipe shows less. */
const leastNoise = 0.02;
/** A machine that is no quieter shows nothing. */
const mostNoise = 0.1;

/** One that users have, and one of more than 2 GB. */
const sized = isCase('mixed:1m', 'mixed:12m');

/** Against the fastest way of that tool. */
function peerGoal(family: PeerFamily, least: number): Goal {
  return {
    text: `the best P: at least ${least.toFixed(1)} times as fast as ${family}`,
    appliesTo: sized,
    judge: (result) => {
      const ours = fastest(result, (arm) => parallelismOf(arm) !== undefined);
      const theirs = fastest(result, (arm) => namesOfFamily(family).includes(arm));
      if (ours === undefined || theirs === undefined) return notMeasured;
      const ratio = speedRatio(theirs, ours);
      return { figure: `${ratio.toFixed(2)} (${ours.arm} to ${theirs.arm})`, reached: ratio >= least };
    },
  };
}

/** What one table, many workers, has to bring, on the machine that it is measured on. */
export const parallelGoals: readonly Goal[] = [
  peerGoal('pgcopydb', 1.5),
  peerGoal('pg_dump', 1.3),
  peerGoal('pgloader', 8),
  {
    text: 'P=1: no slower than before, within what the second pipe shows as noise, at least 2 %',
    appliesTo: sized,
    judge: (result) => {
      const [then, now] = [find(result, before), find(result, oursWith(1))];
      const [first, second] = [find(result, pipe), find(result, pipeAgain)];
      if (then === undefined || now === undefined || first === undefined || second === undefined) return notMeasured;
      const noise = Math.max(leastNoise, Math.abs(1 - speedRatio(first, second)));
      const ratio = speedRatio(then, now);
      return {
        figure: `${ratio.toFixed(3)}, noise ${noise.toFixed(3)}`,
        reached: noise > mostNoise ? undefined : ratio >= 1 - noise,
      };
    },
  },
];

/** Where each connection is slow, and the machine is not. */
export const linkGoals: readonly Goal[] = [
  {
    text: 'P=8: at least 5 times as fast as P=1',
    appliesTo: ({ rows }: Case) => rows >= 1e6,
    judge: (result) => {
      const [one, eight] = [find(result, oursWith(1)), find(result, oursWith(8))];
      if (one === undefined || eight === undefined) return notMeasured;
      const ratio = speedRatio(one, eight);
      return { figure: ratio.toFixed(2), reached: ratio >= 5 };
    },
  },
];

function find({ arms }: CaseResult, name: string): ArmRuns | undefined {
  return arms.find(({ arm }) => arm === name);
}

/** By its median. */
function fastest({ arms }: CaseResult, belongs: (arm: string) => boolean): ArmRuns | undefined {
  return arms.filter(({ arm }) => belongs(arm)).sort((a, b) => medianSeconds(a) - medianSeconds(b))[0];
}
