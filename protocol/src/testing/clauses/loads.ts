import { setTimeout as delay } from 'node:timers/promises';
import { clause, type Family, forDestinations } from '../clause.ts';
import type { DestinationSession } from '../scenario/destination-session.ts';
import { ask, type ErrorDetails } from '../driver/talk.ts';
import { Load, openLoad } from '../scenario/loading.ts';
import { mustGoOn } from '../scenario/going-on.ts';
import { first, mustShow, second, showsUndisturbed } from '../scenario/visible.ts';
import { breachAt, must, NotReached } from '../verdict.ts';

/** Between two tries to begin where a load's process is gone. */
const retryMs = 200;

/** @throws Breach unless this is how a writer of an epoch that is over is refused */
function mustBeStale(error: ErrorDetails | null | undefined, what: string): void {
  must(error != null, `${what} was not refused`);
  must(error.code === 'stale_epoch', `${what} was refused as ${error.code}, not as stale_epoch`);
  must(error.category === 'protocol', `stale_epoch for ${what} is of category ${error.category}`);
  must(error.commitState === 'before', `stale_epoch for ${what} says commit_state ${error.commitState ?? 'nothing'}`);
}

/** Sends a checkpoint; true if it was committed, false if it was refused or the process is gone. */
async function commits(session: DestinationSession, milliseconds: number): Promise<boolean> {
  session.sendCheckpoint();
  const isCommitted = (): boolean => session.messages('committed').length > 0;
  await session.subject.until(() => isCommitted() || session.messages('error').length > 0, milliseconds);
  return isCommitted();
}

