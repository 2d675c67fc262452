import { type DataType, extensionMetadataKey, extensionNameKey, type Field } from '@rapidbyte/connector';

/**
 * How a column travels in one variant.
 * - `canonical`: the plain Arrow type; the column is read as it is.
 * - `text`: utf8 of the value's text output (`column::text`).
 * - `binary`: the bytes of the type's send function, as arrow.opaque; `width` where they have one length.
 * - `text_form`: arrow.opaque over utf8: a type whose binary form does not exist or means nothing elsewhere.
 */
export type Form =
  | { readonly form: 'canonical'; readonly type: DataType; readonly extension?: 'arrow.json' | 'arrow.uuid' }
  | { readonly form: 'text' }
  | { readonly form: 'binary'; readonly width?: number }
  | { readonly form: 'text_form' };

export interface TypeForms {
  readonly canonical: Form;
  readonly native: Form;
}

const utf8: DataType = { kind: 'utf8' };
const text: Form = { form: 'text' };
const textForm: Form = { form: 'text_form' };

function same(type: DataType, extension?: 'arrow.json' | 'arrow.uuid'): TypeForms {
  const form: Form = extension === undefined ? { form: 'canonical', type } : { form: 'canonical', type, extension };
  return { canonical: form, native: form };
}
function fixed(width: number, canonical?: DataType): TypeForms {
  return {
    canonical: canonical === undefined ? text : { form: 'canonical', type: canonical },
    native: { form: 'binary', width },
  };
}
const variable: TypeForms = { canonical: text, native: { form: 'binary' } };
const onlyText: TypeForms = { canonical: text, native: textForm };

/**
 * The built-in types, by pg_type.typname in pg_catalog. What is not named here and has send and receive functions is
 * `variable`; widths are those of the send functions (src/backend/utils/adt), not of pg_type.typlen.
 */
const builtinTypes: Readonly<Record<string, TypeForms>> = {
  bool: same({ kind: 'bool' }),
  int2: same({ kind: 'int', bits: 16, signed: true }),
  int4: same({ kind: 'int', bits: 32, signed: true }),
  int8: same({ kind: 'int', bits: 64, signed: true }),
  float4: same({ kind: 'float', bits: 32 }),
  float8: same({ kind: 'float', bits: 64 }),
  text: same(utf8),
  varchar: same(utf8),
  bpchar: same(utf8),
  name: same(utf8),
  // As ::text, which is the stored text: xml's send function drops the XML declaration.
  xml: { canonical: text, native: text },
  json: same(utf8, 'arrow.json'),
  jsonb: same(utf8, 'arrow.json'),
  uuid: same({ kind: 'fixed_size_binary', byteWidth: 16 }, 'arrow.uuid'),
  bytea: same({ kind: 'binary' }),
  oid: fixed(4, { kind: 'int', bits: 64, signed: true }),
  // One byte, any byte.
  char: fixed(1),
  date: fixed(4, { kind: 'date', unit: 'day' }),
  time: fixed(8, { kind: 'time', unit: 'microsecond', bits: 64 }),
  timestamp: fixed(8, { kind: 'timestamp', unit: 'microsecond', timezone: null }),
  timestamptz: fixed(8, { kind: 'timestamp', unit: 'microsecond', timezone: 'UTC' }),
  timetz: fixed(12),
  interval: fixed(16),
  money: fixed(8),
  point: fixed(16),
  lseg: fixed(32),
  box: fixed(32),
  line: fixed(24),
  circle: fixed(24),
  macaddr: fixed(6),
  macaddr8: fixed(8),
  pg_lsn: fixed(8),
  xid: fixed(4),
  cid: fixed(4),
  xid8: fixed(8),
  tid: fixed(6),
  numeric: variable,
  // Their binary form is the OID of an object of that one database.
  regproc: onlyText,
  regprocedure: onlyText,
  regoper: onlyText,
  regoperator: onlyText,
  regclass: onlyText,
  regtype: onlyText,
  regrole: onlyText,
  regnamespace: onlyText,
  regconfig: onlyText,
  regdictionary: onlyText,
  regcollation: onlyText,
  regdatabase: onlyText,
  // Its receive function refuses the empty query that its send function writes (src/backend/utils/adt/tsquery.c).
  tsquery: onlyText,
  // No binary form, or a receive function that only raises an error.
  aclitem: onlyText,
  gtsvector: onlyText,
  pg_node_tree: onlyText,
  pg_ndistinct: onlyText,
  pg_dependencies: onlyText,
  pg_mcv_list: onlyText,
  pg_brin_bloom_summary: onlyText,
  pg_brin_minmax_multi_summary: onlyText,
};

