import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import { Load } from '../scenario/loading.ts';
import { first, mustShow, needsExactlyOnce, second, showsUndisturbed } from '../scenario/visible.ts';
import { Breach, Inapplicable, must, NotReached } from '../verdict.ts';

/** Rows that are half new. */
const again = { from: 31, rows: 60, word: 'anew' };

/** A load with upsert that is published, and a second one that is not. @throws Inapplicable */
async function upserted(bench: Bench) {
  if (!(await bench.spec()).writeModes.includes('upsert')) throw new Inapplicable('the destination has no upsert');
  const load = await Load.begin(bench, { writeMode: 'upsert' });
  await load.published([await load.writeUnit(1, [first])]);
  const next = await load.next();
  return { next, receipt: await next.writeUnit(1, [again]) };
}

export const publishing: Family = {
  name: 'publish',
  clauses: [
    clause(
      'LIFE-8/published-counts',
      'Published counts the rows of the load',
      async (bench) => {
        const load = await Load.begin(bench);
        const { streams } = await load.published([await load.writeUnit(1, [first]), await load.writeUnit(2, [second])]);
        must(streams.length === 1, `one stream was published, ${streams.length} are answered`);
        must(streams[0]?.rows === 100, `of 100 rows, Published says ${streams[0]?.rows ?? 'nothing'}`);
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/publish-idempotent',
      'Publish may be asked again, in any process, and answers the same',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipts = [await load.writeUnit(1, [first])];
        const once = await load.published(receipts);
        const other = (await bench.configured()).subject;
        const again = await load.publish(receipts, { subject: other });
        if (again.kind === 'refused')
          throw new Breach(`the second Publish was refused: ${again.error.message} (${again.error.code})`);
        const [before, after] = [once, again.answers[0]].map(({ streams }) => streams[0]?.rows);
        must(before === after, `the second Publish says ${after ?? 'no'} rows, the first ${before ?? 'no'}`);
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/invisible-before-publish',
      'Before Publish nothing of a load is visible',
      async (bench) => {
        await showsUndisturbed(bench);
        const load = await Load.begin(bench);
        needsExactlyOnce(load);
        const receipt = await load.writeUnit(1, [first]);
        await mustShow(load, [], 'after a unit was committed, and before Publish,');
        await load.published([receipt]);
        if ((await load.visible()).length === 0) throw new NotReached('the probe shows nothing after Publish either');
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/visible-after-publish',
      'After Publish exactly the rows of the load are visible',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipts = [await load.writeUnit(1, [first]), await load.writeUnit(2, [second])];
        await load.published(receipts);
        await mustShow(load, [first, second], 'after Publish');
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/published-once',
      'A second Publish adds nothing',
      async (bench) => {
        await showsUndisturbed(bench);
        const load = await Load.begin(bench);
        needsExactlyOnce(load);
        const receipts = [await load.writeUnit(1, [first])];
        await load.published(receipts);
        const before = await load.visible();
        await load.publish(receipts);
        const after = await load.visible();
        must(
          JSON.stringify(before) === JSON.stringify(after),
          `${before.length} rows are visible after Publish, ${after.length} after the second`,
        );
      },
      forDestinations,
    ),
    clause(
      'STOP-2/aborted-is-gone',
      'What was uncommitted when a session was aborted never becomes visible',
      async (bench) => {
        await showsUndisturbed(bench);
        const load = await Load.begin(bench);
        const aborted = load.open(1, 'a');
        await aborted.opened();
        aborted.schema();
        await aborted.write({ from: 5000, rows: 20 });
        load.subject.send({ type: 'stop', session: 1, deadlineMs: 1000, reason: 'conformance', abort: true });
        await load.published([await load.writeUnit(2, [first], 'a')]);
        await mustShow(load, [first], 'after a session was aborted and its unit written anew,');
      },
      { ...forDestinations, rules: ['IO-4', 'LOAD-4'] },
    ),
    clause(
      'LIFE-8/upsert-counts',
      'With upsert, Published counts the rows that the load has brought, also those that replace others',
      async (bench) => {
        const { next, receipt } = await upserted(bench);
        const { streams } = await next.published([receipt]);
        const rows = streams[0]?.rows;
        must(rows === again.rows, `of ${again.rows} rows that were brought, Published says ${rows ?? 'nothing'}`);
      },
      forDestinations,
    ),
    clause(
      'MODE-3/replaces-by-key',
      'With upsert, a row takes the place of the one with its key; others stay and come to it',
      async (bench) => {
        await showsUndisturbed(bench);
        const { next, receipt } = await upserted(bench);
        await next.published([receipt]);
        await mustShow(next, [{ from: 1, rows: again.from - 1 }, again], 'after two loads with upsert');
      },
      forDestinations,
    ),
    clause(
      'MODE-4/duplicate-key',
      'With upsert and no cursor, several rows with one key are duplicate_key, whatever their units',
      async (bench) => {
        if (!(await bench.spec()).writeModes.includes('upsert'))
          throw new Inapplicable('the destination has no upsert');
        const load = await Load.begin(bench, { writeMode: 'upsert' });
        const receipts = [await load.writeUnit(1, [first]), await load.writeUnit(2, [{ ...first, word: 'twin' }])];
        const outcome = await load.publish(receipts);
        must(outcome.kind === 'refused', 'two rows with one key were published, and chance says which remains');
        const { code, category } = outcome.error;
        must(code === 'duplicate_key' && category === 'data', `it was refused as ${code} (${category})`);
      },
      forDestinations,
    ),
    clause(
      'MODE-1/appends',
      'A second load with append joins the rows of the first',
      async (bench) => {
        if (!(await bench.spec()).writeModes.includes('append'))
          throw new Inapplicable('the destination has no append');
        await showsUndisturbed(bench);
        const load = await Load.begin(bench, { writeMode: 'append' });
        await load.published([await load.writeUnit(1, [first])]);
        const next = await load.again({ loadId: bench.freshName('load'), subject: (await bench.configured()).subject });
        await next.published([await next.writeUnit(1, [second])]);
        await mustShow(next, [first, second], 'after two loads with append');
      },
      forDestinations,
    ),
    clause(
      'MODE-2/replaces',
      'A second load with replace takes the place of the first',
      async (bench) => {
        if (!(await bench.spec()).writeModes.includes('replace'))
          throw new Inapplicable('the destination has no replace');
        await showsUndisturbed(bench);
        const load = await Load.begin(bench, { writeMode: 'replace' });
        await load.published([await load.writeUnit(1, [first])]);
        const next = await load.again({ loadId: bench.freshName('load'), subject: (await bench.configured()).subject });
        await next.published([await next.writeUnit(1, [second])]);
        await mustShow(next, [second], 'after two loads with replace');
      },
      forDestinations,
    ),
  ],
};
