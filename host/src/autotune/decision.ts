import { windowRecord } from './figures.ts';
import type { Ledger } from './ledger.ts';
import type { DecisionRecord } from './record.ts';
import { knobId, plainSettings, settingsKey } from './settings.ts';

/** What the ledger says, as plain data. */
export function decision(ledger: Ledger, outcome: 'probed' | 'skipped' | 'abandoned', reason?: string): DecisionRecord {
  const { baseline, incumbent, gain } = ledger;
  const isChanged = settingsKey(baseline) !== settingsKey(incumbent);
  return {
    stream: ledger.stream.name,
    outcome: outcome === 'probed' ? (isChanged ? 'changed' : 'kept') : outcome,
    reason: reason ?? summary(ledger),
    baseline: plainSettings(baseline),
    winner: plainSettings(incumbent),
    gain: isChanged ? gain : null,
    noise: ledger.estimates.some(({ freedom }) => freedom > 0) ? ledger.noise() : null,
    first: ledger.first === null ? null : windowRecord(ledger.first.number, ledger.first.o),
    bottleneck: ledger.bottleneck,
    effects: effects(ledger),
    order: ledger.order,
    rounds: ledger.rounds,
    rejected: ledger.rejected,
    probe: ledger.budget.cost(),
    pins: ledger.knobs.flatMap((each) => {
      const value = incumbent.get(knobId(each));
      return value === undefined ? [] : [{ knob: each.knob.name, side: each.side, value }];
    }),
  };
}

/** Each step of a knob was measured beside the one before it; together they are the product. */
function effects({ knobs, rounds, baseline, incumbent }: Ledger): Readonly<Record<string, number>> {
  return Object.fromEntries(
    knobs.map(knobId).flatMap((id) => {
      const steps = rounds.filter(({ knob, candidates }) => knob === id && candidates[0]?.incumbent === false);
      if (steps.length === 0 || baseline.get(id) === incumbent.get(id)) return [];
      return [[id, steps.reduce((product, { margin }) => product * (1 + (margin ?? 0)), 1) - 1]];
    }),
  );
}

/** `host.parallelism 4 → 6: 48 % faster` */
function summary({ knobs, baseline, incumbent, gain }: Ledger): string {
  const changes = knobs.map(knobId).flatMap((id) => {
    const [before, after] = [baseline.get(id), incumbent.get(id)];
    return before === after ? [] : [`${id} ${String(before)} → ${String(after)}`];
  });
  if (changes.length === 0) return 'nothing was faster than the baseline by more than the noise';
  return changes.join(', ') + (gain === null ? '' : `: ${Math.round(gain * 100)} % faster`);
}