/** What pg_type says about a type, as far as its forms depend on it; domains are resolved to their base type. */
export interface TypeFacts {
  /** In pg_catalog. */
  readonly builtin: boolean;
  /** pg_type.typname. */
  readonly name: string;
  /** pg_type.typtype of the type itself: b base, c composite, e enum, r range, m multirange. */
  readonly kind: 'b' | 'c' | 'e' | 'r' | 'm';
  /** pg_type.atttypmod of the column, −1 if none. */
  readonly modifier: number;
  /** Every type in its tree (elements, attributes, subtypes), itself included, has a binary form that means the same elsewhere. */
  readonly portable: boolean;
  /** Domains resolved, an array of this many… only whether it is one. */
  readonly array: boolean;
}

/** Both forms of a type. See docs/decisions/20261123-user-defined-types.md for user-defined ones. */
export function typeForms(facts: TypeFacts): TypeForms {
  if (!facts.portable) return onlyText;
  if (facts.array) return variable;
  // An enum's binary form is its label.
  if (facts.kind === 'e') return same(utf8);
  if (!facts.builtin || facts.kind !== 'b') return variable;
  if (facts.name === 'numeric') return { canonical: canonicalNumeric(facts.modifier), native: variable.native };
  return builtinTypes[facts.name] ?? variable;
}

/** Whether a built-in base type's binary form exists and means the same in another database. */
export function isPortableBuiltin(typname: string): boolean {
  return builtinTypes[typname]?.native.form !== 'text_form';
}

function canonicalNumeric(modifier: number): Form {
  const declared = numericModifier(modifier);
  // Arrow allows negative scales; few readers do, so such columns travel as text.
  if (declared === null || declared.scale < 0 || declared.scale > declared.precision || declared.precision > 76) {
    return text;
  }
  const { precision, scale } = declared;
  return { form: 'canonical', type: { kind: 'decimal', bits: precision <= 38 ? 128 : 256, precision, scale } };
}

/** Precision and scale of a numeric column's atttypmod (numeric.c: make_numeric_typmod), or null without any. */
export function numericModifier(modifier: number): { readonly precision: number; readonly scale: number } | null {
  if (modifier < 4) return null;
  const packed = modifier - 4;
  const scale = packed & 0x7ff;
  return { precision: (packed >> 16) & 0xffff, scale: (scale ^ 1024) - 1024 };
}

const noMetadata: ReadonlyMap<string, string> = new Map();

/** The Arrow field of a column in one form. */
export function formField(name: string, nullable: boolean, form: Form, typeName: string): Field {
  switch (form.form) {
    case 'canonical': {
      if (form.extension === undefined) return { name, type: form.type, nullable, metadata: noMetadata };
      return { name, type: form.type, nullable, metadata: extension(form.extension, '') };
    }
    case 'text':
      return { name, type: utf8, nullable, metadata: noMetadata };
    case 'text_form':
      return { name, type: utf8, nullable, metadata: opaque(typeName) };
    case 'binary': {
      const type: DataType =
        form.width === undefined ? { kind: 'binary' } : { kind: 'fixed_size_binary', byteWidth: form.width };
      return { name, type, nullable, metadata: opaque(typeName) };
    }
  }
}

/** https://arrow.apache.org/docs/format/CanonicalExtensions.html#opaque */
function opaque(typeName: string): ReadonlyMap<string, string> {
  return extension('arrow.opaque', JSON.stringify({ type_name: typeName, vendor_name: 'PostgreSQL' }));
}

function extension(name: string, metadata: string): ReadonlyMap<string, string> {
  return new Map([
    [extensionNameKey, name],
    [extensionMetadataKey, metadata],
  ]);
}

/** The PostgreSQL type of an arrow.opaque field, or null if it is none of PostgreSQL's. */
export function opaqueTypeName(field: Field): string | null {
  if (field.metadata.get(extensionNameKey) !== 'arrow.opaque') return null;
  try {
    const metadata: unknown = JSON.parse(field.metadata.get(extensionMetadataKey) ?? '');
    if (typeof metadata !== 'object' || metadata === null) return null;
    if (!('vendor_name' in metadata) || metadata.vendor_name !== 'PostgreSQL') return null;
    return 'type_name' in metadata && typeof metadata.type_name === 'string' ? metadata.type_name : null;
  } catch {
    return null;
  }
}
