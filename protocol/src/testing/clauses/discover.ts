import { ConnectorError } from '../../error.ts';
import { decodeSchema } from '../../arrow/decode/schema.ts';
import { extensionNameKey } from '../../arrow/schema.ts';
import type { Bench } from '../bench.ts';
import { clause, type Family, forSources } from '../clause.ts';
import { answersTo, ask, messagesSince } from '../driver/talk.ts';
import { chosenStream, discovered } from '../scenario/stream.ts';
import { Breach, must, NotReached } from '../verdict.ts';

export const discover: Family = {
  name: 'discover',
  clauses: [
    clause(
      'LIFE-3/discovered-ends',
      'The last message of Discovered has `last`, and none comes after it',
      async (bench) => {
        const { subject } = await bench.configured();
        const from = subject.heard.length;
        const request = { type: 'discover', streams: [], namesOnly: false } as const;
        subject.send(request);
        const came = (): readonly { readonly last: boolean }[] => messagesSince(subject, from, 'discovered');
        await subject.until(() => came().some(({ last }) => last), bench.patience.answerMs);
        if (came().length === 0) throw new NotReached(`discover was not answered: ${subject.condition()}`);
        must(
          came().some(({ last }) => last),
          `${came().length} messages of Discovered came, and none has \`last\``,
        );
        await subject.until(() => came().at(-1)?.last === false, bench.patience.quietMs);
        must(came().findIndex(({ last }) => last) === came().length - 1, 'another Discovered came after the last one');
      },
      forSources,
    ),
    clause(
      'ARROW-1/discovered-schemas',
      'Each stream has a canonical Arrow schema, and every variant has the columns of the stream, in their order',
      async (bench) => {
        for (const { name, columns, variants, problems } of await discovered(bench)) {
          if (problems.some(({ severity }) => severity === 'error')) continue;
          must(
            variants.some(({ encoding }) => encoding === 'canonical'),
            `${name.name} has no canonical schema`,
          );
          for (const { encoding, arrowSchema } of variants) {
            const fields = fieldNames(arrowSchema, `${encoding} schema of ${name.name}`);
            const same = JSON.stringify(fields) === JSON.stringify(columns.map((column) => column.name));
            must(
              same,
              `the ${encoding} schema of ${name.name} has other columns than the stream: ${fields.join(', ')}`,
            );
          }
        }
      },
      { ...forSources, rules: ['ARROW-2', 'ARROW-3', 'DISCOVER-1'] },
    ),
    clause(
      'TYPE-2/no-opaque',
      'A canonical schema has no arrow.opaque',
      async (bench) => {
        for (const { name, fields } of await canonicalFields(bench)) {
          const opaque = fields.find(({ metadata }) => metadata.get(extensionNameKey) === 'arrow.opaque');
          must(opaque === undefined, `the column ${opaque?.name ?? ''} of ${name} is arrow.opaque`);
        }
      },
      forSources,
    ),
    clause(
      'TYPE-3/nullable',
      'A column is nullable where its field is',
      async (bench) => {
        for (const { name, fields, columns } of await canonicalFields(bench)) {
          fields.forEach((field, index) => {
            const nullable = columns[index]?.nullable;
            must(
              nullable === field.nullable,
              `the column ${field.name} of ${name}, and its field, are not both nullable`,
            );
          });
        }
      },
      forSources,
    ),
    clause(
      'DISCOVER-1/missing-column',
      'A column that does not exist is a problem of its stream, and no Error',
      async (bench) => {
        const { stream } = await chosenStream(bench);
        const { subject } = await bench.configured();
        const streams = [{ name: stream.name, columns: [bench.freshName('no_such_column')] }];
        const request = { type: 'discover', streams, namesOnly: false } as const;
        const outcome = await ask<'discover'>(subject, request, bench.patience.answerMs);
        if (outcome.kind === 'refused') throw new Breach(`it is an Error: ${outcome.error.message}`);
        const [found] = outcome.answers.flatMap((answer) => answer.streams);
        const isProblem = found?.problems.some(({ severity }) => severity === 'error') ?? false;
        must(isProblem, 'a column that does not exist is no problem');
      },
      forSources,
    ),
    clause(
      'PROTO/unknown-stream-left-out',
      'A stream that was asked for and does not exist is left out',
      async (bench) => {
        const { stream } = await chosenStream(bench);
        const { subject } = await bench.configured();
        const missing = { namespace: stream.name.namespace, name: bench.freshName('no_such_stream') };
        const streams = [missing, stream.name].map((name) => ({ name, columns: [] }));
        const answers = await answersTo(
          subject,
          { type: 'discover', streams, namesOnly: false },
          bench.patience.answerMs,
        );
        const names = answers.flatMap((answer) => answer.streams.map(({ name }) => name.name));
        must(!names.includes(missing.name), 'a stream that does not exist was discovered');
        must(
          names.length === 1 && names[0] === stream.name.name,
          `asked for one stream, it names: ${names.join(', ')}`,
        );
      },
      forSources,
    ),
  ],
};

/** Of the streams whose canonical schema can be read; another clause says which can't. @throws NotReached */
async function canonicalFields(bench: Bench) {
  return (await discovered(bench)).flatMap(({ name, columns, variants }) => {
    const canonical = variants.find(({ encoding }) => encoding === 'canonical');
    try {
      return canonical === undefined
        ? []
        : [{ name: name.name, columns, fields: decodeSchema(canonical.arrowSchema).fields }];
    } catch {
      return [];
    }
  });
}

function fieldNames(arrowSchema: Uint8Array, what: string): string[] {
  try {
    return decodeSchema(arrowSchema).fields.map(({ name }) => name);
  } catch (error) {
    throw new Breach(`the ${what} can't be read: ${ConnectorError.from(error).message}`);
  }
}
