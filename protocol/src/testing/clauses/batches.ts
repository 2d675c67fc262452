import { createBatchDecoder, rowsOf } from '../../arrow/decode/batch.ts';
import { decodeSchema } from '../../arrow/decode/schema.ts';
import { sameSchema } from '../../arrow/same-schema.ts';
import { ConnectorError } from '../../error.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family, forSources } from '../clause.ts';
import type { HeardBatch } from '../driver/talk.ts';
import { isMessage } from '../driver/talk.ts';
import { plan, plainReading, readUnits, wholeUnitBytes } from '../scenario/reading.ts';
import type { SourceSession } from '../scenario/source-session.ts';
import { Breach, must, NotReached } from '../verdict.ts';

const maxHeaderBytes = 4096;
const smallFrameBytes = 64 * 1024;

/** Looks at every session of a plain reading. @throws NotReached if no batch has come */
async function eachSession(bench: Bench, look: (session: SourceSession) => void): Promise<void> {
  const { sessions } = await plainReading(bench);
  if (!sessions.some(({ batches }) => batches.length > 0)) throw new NotReached('the stream has no rows');
  sessions.forEach(look);
}

const eachBatch = (bench: Bench, look: (batch: HeardBatch) => void): Promise<void> =>
  eachSession(bench, ({ batches }) => batches.forEach(look));

function breachOf<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new Breach(`${what}: ${ConnectorError.from(error).message}`);
  }
}

export const batches: Family = {
  name: 'batches',
  clauses: [
    clause(
      'BATCH-2/header-small',
      'A BatchHeader has at most 4096 bytes',
      (bench) =>
        eachBatch(bench, ({ headerBytes }) => {
          must(headerBytes <= maxHeaderBytes, `a header has ${headerBytes} bytes`);
        }),
      { ...forSources, rules: ['BATCH-1'] },
    ),
    clause(
      'BATCH-3/bytes',
      '`bytes` is the length of `arrow_ipc`',
      (bench) =>
        eachBatch(bench, ({ header, arrowIpc }) => {
          must(header.bytes === arrowIpc.length, `the header says ${header.bytes} bytes, ${arrowIpc.length} have come`);
        }),
      forSources,
    ),
    clause(
      'BATCH-3/rows',
      '`rows` is the number of rows of the record batch',
      (bench) =>
        eachBatch(bench, ({ header, arrowIpc }) => {
          let rows: number;
          try {
            rows = rowsOf(arrowIpc);
          } catch (error) {
            throw new NotReached(ConnectorError.from(error).message);
          }
          must(header.rows === rows, `the header says ${header.rows} rows, the batch has ${rows}`);
        }),
      forSources,
    ),
    clause(
      'BATCH-3/sequence',
      '`sequence` counts 0, 1, 2, … in a session',
      (bench) =>
        eachSession(bench, ({ batches }) => {
          batches.forEach(({ header }, index) => {
            must(header.sequence === index, `batch ${index} of a session has the sequence ${header.sequence}`);
          });
        }),
      forSources,
    ),
    clause(
      'BATCH-4/schema-first',
      'A StreamSchema comes before the first batch of its stream',
      (bench) =>
        eachSession(bench, ({ heard, id }) => {
          const schema = heard.findIndex((each) => isMessage(each, 'stream_schema'));
          const batch = heard.findIndex(({ kind }) => kind === 'batch');
          must(
            batch === -1 || (schema !== -1 && schema < batch),
            `in session ${id} a batch came before a StreamSchema`,
          );
        }),
      { ...forSources, rules: ['SESSION-4'] },
    ),
    clause(
      'BATCH-4/schema-epoch',
      'The first schema epoch is 0, each later one is one more, and batches have the latest',
      (bench) =>
        eachSession(bench, ({ heard }) => {
          let epoch = -1;
          for (const each of heard) {
            if (isMessage(each, 'stream_schema')) {
              must(each.message.schemaEpoch === epoch + 1, `schema epoch ${each.message.schemaEpoch} after ${epoch}`);
              epoch++;
            } else if (each.kind === 'batch' && epoch >= 0) {
              must(
                each.header.schemaEpoch === epoch,
                `a batch under schema epoch ${each.header.schemaEpoch}, not ${epoch}`,
              );
            }
          }
        }),
      forSources,
    ),
    clause(
      'ARROW-1/schema-as-agreed',
      'The StreamSchema is the schema that Open has named',
      async (bench) => {
        const { planned, sessions } = await plainReading(bench);
        for (const { arrowSchema } of sessions.flatMap((session) => session.messages('stream_schema'))) {
          const { fields } = breachOf('a StreamSchema', () => decodeSchema(arrowSchema));
          const sent = fields.map(({ name, type, nullable }) => JSON.stringify([name, type, nullable])).join(', ');
          must(sameSchema(planned.spec.arrowSchema, arrowSchema), `a StreamSchema has the fields ${sent}`);
        }
      },
      { ...forSources, rules: ['SESSION-13'] },
    ),
    clause(
      'ARROW-4/batches-valid',
      'Each batch is what its schema says: lengths, offsets, null counts',
      async (bench) => {
        const { planned } = await plainReading(bench);
        const decode = createBatchDecoder(decodeSchema(planned.spec.arrowSchema));
        await eachBatch(
          bench,
          ({ header, arrowIpc }) => void breachOf(`batch ${header.sequence}`, () => decode(arrowIpc)),
        );
      },
      { ...forSources, rules: ['ARROW-1', 'ARROW-2', 'ARROW-3'] },
    ),
    clause(
      'FRAME-2/frames-within-limit',
      'No message is longer than the limit agreed on',
      async (bench) => {
        const free = (await bench.configured()).subject;
        const whole = await plan(bench, free, { targetUnitBytes: wholeUnitBytes });
        const sessions = await readUnits(bench, free, whole, whole.units);
        const largest = Math.max(0, ...sessions.flatMap(({ batches }) => batches.map(({ frameBytes }) => frameBytes)));
        const { subject } = await bench.configured({ maxFrameBytes: smallFrameBytes });
        const planned = await plan(bench, subject, { targetUnitBytes: wholeUnitBytes });
        // What is too long is seen even where the source then goes no further.
        const failed = await readUnits(bench, subject, planned, planned.units).then(
          () => null,
          (error: unknown) => error,
        );
        const longest = Math.max(...subject.heard.map(({ frameBytes }) => frameBytes));
        must(longest <= smallFrameBytes, `a message of ${longest} bytes under a limit of ${smallFrameBytes}`);
        if (failed !== null) throw failed;
        if (largest <= smallFrameBytes) {
          throw new NotReached(
            `no message had more than ${smallFrameBytes} bytes without the limit either: take a larger stream`,
          );
        }
      },
      forSources,
    ),
  ],
};
