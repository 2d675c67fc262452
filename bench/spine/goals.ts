import { isCase, type Goal } from '../report/goal.ts';
import { caseFigures, type CaseFigures } from './figures.ts';

function ratioGoal(name: string, least: number): Goal {
  return {
    text: `${name}: at least ${least} of the pipe's speed`,
    appliesTo: isCase(name),
    judge: (result) => {
      const { speedRatio } = caseFigures(result);
      return { figure: speedRatio.toFixed(3), reached: speedRatio >= least };
    },
  };
}

function memoryGoal(who: string, mostMb: number, bytes: (figures: CaseFigures) => number): Goal {
  return {
    text: `${who}: at most ${mostMb} MB resident`,
    appliesTo: () => true,
    judge: (result) => {
      const megabytes = bytes(caseFigures(result)) / 1e6;
      return { figure: `${megabytes.toFixed(1)} MB`, reached: megabytes <= mostMb };
    },
  };
}

/** What the first release promises, on the machine that it is measured on. */
export const goals: readonly Goal[] = [
  ratioGoal('narrow:8m', 0.95),
  ratioGoal('mixed:4m', 0.92),
  {
    text: "no slower than the pipe's time ÷ 0.92 + 0.35 s",
    appliesTo: isCase('narrow:2m', 'mixed:1m', 'wide:200k'),
    judge: (result) => {
      const { slackSeconds } = caseFigures(result);
      return { figure: `${slackSeconds.toFixed(3)} s to spare`, reached: slackSeconds >= 0 };
    },
  },
  {
    text: 'one row: less than 0.45 s from command to exit',
    appliesTo: isCase('mixed:1'),
    judge: (result) => {
      const { seconds } = caseFigures(result);
      return { figure: `${seconds.toFixed(3)} s`, reached: seconds < 0.45 };
    },
  },
  {
    text: 'mixed:4m: at most 0.6 CPU s per million rows, all our processes',
    appliesTo: isCase('mixed:4m'),
    judge: (result) => {
      const { cpuSecondsPerMillionRows: cpu } = caseFigures(result);
      return { figure: `${cpu.toFixed(3)} s`, reached: cpu <= 0.6 };
    },
  },
  memoryGoal('a connector', 90, ({ peak }) => Math.max(peak.source, peak.destination)),
  memoryGoal('the host', 150, ({ peak }) => peak.host),
];
