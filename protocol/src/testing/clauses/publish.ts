import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import { Load } from '../scenario/loading.ts';
import { linesOf, type Range } from '../scenario/numbers.ts';
import { Breach, Inapplicable, must, NotReached } from '../verdict.ts';
import { impossibleValue, pinned } from './source-knobs.ts';
import { isWithin } from './handshake.ts';

const first = { from: 1, rows: 60 };
const second = { from: 61, rows: 40 };

async function mustShow(load: Load, ranges: readonly Range[], when: string): Promise<void> {
  const visible = await load.visible();
  const expected = linesOf(ranges);
  must(
    JSON.stringify(visible) === JSON.stringify(expected),
    `${when} ${visible.length} rows are visible, and ${expected.length} others are due: ${describe(visible, expected)}`,
  );
}

function describe(visible: readonly string[], expected: readonly string[]): string {
  const due = new Set(expected);
  const surplus = visible.find((line, index) => !due.has(line) || visible.indexOf(line) !== index);
  const missing = expected.find((line) => !visible.includes(line));
  return [
    surplus === undefined ? [] : [`one too many is "${surplus}"`],
    missing === undefined ? [] : [`one that is missing is "${missing}"`],
  ]
    .flat()
    .join(', ');
}

/**
 * The control experiment: a load that nothing disturbs shows its rows. Where it does not, nothing is learnt from one that
 * was disturbed. @throws NotReached
 */
function showsUndisturbed(bench: Bench): Promise<void> {
  return bench.shared('an undisturbed load', async () => {
    const load = await Load.begin(bench);
    await load.published([await load.writeUnit(1, [first]), await load.writeUnit(2, [second])]);
    try {
      await mustShow(load, [first, second], 'after Publish');
    } catch (error) {
      throw error instanceof Breach ? new NotReached(error.message) : error;
    }
  });
}

/** At the boundaries of a load: after this the destination is killed. */
const boundaries = [
  'begun',
  'opened',
  'batch',
  'checkpoint sent',
  'committed',
  'finished',
  'publish sent',
  'published',
] as const;
type Boundary = (typeof boundaries)[number];

/** Plays a load of two units up to the boundary, and kills the process there. */
async function playUntil(load: Load, boundary: Boundary): Promise<void> {
  if (boundary === 'begun') return load.subject.kill();
  const session = load.open(1, 'a');
  await session.opened();
  if (boundary === 'opened') return load.subject.kill();
  session.schema();
  await session.write(first);
  if (boundary === 'batch') return load.subject.kill();
  if (boundary === 'checkpoint sent') {
    session.sendCheckpoint();
    return load.subject.kill();
  }
  const { receipt } = await session.commit();
  if (boundary === 'committed') return load.subject.kill();
  await session.finish();
  if (boundary === 'finished') return load.subject.kill();
  const receipts = [receipt, await load.writeUnit(2, [second], 'b')];
  const published = load.publish(receipts).catch(() => {});
  if (boundary === 'published') await published;
  await load.subject.kill();
  await published;
}

/** Goes on with a load after a crash, as a host does: units that have a receipt are not written again. */
async function resume(bench: Bench, broken: Load): Promise<Load> {
  const load = await broken.again({ subject: (await bench.configured()).subject });
  const receipts = [...load.begun.receipts];
  const units = [
    ['a', first],
    ['b', second],
  ] as const;
  for (const [index, [unit, range]] of units.entries()) {
    if (receipts.some((receipt) => receipt.unit === unit)) continue;
    receipts.push(await load.writeUnit(index + 1, [range], unit));
  }
  await load.published(receipts);
  return load;
}

/** @throws Inapplicable if the destination itself says that less holds */
async function needsExactlyOnce(load: Load): Promise<void> {
  if (load.answer.guarantee !== 'exactly_once') {
    throw new Inapplicable(`the destination guarantees ${load.answer.guarantee} only: ${load.answer.guaranteeReason}`);
  }
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
        await needsExactlyOnce(load);
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
        await needsExactlyOnce(load);
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
      { ...forDestinations, rules: ['IO-4'] },
    ),
    clause(
      'PROTO/append-appends',
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
      'PROTO/replace-replaces',
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
    clause(
      'LIFE-8/converges-after-kill',
      'After SIGKILL at any boundary, the load that is gone on with shows each row once',
      async (bench) => {
        await showsUndisturbed(bench);
        for (const boundary of boundaries) {
          const load = await Load.begin(bench);
          await needsExactlyOnce(load);
          await playUntil(load, boundary);
          const resumed = await resume(bench, load).catch((error: unknown) => {
            throw error instanceof NotReached ? new Breach(`after SIGKILL at "${boundary}": ${error.message}`) : error;
          });
          await mustShow(resumed, [first, second], `after SIGKILL at "${boundary}"`);
        }
      },
      { ...forDestinations, rules: ['SESSION-7', 'SESSION-10'] },
    ),
  ],
};

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
        for (const knob of knobs) {
          const setting = settings.find(({ knob: name }) => name === knob.name);
          must(setting !== undefined, `Opened does not name the knob ${knob.name}`);
          must(
            isWithin(knob, setting.value),
            `Opened names ${JSON.stringify(setting.value)} for the knob ${knob.name}`,
          );
        }
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
          const setting = settings.find(({ knob: name }) => name === knob.name);
          if (setting === undefined) throw new NotReached(`Opened does not name the knob ${knob.name}`);
          must(isWithin(knob, setting.value), `Opened takes ${JSON.stringify(value)} for the knob ${knob.name}`);
          must(setting.reason !== undefined, `Opened does not say why ${knob.name} is another than was asked for`);
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
