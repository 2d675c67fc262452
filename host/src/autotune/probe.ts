import type { KnobValue } from './knob.ts';
import { bottleneck, waitsForNetwork } from './bottleneck.ts';
import {
  leapStep,
  leastPart,
  maxPairsPerCore,
  minWindowSeconds,
  minWindowsEach,
  stepUp,
  usualWindowSeconds,
} from './bounds.ts';
import { firstCandidates, furtherCandidate, longStep, refusedCandidates } from './candidates.ts';
import { tooShort } from './eligibility.ts';
import { figures } from './figures.ts';
import { knobOrder, type Turn } from './knob-order.ts';
import type { Ledger } from './ledger.ts';
import { leapOf, reach } from './reach.ts';
import { Abandoned, type Asking, type Candidate, neededPart, round, type RoundResult } from './round.ts';
import { knobId, settingsKey, withValue } from './settings.ts';
import type { TunableKnob } from './types.ts';
import { windowLength } from './window-length.ts';

/** Knobs are gone through again while a change of one may have moved the best value of another. */
const maxPasses = 3;
/** Of what is left, for the comparison at the end. */
const maxReserve = 0.25;
/** The round that compares winner and baseline at the end. */
const allKnobs = 'all';

/** How a probe ends, where it was not cut short. */
export interface Ending {
  /** Why nothing was compared; null where something was. */
  readonly skipped: string | null;
}

/** One knob at a time, the one that the waits point at first, each by comparing a few values side by side. */
export function* probe(ledger: Ledger): Asking<Ending> {
  const skipped = yield* look(ledger);
  if (skipped !== null) return { skipped };
  const turns = turnsOf(ledger);
  let smallChanges = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    const before = ledger.rounds.length;
    for (const [index, turn] of turns.entries()) {
      smallChanges += yield* tune(ledger, pass === 0 ? turn : again(turn), pass === 0 ? turns.length - index : 1);
    }
    if (ledger.rounds.length === before) break;
  }
  if (smallChanges > 1) yield* confirm(ledger);
  return { skipped: ledger.rounds.length === 0 ? 'the budget had no room to compare anything' : null };
}

/** The first window tells speed and waits. It is not compared with any other: the beginning of a load is not like its middle. */
function* look(ledger: Ledger): Asking<string | null> {
  const reply = yield {
    settings: ledger.baseline,
    windowSeconds: minWindowSeconds,
    why: 'how fast the baseline is, and what it waits for',
    compared: null,
  };
  if ('out' in reply) throw new Abandoned(`the baseline: ${reply.out}`);
  const { o } = reply.window;
  ledger.bottleneck = bottleneck(o);
  return tooShort(o.rows / o.seconds, ledger.stream, ledger.limits);
}

function turnsOf(ledger: Ledger): readonly Turn[] {
  for (const knob of ledger.knobs) {
    for (const { value, reason } of refusedCandidates(knob)) ledger.reject(knobId(knob), value, reason);
  }
  const first = ledger.lastWindow(ledger.baseline);
  const flushShare = first === undefined ? 0 : figures([first]).flushShare;
  const verdict = ledger.bottleneck ?? bottleneck([]);
  const hints = {
    verdict,
    flushShare,
    waitsForNetwork: first !== undefined && waitsForNetwork(first.o, ledger.limits.cores),
  };
  const turns = knobOrder(ledger.knobs, hints).filter(({ knob }) => firstCandidates(knob, knob.baseline).length > 0);
  ledger.order = turns.map(({ knob, why }) => ({ knob: knobId(knob), why }));
  return turns;
}

const again = ({ knob }: Turn): Turn => ({ knob, why: 'again, since another knob has changed' });

