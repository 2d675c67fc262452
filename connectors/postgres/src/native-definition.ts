import { ConnectorError, type Column } from '@rapidbyte/connector';
import * as z from 'zod';
import { quoteQualified } from './identifier.ts';

const name = z.strictObject({ schema: z.string().min(1), name: z.string().min(1) });

const typeReference = z.union([
  /** A pg_catalog type as format_type writes it, modifiers and brackets included: `numeric(12,2)[]`. */
  z.strictObject({ builtin: z.string().min(1) }),
  z.strictObject({
    schema: z.string().min(1),
    name: z.string().min(1),
    /** What format_type adds: `(Point,4326)`. */
    modifiers: z.string().optional(),
    /** PostgreSQL does not tell arrays of different dimensions apart. */
    array: z.boolean().optional(),
  }),
]);

const userType = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enum'), ...name.shape, labels: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('domain'),
    ...name.shape,
    base: typeReference,
    notNull: z.boolean(),
    /** SQL expression. */
    default: z.string().optional(),
    collation: name.optional(),
    /** `definition` as pg_get_constraintdef writes it: `CHECK ((VALUE > 0))`. */
    checks: z.array(z.strictObject({ name: z.string(), definition: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('composite'),
    ...name.shape,
    attributes: z.array(z.strictObject({ name: z.string(), type: typeReference, collation: name.optional() })),
    /** The row type of a table, view, … of that name. */
    ofRelation: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('range'),
    ...name.shape,
    subtype: typeReference,
    collation: name.optional(),
    /** Schema-qualified, quoted. Absent where it is the subtype's default. */
    operatorClass: z.string().optional(),
    /** Schema-qualified, quoted names of functions. */
    canonical: z.string().optional(),
    difference: z.string().optional(),
    /** In the range's schema or another one. */
    multirange: name.optional(),
  }),
  z.strictObject({
    /** Can't be created from a definition: the destination has it (most often by an extension), or the column is refused. */
    kind: z.literal('base'),
    ...name.shape,
    extension: z.strictObject({ name: z.string(), version: z.string() }).optional(),
    /** In pg_type.typtype's terms: an extension's enums, composites and domains are `base` here too. */
    hasBinary: z.boolean(),
  }),
]);

const columnDefinition = z.strictObject({
  type: typeReference,
  /** The user-defined types that `type` consists of, in an order in which they can be created. */
  types: z.array(userType).default([]),
  /** Where it is not the type's own. */
  collation: name.optional(),
  identity: z.enum(['always', 'by_default']).optional(),
  generated: z.strictObject({ expression: z.string(), stored: z.boolean() }).optional(),
  /**
   * pg_type.typname of the type's binary form where it is a pg_catalog base type: the domain's base type, the column's
   * type itself. '' for arrays, enums, composites, ranges and types of others.
   */
  typname: z.string(),
});

export type QualifiedName = z.infer<typeof name>;
export type TypeReference = z.infer<typeof typeReference>;
export type UserType = z.infer<typeof userType>;
/** What Column.nativeDefinition carries between two PostgreSQL connectors, on every column. */
export type ColumnDefinition = z.infer<typeof columnDefinition>;

export function writeColumnDefinition(definition: ColumnDefinition): string {
  return JSON.stringify(definition);
}

/**
 * The definition of a column that a PostgreSQL source discovered, or undefined for one that carries none.
 *
 * @throws {ConnectorError} `native_definition_invalid` if it is not what `writeColumnDefinition` writes
 */
export function readColumnDefinition(column: Column): ColumnDefinition | undefined {
  if (column.nativeDefinition === undefined || column.nativeDefinition === '') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(column.nativeDefinition);
  } catch (cause) {
    throw invalidDefinition(column, 'it is not JSON', cause);
  }
  const result = columnDefinition.safeParse(parsed);
  if (result.success) return result.data;
  throw invalidDefinition(column, z.prettifyError(result.error), result.error);
}

function invalidDefinition(column: Column, why: string, cause: unknown): ConnectorError {
  return new ConnectorError({
    code: 'native_definition_invalid',
    category: 'protocol',
    message: `the native definition of column ${JSON.stringify(column.name)} can't be used: ${why}`,
    column: column.name,
    hint: 'use connectors of the same version on both sides',
    cause,
  });
}

/** A type reference as SQL; `schemaOf` says where a user-defined type lives in this database (as it is, if not given). */
export function formatType(
  type: TypeReference,
  schemaOf: (type: QualifiedName) => string = ({ schema }) => schema,
): string {
  if ('builtin' in type) return type.builtin;
  return `${quoteQualified(schemaOf(type), type.name)}${type.modifiers ?? ''}${type.array === true ? '[]' : ''}`;
}
