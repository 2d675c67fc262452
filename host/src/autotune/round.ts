import type { KnobValue } from './knob.ts';
import { cliff, leastPart, maxSweeps, minWindowSeconds, minWindowsEach } from './bounds.ts';
import { afterSweep, fallsOff, leapsAhead, margin } from './early-stop.ts';
import { type Estimate, estimate } from './estimate.ts';
import { figures, type Window, windowRecord } from './figures.ts';
import type { Ledger } from './ledger.ts';
import { rank } from './ranking.ts';
import type { Comparison, RoundRecord } from './record.ts';
import { plainSettings } from './settings.ts';
import type { KnobSettings } from './types.ts';

/** A window that is wanted. */
export interface Ask {
  readonly settings: KnobSettings;
  readonly windowSeconds: number;
  readonly why: string;
  readonly compared: Comparison | null;
}

/** What came of it: a window that counts, or the reason why these settings are out. */
export type Reply = { readonly window: Window } | { readonly out: string };

/** A probe asks for windows, one after the other. */
export type Asking<Result> = Generator<Ask, Result, Reply>;

/** Nothing can be trusted any more: the baseline carries on. */
export class Abandoned extends Error {}

export interface Candidate {
  /** Of the knob; for all knobs at once, a word. */
  readonly value: KnobValue;
  readonly settings: KnobSettings;
}

export interface RoundPlan {
  readonly knob: string;
  readonly why: string;
  readonly incumbent: Candidate;
  readonly challengers: readonly Candidate[];
  /** The incumbent's, if it is the probe's last window: it need not be measured at once again. */
  readonly justMeasured?: Window | undefined;
  readonly windowSeconds: number;
  /** The budget's clock: no sweep beyond the first two begins after this. */
  readonly until: number;
}

export interface RoundResult {
  readonly winner: Candidate;
  /** By how much the best challenger is ahead of the incumbent, in logs; null where they were not compared. */
  readonly ahead: number | null;
}

interface Contender extends Candidate {
  readonly incumbent: boolean;
  readonly windows: Window[];
  left?: string;
}

/**
 * A few settings side by side. They are measured in sweeps whose order is mirrored, A B C, C B A, A B C, …, so that drift
 * meets all alike and every second change-over is saved. The round ends when one is clearly ahead, when nobody can still
 * beat the incumbent, or when its share of the budget is spent.
 */
export function* round(ledger: Ledger, plan: RoundPlan): Asking<RoundResult> {
  const { justMeasured } = plan;
  const incumbent: Contender = {
    ...plan.incumbent,
    incumbent: true,
    windows: justMeasured === undefined ? [] : [justMeasured],
  };
  const contenders: readonly [Contender, ...Contender[]] = [
    incumbent,
    ...plan.challengers.map((each): Contender => ({ ...each, incumbent: false, windows: [] })),
  ];
  const running = (): readonly Contender[] => contenders.filter(({ left }) => left === undefined);
  const isOpen = (): boolean => running().length > 1;
  let decidedBy = 'all were measured as often as it makes sense';

  sweeps: for (let sweep = 0; sweep < maxSweeps && isOpen(); sweep++) {
    if (sweep >= minWindowsEach) {
      leaveAfterSweep(ledger, plan.knob, contenders);
      if (!isOpen()) break;
      if (ledger.budget.seconds >= plan.until) {
        decidedBy = 'its share of the budget was spent';
        break;
      }
    }
    const turns = sweep % 2 === 0 ? running() : running().toReversed();
    for (const contender of turns) {
      if (!isOpen()) break;
      if (sweep === 0 && contender.incumbent && justMeasured !== undefined) continue;
      if (!ledger.fits(contender.settings, plan.windowSeconds, neededPart(plan))) {
        decidedBy = 'the budget was spent';
        break sweeps;
      }
      yield* measure(ledger, plan, contender, contenders);
    }
    if (sweep === 0 && hasLeapt(ledger, contenders)) {
      decidedBy = 'it was far ahead at once';
      break;
    }
  }
  if (!isOpen())
    decidedBy =
      running()[0]?.incumbent === true ? 'nothing can beat the incumbent any more' : 'it stayed clearly ahead';
  return conclude(ledger, plan, contenders, decidedBy);
}

/** In long steps a window that is cut short is better than none: gains are large. */
export function neededPart({ justMeasured }: Pick<RoundPlan, 'justMeasured'>): number {
  return justMeasured === undefined ? 1 : leastPart;
}

function* measure(
  ledger: Ledger,
  plan: RoundPlan,
  contender: Contender,
  contenders: readonly [Contender, ...Contender[]],
): Asking<void> {
  const [incumbent] = contenders;
  const others = contenders.filter((each) => each !== contender && each.left === undefined);
  const reply = yield {
    settings: contender.settings,
    windowSeconds: plan.windowSeconds,
    why: plan.why,
    compared: { knob: plan.knob, value: contender.value, beside: others.map(({ value }) => value) },
  };
  if ('window' in reply) {
    if (reply.window.o.seconds < minWindowSeconds * leastPart) {
      if (!contender.incumbent) contender.left = 'its window was cut short: the budget was spent';
      return;
    }
    contender.windows.push(reply.window);
    if (contender.incumbent || contender.windows.length > 1 || incumbent.windows.length === 0) return;
    const noise = ledger.noise(estimateOf([incumbent, contender]));
    if (!fallsOff(meanLog(contender), meanLog(incumbent), noise)) return;
    leaveForGood(ledger, plan.knob, contender, 'far behind in its first window');
    return;
  }
  if (contender.incumbent) throw new Abandoned(`${String(contender.value)} of ${plan.knob}: ${reply.out}`);
  leaveForGood(ledger, plan.knob, contender, reply.out);
  // At once, whoever's turn it is: the load goes on with what is known to be good.
  if (ledger.fits(incumbent.settings, plan.windowSeconds)) yield* measure(ledger, plan, incumbent, contenders);
}

