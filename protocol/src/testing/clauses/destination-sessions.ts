import { clause, type Family, forDestinations } from '../clause.ts';
import { ask, isMessage, messagesSince } from '../driver/talk.ts';
import { mustGoOn, strayControl } from '../scenario/going-on.ts';
import { Load, openLoad, plainLoad } from '../scenario/loading.ts';
import { breachAt, Inapplicable, must, NotReached } from '../verdict.ts';

/** More places are not filled: each is a session in the system behind the connector. */
const maxFilledPlaces = 32;

export const destinationSessions: Family = {
  name: 'sessions',
  clauses: [
    clause(
      'SESSION-1/id-once',
      'A session’s id is never used twice: session_in_use',
      async (bench) => {
        const load = await Load.begin(bench);
        await load.writeUnit(1, [{ from: 1, rows: 5 }]);
        const from = load.subject.heard.length;
        const again = load.open(1, 'another unit');
        await load.subject.until(
          () =>
            messagesSince(load.subject, from, 'opened').length > 0 ||
            messagesSince(load.subject, from, 'error').length > 0,
          bench.patience.answerMs,
        );
        must(messagesSince(load.subject, from, 'opened').length === 0, 'a second session 1 was opened');
        const failure = await again.failure(bench.patience.answerMs);
        must(
          failure?.error?.code === 'session_in_use',
          `it was not refused as session_in_use, but ${failure?.error?.code ?? load.subject.condition()}`,
        );
      },
      forDestinations,
    ),
    clause(
      'SESSION-1/unknown',
      'Data for a session that was never opened is session_unknown',
      async (bench) => {
        const { session, subject } = await openLoad(bench);
        session.sendBatch({ from: 1, rows: 5 }, { header: { session: 77 } });
        const isAnswered = (): boolean => messagesSince(subject, 0, 'error').length > 0 || subject.exit !== null;
        must(await subject.until(isAnswered, bench.patience.answerMs), 'a batch for session 77 was taken');
        const [error] = messagesSince(subject, 0, 'error');
        must(error?.error.code === 'session_unknown', `it was refused as ${error?.error.code ?? subject.condition()}`);
      },
      forDestinations,
    ),
    clause(
      'SESSION-2/places',
      'As many sessions are open as Welcome says, and one more is too_many_sessions',
      async (bench) => {
        const { maxOpenUnits: places } = await bench.welcome();
        if (places > maxFilledPlaces) throw new Inapplicable(`${places} sessions may be open: more than are tried`);
        const load = await Load.begin(bench);
        for (let id = 1; id <= places; id++)
          await load
            .open(id)
            .opened()
            .catch(breachAt(`of ${places} sessions that may be open`));
        const over = load.open(places + 1);
        await load.subject.until(
          () => over.messages('opened').length > 0 || over.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(over.messages('opened').length === 0, `session ${over.id} was opened, of at most ${places}`);
        const [refused] = over.messages('error');
        must(
          refused?.error.code === 'too_many_sessions',
          `session ${over.id} was not refused as too_many_sessions, but ${refused?.error.code ?? load.subject.condition()}`,
        );
      },
      forDestinations,
    ),
    clause(
      'FRAME-7/session-alone',
      'A session whose data is wrong ends alone: the others go on',
      async (bench) => {
        const { maxOpenUnits } = await bench.welcome();
        if (maxOpenUnits < 2) throw new Inapplicable('only one session may be open');
        const { load, session, subject } = await openLoad(bench);
        const other = load.open(2);
        await other.opened();
        other.schema();
        other.sendBatch({ from: 1, rows: 5 }, { header: { sequence: 5 } });
        const failure = await other.failure(bench.patience.answerMs);
        if (failure === null) throw new NotReached('a batch out of order was not refused');
        await session.write({ from: 1, rows: 5 }).catch(breachAt('beside a session that has failed'));
        await session.commit().catch(breachAt('beside a session that has failed'));
        must(subject.exit === null, 'the process has ended');
      },
      forDestinations,
    ),
    clause(
      'SESSION-15/stray-control',
      'Stop, Credit and Ack for a session that was never opened are ignored',
      async (bench) => {
        const { subject } = await bench.configured();
        subject.send(strayControl[0]);
        await mustGoOn(bench, subject, 'Stop for a session that was never opened');
      },
      forDestinations,
    ),
    clause(
      'IO-6/answers-in-session',
      'While a session waits for data, requests are answered',
      async (bench) => {
        const { subject } = await openLoad(bench);
        const outcome = await ask<'spec'>(subject, { type: 'spec', role: bench.role }, bench.patience.answerMs).catch(
          breachAt('beside an open session'),
        );
        must(outcome.kind === 'answered', 'Spec was refused beside an open session');
      },
      { ...forDestinations, rules: ['LIFE-2'] },
    ),
    clause(
      'SESSION-11/alive',
      'While a session waits, Stats come at least every two seconds',
      async (bench) => {
        const { session, subject } = await openLoad(bench);
        for (let count = 1; count <= 2; count++) {
          const came = await subject.until(
            () => session.messages('stats').length >= count,
            bench.patience.signOfLifeMs,
          );
          must(came, `${count - 1} Stats came, and then none for ${bench.patience.signOfLifeMs} ms`);
        }
      },
      forDestinations,
    ),
    clause(
      'SESSION-11/last-stats',
      'Stats stand right before Finished, with all rows',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const finished = session.heard.findIndex((heard) => isMessage(heard, 'finished'));
        const before = session.heard[finished - 1];
        must(before !== undefined && isMessage(before, 'stats'), 'no Stats stand right before Finished');
        must(
          before.message.rows === session.sentRows,
          `the last Stats say ${before.message.rows} rows of ${session.sentRows}`,
        );
      },
      forDestinations,
    ),
    clause(
      'STOP-2/silent',
      'After Stop with abort nothing of the session is sent, no answer either',
      async (bench) => {
        const { session, subject } = await openLoad(bench);
        await session.write({ from: 1, rows: 10 });
        subject.send({ type: 'stop', session: 1, deadlineMs: 1000, reason: 'conformance', abort: true });
        const outcome = await ask<'spec'>(subject, { type: 'spec', role: bench.role }, bench.patience.answerMs);
        if (outcome.kind === 'refused') throw new NotReached(`Spec was refused: ${outcome.error.message}`);
        const fence = session.heard.length;
        const isAnswer = (): boolean =>
          session.heard.some((heard) => isMessage(heard, 'error', 'finished', 'committed'));
        await subject.until(() => isAnswer() || session.heard.length > fence, bench.patience.quietMs);
        must(!isAnswer(), 'an answer came after Stop with abort');
        must(session.heard.length === fence, 'something of the session came after it was aborted');
      },
      forDestinations,
    ),
    clause(
      'STOP-2/frees-place',
      'An aborted session gives up its place, and its unit can be written anew',
      async (bench) => {
        const { maxOpenUnits: places } = await bench.welcome();
        if (places > maxFilledPlaces) throw new Inapplicable('more sessions may be open than are tried');
        const load = await Load.begin(bench);
        for (let id = 1; id <= places; id++) await load.open(id).opened();
        load.subject.send({ type: 'stop', session: 0, deadlineMs: 1000, reason: 'conformance', abort: true });
        await load
          .writeUnit(places + 1, [{ from: 1, rows: 5 }], 'u1')
          .catch(breachAt('after all sessions were aborted'));
      },
      { ...forDestinations, rules: ['SESSION-2'] },
    ),
  ],
};
