import { clause, type Family, forSources } from '../clause.ts';
import { isMessage } from '../driver/talk.ts';
import { openUnit } from '../scenario/reading.ts';
import { must, NotReached } from '../verdict.ts';

/** Small, so that a stream of a few thousand rows has several batches. */
const smallBatchBytes = 16 * 1024;

export const credit: Family = {
  name: 'credit',
  clauses: [
    clause(
      'CREDIT-1/only-batches',
      'Opened needs no credit, and no batch comes without',
      async (bench) => {
        const { subject, session } = await openUnit(bench, { credit: 0 });
        const isOpened = (): boolean => session.messages('opened').length > 0;
        await subject.until(() => isOpened() || session.batches.length > 0, bench.patience.answerMs);
        if (session.batches.length === 0) await session.opened();
        await subject.until(() => session.batches.length > 0, bench.patience.quietMs);
        must(session.batches.length === 0, 'a batch came without any credit');
      },
      forSources,
    ),
    clause(
      'CREDIT-2/one-batch-below',
      'A batch may take the balance below 0, and then none is sent',
      async (bench) => {
        const { subject, session } = await openUnit(bench, { credit: 0, targetBatchBytes: smallBatchBytes });
        await session.opened();
        if (session.batches.length > 0) throw new NotReached('batches come without any credit');
        session.grant(1);
        await subject.until(() => session.batches.length > 0, bench.patience.answerMs);
        if (session.batches.length === 0)
          throw new NotReached(`a credit of one byte brings no batch: ${subject.condition()}`);
        const isDone = (): boolean => session.messages('done').length > 0;
        await subject.until(() => session.batches.length > 1 || isDone(), bench.patience.quietMs);
        must(session.batches.length === 1, `a credit of one byte brought ${session.batches.length} batches`);
        if (isDone()) throw new NotReached('the unit is one batch: take a larger stream');
      },
      { ...forSources, rules: ['CREDIT-4'] },
    ),
    clause(
      'CREDIT-2/goes-on',
      'With each grant it goes on where it stood',
      async (bench) => {
        const { session } = await openUnit(bench, { credit: 1, targetBatchBytes: smallBatchBytes });
        await session.opened();
        await session.subject.until(() => session.batches.length > 0, bench.patience.answerMs);
        const before = session.batches.length;
        if (before === 0) throw new NotReached('no batch came');
        // The first grant still has to make up for what the first batch was too much.
        session.grant(session.batches.reduce((sum, { arrowIpc }) => sum + arrowIpc.length, 0));
        const came = await session.subject.until(
          () => session.batches.length > before || session.messages('done').length > 0,
          bench.patience.answerMs,
        );
        must(came, 'after one more grant nothing came');
      },
      forSources,
    ),
    clause(
      'CREDIT-6/early-credit',
      'Credit that comes before Opened counts',
      async (bench) => {
        const { subject, session } = await openUnit(bench, { credit: 1 });
        await session.opened();
        const came = await subject.until(
          () => session.heard.some((heard) => heard.kind === 'batch' || isMessage(heard, 'done')),
          bench.patience.answerMs,
        );
        if (came) return;
        session.grant(1);
        const comes = await subject.until(() => session.batches.length > 0, bench.patience.answerMs);
        must(!comes, 'credit that was sent together with Open was lost');
        throw new NotReached(`no batch came: ${subject.condition()}`);
      },
      forSources,
    ),
  ],
};
