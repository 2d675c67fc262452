import { ConnectorError, decodeSchema, type Field, type Schema, type StreamSpec } from '@rapidbyte/connector';
import { columnEncoding, formatStreamName, formField, quoteIdentifier, type Form } from '@rapidbyte/postgres';
import type { Relation, RelationColumn } from './catalog/relations.ts';
import type { TypeCatalog } from './catalog/types.ts';
import { columnType } from './column-type.ts';
import type { ReadColumn } from './copy/read-column.ts';
import type { ReadOptions } from './copy/row-reader.ts';

/** What a session reads of each row, settled between the negotiated schema and the table as it is now. */
export interface ReadPlan {
  /** In SQL, one for each column. */
  readonly expressions: readonly string[];
  readonly columns: readonly ReadColumn[];
  readonly schema: Schema;
  /** Indexes of the key's columns. */
  readonly key: readonly number[];
}

/** One COPY of such rows. */
export interface Read extends Omit<ReadPlan, 'expressions'>, Pick<ReadOptions, 'ordered'> {
  /** COPY … TO STDOUT. */
  readonly sql: string;
}

/**
 * @throws {ConnectorError} `stream_changed` if a column is gone or is of another type than at discovery, or the schema holds
 * a field that discovery has not offered
 */
export function planRead(spec: StreamSpec, relation: Relation, catalog: TypeCatalog): ReadPlan {
  const stream = formatStreamName(spec.name);
  const schema = decodeSchema(spec.arrowSchema);
  const byName = new Map(relation.columns.map((column) => [column.name, column]));
  const parts = schema.fields.map((field) => {
    const column = byName.get(field.name);
    const known = spec.columns.find(({ name }) => name === field.name);
    if (column === undefined) throw changed(stream, field.name, 'is gone');
    if (known !== undefined && known.nativeType !== column.formatted) {
      throw changed(stream, field.name, `is ${column.formatted} now, and was ${known.nativeType}`);
    }
    if (!field.nullable && column.nullable) throw changed(stream, field.name, 'may hold NULL now');
    return planColumn(stream, field, column, catalog);
  });
  return {
    expressions: parts.map(({ expression }) => expression),
    columns: parts.map(({ read }) => read),
    schema,
    key: keyIndexes(spec, schema),
  };
}

/** @param from the clauses `FROM … WHERE …` whose rows, together, are read */
export function copySql(expressions: readonly string[], from: readonly string[]): string {
  // A table without columns has rows all the same.
  const selects = from.map((clause) => `SELECT ${expressions.join(', ')} ${clause}`);
  return `COPY (${selects.join(' UNION ALL ')}) TO STDOUT (FORMAT binary)`;
}

function planColumn(
  stream: string,
  field: Field,
  column: RelationColumn,
  catalog: TypeCatalog,
): { readonly expression: string; readonly read: ReadColumn } {
  const { forms, typname } = columnType(column, catalog);
  const { name: typeName } = catalog.get(column.type);
  const form = [forms.native, forms.canonical].find((candidate) =>
    sameEncoding(field, formField(field.name, field.nullable, candidate, typeName)),
  );
  const encoding = form === undefined ? undefined : columnEncoding(field, typname);
  if (form === undefined || encoding === undefined) {
    throw changed(stream, field.name, `(${column.formatted}) can't be sent as the Arrow field that was agreed on`);
  }
  return {
    expression: selectExpression(quoteIdentifier(column.name), form, typname),
    read: { name: field.name, encoding, nullable: field.nullable },
  };
}

function selectExpression(column: string, form: Form, typname: string): string {
  switch (form.form) {
    case 'canonical':
    case 'binary':
      return column;
    case 'text':
    case 'text_form':
      // The stored text as it is: xml's output function drops the declared encoding.
      if (typname === 'xml') return `${column}::pg_catalog.text`;
      // By the type's output function; a cast to text may be something else (inet's adds the netmask, a user's anything).
      // IS DISTINCT FROM NULL: a composite of NULLs "IS NULL" without being it.
      return `CASE WHEN ${column} IS DISTINCT FROM NULL THEN pg_catalog.format('%s', ${column}) END`;
  }
}

function sameEncoding(one: Field, other: Field): boolean {
  return (
    JSON.stringify(one.type) === JSON.stringify(other.type) &&
    one.metadata.size === other.metadata.size &&
    [...one.metadata].every(([key, value]) => other.metadata.get(key) === value)
  );
}

function keyIndexes(spec: StreamSpec, schema: Schema): number[] {
  const indexes = spec.key.map((name) => schema.fields.findIndex((field) => field.name === name));
  return indexes.includes(-1) ? [] : indexes;
}

function changed(stream: string, column: string, what: string): ConnectorError {
  return new ConnectorError({
    code: 'stream_changed',
    category: 'schema',
    message: `column ${JSON.stringify(column)} of ${stream} ${what}`,
    hint: 'the table was changed meanwhile: run again',
    stream,
    column,
  });
}
