import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const protoText = readFileSync(new URL('../../proto/connector.proto', import.meta.url), 'utf8');
const pinned = JSON.parse(readFileSync(new URL('../../proto/field-numbers.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

const whatToDo = `The wire is additive only: connectors in the field speak what was released.
- A field that was renumbered, retyped or removed: undo it. Add a new field under a new number, and leave the old one.
- A new field, message or enum value: add it to protocol/proto/field-numbers.json, say in docs/PROTOCOL.md what a peer
  that does not know it does, then run \`npm run gen\`.`;

/** `Message.field` → `number type`, and `Enum.VALUE` → number, of everything in the .proto. */
function declared(proto: string): Record<string, string> {
  const result: Record<string, string> = {};
  let scope = '';
  for (const line of proto.replaceAll(/\/\/.*$/gm, '').split('\n')) {
    const opening = /^(?:message|enum) (\w+) \{/.exec(line);
    if (opening?.[1] !== undefined) scope = opening[1];
    const field = /^\s+(?:(repeated )?([\w.]+) )?(\w+) = (\d+);/.exec(line);
    if (field) result[`${scope}.${field[3]}`] = `${field[4]} ${field[1] ?? ''}${field[2] ?? ''}`.trim();
  }
  return result;
}

test('field numbers, types and enum values are what was released', () => {
  const now = declared(protoText);
  expect(Object.keys(now).length).toBeGreaterThan(200);
  expect(now, whatToDo).toEqual(pinned);
});

test('the generated code belongs to the .proto', () => {
  const hash = createHash('sha256').update(protoText).digest('hex');
  for (const file of ['messages.js', 'messages.d.ts']) {
    const generated = readFileSync(new URL(`../gen/${file}`, import.meta.url), 'utf8');
    const [, belongsTo] = generated.split('\n');
    expect(belongsTo, `src/gen/${file} is older than the .proto: run \`npm run gen\``).toBe(`// sha256 ${hash}`);
  }
});

test('a message that is passed on has the same number in both envelopes', () => {
  const numbers = Object.entries(declared(protoText));
  const inEnvelope = (envelope: string): [string, string][] =>
    numbers
      .filter(([name, type]) => name.startsWith(`${envelope}.`) && Number.parseInt(type, 10) < 10)
      .map(([name, type]) => [name.slice(envelope.length + 1), type]);
  expect(inEnvelope('HostMessage')).toEqual(inEnvelope('ConnectorMessage'));
});
