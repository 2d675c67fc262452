import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import type { DestinationSession } from '../scenario/destination-session.ts';
import { Load, openLoad } from '../scenario/loading.ts';
import { lyingBatch, otherSchema } from '../scenario/numbers.ts';
import { must } from '../verdict.ts';

const range = { from: 1, rows: 40 };

/** Plays something that must not be taken, then a checkpoint: it must not be committed. */
async function mustRefuse(
  bench: Bench,
  what: string,
  codes: readonly string[],
  play: (session: DestinationSession) => void,
): Promise<void> {
  const { session } = await openLoad(bench);
  play(session);
  session.sendCheckpoint();
  const settled = (): boolean => session.messages('committed').length > 0;
  await session.subject.until(() => settled() || session.messages('error').length > 0, bench.patience.answerMs);
  must(!settled(), `${what} was committed`);
  const failure = await session.failure(bench.patience.answerMs);
  must(failure !== null, `${what} was neither committed nor refused`);
  const code = failure.error?.code ?? session.subject.condition();
  must(codes.includes(code), `${what} was refused as ${code}, not as ${codes.join(' or ')}`);
}

export const intake: Family = {
  name: 'intake',
  clauses: [
    clause(
      'BATCH-2/any-order',
      'A batch is taken with its fields in any order, unknown ones among them',
      async (bench) => {
        const { session } = await openLoad(bench);
        session.sendBatch(range, { shape: { bodyFirst: true } });
        session.sendCheckpoint();
        const committed = await session.subject.until(
          () => session.messages('committed').length > 0 || session.subject.exit !== null,
          bench.patience.answerMs,
        );
        const [answer] = session.messages('committed');
        must(committed && answer !== undefined, 'a batch whose body stands before its header was not taken');
        must(answer.rows === range.rows, `of ${range.rows} rows, ${answer.rows} were committed`);
      },
      forDestinations,
    ),
    clause(
      'BATCH-2/two-batches',
      'Two batches in one message are malformed',
      (bench) =>
        mustRefuse(bench, 'a message with two batches', ['malformed_message'], (session) => {
          session.sendBatch(range, { shape: { twice: true } });
        }),
      forDestinations,
    ),
    clause(
      'BATCH-3/bytes',
      'A header whose `bytes` are not the body’s is refused',
      (bench) =>
        mustRefuse(
          bench,
          'a batch that is shorter than its header says',
          ['malformed_message', 'batch_invalid'],
          (session) => {
            session.sendBatch(range, { header: { bytes: 1 } });
          },
        ),
      forDestinations,
    ),
    clause(
      'BATCH-3/rows',
      'A header whose `rows` are not the batch’s is batch_invalid',
      (bench) =>
        mustRefuse(bench, 'a batch of fewer rows than its header says', ['batch_invalid'], (session) => {
          session.sendBatch(range, { header: { rows: range.rows + 1 } });
          session.sentRows++;
        }),
      { ...forDestinations, rules: ['ARROW-4'] },
    ),
    clause(
      'BATCH-3/sequence',
      'A gap in `sequence` is sequence_broken',
      (bench) =>
        mustRefuse(bench, 'a batch with the sequence 5 after none', ['sequence_broken'], (session) => {
          session.sendBatch(range, { header: { sequence: 5 } });
        }),
      forDestinations,
    ),
    clause(
      'BATCH-4/epoch',
      'A batch under a schema epoch that is not the latest is epoch_unknown',
      (bench) =>
        mustRefuse(bench, 'a batch under the schema epoch 3', ['epoch_unknown'], (session) => {
          session.sendBatch(range, { header: { schemaEpoch: 3 } });
        }),
      forDestinations,
    ),
    clause(
      'PROTO/stream-unknown',
      'A batch for a stream that Open has not named is refused',
      (bench) =>
        mustRefuse(bench, 'a batch for stream 4', ['stream_unknown', 'epoch_unknown'], (session) => {
          session.sendBatch(range, { header: { streamIndex: 4 } });
        }),
      forDestinations,
    ),
    clause(
      'SESSION-13/other-schema',
      'A StreamSchema that is not what was agreed on is schema_invalid',
      async (bench) => {
        const load = await Load.begin(bench);
        const session = load.open(1);
        await session.opened();
        session.schema(otherSchema);
        session.sendBatch(range);
        session.sendCheckpoint();
        const settled = (): boolean => session.messages('committed').length > 0;
        await session.subject.until(() => settled() || session.messages('error').length > 0, bench.patience.answerMs);
        must(!settled(), 'rows under another schema were committed');
        const code = session.messages('error')[0]?.error.code ?? session.subject.condition();
        must(code === 'schema_invalid', `it was refused as ${code}, not as schema_invalid`);
      },
      forDestinations,
    ),
    clause(
      'ARROW-4/offsets',
      'A batch whose offsets lie outside its data is batch_invalid',
      (bench) =>
        mustRefuse(bench, 'a batch whose offsets lie', ['batch_invalid'], (session) => {
          session.sendBatch(range, { arrowIpc: lyingBatch(range) });
        }),
      forDestinations,
    ),
    clause(
      'ARROW-4/garbage',
      'A body that is no Arrow message is batch_invalid',
      (bench) =>
        mustRefuse(bench, 'a batch of 4096 bytes of garbage', ['batch_invalid'], (session) => {
          session.sendBatch(range, { arrowIpc: new Uint8Array(4096).fill(0x41) });
        }),
      { ...forDestinations, rules: ['ARROW-1'] },
    ),
    clause(
      'SESSION-6/checkpoint-counts',
      'A Checkpoint that counts other rows than have come is count_mismatch',
      (bench) =>
        mustRefuse(bench, 'a checkpoint of one row more than has come', ['count_mismatch'], (session) => {
          session.sendBatch(range);
          session.sentRows++;
        }),
      forDestinations,
    ),
    clause(
      'SESSION-6/done-counts',
      'A Done that counts other rows than have come is count_mismatch',
      async (bench) => {
        const { session } = await openLoad(bench);
        await session.write(range);
        await session.commit();
        session.sentRows++;
        session.sendDone();
        await session.subject.until(
          () => session.messages('finished').length > 0 || session.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(
          session.messages('finished').length === 0,
          'Done of one row more than has come was answered with Finished',
        );
        const failure = await session.failure(bench.patience.answerMs);
        must(
          failure?.error?.code === 'count_mismatch',
          `it was refused as ${failure?.error?.code ?? session.subject.condition()}`,
        );
      },
      forDestinations,
    ),
    clause(
      'SESSION-5/checkpoint-order',
      'A Checkpoint out of order is checkpoint_out_of_order',
      async (bench) => {
        const { session } = await openLoad(bench);
        await session.write(range);
        session.sendCheckpoint({ checkpointId: 5 });
        await session.subject.until(
          () => session.messages('committed').length > 0 || session.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(session.messages('committed').length === 0, 'checkpoint 5 was committed as the first');
        const failure = await session.failure(bench.patience.answerMs);
        must(
          failure?.error?.code === 'checkpoint_out_of_order',
          `it was refused as ${failure?.error?.code ?? session.subject.condition()}`,
        );
      },
      forDestinations,
    ),
    clause(
      'SESSION-5/checkpoint-missing',
      'Done without a checkpoint after the last batch is checkpoint_missing',
      async (bench) => {
        const { session } = await openLoad(bench);
        await session.write(range);
        session.sendDone();
        await session.subject.until(
          () => session.messages('finished').length > 0 || session.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(session.messages('finished').length === 0, 'Done without a checkpoint was answered with Finished');
        const failure = await session.failure(bench.patience.answerMs);
        must(
          failure?.error?.code === 'checkpoint_missing',
          `it was refused as ${failure?.error?.code ?? session.subject.condition()}`,
        );
      },
      forDestinations,
    ),
    clause(
      'SESSION-5/empty-checkpoint',
      'A checkpoint without new rows is committed as any other',
      async (bench) => {
        const { session } = await openLoad(bench);
        session.sendCheckpoint();
        await session.subject.until(
          () =>
            session.messages('committed').length > 0 ||
            session.subject.exit !== null ||
            session.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(
          session.messages('committed').length > 0,
          `a checkpoint without rows was not committed: ${session.messages('error')[0]?.error.message ?? session.subject.condition()}`,
        );
      },
      forDestinations,
    ),
  ],
};
