import { clause, type Family, forDestinations } from '../clause.ts';
import { Load } from '../scenario/loading.ts';
import { first, mustShow, second, showsUndisturbed } from '../scenario/visible.ts';
import { Inapplicable } from '../verdict.ts';
import { impossibleValue, mustNameKnobs, mustReplace, pinned } from './knob-values.ts';

export const destinationKnobs: Family = {
  name: 'knobs',
  clauses: [
    clause(
      'SESSION-3/settings',
      'Opened names each knob with the value in effect',
      async (bench) => {
        const knobs = await bench.knobs();
        const load = await Load.begin(bench);
        const { settings } = await load.open(1).opened();
        mustNameKnobs(knobs, settings);
      },
      forDestinations,
    ),
    clause(
      'KNOB-2/nearest',
      'A value that can’t be is replaced by one that can, and Opened says why',
      async (bench) => {
        let tried = 0;
        const load = await Load.begin(bench, {});
        for (const knob of await bench.knobs()) {
          const value = impossibleValue(knob);
          if (value === null) continue;
          const session = load.open(++tried, `u${tried}`, [pinned(knob.name, value)]);
          const { settings } = await session.opened();
          mustReplace(knob, value, settings);
        }
        if (tried === 0) throw new Inapplicable('its knobs take every value');
      },
      forDestinations,
    ),
    clause(
      'KNOB-1/same-data',
      'A knob never changes what is written',
      async (bench) => {
        const knobs = await bench.knobs();
        await showsUndisturbed(bench);
        for (const { name, candidates } of knobs) {
          for (const value of candidates) {
            const load = await Load.begin(bench);
            const receipt = await load.writeUnit(1, [first, second], 'u1', [pinned(name, value)]);
            await load.published([receipt]);
            await mustShow(load, [first, second], `with ${name} = ${JSON.stringify(value)}`);
          }
        }
      },
      { ...forDestinations, rules: ['SESSION-3'] },
    ),
  ],
};
