import type { Field } from '@rapidbyte/connector';
import { describe, expect, test } from 'vitest';
import { columnEncoding } from './column-encoding.ts';
import { formField, numericModifier, opaqueTypeName, typeForms, type TypeFacts } from './types.ts';

const base: TypeFacts = { builtin: true, name: 'text', kind: 'b', modifier: -1, portable: true, array: false };

function fields(facts: Partial<TypeFacts>): { readonly canonical: Field; readonly native: Field } {
  const all = { ...base, ...facts };
  const { canonical, native } = typeForms(all);
  return { canonical: formField('c', true, canonical, all.name), native: formField('c', true, native, all.name) };
}
const numericTypmod = (precision: number, scale: number): number => ((precision << 16) | (scale & 0x7ff)) + 4;

describe('a type and its two encodings', () => {
  test.each<readonly [Partial<TypeFacts>, unknown, unknown]>([
    [{ name: 'bool' }, { kind: 'bool' }, { kind: 'bool' }],
    [{ name: 'int8' }, { kind: 'swap', width: 8 }, { kind: 'swap', width: 8 }],
    [{ name: 'jsonb' }, { kind: 'jsonb' }, { kind: 'jsonb' }],
    [{ name: 'json' }, { kind: 'variable' }, { kind: 'variable' }],
    [{ name: 'uuid' }, { kind: 'fixed', width: 16 }, { kind: 'fixed', width: 16 }],
    [{ name: 'oid' }, { kind: 'oid' }, { kind: 'fixed', width: 4 }],
    [{ name: 'date' }, { kind: 'date' }, { kind: 'fixed', width: 4 }],
    [{ name: 'timestamptz' }, { kind: 'timestamp' }, { kind: 'fixed', width: 8 }],
    [{ name: 'interval' }, { kind: 'variable' }, { kind: 'fixed', width: 16 }],
    [{ name: 'numeric' }, { kind: 'variable' }, { kind: 'variable' }],
    [
      { name: 'numeric', modifier: numericTypmod(12, 2) },
      { kind: 'decimal', bits: 128, precision: 12, scale: 2 },
      { kind: 'variable' },
    ],
    [
      { name: 'numeric', modifier: numericTypmod(76, 0) },
      { kind: 'decimal', bits: 256, precision: 76, scale: 0 },
      { kind: 'variable' },
    ],
    // Neither fits Arrow's decimals.
    [{ name: 'numeric', modifier: numericTypmod(77, 0) }, { kind: 'variable' }, { kind: 'variable' }],
    [{ name: 'numeric', modifier: numericTypmod(3, -2) }, { kind: 'variable' }, { kind: 'variable' }],
    [{ name: 'int4', array: true }, { kind: 'variable' }, { kind: 'variable' }],
    [{ name: 'mood', kind: 'e', builtin: false }, { kind: 'variable' }, { kind: 'variable' }],
    [{ name: 'regclass', portable: false }, { kind: 'variable' }, { kind: 'text_form' }],
    // A user's type that has the name of a built-in one is none.
    [{ name: 'int4', builtin: false }, { kind: 'variable' }, { kind: 'variable' }],
  ])('%j', (facts, canonical, native) => {
    const both = fields(facts);
    expect(columnEncoding(both.canonical, facts.name ?? '')).toEqual(canonical);
    expect(columnEncoding(both.native, facts.name ?? '')).toEqual(native);
  });
});

test('opaque fields name their type; others have none', () => {
  expect(opaqueTypeName(fields({ name: 'interval' }).native)).toBe('interval');
  expect(opaqueTypeName(fields({ name: 'interval' }).canonical)).toBeNull();
  const foreign = new Map([
    ['ARROW:extension:name', 'arrow.opaque'],
    ['ARROW:extension:metadata', '{"type_name":"x","vendor_name":"Other"}'],
  ]);
  expect(opaqueTypeName({ ...fields({}).native, metadata: foreign })).toBeNull();
});

const field = (type: Field['type']): Field => ({ name: 'c', type, nullable: true, metadata: new Map() });

test('types that no column is sent as have no encoding', () => {
  expect(columnEncoding(field({ kind: 'int', bits: 32, signed: false }), '')).toBeUndefined();
  expect(columnEncoding(field({ kind: 'struct', children: [] }), '')).toBeUndefined();
});

test.each([
  [-1, null],
  [numericTypmod(12, 2), { precision: 12, scale: 2 }],
  [numericTypmod(1000, 1000), { precision: 1000, scale: 1000 }],
  [numericTypmod(3, -5), { precision: 3, scale: -5 }],
])('numericModifier %d', (modifier, declared) => {
  expect(numericModifier(modifier)).toEqual(declared);
});
