import type { Column } from '@rapidbyte/connector';
import { expect, test } from 'vitest';
import { formatType, readColumnDefinition, writeColumnDefinition, type ColumnDefinition } from './native-definition.ts';

const column = (nativeDefinition?: string): Column => ({
  name: 'c',
  nativeType: 'x',
  nullable: true,
  ...(nativeDefinition === undefined ? {} : { nativeDefinition }),
});

test('what is written is read', () => {
  const definition: ColumnDefinition = {
    type: { schema: 's', name: 'comp', array: true },
    types: [
      { kind: 'enum', schema: 's', name: 'mood', labels: ["it's", 'ok'] },
      {
        kind: 'composite',
        schema: 's',
        name: 'comp',
        attributes: [{ name: 'm', type: { schema: 's', name: 'mood' } }],
        ofRelation: false,
      },
    ],
    typname: '',
    identity: 'always',
  };
  expect(readColumnDefinition(column(writeColumnDefinition(definition)))).toEqual(definition);
  expect(readColumnDefinition(column())).toBeUndefined();
});

test.each(['{', '{"type":{"builtin":"text"},"typname":"","more":1}', '{"type":{"schema":"s"},"typname":""}'])(
  '%s is refused',
  (text) => {
    expect(() => readColumnDefinition(column(text))).toThrow(
      expect.objectContaining({ code: 'native_definition_invalid', column: 'c' }),
    );
  },
);

test.each([
  [{ builtin: 'numeric(12,2)[]' }, 'numeric(12,2)[]'],
  [{ schema: 'a"b', name: 'c', array: true }, '"a""b"."c"[]'],
  [{ schema: 'gis', name: 'geometry', modifiers: '(Point,4326)' }, '"gis"."geometry"(Point,4326)'],
])('formatType %j', (type, sql) => {
  expect(formatType(type)).toBe(sql);
});

test('formatType moves user-defined types to another schema', () => {
  expect(formatType({ schema: 's', name: 'mood' }, () => 'raw')).toBe('"raw"."mood"');
});