/** The knob's values beside the incumbent's, then on in the direction that wins. Answers how often it changed by little. */
function* tune(ledger: Ledger, { knob, why }: Turn, waiting: number): Asking<number> {
  const id = knobId(knob);
  let { candidates, shorter, reason, inLongSteps } = opening(ledger, knob, why);
  for (let smallChanges = 0; ;) {
    const current = valueOf(ledger, knob);
    const { winner, ahead }: RoundResult = yield* compare(ledger, id, {
      candidates,
      why: reason,
      waiting,
      inLongSteps,
    });
    if (winner.value === current) {
      if (shorter === null) return smallChanges;
      candidates = [shorter];
      shorter = null;
      reason = `not as far, since ${String(current)} had won`;
      continue;
    }
    ledger.incumbent = winner.settings;
    inLongSteps = ahead !== null && ahead > leapOf(stepOf(current, winner.value));
    if (!inLongSteps) smallChanges++;
    const further = next(ledger, knob, current, winner.value, inLongSteps);
    // A long step that won by little may have gone past the best.
    const between: KnobValue | null = inLongSteps || winner.value === shorter ? null : shorter;
    shorter =
      inLongSteps && typeof further === 'number' && further > Number(winner.value)
        ? shorterStep(knob, Number(winner.value), further)
        : null;
    candidates = [further, between].filter((value) => value !== null);
    reason = `further, since ${String(winner.value)} won`;
  }
}

interface Opening {
  readonly candidates: readonly KnobValue[];
  /** The shorter step, where the one that is tried is a long one. */
  readonly shorter: KnobValue | null;
  readonly reason: string;
  readonly inLongSteps: boolean;
}

/** Where distance is the limit, more sessions move more in proportion: a long step up, and none down. */
function opening(ledger: Ledger, knob: TunableKnob, reason: string): Opening {
  const current = valueOf(ledger, knob);
  const last = ledger.lastWindow(ledger.incumbent);
  const usual = { candidates: firstCandidates(knob, current), shorter: null, reason, inLongSteps: false };
  if (knob.side !== 'host' || typeof current !== 'number' || last === undefined) return usual;
  if (!waitsForNetwork(last.o, ledger.limits.cores)) return usual;
  const long = longestStep(ledger, knob, current, reach(last.o, ledger.limits.cores));
  if (long === null || long <= Number(usual.candidates[0])) return usual;
  return { candidates: [long], shorter: shorterStep(knob, current, long), reason, inLongSteps: true };
}

/** The longest one that the budget has room for, and twice as much in any case. */
function longestStep(ledger: Ledger, knob: TunableKnob, current: number, most: number): number | null {
  let step = most;
  while (step > leapStep) {
    const value = longStep(knob, current, step);
    if (value === null || ledger.fitsStep(minWindowSeconds, value / current, leastPart)) return value;
    step = Math.max(step / 2, leapStep);
  }
  return longStep(knob, current, leapStep);
}

/** How many times as much; 1 where values are not numbers. */
function stepOf(from: KnobValue, to: KnobValue): number {
  return typeof from === 'number' && typeof to === 'number' ? to / from : 1;
}

/** Half of a long step; of twice as much, the usual one. */
function shorterStep(knob: TunableKnob, current: number, long: number): KnobValue | null {
  const step = Math.max(stepUp, Math.sqrt(long / current));
  const value = longStep(knob, current, step);
  return value !== null && value < long ? value : null;
}

/** More pairs of sessions than the processors carry are only tried where sessions wait for the network. */
function next(
  ledger: Ledger,
  knob: TunableKnob,
  loser: KnobValue,
  winner: KnobValue,
  leapt: boolean,
): KnobValue | null {
  const further = furtherCandidate(knob, loser, winner, leapt);
  const most = maxPairsPerCore * ledger.limits.cores;
  if (knob.side !== 'host' || further === null || further < winner || Number(further) <= most) return further;
  const last = ledger.lastWindow(ledger.incumbent);
  if (last !== undefined && waitsForNetwork(last.o, ledger.limits.cores)) return further;
  const why = `more than ${maxPairsPerCore} for a core, and sessions do not wait for the network`;
  ledger.reject(knobId(knob), further, why);
  return furtherCandidate({ ...knob, most: Math.min(most, knob.most ?? most) }, loser, winner, leapt);
}

interface Comparison {
  /** The first are the most promising. */
  readonly candidates: readonly KnobValue[];
  readonly why: string;
  /** Knobs whose turn is still to come. */
  readonly waiting: number;
  /** The next one is expected to be far ahead: one window of it tells, beside the incumbent's last one. */
  readonly inLongSteps: boolean;
}

