import { clause, type Family, forSources } from '../clause.ts';
import { difference } from '../rows.ts';
import { openUnit, plan, readUnits, referenceRows, rowsOf } from '../scenario/reading.ts';
import { Inapplicable, must } from '../verdict.ts';
import { impossibleValue, mustNameKnobs, mustReplace, pinned } from './knob-values.ts';

export const sourceKnobs: Family = {
  name: 'knobs',
  clauses: [
    clause(
      'SESSION-3/settings',
      'Opened names each knob with the value in effect',
      async (bench) => {
        const knobs = await bench.knobs();
        const { session } = await openUnit(bench, { credit: 0 });
        const { settings } = await session.opened();
        mustNameKnobs(knobs, settings);
      },
      forSources,
    ),
    clause(
      'KNOB-1/same-data',
      'A knob never changes what is read',
      async (bench) => {
        const expected = await referenceRows(bench);
        for (const { name, candidates } of await bench.knobs()) {
          for (const value of candidates) {
            const overrides = [pinned(name, value)];
            const { subject } = await bench.configured();
            const planned = await plan(bench, subject, { overrides });
            const units = [...planned.units].sort((a, b) => a.after.length - b.after.length);
            const rows = rowsOf(planned.spec, await readUnits(bench, subject, planned, units, { overrides }));
            const wrong = difference(expected, rows);
            must(wrong === null, `with ${name} = ${JSON.stringify(value)}: ${wrong ?? ''}`);
          }
        }
      },
      { ...forSources, rules: ['SESSION-3'] },
    ),
    clause(
      'KNOB-2/nearest',
      'A value that can’t be is replaced by one that can, and Opened says why',
      async (bench) => {
        let tried = 0;
        for (const knob of await bench.knobs()) {
          const value = impossibleValue(knob);
          if (value === null) continue;
          tried++;
          const { session } = await openUnit(bench, { credit: 0, overrides: [pinned(knob.name, value)] });
          const { settings } = await session.opened();
          mustReplace(knob, value, settings);
        }
        if (tried === 0) throw new Inapplicable('its knobs take every value');
      },
      forSources,
    ),
  ],
};
