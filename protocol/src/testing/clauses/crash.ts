import type { WriteMode } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import type { DestinationSession } from '../scenario/destination-session.ts';
import { Load, plainWriteMode } from '../scenario/loading.ts';
import type { Range } from '../scenario/numbers.ts';
import { continued, positionAfter, rowOf } from '../scenario/positions.ts';
import { first, mustShow, needsExactlyOnce, second, showsUndisturbed } from '../scenario/visible.ts';
import { breachAt, must, NotReached } from '../verdict.ts';

/*
 * A load is played up to a boundary between two messages, and the destination is killed there. Then it is gone on with as
 * a host does, and each row must be there once.
 */

/** A message that is sent, or one that has come. */
interface Step {
  readonly boundary: string;
  readonly play: () => Promise<unknown> | void;
}

async function playAndKill(load: Load, steps: readonly Step[], last: number): Promise<void> {
  for (const { play } of steps.slice(0, last + 1)) await play();
  await load.subject.kill();
}

/** A unit's messages, one by one; `sent` is called with each checkpoint's session. */
function unitSteps(open: () => DestinationSession, ranges: readonly Range[], name: string): Step[] {
  let session: DestinationSession | undefined;
  const known = (): DestinationSession => session ?? (session = open());
  const committed = (): number => known().messages('committed').length;
  const steps: Step[] = [
    { boundary: 'Open sent', play: () => void known() },
    { boundary: 'Opened', play: () => known().opened() },
    { boundary: 'StreamSchema sent', play: () => known().schema() },
  ];
  ranges.forEach((range, index) => {
    const position = positionAfter(range.from + range.rows - 1);
    const change = name === 'increment' ? { positions: [{ streamIndex: 0, position }] } : {};
    const has = (): boolean => committed() > index || known().messages('error').length > 0;
    steps.push(
      { boundary: `Batch ${index + 1} sent`, play: () => known().write(range) },
      { boundary: `Checkpoint ${index + 1} sent`, play: () => known().sendCheckpoint(change) },
      {
        boundary: `Committed ${index + 1}`,
        play: async () => {
          await known().subject.until(has, commitMs);
          if (committed() <= index) throw new NotReached(`checkpoint ${index + 1} was not committed`);
        },
      },
    );
  });
  const finished = (): boolean => known().messages('finished').length > 0;
  steps.push(
    { boundary: 'Done sent', play: () => known().sendDone() },
    { boundary: 'Finished', play: async () => void (await known().subject.until(finished, commitMs)) },
  );
  return steps.map(({ boundary, play }) => ({ boundary: `${boundary} of unit ${name}`, play }));
}

/** For one commit, before the kill. */
const commitMs = 30_000;

const units = [
  ['a', first],
  ['b', second],
] as const;

/** From Begun to Published, of a load of two units. */
function loadSteps(load: Load): readonly Step[] {
  const opened: DestinationSession[] = [];
  let publishing: Promise<unknown> = Promise.resolve();
  const open = (id: number, unit: string) => (): DestinationSession => {
    const session = load.open(id, unit);
    opened.push(session);
    return session;
  };
  const receipts = () =>
    opened.flatMap((session) =>
      session
        .messages('committed')
        .slice(-1)
        .map(({ receipt }) => receipt),
    );
  return [
    { boundary: 'Begun', play: () => {} },
    ...units.flatMap(([unit, range], index) => unitSteps(open(index + 1, unit), [range], unit)),
    { boundary: 'Publish sent', play: () => void (publishing = load.publish(receipts()).catch(() => {})) },
    { boundary: 'Published', play: () => publishing },
  ];
}

/** Goes on as a host does: units that have a receipt are not written again. */
async function resume(bench: Bench, broken: Load): Promise<Load> {
  const load = await broken.again({ subject: (await bench.configured()).subject });
  const receipts = [...load.begun.receipts];
  for (const [index, [unit, range]] of units.entries()) {
    if (receipts.some((receipt) => receipt.unit === unit)) continue;
    receipts.push(await load.writeUnit(index + 1, [range], unit));
  }
  await load.published(receipts);
  return load;
}

