import {
  encodeSchema,
  type Column,
  type DiscoveredStream,
  type DiscoverRequest,
  type Field,
  type Problem,
  type SchemaVariant,
  type StreamName,
  type StreamRequest,
} from '@rapidbyte/connector';
import {
  formatStreamName,
  formField,
  writeColumnDefinition,
  type Connection,
  type ErrorContext,
} from '@rapidbyte/postgres';
import {
  describeRelations,
  kindNames,
  listRelations,
  type Relation,
  type RelationColumn,
  type RelationName,
} from './catalog/relations.ts';
import { TypeCatalog } from './catalog/types.ts';
import { columnDefinition, columnType } from './column-type.ts';
import { cursorProblems } from './position/cursor-problems.ts';
import { orderOfType } from './position/order-of-type.ts';

export const nativeEncoding = 'native:postgresql';

/** Relations described in one query: bounds its answer to some tens of megabytes at worst. */
const relationsPerQuery = 200;

/** The streams asked for, or all that a wildcard may stand for; what does not exist is left out. */
export async function* discover(connection: Connection, request: DiscoverRequest): AsyncGenerator<DiscoveredStream> {
  const all = request.streams.length === 0;
  if (request.namesOnly) {
    const names = request.streams.map(({ name }) => name);
    for (const relation of await listRelations(connection, all ? undefined : names)) yield nameOnly(relation);
    return;
  }
  const wanted: readonly StreamRequest[] = all
    ? (await listRelations(connection)).map((name) => ({ name, columns: [] }))
    : request.streams;
  const catalog = new TypeCatalog();
  for (let start = 0; start < wanted.length; start += relationsPerQuery) {
    const chunk = wanted.slice(start, start + relationsPerQuery);
    const relations = await describeRelations(
      connection,
      chunk.map(({ name }) => name),
    );
    await catalog.load(
      connection,
      relations.flatMap((relation) => relation.columns.map((column) => column.type)),
    );
    const requests = new Map(chunk.map((one) => [formatStreamName(one.name), one]));
    const about = await incrementalProblems(connection, relations, requests, catalog);
    for (const relation of relations) {
      const stream = formatStreamName(relation);
      const described = describeStream(relation, requests.get(stream)?.columns ?? [], catalog, connection.context);
      yield { ...described, problems: [...described.problems, ...(about.get(stream) ?? [])] };
    }
  }
}

/** By stream. */
async function incrementalProblems(
  connection: Connection,
  relations: readonly Relation[],
  requests: ReadonlyMap<string, StreamRequest>,
  catalog: TypeCatalog,
): Promise<ReadonlyMap<string, readonly Problem[]>> {
  const streams = relations.flatMap((relation) => {
    const request = requests.get(formatStreamName(relation));
    return request?.cursor === undefined ? [] : [{ relation, cursor: request.cursor, columns: request.columns }];
  });
  if (streams.length === 0) return new Map();
  const problems = await cursorProblems(connection, streams, catalog);
  return new Map(streams.map(({ relation }, index) => [formatStreamName(relation), problems[index] ?? []]));
}

function nameOnly({ namespace, name, kind }: RelationName): DiscoveredStream {
  return {
    name: { namespace, name },
    kind: kindNames[kind],
    columns: [],
    primaryKey: [],
    variants: [],
    estimate: { rows: 0, bytes: 0 },
    syncModes: ['full_refresh', 'incremental'],
    problems: [],
  };
}

/** The stream that a relation is, cut down to `wanted` columns (all, if none is named). */
export function describeStream(
  relation: Relation,
  wanted: readonly string[],
  catalog: TypeCatalog,
  context: ErrorContext,
): DiscoveredStream {
  const { columns, problems } = chooseColumns(relation, wanted);
  problems.push(...relationProblems(relation, context));
  const fields: { canonical: Field[]; native: Field[] } = { canonical: [], native: [] };
  for (const column of columns) {
    const { forms, readable } = columnType(column, catalog);
    if (!readable) problems.push(unreadableType(relation, column));
    const { name: typeName } = catalog.get(column.type);
    fields.canonical.push(formField(column.name, column.nullable, forms.canonical, typeName));
    fields.native.push(formField(column.name, column.nullable, forms.native, typeName));
  }
  const denied = columns.filter((column) => !column.selectable);
  if (relation.schemaUsage && denied.length === columns.length && (denied.length > 0 || !relation.selectAll)) {
    problems.push(selectDenied(relation, context));
  } else if (relation.schemaUsage) {
    problems.push(...denied.map((column) => selectDenied(relation, context, column)));
  }
  const chosen = new Set(columns.map((column) => column.name));
  return {
    name: { namespace: relation.namespace, name: relation.name },
    kind: kindNames[relation.kind],
    columns: columns.map((column): Column => ({
      name: column.name,
      nativeType: column.formatted,
      nullable: column.nullable,
      nativeDefinition: writeColumnDefinition(columnDefinition(column, catalog)),
    })),
    primaryKey: relation.primaryKey.every((key) => chosen.has(key)) ? relation.primaryKey : [],
    variants: [variant('canonical', fields.canonical), variant(nativeEncoding, fields.native)],
    estimate: { rows: Math.round(relation.estimatedRows), bytes: relation.estimatedBytes },
    syncModes: canBeOrdered(relation, catalog) ? ['full_refresh', 'incremental'] : ['full_refresh'],
    problems,
  };
}

