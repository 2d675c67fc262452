import { clause, type Family, forSources } from '../clause.ts';
import { ask, isMessage, messagesSince, sessionOf } from '../driver/talk.ts';
import { openUnit, plainReading, referenceRows, rowsOf } from '../scenario/reading.ts';
import { mustGoOn, strayControl } from '../scenario/going-on.ts';
import { SourceSession } from '../scenario/source-session.ts';
import { rowCount, rowsIn } from '../rows.ts';
import { breachAt, Inapplicable, must, NotReached } from '../verdict.ts';

/** More places are not filled: each is a session in the system behind the connector. */
const maxFilledPlaces = 32;

const smallBatchBytes = 16 * 1024;

export const sourceSessions: Family = {
  name: 'sessions',
  clauses: [
    clause(
      'SESSION-1/id-once',
      'A session’s id is never used twice: session_in_use',
      async (bench) => {
        const { subject, session, context } = await openUnit(bench);
        await session.readToEnd();
        const from = subject.heard.length;
        subject.send({ type: 'open', session: 1, context });
        await subject.until(() => subject.exit !== null || subject.heard.length > from, bench.patience.answerMs);
        must(messagesSince(subject, from, 'opened').length === 0, 'a second session 1 was opened');
        await subject.until(() => messagesSince(subject, from, 'error').length > 0, bench.patience.answerMs);
        const [refused] = messagesSince(subject, from, 'error');
        must(
          refused?.error.code === 'session_in_use',
          `it was not refused as session_in_use, but ${refused?.error.code ?? subject.condition()}`,
        );
      },
      forSources,
    ),
    clause(
      'SESSION-2/places',
      'As many sessions are open as Welcome says, and one more is too_many_sessions',
      async (bench) => {
        const { subject, session, welcome, context } = await openUnit(bench, { credit: 0 });
        const places = welcome.maxOpenUnits;
        if (places > maxFilledPlaces) throw new Inapplicable(`${places} sessions may be open: more than are tried`);
        await session.opened();
        for (let id = 2; id <= places; id++) {
          await SourceSession.open(bench, subject, id, context, 0)
            .opened()
            .catch(breachAt(`of ${places} sessions that may be open`));
        }
        const from = subject.heard.length;
        const over = places + 1;
        subject.send({ type: 'open', session: over, context });
        const answers = (): readonly unknown[] =>
          subject.heard
            .slice(from)
            .filter((heard) => isMessage(heard, 'opened', 'error') && heard.message.session === over);
        await subject.until(() => answers().length > 0, bench.patience.answerMs);
        must(messagesSince(subject, from, 'opened').length === 0, `session ${over} was opened, of at most ${places}`);
        const [refused] = messagesSince(subject, from, 'error');
        must(
          refused?.error.code === 'too_many_sessions',
          `session ${over} was not refused as too_many_sessions, but ${refused?.error.code ?? subject.condition()}`,
        );
      },
      forSources,
    ),
    clause(
      'FRAME-7/session-alone',
      'A session that is refused ends alone: the others go on',
      async (bench) => {
        const { subject, session, welcome, context } = await openUnit(bench, { credit: 0 });
        if (welcome.maxOpenUnits > maxFilledPlaces) throw new Inapplicable('more sessions may be open than are tried');
        await session.opened();
        for (let id = 2; id <= welcome.maxOpenUnits; id++)
          await SourceSession.open(bench, subject, id, context, 0).opened();
        subject.send({ type: 'open', session: welcome.maxOpenUnits + 1, context });
        await subject.until(() => messagesSince(subject, 0, 'error').length > 0, bench.patience.answerMs);
        if (messagesSince(subject, 0, 'error').length === 0)
          throw new NotReached('one session too many was not refused');
        session.grant(1);
        await session.readToEnd().catch(breachAt('beside a session that was refused'));
      },
      forSources,
    ),
    clause(
      'SESSION-15/stray-control',
      'Stop, Credit and Ack for a session that was never opened are ignored',
      async (bench) => {
        const { subject } = await bench.configured();
        subject.send(...strayControl);
        await mustGoOn(bench, subject, 'Stop, Credit and Ack for a session that was never opened');
      },
      forSources,
    ),
    clause(
      'IO-6/answers-in-session',
      'While a session waits for credit, stdin is read, and requests are answered',
      async (bench) => {
        const { subject, session } = await openUnit(bench, { credit: 0 });
        await session.opened();
        const outcome = await ask<'spec'>(subject, { type: 'spec', role: bench.role }, bench.patience.answerMs).catch(
          breachAt('beside an open session'),
        );
        must(outcome.kind === 'answered', 'Spec was refused beside an open session');
      },
      { ...forSources, rules: ['LIFE-2'] },
    ),
    clause(
      'SESSION-11/alive',
      'While a session waits, Stats come at least every two seconds',
      async (bench) => {
        const { subject, session } = await openUnit(bench, { credit: 0 });
        await session.opened();
        for (let count = 1; count <= 2; count++) {
          const came = await subject.until(
            () => session.messages('stats').length >= count,
            bench.patience.signOfLifeMs,
          );
          must(came, `${count - 1} Stats came, and then none for ${bench.patience.signOfLifeMs} ms`);
        }
      },
      forSources,
    ),
    clause(
      'SESSION-11/last-stats',
      'Stats stand right before Done, with all rows and bytes',
      async (bench) => {
        for (const { heard, id, batches } of (await plainReading(bench)).sessions) {
          const done = heard.findIndex((each) => isMessage(each, 'done'));
          const before = heard[done - 1];
          must(before !== undefined && isMessage(before, 'stats'), `in session ${id} no Stats stand right before Done`);
          const { rows, bytes } = before.message;
          const came = batches.reduce((sum, batch) => sum + rowsIn(batch), 0);
          const cameBytes = batches.reduce((sum, { arrowIpc }) => sum + arrowIpc.length, 0);
          must(
            rows === came && bytes === cameBytes,
            `in session ${id} ${came} rows, ${cameBytes} bytes have come; the last Stats say ${rows} and ${bytes}`,
          );
        }
      },
      forSources,
    ),
    clause(
      'SESSION-11/cumulative',
      'The figures of Stats never fall',
      async (bench) => {
        const { session } = await openUnit(bench, { credit: 1, targetBatchBytes: smallBatchBytes });
        await session.subject.until(() => session.messages('stats').length >= 2, bench.patience.signOfLifeMs);
        await session.readToEnd();
        const all = session.messages('stats');
        all.forEach((stats, index) => {
          const before = all[index - 1];
          if (before === undefined) return;
          for (const figure of ['rows', 'bytes', 'waitReadMs', 'waitCreditMs', 'cpuMs'] as const) {
            must(stats[figure] >= before[figure], `${figure} falls from ${before[figure]} to ${stats[figure]}`);
          }
        });
        if (all.length < 2) throw new NotReached('fewer than two Stats came');
      },
      forSources,
    ),
    clause(
      'STOP-1/drains',
      'Stop ends a session at a checkpoint, and Done follows',
      async (bench) => {
        const { session } = await openUnit(bench, { credit: 1, targetBatchBytes: smallBatchBytes });
        await session.stopWithin();
        await session.readToEnd().catch(breachAt('after Stop'));
      },
      { ...forSources, rules: ['CREDIT-5'] },
    ),
    clause(
      'STOP-1/stopped',
      'Done after Stop says `stopped` where the unit has more rows',
      async (bench) => {
        const all = rowCount(await referenceRows(bench));
        const { planned } = await plainReading(bench);
        const {
          session,
          planned: { units },
        } = await openUnit(bench, { credit: 1, targetBatchBytes: smallBatchBytes });
        if (planned.units.length !== 1 || units.length !== 1)
          throw new NotReached('the stream does not come as one unit');
        await session.stopWithin();
        const done = await session.readToEnd();
        const read = rowCount(rowsOf(planned.spec, [session]));
        must(done.stopped || read === all, `Done says that the unit was read whole: ${read} of ${all} rows`);
        if (read === all) throw new NotReached('the unit was read whole before Stop took effect: take a larger stream');
      },
      forSources,
    ),
    clause(
      'STOP-2/silent',
      'After Stop with abort nothing of the session is sent, no answer either',
      async (bench) => {
        const { subject, session } = await openUnit(bench, { credit: 0 });
        await session.opened();
        const from = subject.heard.length;
        subject.send({ type: 'stop', session: 1, deadlineMs: 1000, reason: 'conformance', abort: true });
        const outcome = await ask<'spec'>(subject, { type: 'spec', role: bench.role }, bench.patience.answerMs);
        if (outcome.kind === 'refused') throw new NotReached(`Spec was refused: ${outcome.error.message}`);
        const fence = subject.heard.length;
        const isAnswer = (): boolean =>
          subject.heard.slice(from).some((heard) => sessionOf(heard) === 1 && isMessage(heard, 'error', 'done'));
        await subject.until(() => isAnswer() || subject.heard.length > fence, bench.patience.quietMs);
        must(!isAnswer(), 'an answer came after Stop with abort');
        const late = subject.heard.slice(fence).some((heard) => session.heard.includes(heard));
        must(!late, 'something of the session came after it was aborted');
      },
      forSources,
    ),
    clause(
      'STOP-2/frees-place',
      'An aborted session gives up its place',
      async (bench) => {
        const { subject, session, welcome, context } = await openUnit(bench, { credit: 0 });
        await session.opened();
        if (welcome.maxOpenUnits > maxFilledPlaces) throw new Inapplicable('more sessions may be open than are tried');
        for (let id = 2; id <= welcome.maxOpenUnits; id++)
          await SourceSession.open(bench, subject, id, context, 0).opened();
        subject.send({ type: 'stop', session: 0, deadlineMs: 1000, reason: 'conformance', abort: true });
        const next = SourceSession.open(bench, subject, welcome.maxOpenUnits + 1, context, 0);
        await next.opened().catch(breachAt('after all sessions were aborted'));
      },
      { ...forSources, rules: ['SESSION-2'] },
    ),
  ],
};
