import { clause, type Family, forDestinations } from '../clause.ts';
import { ask, isMessage, messagesSince } from '../driver/talk.ts';
import type { DestinationSession } from '../scenario/destination-session.ts';
import type { Range } from '../scenario/numbers.ts';
import { Load, openLoad, plainLoad } from '../scenario/loading.ts';
import { Breach, Inapplicable, must, NotReached } from '../verdict.ts';

/** More places are not filled: each is a session in the system behind the connector. */
const maxFilledPlaces = 32;

/** Of a row, at least. */
const rowBytes = 16;

/** A batch of more bytes than the session has credit for: legal, as the balance is above 0. @throws Inapplicable */
function batchBeyond({ balance, subject }: DestinationSession): Range {
  const rows = Math.ceil(balance / rowBytes) + 1;
  // A row has up to 32 bytes; the frame has to hold them.
  if (rows * 32 > subject.agreedFrameBytes)
    throw new Inapplicable(`a credit of ${balance} bytes is more than fits into a frame`);
  return { from: 1, rows };
}

function breachAt(what: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof NotReached ? new Breach(`${what}: ${error.message}`) : error;
  };
}

export const destinationSessions: Family = {
  name: 'sessions',
  clauses: [
    clause(
      'CREDIT-3/first-grant',
      'Opened brings the first credit',
      async (bench) => {
        const { opened } = await openLoad(bench);
        must(opened.creditBytes > 0, 'Opened grants nothing');
      },
      forDestinations,
    ),
    clause(
      'CREDIT-3/grants-again',
      'What was consumed is granted again',
      async (bench) => {
        const { session } = await openLoad(bench);
        session.sendBatch(batchBeyond(session));
        const granted = await session.subject.until(
          () => session.messages('credit').length > 0 || session.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(granted && session.messages('credit').length > 0, 'the credit is used up, and none comes');
      },
      { ...forDestinations, rules: ['CREDIT-1', 'CREDIT-2'] },
    ),
    clause(
      'CREDIT-3/without-credit',
      'A batch without credit is credit_exceeded, and ends the process',
      async (bench) => {
        const { session, subject } = await openLoad(bench);
        session.sendBatch(batchBeyond(session));
        const afterFirst = -session.balance;
        session.sendBatch({ from: 1, rows: 5 });
        session.sendCheckpoint();
        const isCommitted = (): boolean => session.messages('committed').length > 0;
        await subject.until(() => isCommitted() || session.messages('error').length > 0, bench.patience.answerMs);
        if (isCommitted()) {
          // One that reads a frame only once it has consumed the one before may have granted meanwhile.
          const before = session.heard.slice(
            0,
            session.heard.findIndex((heard) => isMessage(heard, 'committed')),
          );
          const granted = before.reduce(
            (sum, heard) => sum + (isMessage(heard, 'credit') ? heard.message.bytes : 0),
            0,
          );
          must(granted > afterFirst, 'a batch beyond all credit was committed');
          return;
        }
        const failure = await session.failure(bench.patience.answerMs);
        must(failure !== null, 'a batch beyond all credit was neither committed nor refused');
        must(
          failure.error?.code === 'credit_exceeded',
          `it was refused as ${failure.error?.code ?? subject.condition()}, not as credit_exceeded`,
        );
        must((await subject.exitWithin(bench.patience.exitMs)) !== null, 'the process goes on');
      },
      forDestinations,
    ),
    clause(
      'SESSION-7/one-committed-each',
      'Each Checkpoint is answered by one Committed, with its id',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const ids = session.messages('committed').map(({ checkpointId }) => checkpointId);
        must(JSON.stringify(ids) === '[1,2]', `checkpoints 1 and 2 are answered with ${ids.join(', ') || 'nothing'}`);
      },
      forDestinations,
    ),
    clause(
      'SESSION-7/counts',
      'Committed and its receipt count the rows and bytes up to the checkpoint',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const committed = session.messages('committed');
        const [first, second] = [1, 2].map((id) => committed.find(({ checkpointId }) => checkpointId === id));
        if (first === undefined || second === undefined) throw new NotReached('not both checkpoints are committed');
        must(
          first.rows === 150 && second.rows === 175,
          `150 and 175 rows are committed as ${first.rows} and ${second.rows}`,
        );
        must(second.bytes === session.sentBytes, `${session.sentBytes} bytes are committed as ${second.bytes}`);
        must(second.receipt.rows === 175, `the receipt of 175 rows says ${second.receipt.rows}`);
      },
      forDestinations,
    ),
    clause(
      'SESSION-7/receipt',
      'A receipt names load, stream, unit, epoch and checkpoint',
      async (bench) => {
        const { session, load } = await plainLoad(bench);
        for (const { receipt, checkpointId } of session.messages('committed')) {
          const expected = {
            loadId: load.loadId,
            stream: load.spec.name.name,
            unit: 'u1',
            epoch: load.begun.epoch,
            checkpointId,
          };
          const named = {
            loadId: receipt.loadId,
            stream: receipt.stream.name,
            unit: receipt.unit,
            epoch: receipt.epoch,
            checkpointId: receipt.checkpointId,
          };
          must(JSON.stringify(named) === JSON.stringify(expected), `the receipt names ${JSON.stringify(named)}`);
        }
      },
      forDestinations,
    ),
    clause(
      'SESSION-9/finished-last',
      'Finished answers Done, after the last Committed, and is the last of the session',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const finished = session.heard.findIndex((heard) => isMessage(heard, 'finished'));
        const committed = session.heard.findLastIndex((heard) => isMessage(heard, 'committed'));
        must(finished > committed, 'Finished came before the last Committed');
        must(finished === session.heard.length - 1, 'something of the session came after Finished');
      },
      forDestinations,
    ),
    clause(
      'SESSION-9/rows',
      'Finished counts the rows of the session',
      async (bench) => {
        const { session } = await plainLoad(bench);
        const [finished] = session.messages('finished');
        must(
          finished?.rows === session.sentRows,
          `of ${session.sentRows} rows, Finished says ${finished?.rows ?? 'nothing'}`,
        );
      },
      forDestinations,
    ),
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