export const loads: Family = {
  name: 'loads',
  clauses: [
    clause(
      'LOAD-1/in-progress',
      'While a load of a stream is under way, another Begin is load_in_progress, and says who holds it',
      async (bench) => {
        const load = await Load.begin(bench);
        const { subject } = await bench.configured();
        const outcome = await load.beginElsewhere(subject, { holder: 'somebody else' });
        must(outcome.kind === 'refused', 'a second load of the same stream was begun beside the first');
        const { code, category, message } = outcome.error;
        must(code === 'load_in_progress', `it was refused as ${code}, not as load_in_progress`);
        must(category === 'transient', `load_in_progress is of category ${category}, not transient`);
        must(message.includes('rapidbyte conformance'), `its message does not say who holds the load: ${message}`);
      },
      forDestinations,
    ),
    clause(
      'LOAD-1/gone-is-over',
      'A load whose process is gone is not under way',
      async (bench) => {
        const { load, session, subject } = await openLoad(bench);
        await session.write(first);
        await subject.kill();
        const other = (await bench.configured()).subject;
        const deadline = performance.now() + bench.patience.answerMs;
        for (;;) {
          const outcome = await load.beginElsewhere(other);
          if (outcome.kind === 'answered') return;
          must(performance.now() < deadline, `its process was killed, and Begin still says: ${outcome.error.message}`);
          await delay(retryMs);
        }
      },
      forDestinations,
    ),
    clause(
      'LOAD-1/take-over-waits-for-nobody',
      'Begin with take_over does not wait for a writer that hangs',
      async (bench) => {
        const { load, session, subject } = await openLoad(bench);
        await session.write(first);
        // What the writer has been sent it has read; it hangs with a transaction, a file, a lock.
        await session.subject.until(() => session.messages('stats').length > 0, bench.patience.signOfLifeMs);
        subject.signal('SIGSTOP');
        const other = (await bench.configured()).subject;
        const outcome = await load
          .beginElsewhere(other, { takeOver: true })
          .catch(breachAt('beside a writer that hangs'));
        must(outcome.kind === 'answered', 'Begin with take_over was refused');
        subject.signal('SIGCONT');
        if (await commits(session, bench.patience.answerMs))
          throw new NotReached('the writer that woke up has committed');
      },
      forDestinations,
    ),
    clause(
      'LOAD-2/receipts-keep-epoch',
      'A load that is begun again keeps what is committed; receipts keep the epoch that they were written under',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipt = await load.writeUnit(1, [first], 'unit a');
        const other = await load.again({ subject: (await bench.configured()).subject });
        const known = other.begun.receipts.find(({ unit }) => unit === 'unit a');
        if (known === undefined) throw new NotReached('a unit that was committed is not among the receipts');
        must(
          known.epoch === receipt.epoch,
          `written under the epoch ${receipt.epoch}, the receipt now names the epoch ${known.epoch}`,
        );
      },
      forDestinations,
    ),
    clause(
      'LOAD-3/stale-commit',
      'A commit under an epoch that is over is stale_epoch, and ends that session alone',
      async (bench) => {
        const { load, session, subject } = await openLoad(bench);
        await session.write(first);
        await load.next();
        if (await commits(session, bench.patience.answerMs)) throw new NotReached('it was committed');
        const [refused] = session.messages('error');
        mustBeStale(refused?.error, 'a commit');
        await mustGoOn(bench, subject, 'a stale commit');
      },
      forDestinations,
    ),
    clause(
      'LOAD-3/stale-open',
      'An Open under an epoch that is over is stale_epoch',
      async (bench) => {
        const load = await Load.begin(bench);
        await load.next();
        const session = load.open(1);
        await load.subject.until(() => session.heard.length > 0, bench.patience.answerMs);
        must(session.messages('opened').length === 0, 'a session was opened under an epoch that is over');
        mustBeStale(session.messages('error')[0]?.error, 'an Open');
        await mustGoOn(bench, load.subject, 'a stale Open');
      },
      forDestinations,
    ),
    clause(
      'LOAD-3/stale-publish',
      'A Publish under an epoch that is over is stale_epoch',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipt = await load.writeUnit(1, [first]);
        await load.next();
        const outcome = await load.publish([receipt]);
        if (outcome.kind === 'answered') throw new NotReached('it was published');
        mustBeStale(outcome.error, 'a Publish');
        await mustGoOn(bench, load.subject, 'a stale Publish');
      },
      forDestinations,
    ),
    clause(
      'LOAD-4/committed-once',
      'A unit that has a receipt is not opened again in its load: unit_already_committed',
      async (bench) => {
        const load = await Load.begin(bench);
        await load.writeUnit(1, [first], 'a');
        const session = load.open(2, 'a');
        await load.subject.until(() => session.heard.length > 0, bench.patience.answerMs);
        must(session.messages('opened').length === 0, 'a unit that is committed was opened again');
        const code = session.messages('error')[0]?.error.code ?? load.subject.condition();
        must(code === 'unit_already_committed', `it was refused as ${code}, not as unit_already_committed`);
      },
      forDestinations,
    ),
    clause(
      'LOAD-4/one-of-two',
      'Of two sessions that write one unit, in two processes, one at most commits',
      async (bench) => {
        await showsUndisturbed(bench);
        const load = await Load.begin(bench);
        const other = (await bench.configured()).subject;
        const sessions = [load.open(1, 'a'), load.open(1, 'a', [], {}, other)];
        for (const session of sessions) {
          await session.opened();
          session.schema();
          await session.write(first);
        }
        const [one = false, two = false] = await Promise.all(
          sessions.map((session) => commits(session, bench.patience.answerMs)),
        );
        must(!(one && two), 'both sessions of one unit have committed');
        const winner = sessions.find((session) => session.messages('committed').length > 0);
        const receipt = winner?.messages('committed')[0]?.receipt;
        if (winner === undefined || receipt === undefined)
          throw new NotReached('neither of the two sessions has committed');
        await winner.finish();
        await load.published([receipt]);
        await mustShow(load, [first], 'after two sessions have written one unit');
      },
      { ...forDestinations, rules: ['START-3'] },
    ),
    clause(
      'LOAD-5/receipts-differ',
      'Publish of other receipts than those that are kept is receipts_differ',
      async (bench) => {
        const load = await Load.begin(bench);
        const a = await load.writeUnit(1, [first], 'a');
        const b = await load.writeUnit(2, [second], 'b');
        const wrong = [
          ['one unit of two', [a]],
          ['a unit that was never written', [a, b, { ...b, unit: 'c' }]],
          ['another checkpoint', [a, { ...b, checkpointId: b.checkpointId + 1 }]],
          ['another number of rows', [a, { ...b, rows: b.rows - 1 }]],
        ] as const;
        for (const [what, receipts] of wrong) {
          const outcome = await load.publish(receipts);
          must(outcome.kind === 'refused', `a load was published with ${what}`);
          const { code } = outcome.error;
          must(code === 'receipts_differ', `${what} was refused as ${code}, not as receipts_differ`);
        }
        await load.published([a, b]).catch(breachAt('after Publish with wrong receipts'));
      },
      forDestinations,
    ),
    clause(
      'LOAD-6/answers-again',
      'A published load that is begun again is published as before, and shows the same rows',
      async (bench) => {
        await showsUndisturbed(bench);
        const load = await Load.begin(bench);
        const receipts = [await load.writeUnit(1, [first])];
        const { streams } = await load.published(receipts);
        const again = await load.again({ subject: (await bench.configured()).subject });
        const outcome = await again.publish(receipts);
        must(outcome.kind === 'answered', 'Publish under a later epoch of the same load was refused');
        const [before, after] = [streams, outcome.answers[0].streams].map((answer) => answer[0]?.rows);
        must(before === after, `it says ${after ?? 'no'} rows, and said ${before ?? 'no'}`);
        await mustShow(load, [first], 'after the load was published once more');
      },
      forDestinations,
    ),
    clause(
      'LOAD-6/nothing-added',
      'Nothing can be added to a published load: load_already_published',
      async (bench) => {
        const load = await Load.begin(bench);
        await load.published([await load.writeUnit(1, [first], 'a')]);
        const session = load.open(2, 'b');
        const failed = await session.opened().then(
          () => false,
          () => true,
        );
        if (!failed) {
          session.schema();
          await session.write(second).catch(() => {});
          must(!(await commits(session, bench.patience.answerMs)), 'a unit was added to a published load');
        }
        const code = session.messages('error')[0]?.error.code ?? load.subject.condition();
        must(code === 'load_already_published', `it was refused as ${code}, not as load_already_published`);
      },
      forDestinations,
    ),
    clause(
      'LOAD-7/given-up',
      'Of a load that was forgotten nothing is left, whatever was committed of it',
      async (bench) => {
        const load = await (await Load.begin(bench)).again();
        await load.writeUnit(1, [first], 'a');
        await forget(load, bench.patience.answerMs);
        const again = await load.again({ subject: (await bench.configured()).subject });
        must(again.begun.receipts.length === 0, 'Begin still names receipts of a load that was forgotten');
        must(again.begun.epoch >= load.begun.epoch, `Forget has lowered the epoch to ${again.begun.epoch}`);
      },
      forDestinations,
    ),
    clause(
      'LOAD-7/leaves-the-published',
      'Forget does not touch what is published',
      async (bench) => {
        await showsUndisturbed(bench);
        const load = await Load.begin(bench);
        await load.published([await load.writeUnit(1, [first])]);
        const next = await load.next();
        await next.writeUnit(1, [second], 'a');
        await forget(next, bench.patience.answerMs);
        await mustShow(load, [first], 'after a later load was forgotten');
      },
      forDestinations,
    ),
  ],
};

/** @throws NotReached */
async function forget({ subject, loadId, spec, begun }: Load, milliseconds: number): Promise<void> {
  const request = { type: 'forget', loadId, streams: [spec], epochs: [begun.epoch] } as const;
  const outcome = await ask<'forget'>(subject, request, milliseconds);
  if (outcome.kind === 'refused') throw new NotReached(`Forget was refused: ${outcome.error.message}`);
}