/** One of them is so far ahead after a window that the budget is better spent on going on. */
function hasLeapt(ledger: Ledger, contenders: readonly Contender[]): boolean {
  const all = estimateOf(contenders);
  const noise = ledger.noise(all);
  return contenders.some(({ incumbent, left }, index) => {
    const [level, of] = [all.levels[index] ?? Number.NaN, all.levels[0] ?? Number.NaN];
    return !incumbent && left === undefined && leapsAhead(level, of, noise);
  });
}

function leaveAfterSweep(ledger: Ledger, knob: string, contenders: readonly Contender[]): void {
  const all = estimateOf(contenders);
  const runners = contenders.flatMap((contender, index) => {
    const level = all.levels[index] ?? Number.NaN;
    return contender.left === undefined ? [{ contender, level, windows: contender.windows.length }] : [];
  });
  const leaving = afterSweep(
    runners.map(({ contender, ...runner }) => ({ ...runner, incumbent: contender.incumbent })),
    ledger.noise(all),
  );
  const incumbentLevel = all.levels[0] ?? Number.NaN;
  for (const { index, why } of leaving) {
    const runner = runners[index];
    if (runner === undefined) continue;
    const isFar = incumbentLevel - runner.level > -Math.log(1 - cliff);
    if (isFar && !runner.contender.incumbent) leaveForGood(ledger, knob, runner.contender, 'far behind');
    else runner.contender.left = why;
  }
}

function conclude(ledger: Ledger, plan: RoundPlan, contenders: readonly Contender[], decidedBy: string): RoundResult {
  const all = estimateOf(contenders);
  ledger.estimates.push(all);
  const noise = ledger.noise();
  const standings = contenders.map((contender, index) => ({
    contender,
    incumbent: contender.incumbent,
    level: all.levels[index] ?? Number.NaN,
    figures: figures(contender.windows),
  }));
  const incumbent = standings.find((each) => each.incumbent);
  const isLeap = ({ level }: (typeof standings)[number]): boolean =>
    incumbent !== undefined && leapsAhead(level, incumbent.level, noise);
  const isComplete = (each: (typeof standings)[number]): boolean =>
    (each.contender.windows.length >= minWindowsEach || isLeap(each)) &&
    !ledger.isRejected(plan.knob, each.contender.value);
  const complete = standings.filter((each) => each.incumbent || isComplete(each));
  const isCompared =
    incumbent !== undefined &&
    (incumbent.contender.windows.length >= minWindowsEach || complete.some((each) => !each.incumbent && isLeap(each)));
  const ranked = isCompared
    ? rank(complete, (a, b) => margin(noise, a.contender.windows.length, b.contender.windows.length))
    : standings.slice(0, 1);
  const [winner, second] = ranked;
  const other = winner?.incumbent === false ? incumbent : second;
  const lead = winner === undefined || other === undefined ? null : finite(winner.level - other.level);
  const needed =
    winner === undefined || other === undefined
      ? null
      : margin(noise, winner.contender.windows.length, other.contender.windows.length);
  const rest = standings.filter((each) => !ranked.includes(each));
  const record: RoundRecord = {
    knob: plan.knob,
    why: plan.why,
    candidates: [...ranked, ...rest].map(({ contender, level, figures }) => ({
      value: String(contender.value),
      settings: plainSettings(contender.settings),
      incumbent: contender.incumbent,
      ahead: asRatio(finite(level - (incumbent?.level ?? Number.NaN))),
      ...figures,
      windows: contender.windows.map(({ number, o }) => windowRecord(number, o)),
      ...(contender.left === undefined ? {} : { left: contender.left }),
    })),
    winner: String((winner?.contender ?? plan.incumbent).value),
    margin: asRatio(lead),
    needed: asRatio(needed),
    decidedBy: isCompared ? decidedBy : 'the budget was spent before there was anything to compare',
  };
  ledger.rounds.push(record);
  const best = winner?.incumbent === false ? winner : complete.find((each) => !each.incumbent);
  const ahead = isCompared && best !== undefined ? finite(best.level - incumbent.level) : null;
  return { winner: winner?.contender ?? plan.incumbent, ahead };
}

function leaveForGood(ledger: Ledger, knob: string, contender: Contender, reason: string): void {
  contender.left = reason;
  ledger.reject(knob, contender.value, reason);
}

function estimateOf(contenders: readonly Contender[]): Estimate {
  return estimate(contenders.map(({ windows }) => windows.map((window) => ({ at: window.at, log: log(window) }))));
}

function meanLog({ windows }: Contender): number {
  return windows.reduce((total, window) => total + log(window), 0) / windows.length;
}

/** Windows without bytes do not get here: a guardrail. */
function log({ o }: Window): number {
  return Math.log(o.bytes / o.seconds);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function asRatio(logarithm: number | null): number | null {
  return logarithm === null ? null : Math.expm1(logarithm);
}