async function converges(bench: Bench, writeMode: WriteMode, isTried: (boundary: string) => boolean): Promise<void> {
  const boundaries = loadSteps(await Load.begin(bench, { writeMode })).map(({ boundary }) => boundary);
  const waiting = boundaries.filter(isTried);
  const next = async (): Promise<void> => {
    for (let boundary = waiting.shift(); boundary !== undefined; boundary = waiting.shift()) {
      const load = await Load.begin(bench, { writeMode });
      needsExactlyOnce(load);
      await playAndKill(load, loadSteps(load), boundaries.indexOf(boundary));
      const when = `after SIGKILL at "${boundary}", with ${writeMode}`;
      await mustShow(await resume(bench, load).catch(breachAt(when)), [first, second], when);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, next));
}

/** Of the second unit, and of Publish. */
const isCommitOrPublish = (boundary: string): boolean => /^(Checkpoint|Committed).* b$|^Publish/.test(boundary);

/** Streams that are tried at the same time: what they wait for is not this process. */
const sideBySide = 3;

export const crash: Family = {
  name: 'crash',
  clauses: [
    clause(
      'LIFE-8/converges-after-kill',
      'After SIGKILL at any boundary between two messages, the load that is gone on with shows each row once',
      async (bench) => {
        await showsUndisturbed(bench);
        await converges(bench, await plainWriteMode(bench), () => true);
      },
      { ...forDestinations, rules: ['SESSION-7', 'SESSION-10', 'LOAD-2', 'LOAD-4', 'CHECK-2'] },
    ),
    clause(
      'LOAD-6/converges-in-other-modes',
      'So it does with every other write mode, where SIGKILL meets commit and Publish',
      async (bench) => {
        await showsUndisturbed(bench);
        const plain = await plainWriteMode(bench);
        const { writeModes } = await bench.spec();
        for (const mode of writeModes) if (mode !== plain) await converges(bench, mode, isCommitOrPublish);
      },
      forDestinations,
    ),
    clause(
      'POSITION-4/converges-after-kill',
      'After SIGKILL at any boundary, a stream that goes on from where Begun says it stands has each row once',
      async (bench) => {
        await showsUndisturbed(bench);
        let { load, from } = await continued(bench, first);
        needsExactlyOnce(load);
        let there = first.rows;
        for (let at = 0; ; at++) {
          const ranges = [
            { from: there + 1, rows: 30 },
            { from: there + 31, rows: 20 },
          ];
          const steps = incrementSteps(load, from, ranges);
          const step = steps[at];
          if (step === undefined) return;
          await playAndKill(load, steps, at);
          const when = `after SIGKILL at "${step.boundary}"`;
          const again = await load.again({ subject: (await bench.configured()).subject });
          const { position } = again.begun;
          must(position !== undefined, `${when}, Begun names no position`);
          const last = there + 50;
          await finishIncrement(again, rowOf(position), last).catch(breachAt(when));
          await mustShow(again, [{ from: 1, rows: last }], when);
          there = last;
          from = positionAfter(last);
          load = await again.next();
        }
      },
      { ...forDestinations, rules: ['POSITION-3', 'SESSION-7'] },
    ),
  ],
};

function incrementSteps(load: Load, from: ReturnType<typeof positionAfter>, ranges: readonly Range[]): readonly Step[] {
  let session: DestinationSession | undefined;
  let publishing: Promise<unknown> = Promise.resolve();
  const open = (): DestinationSession => (session = load.goOn(1, from));
  const publish = () => {
    const receipts = (session?.messages('committed') ?? []).slice(-1).map(({ receipt }) => receipt);
    publishing = load.publish(receipts).catch(() => {});
  };
  return [
    { boundary: 'Begun', play: () => {} },
    ...unitSteps(open, ranges, 'increment'),
    { boundary: 'Publish sent', play: publish },
    { boundary: 'Published', play: () => publishing },
  ];
}

/** The rows after the one that the stream stands at, and Publish of the load. */
async function finishIncrement(load: Load, at: number, last: number): Promise<void> {
  const receipts = [...load.begun.receipts];
  if (at < last) {
    const session = load.goOn(1, positionAfter(at));
    await session.opened();
    session.schema();
    await session.write({ from: at + 1, rows: last - at });
    const { receipt } = await session.commit({ positions: [{ streamIndex: 0, position: positionAfter(last) }] });
    await session.finish();
    receipts.splice(0, receipts.length, receipt);
  }
  await load.published(receipts);
}
