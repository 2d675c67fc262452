import type { Ledger } from './ledger.ts';
import type { DecisionRecord } from './record.ts';
import { knobId, plainSettings, settingsKey } from './settings.ts';

/** What the ledger says, as plain data. */
export function decision(ledger: Ledger, outcome: 'probed' | 'skipped' | 'abandoned', reason: string): DecisionRecord {
  const { baseline, incumbent, gain } = ledger;
  const isChanged = settingsKey(baseline) !== settingsKey(incumbent);
  return {
    stream: ledger.stream.name,
    outcome: outcome === 'probed' ? (isChanged ? 'changed' : 'kept') : outcome,
    reason,
    baseline: plainSettings(baseline),
    winner: plainSettings(incumbent),
    gain: isChanged ? gain : null,
    noise: ledger.estimates.some(({ freedom }) => freedom > 0) ? ledger.noise() : null,
    bottleneck: ledger.bottleneck,
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
