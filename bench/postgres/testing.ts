import type { LoadTrace, Tuning, TuningRecord } from '../arms/load-trace.ts';
import type { ArmRuns, CaseResult, Run } from '../runs.ts';
import { parseProfiles } from './profiles.ts';

/** A thousand rows at an even rate, from the first to the ninth tenth of the run. */
export function traceOf(seconds: number, more: Partial<LoadTrace> = {}): LoadTrace {
  const [begins, ends] = [seconds * 0.1, seconds * 0.9];
  return {
    begins,
    ends,
    progress: [0.25, 0.5, 0.75, 1].map((share) => ({
      seconds: begins + share * (ends - begins),
      rows: share * 1000,
      bytes: share * 1e6,
    })),
    units: 9,
    settings: {},
    reasons: {},
    tuning: undefined,
    ...more,
  };
}

export function runOf(round: number, seconds: number, load: LoadTrace | undefined = traceOf(seconds)): Run {
  return { round, seconds, cpuSeconds: 1, serverCpu: { source: 2, destination: 3 }, ...(load && { load }) };
}

export function armOf(arm: string, seconds: readonly number[], load?: (seconds: number) => LoadTrace): ArmRuns {
  return { arm, runs: seconds.map((each, index) => runOf(index + 1, each, load?.(each))) };
}

export function resultOf(arms: readonly ArmRuns[]): CaseResult {
  const [profile] = parseProfiles('xlarge', { rows: 1000 });
  if (profile === undefined) throw new Error('no profile');
  return { case: profile.case, bytesPerRow: 1000, tableBytes: 1e6, keySeconds: 0.1, arms };
}

export const record: TuningRecord = {
  outcome: 'changed',
  reason: 'it is faster',
  baseline: { 'host.parallelism': 2, 'source.partition_mode': 'ctid' },
  winner: { 'host.parallelism': 3, 'source.partition_mode': 'ctid' },
  gain: 0.2,
  noise: 0.01,
  rounds: [
    {
      knob: 'host.parallelism',
      candidates: [
        { value: '3', windows: [{ number: 3, seconds: 1 }] },
        { value: '2', windows: [{ number: 2, seconds: 1 }] },
      ],
    },
  ],
  probe: { windows: 3, seconds: 4, rows: 100, share: 0.1 },
};

export function tuningOf(at: number, more: Partial<Tuning> = {}): Tuning {
  return {
    outcome: 'changed',
    reason: 'it is faster',
    at,
    firstWindowEnds: undefined,
    record,
    explanation: 'autotune of t: changed',
    ...more,
  };
}