function canBeOrdered({ columns }: Relation, catalog: TypeCatalog): boolean {
  return columns.some((column) => orderOfType(columnType(column, catalog).typname, '') !== undefined);
}

function variant(encoding: string, fields: readonly Field[]): SchemaVariant {
  return { encoding, arrowSchema: encodeSchema({ fields, metadata: new Map() }) };
}

function chooseColumns(
  relation: Relation,
  wanted: readonly string[],
): { readonly columns: readonly RelationColumn[]; readonly problems: Problem[] } {
  if (wanted.length === 0) return { columns: relation.columns, problems: [] };
  const byName = new Map(relation.columns.map((column) => [column.name, column]));
  const columns = new Set<RelationColumn>();
  const problems: Problem[] = [];
  for (const name of wanted) {
    const column = byName.get(name);
    if (column === undefined) {
      problems.push({
        ...about(relation, 'schema', 'column_not_found'),
        message: `${formatStreamName(relation)} has no column ${JSON.stringify(name)}`,
        hint: `it has: ${[...byName.keys()].slice(0, 20).join(', ')}${byName.size > 20 ? ', …' : ''}`,
        column: name,
      });
    } else if (columns.has(column)) {
      problems.push({
        ...about(relation, 'config', 'duplicate_column'),
        message: `column ${JSON.stringify(name)} of ${formatStreamName(relation)} is named twice`,
        hint: 'name it once',
        column: name,
      });
    } else {
      columns.add(column);
    }
  }
  return { columns: [...columns], problems };
}

function relationProblems(relation: Relation, context: ErrorContext): Problem[] {
  const stream = formatStreamName(relation);
  const user = JSON.stringify(context.user);
  if (!relation.schemaUsage) {
    return [
      {
        ...about(relation, 'permission', 'permission_denied'),
        message: `user ${user} has no USAGE privilege on the schema of ${stream}`,
        hint: 'GRANT USAGE ON SCHEMA …, and SELECT on the table',
      },
    ];
  }
  if (relation.rowSecurity) {
    return [
      {
        ...about(relation, 'permission', 'row_security_active'),
        message: `row-level security would hide rows of ${stream} from user ${user}`,
        hint: 'read it as its owner or as a role with BYPASSRLS, or make a view of the rows that are meant',
      },
    ];
  }
  if (!relation.populated) {
    return [
      {
        ...about(relation, 'data', 'not_populated'),
        message: `the materialized view ${stream} has not been populated`,
        hint: 'REFRESH MATERIALIZED VIEW it',
      },
    ];
  }
  return [];
}

function selectDenied(relation: Relation, context: ErrorContext, column?: RelationColumn): Problem {
  const where = column === undefined ? '' : `column ${JSON.stringify(column.name)} of `;
  return {
    ...about(relation, 'permission', 'permission_denied'),
    message: `user ${JSON.stringify(context.user)} has no SELECT privilege on ${where}${formatStreamName(relation)}`,
    hint: 'GRANT SELECT ON … TO the user',
    ...(column === undefined ? {} : { column: column.name }),
  };
}

function unreadableType(relation: Relation, column: RelationColumn): Problem {
  return {
    ...about(relation, 'schema', 'type_not_supported'),
    message: `column ${JSON.stringify(column.name)} of ${formatStreamName(relation)} is of the pseudo-type ${column.formatted}`,
    hint: 'leave the column out by naming the others in "columns"',
    column: column.name,
  };
}

function about(
  relation: Relation,
  category: Problem['category'],
  code: string,
): Pick<Problem, 'severity' | 'category' | 'code'> & { readonly stream: StreamName } {
  return { severity: 'error', category, code, stream: { namespace: relation.namespace, name: relation.name } };
}
