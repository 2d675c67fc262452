import { decodeSchema } from '../../arrow/decode/schema.ts';
import { ConnectorError } from '../../error.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import { ask, answersTo } from '../driver/talk.ts';
import { Load, offerOf, plainWriteMode } from '../scenario/loading.ts';
import { numbersSchema } from '../scenario/numbers.ts';
import { Breach, must, NotReached } from '../verdict.ts';

const rows = { from: 1, rows: 50 };

async function checkedOffers(bench: Bench, count: number) {
  const writeMode = await plainWriteMode(bench);
  const { subject } = await bench.configured();
  const streams = Array.from({ length: count }, () => offerOf(bench.freshName('t'), writeMode));
  const [checked] = await answersTo(subject, { type: 'check', streams }, bench.patience.answerMs);
  return { subject, streams, checked };
}

export const begin: Family = {
  name: 'begin',
  clauses: [
    clause(
      'PROTO/checked-streams',
      'Checked has one answer for each stream offered, in their order',
      async (bench) => {
        const { checked } = await checkedOffers(bench, 2);
        const error = checked.problems.find(({ severity }) => severity === 'error');
        must(error === undefined, `a stream of an integer and a text is refused: ${error?.message ?? ''}`);
        must(checked.streams.length === 2, `two streams were offered, ${checked.streams.length} are answered`);
      },
      { ...forDestinations, rules: ['CHECK-1'] },
    ),
    clause(
      'ARROW-1/answered-schema',
      'The schema of an answer is, field by field, one of the variants',
      async (bench) => {
        const { checked } = await checkedOffers(bench, 1);
        const offered = JSON.stringify(fieldsOf(numbersSchema));
        for (const { arrowSchema } of checked.streams) {
          const answered = JSON.stringify(fieldsOf(arrowSchema));
          must(answered === offered, `the answer has the fields ${answered}`);
        }
      },
      { ...forDestinations, rules: ['CHECK-1'] },
    ),
    clause(
      'LIFE-8/one-answer-per-stream',
      'Begun has one answer for each stream',
      async (bench) => {
        const { subject, streams, checked } = await checkedOffers(bench, 2);
        const specs = streams.map(({ spec }, index) => ({
          ...spec,
          arrowSchema: checked.streams[index]?.arrowSchema ?? numbersSchema,
        }));
        const request = { type: 'begin', loadId: bench.freshName('load'), streams: specs } as const;
        const [begun] = await answersTo(subject, request, bench.patience.answerMs);
        must(begun.streams.length === 2, `two streams were begun, ${begun.streams.length} are answered`);
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/epoch-rises',
      'Begin raises the epoch of a stream above all that it has had',
      async (bench) => {
        const first = await Load.begin(bench);
        const second = await first.again();
        const third = await first.again({
          loadId: bench.freshName('load'),
          subject: (await bench.configured()).subject,
        });
        const epochs = [first, second, third].map(({ begun }) => begun.epoch);
        const [a = 0, b = 0, c = 0] = epochs;
        must(a > 0 && b > a && c > b, `three Begins have given the epochs ${epochs.join(', ')}`);
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/receipts-known',
      'Begin of the same load names the receipts of units that are committed',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipt = await load.writeUnit(1, [rows], 'unit a');
        const other = await load.again({ subject: (await bench.configured()).subject });
        const known = other.begun.receipts.find(({ unit }) => unit === 'unit a');
        must(known !== undefined, 'a unit that was committed is not among the receipts');
        must(known.rows === receipt.rows, `its receipt was of ${receipt.rows} rows, and is of ${known.rows}`);
      },
      { ...forDestinations, rules: ['SESSION-7', 'START-3', 'LOAD-2'] },
    ),
    clause(
      'SESSION-7/fenced',
      'A session of an epoch that is over commits nothing',
      async (bench) => {
        const load = await Load.begin(bench);
        const session = load.open(1);
        await session.opened();
        session.schema();
        await session.write(rows);
        await load.again({ loadId: bench.freshName('load'), subject: (await bench.configured()).subject });
        session.sendCheckpoint();
        await session.subject.until(
          () => session.messages('committed').length > 0 || session.messages('error').length > 0,
          bench.patience.answerMs,
        );
        must(session.messages('committed').length === 0, 'a checkpoint was committed under an epoch that is over');
        must(
          (await session.failure(bench.patience.answerMs)) !== null,
          'a checkpoint under an epoch that is over was not answered',
        );
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/fenced-publish',
      'A load that another one has replaced publishes nothing',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipt = await load.writeUnit(1, [rows]);
        await load.again({ loadId: bench.freshName('load'), subject: (await bench.configured()).subject });
        const outcome = await load.publish([receipt]);
        must(outcome.kind === 'refused', 'Publish of a load that another one has replaced was answered');
      },
      forDestinations,
    ),
    clause(
      'LIFE-8/forget-idempotent',
      'Forget is answered, also the second time',
      async (bench) => {
        const load = await Load.begin(bench);
        const request = {
          type: 'forget',
          loadId: load.loadId,
          streams: [load.spec],
          epochs: [load.begun.epoch],
        } as const;
        await answersTo(load.subject, request, bench.patience.answerMs);
        const second = await ask<'forget'>(load.subject, request, bench.patience.answerMs);
        if (second.kind === 'refused') throw new Breach(`the second Forget was refused: ${second.error.message}`);
      },
      forDestinations,
    ),
    clause(
      'LIFE-4/check-changes-nothing',
      'Check changes nothing',
      async (bench) => {
        const load = await Load.begin(bench);
        const receipt = await load.writeUnit(1, [rows]);
        await load.published([receipt]);
        const before = await load.visible();
        if (before.length === 0) throw new NotReached('the probe shows nothing of what was published');
        const offer = { spec: load.spec, variants: [{ encoding: 'canonical', arrowSchema: numbersSchema }] };
        await answersTo(
          (await bench.configured()).subject,
          { type: 'check', streams: [offer] },
          bench.patience.answerMs,
        );
        must(JSON.stringify(await load.visible()) === JSON.stringify(before), 'other rows are visible after Check');
      },
      forDestinations,
    ),
  ],
};

function fieldsOf(arrowSchema: Uint8Array): unknown {
  try {
    return decodeSchema(arrowSchema).fields.map(({ name, type }) => [name, type]);
  } catch (error) {
    throw new Breach(`the schema can't be read: ${ConnectorError.from(error).message}`);
  }
}