/** As many of the candidates as fit the budget. */
function* compare(
  ledger: Ledger,
  id: string,
  { candidates, why, waiting, inLongSteps }: Comparison,
): Asking<RoundResult> {
  const incumbent: Candidate = { value: ledger.incumbent.get(id) ?? '', settings: ledger.incumbent };
  const fresh = candidates
    .filter((value) => !ledger.isRejected(id, value))
    .map((value): Candidate => ({ value, settings: withValue(ledger.incumbent, id, value) }))
    .filter(({ settings }) => !ledger.measured(settings));
  const room = roomForRounds(ledger);
  const justMeasured = inLongSteps ? ledger.latestWindow(ledger.incumbent) : undefined;
  const fitting = fresh.filter(({ settings }, index) =>
    justMeasured === undefined
      ? secondsOf(ledger, windowsOf(index + 1), minWindowSeconds) <= room
      : index === 0 && ledger.fits(settings, minWindowSeconds, neededPart({ justMeasured })),
  );
  for (const { value } of fresh.slice(fitting.length)) ledger.reject(id, value, 'the budget has no room for it');
  if (fitting.length === 0) return { winner: incumbent, ahead: null };
  const result = yield* round(ledger, {
    knob: id,
    why,
    incumbent,
    challengers: fitting,
    justMeasured,
    // One share is for going on in a direction that wins, and for going through the knobs again.
    ...shareOf(ledger, room / (waiting + 1), fitting.length),
  });
  if (result.winner.value !== incumbent.value && result.ahead !== null) {
    ledger.gain = (1 + (ledger.gain ?? 0)) * Math.exp(result.ahead) - 1;
  }
  return result;
}

/** Several small gains may be one piece of luck after the other: the winner has to be ahead of the baseline itself. */
function* confirm(ledger: Ledger): Asking<void> {
  const isChanged = settingsKey(ledger.incumbent) !== settingsKey(ledger.baseline);
  const room = secondsLeft(ledger);
  if (!isChanged || secondsOf(ledger, windowsOf(1), minWindowSeconds) > room) return;
  const winner: Candidate = { value: 'winner', settings: ledger.incumbent };
  const { ahead } = yield* round(ledger, {
    knob: allKnobs,
    why: 'the winner beside the baseline',
    incumbent: { value: 'baseline', settings: ledger.baseline },
    challengers: [winner],
    ...shareOf(ledger, room, 1),
  });
  if (ledger.isRejected(allKnobs, winner.value) || (ahead !== null && ahead <= 0)) {
    ledger.incumbent = ledger.baseline;
    ledger.gain = null;
  } else if (ahead !== null) ledger.gain = Math.expm1(ahead);
}

function valueOf(ledger: Ledger, knob: TunableKnob): KnobValue {
  return ledger.incumbent.get(knobId(knob)) ?? knob.baseline;
}

function secondsLeft(ledger: Ledger): number {
  return ledger.budget.secondsLeft(ledger.rowsPerSecond(ledger.incumbent));
}

/** Without what the comparison at the end will take, unless this is most of what is left: then finding out more is better. */
function roomForRounds(ledger: Ledger): number {
  const left = secondsLeft(ledger);
  const isChanged = settingsKey(ledger.incumbent) !== settingsKey(ledger.baseline);
  const reserve = isChanged ? secondsOf(ledger, windowsOf(1), usualWindowSeconds) : 0;
  return reserve <= left * maxReserve ? left - reserve : left;
}

function secondsOf(ledger: Ledger, windows: number, windowSeconds: number): number {
  return windows * (windowSeconds + ledger.budget.changeOverSeconds);
}

/** What a round of so many challengers takes at least. */
function windowsOf(challengers: number): number {
  return minWindowsEach * (challengers + 1);
}

function shareOf(
  ledger: Ledger,
  seconds: number,
  challengers: number,
): { readonly windowSeconds: number; readonly until: number } {
  const affordable = seconds / windowsOf(challengers) - ledger.budget.changeOverSeconds;
  return { windowSeconds: windowLength(ledger.noise(), affordable), until: ledger.budget.seconds + seconds };
}
