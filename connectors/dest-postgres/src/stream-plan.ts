import { ConnectorError, decodeSchema, type Schema, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, readColumnDefinition } from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';
import { targetOf, type Target } from './target.ts';
import { isNativeField, planColumn, type ColumnPlan } from './types.ts';
import { readTypeCatalog, type TypeCatalog } from './user-types.ts';

/** Everything about a stream that follows from its spec and this database's types. */
export interface StreamPlan {
  readonly spec: StreamSpec;
  readonly target: Target;
  readonly schema: Schema;
  readonly columns: readonly ColumnPlan[];
  /** The user-defined types that the columns will have. */
  readonly types: TypeCatalog;
}

/**
 * The plan of a stream whose schema has been negotiated.
 *
 * @throws {ConnectorError} `schema_contradicts_columns`, or `type_not_supported` for a field that check does not accept
 */
export async function planStream(db: Queryable, spec: StreamSpec, schema: string | undefined): Promise<StreamPlan> {
  const arrow = decodeSchema(spec.arrowSchema);
  const stream = formatStreamName(spec.name);
  const fits =
    arrow.fields.length === spec.columns.length && arrow.fields.every(({ name }, i) => name === spec.columns[i]?.name);
  if (!fits) {
    throw new ConnectorError({
      code: 'schema_contradicts_columns',
      category: 'protocol',
      message: `the Arrow schema of ${stream} has other columns than its description`,
      stream,
    });
  }
  const native = spec.columns.filter((column, i) => {
    const field = arrow.fields[i];
    const definition = readColumnDefinition(column);
    return field !== undefined && definition !== undefined && isNativeField(field, definition);
  });
  const types = await readTypeCatalog(db, native, schema);
  const columns = spec.columns.map((column, i) => {
    const field = arrow.fields[i];
    const plan = field === undefined ? undefined : planColumn(column, field, types);
    // A row without a key has nothing to be merged with: staging refuses it.
    const inKey = spec.writeMode === 'upsert' && spec.key.includes(column.name);
    if (plan !== undefined) return inKey ? { ...plan, nullable: false } : plan;
    throw new ConnectorError({
      code: 'type_not_supported',
      category: 'schema',
      message: `PostgreSQL has no type for column ${JSON.stringify(column.name)} of ${stream} (${field?.type.kind})`,
      stream,
      column: column.name,
    });
  });
  return { spec, target: targetOf(spec.name, schema), schema: arrow, columns, types };
}
