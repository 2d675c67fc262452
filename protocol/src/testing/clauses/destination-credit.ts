import { clause, type Family, forDestinations } from '../clause.ts';
import { isMessage } from '../driver/talk.ts';
import type { DestinationSession } from '../scenario/destination-session.ts';
import { openLoad } from '../scenario/loading.ts';
import type { Range } from '../scenario/numbers.ts';
import { Inapplicable, must } from '../verdict.ts';

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

export const destinationCredit: Family = {
  name: 'credit',
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
  ],
};
