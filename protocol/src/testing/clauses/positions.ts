import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import { ask, answersTo } from '../driver/talk.ts';
import { Load } from '../scenario/loading.ts';
import { continued, firstIncrement, needsPositions, positionAfter, samePosition } from '../scenario/positions.ts';
import { first, mustShow, second, showsUndisturbed } from '../scenario/visible.ts';
import { Inapplicable, must } from '../verdict.ts';

/** Where the stream stands once the rows of `second` are there too. */
const end = positionAfter(second.from + second.rows - 1);
const middle = { from: second.from, rows: 15 };
const rest = { from: second.from + 15, rows: second.rows - 15 };

/** @throws Inapplicable unless the destination keeps positions, and drops them when it is asked */
async function needsForgetting(bench: Bench): Promise<void> {
  await needsPositions(bench);
  const { capabilities } = await bench.welcome();
  if (!capabilities.includes('forget_position'))
    throw new Inapplicable('the destination has not the capability forget_position');
}

export const positions: Family = {
  name: 'positions',
  clauses: [
    clause(
      'POSITION-2/begun-names-position',
      'Begun names the position of a stream that has one, and none of a stream that has none',
      async (bench) => {
        const { load, receipt, position } = await firstIncrement(bench, first);
        must(load.begun.position === undefined, 'a stream that was never loaded has a position');
        await load.published([receipt], position);
        const { begun } = await load.next();
        must(begun.position !== undefined, 'after Publish with a position, Begun names none');
        must(samePosition(begun.position, position), 'Begun names another position than Publish has given');
      },
      { ...forDestinations, rules: ['POSITION-3'] },
    ),
    clause(
      'POSITION-3/not-before-publish',
      'A first load has no position before it is published',
      async (bench) => {
        const { load } = await firstIncrement(bench, first);
        const again = await load.again({ subject: (await bench.configured()).subject });
        must(again.begun.position === undefined, 'Begun names a position of rows that nobody sees yet');
      },
      forDestinations,
    ),
    clause(
      'POSITION-4/written-straight',
      'Rows of a stream that goes on are seen once they are committed, without Publish',
      async (bench) => {
        await showsUndisturbed(bench);
        const { load, from } = await continued(bench, first);
        const session = load.goOn(1, from);
        await session.opened();
        session.schema();
        await session.write(second);
        await session.commit({ positions: [{ streamIndex: 0, position: end }] });
        await mustShow(load, [first, second], 'after a commit of a stream that goes on');
      },
      forDestinations,
    ),
    clause(
      'POSITION-4/stored-by-commit',
      'Each commit of a stream that goes on stores the position that it reaches',
      async (bench) => {
        const { load, from } = await continued(bench, first);
        const session = load.goOn(1, from);
        await session.opened();
        session.schema();
        const stops = [
          [middle, positionAfter(rest.from - 1)],
          [rest, end],
        ] as const;
        for (const [range, position] of stops) {
          await session.write(range);
          await session.commit({ positions: [{ streamIndex: 0, position }] });
        }
        await session.finish();
        const { begun } = await load.next();
        must(samePosition(begun.position, end), 'Begun does not name the position of the last commit');
      },
      { ...forDestinations, rules: ['POSITION-2'] },
    ),
    clause(
      'POSITION-7/forgotten',
      'Forget with forget_position drops positions, and counts those that there were',
      async (bench) => {
        await needsForgetting(bench);
        const { load, receipt, position } = await firstIncrement(bench, first);
        await load.published([receipt], position);
        await load.subject.end();
        const { subject } = await bench.configured();
        const { name } = load.spec;
        const [once] = await answersTo<'forget'>(subject, forgetPosition(load), bench.patience.answerMs);
        must(once.positionsDropped === 1, `of ${name.name}, ${once.positionsDropped ?? 0} positions were dropped`);
        const [twice] = await answersTo<'forget'>(subject, forgetPosition(load), bench.patience.answerMs);
        must((twice.positionsDropped ?? 0) === 0, 'a position that was dropped was dropped once more');
        const { begun } = await load.next();
        must(begun.position === undefined, 'Begun names a position that was forgotten');
      },
      forDestinations,
    ),
    clause(
      'POSITION-7/no-load-stores-one-after',
      'A load that is under way stores no position after it was forgotten',
      async (bench) => {
        await needsForgetting(bench);
        const { load, receipt, position } = await firstIncrement(bench, first);
        const { subject } = await bench.configured();
        const outcome = await ask<'forget'>(subject, forgetPosition(load), bench.patience.answerMs);
        if (outcome.kind === 'refused') {
          const { code } = outcome.error;
          must(code === 'load_in_progress', `beside a load it was refused as ${code}, not as load_in_progress`);
          return;
        }
        await load.publish([receipt], { position });
        const { begun } = await load.next();
        must(begun.position === undefined, 'a load that was under way has stored a position after it was forgotten');
      },
      { ...forDestinations, rules: ['LOAD-1'] },
    ),
  ],
};

const forgetPosition = ({ spec }: Load) =>
  ({ type: 'forget', loadId: '', streams: [spec], epochs: [], forgetPosition: true }) as const;
