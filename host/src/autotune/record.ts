import type { KnobValue } from './knob.ts';

/** Who the others wait for. */
export interface Verdict {
  readonly side: 'source' | 'destination' | 'host' | 'unknown';
  /** Of the time that sessions were open. */
  readonly share: number;
  /** `destination-bound 83 %` */
  readonly text: string;
}

/**
 * Why a stream ended up with its settings, as plain JSON data: everything that was measured, and every rule that decided.
 * Rates are per second; ratios are of the other's figure, so that 0.12 means 12 % more.
 */
export interface DecisionRecord {
  readonly stream: string;
  /**
   * `changed`: the winner beat the baseline. `kept`: the baseline was measured and not beaten. `skipped`: nothing was
   * tried. `abandoned`: something went wrong, and the baseline carries on.
   */
  readonly outcome: 'changed' | 'kept' | 'skipped' | 'abandoned';
  /** One sentence. */
  readonly reason: string;
  readonly baseline: PlainSettings;
  readonly winner: PlainSettings;
  /** The winner's bytes per second over the baseline's, less 1; null where they were not compared. */
  readonly gain: number | null;
  /** Standard deviation of one window, as a ratio of its rate, pooled over all windows; null before there are two. */
  readonly noise: number | null;
  /** The first window, at the baseline: what everything began with. Null before there is one. */
  readonly first: WindowRecord | null;
  /** From the first window. */
  readonly bottleneck: Verdict | null;
  /** Of knobs that were changed, under `side.name`: their values' bytes per second over the baseline's, less 1. */
  readonly effects: Readonly<Record<string, number>>;
  /** In which order knobs had their turn, and why. */
  readonly order: readonly { readonly knob: string; readonly why: string }[];
  /** Each is one comparison of a few values of one knob, side by side; the last may compare winner and baseline. */
  readonly rounds: readonly RoundRecord[];
  /** What is out for good, or never had its turn. */
  readonly rejected: readonly Rejection[];
  readonly probe: ProbeCost;
  /** What gives this result again without a probe: `--pin knob=value`. */
  readonly pins: readonly { readonly knob: string; readonly side: string; readonly value: KnobValue }[];
}

export type PlainSettings = Readonly<Record<string, KnobValue>>;

export interface RoundRecord {
  /** `side.name`, or `all` where winner and baseline are compared at the end. */
  readonly knob: string;
  readonly why: string;
  /** Best first, as ranked. */
  readonly candidates: readonly CandidateRecord[];
  /** The incumbent's value where nothing beat it. */
  readonly winner: string;
  /** By how much the winner is ahead of the incumbent, or, where that is the winner, of the next one. */
  readonly margin: number | null;
  /** By how much a candidate had to be ahead of the incumbent. */
  readonly needed: number | null;
  readonly decidedBy: string;
}

/** What a window is measured for: a value of a knob, beside the others that are still in the round. */
export interface Comparison {
  /** As in RoundRecord. */
  readonly knob: string;
  readonly value: KnobValue;
  readonly beside: readonly KnobValue[];
}

export interface CandidateRecord {
  readonly value: string;
  readonly settings: PlainSettings;
  readonly incumbent: boolean;
  /** Its bytes per second over the incumbent's, less 1, drift taken out; null where either has no window. */
  readonly ahead: number | null;
  /** Means over its windows. */
  readonly bytesPerSecond: number;
  readonly rowsPerSecond: number;
  readonly flushShare: number;
  readonly bytesPerCpuSecond: number;
  readonly windows: readonly WindowRecord[];
  /** Why it left the round before its end. */
  readonly left?: string;
}

export interface WindowRecord {
  /** Place among all windows of the probe; the first is 1. */
  readonly number: number;
  readonly seconds: number;
  readonly rows: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly rowsPerSecond: number;
  /** Shares of the time that sessions were open. */
  readonly waits: {
    readonly read: number;
    readonly credit: number;
    readonly write: number;
    readonly flush: number;
    readonly input: number;
  };
  readonly cpuSeconds: { readonly host: number; readonly source: number; readonly destination: number };
  readonly memoryBytes: number;
}

export interface Rejection {
  readonly knob: string;
  readonly value: KnobValue;
  readonly reason: string;
}

export interface ProbeCost {
  readonly windows: number;
  /** Change-overs included, as far as they were reported. */
  readonly seconds: number;
  readonly rows: number;
  readonly bytes: number;
  /** Of the stream's estimated rows. */
  readonly share: number;
  readonly maxSeconds: number;
  readonly maxRows: number;
}
