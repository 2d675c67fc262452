import { encodeSchema } from '../../arrow/encode/schema.ts';
import type { DataType, Field } from '../../arrow/schema.ts';
import type { Problem } from '../../error.ts';
import type { StreamOffer, WriteMode } from '../../model/stream.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family, forDestinations } from '../clause.ts';
import { answersTo, ask } from '../driver/talk.ts';
import { offerOf, plainWriteMode } from '../scenario/loading.ts';
import { Breach, must, NotReached } from '../verdict.ts';

/** What a destination says of one stream that it is offered. @throws NotReached */
async function problemsOf(bench: Bench, offer: StreamOffer): Promise<readonly Problem[]> {
  const { subject } = await bench.configured();
  const [checked] = await answersTo(subject, { type: 'check', streams: [offer] }, bench.patience.answerMs);
  return checked.problems.filter(({ severity }) => severity === 'error');
}

const writeModes: readonly WriteMode[] = ['append', 'replace', 'upsert'];

const field = (name: string, type: DataType): Field => ({ name, type, nullable: true, metadata: new Map() });
const text = field('item', { kind: 'utf8' });
const units = ['second', 'millisecond', 'microsecond', 'nanosecond'] as const;

/** ARROW-3: at least one of each kind. */
const types: readonly DataType[] = [
  { kind: 'null' },
  { kind: 'bool' },
  ...([8, 16, 32, 64] as const).flatMap((bits) =>
    [true, false].map((signed) => ({ kind: 'int', bits, signed }) as const),
  ),
  ...([16, 32, 64] as const).map((bits) => ({ kind: 'float', bits }) as const),
  { kind: 'decimal', bits: 128, precision: 38, scale: 9 },
  { kind: 'decimal', bits: 256, precision: 76, scale: 0 },
  ...(['utf8', 'large_utf8', 'binary', 'large_binary'] as const).map((kind) => ({ kind })),
  { kind: 'fixed_size_binary', byteWidth: 16 },
  { kind: 'date', unit: 'day' },
  { kind: 'date', unit: 'millisecond' },
  ...units.map((unit, index) => ({ kind: 'time', unit, bits: index < 2 ? 32 : 64 }) as const),
  ...units.flatMap((unit) => ['UTC', null].map((timezone) => ({ kind: 'timestamp', unit, timezone }) as const)),
  ...units.map((unit) => ({ kind: 'duration', unit }) as const),
  ...(['year_month', 'day_time', 'month_day_nano'] as const).map((unit) => ({ kind: 'interval', unit }) as const),
  { kind: 'list', child: text },
  { kind: 'large_list', child: text },
  { kind: 'fixed_size_list', child: text, size: 2 },
  {
    kind: 'map',
    keysSorted: false,
    child: {
      ...field('entries', { kind: 'struct', children: [{ ...field('key', { kind: 'utf8' }), nullable: false }, text] }),
      nullable: false,
    },
  },
  { kind: 'struct', children: [text, field('other', { kind: 'bool' })] },
];

export const check: Family = {
  name: 'check',
  clauses: [
    clause(
      'CHECK-2/modes',
      'A write mode that Spec does not name, and upsert without a key, is a problem of Check that names the stream',
      async (bench) => {
        const known = (await bench.spec()).writeModes;
        if (known.length === 0) throw new NotReached('Spec names no write mode');
        const offers = writeModes
          .filter((mode) => !known.includes(mode))
          .map((mode) => ({ what: `the write mode ${mode}`, offer: offerOf(bench.freshName('t'), mode) }));
        if (known.includes('upsert')) {
          const offer = offerOf(bench.freshName('t'), 'upsert');
          offers.push({ what: 'upsert without a key', offer: { ...offer, spec: { ...offer.spec, key: [] } } });
        }
        for (const { what, offer } of offers) {
          const problems = await problemsOf(bench, offer);
          must(problems.length > 0, `${what} was taken`);
          const named = problems.some(({ stream }) => stream?.name === offer.spec.name.name);
          must(named, `${what} is a problem that does not name the stream: ${problems[0]?.message ?? ''}`);
        }
      },
      forDestinations,
    ),
    clause(
      'TYPE-4/every-type',
      'Check takes each type of ARROW-3, or refuses it by stream and column',
      async (bench) => {
        const mode = await plainWriteMode(bench);
        const { subject } = await bench.configured();
        const offers = types.map((type) => ({ type, offer: offerOfType(bench.freshName('t'), mode, type) }));
        const streams = offers.map(({ offer }) => offer);
        const outcome = await ask<'check'>(subject, { type: 'check', streams }, bench.patience.answerMs);
        if (outcome.kind === 'refused') throw new Breach(`it is an Error: ${outcome.error.message}`);
        const refused = new Set<string>();
        for (const { severity, stream, column, message } of outcome.answers[0].problems) {
          if (severity !== 'error') continue;
          const offer = offers.find(({ offer: { spec } }) => spec.name.name === stream?.name);
          must(offer !== undefined, `a problem does not name its stream: ${message}`);
          const what = JSON.stringify(offer.type);
          must(column === 'value', `a column of the type ${what} is a problem that does not name it: ${message}`);
          refused.add(what);
        }
        if (refused.size === types.length) throw new NotReached('none of the types was taken');
      },
      { ...forDestinations, rules: ['ARROW-3', 'CHECK-2'] },
    ),
  ],
};

/** A stream of a number and a column of this type. */
function offerOfType(name: string, mode: WriteMode, type: DataType): StreamOffer {
  const fields = [{ ...field('id', { kind: 'int', bits: 64, signed: true }), nullable: false }, field('value', type)];
  const columns = fields.map(({ name, nullable }) => ({ name, nativeType: name, nullable }));
  const variants = [{ encoding: 'canonical', arrowSchema: encodeSchema({ fields, metadata: new Map() }) }];
  return { spec: { ...offerOf(name, mode).spec, columns }, variants };
}
