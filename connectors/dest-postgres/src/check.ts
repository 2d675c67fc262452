import {
  type Checked,
  type Column,
  decodeSchema,
  encodeSchema,
  type Field,
  type Problem,
  type Schema,
  type StreamAnswer,
  type StreamName,
  type StreamOffer,
} from '@rapidbyte/connector';
import { formatStreamName, readColumnDefinition, spareConnections, type Connection } from '@rapidbyte/postgres';
import { connectionBudget } from './connection-budget.ts';
import type { DestinationConfig } from './config.ts';
import { directProblems, directWarnings, writesDirectly } from './direct.ts';
import { fitProblems } from './fit.ts';
import { guaranteeOf } from './guarantee.ts';
import { modeProblems } from './mode-problems.ts';
import { nativeEncoding } from './native-encoding.ts';
import { placeProblems, serverProblems, tablePrivilegeProblems } from './privileges.ts';
import { stateVersion, unknownVersion } from './state/format.ts';
import type { StateStore } from './state/store.ts';
import { formatTarget, streamProblem, type Target, targetOf, targetProblems } from './target.ts';
import { readTargetTable, type TargetTable } from './target-table.ts';
import { planColumn, type ColumnPlan } from './types.ts';
import { upsertProblems } from './upsert/check-upsert.ts';
import { readTypeCatalog, type TypeCatalog, typeExists } from './user-types.ts';

/** Looks at everything that a load of these streams needs. Changes nothing. */
export async function check(
  connection: Connection,
  config: DestinationConfig,
  state: StateStore,
  offers: readonly StreamOffer[],
): Promise<Checked> {
  const db = connection.client;
  const specs = offers.map(({ spec }) => spec);
  const problems: Problem[] = [
    ...(await serverProblems(connection)),
    ...directWarnings(config, specs),
    ...specs.flatMap(modeProblems),
    ...targetProblems(specs, config.schema, config.stagingSchema),
  ];
  // Names that PostgreSQL can't hold can't be looked up either.
  if (problems.every(({ severity }) => severity !== 'error')) {
    problems.push(...(await placeProblems(db, config, specs)));
  }
  if (problems.every(({ severity }) => severity !== 'error')) {
    const version = await state.version(db);
    if (version > stateVersion) problems.push({ ...unknownVersion(version, config.stagingSchema), severity: 'error' });
  }
  const targets = specs.map((spec) => targetOf(spec.name, config.schema));
  const answers: StreamAnswer[] = [];
  let mayRefill = false;
  for (const offer of offers) {
    const chosen = await chooseStream(connection, config, offer, targets);
    problems.push(...chosen.problems);
    mayRefill ||= offer.spec.writeMode === 'replace' && chosen.table?.kind === 'r' && config.replaceMethod === 'auto';
    if (chosen.schema === undefined) continue;
    const { guarantee, reason } = guaranteeOf(config, offer.spec);
    answers.push({
      arrowSchema: encodeSchema(chosen.schema),
      guarantee,
      guaranteeReason: reason,
      target: formatTarget(targetOf(offer.spec.name, config.schema)),
    });
  }
  const connections = connectionBudget(await spareConnections(db), mayRefill);
  const failed = problems.some(({ severity }) => severity === 'error');
  return { problems, system: `PostgreSQL ${connection.serverVersion}`, streams: failed ? [] : answers, connections };
}

async function chooseStream(
  connection: Connection,
  config: DestinationConfig,
  { spec, variants }: StreamOffer,
  targets: readonly Target[],
): Promise<{ readonly schema?: Schema; readonly table?: TargetTable; readonly problems: readonly Problem[] }> {
  const db = connection.client;
  const canonical = variants.find(({ encoding }) => encoding === 'canonical');
  if (canonical === undefined) {
    return {
      problems: [
        streamProblem(spec.name, 'no_canonical_variant', 'the source offers no canonical schema', 'mend the source'),
      ],
    };
  }
  const plain = decodeSchema(canonical.arrowSchema);
  const native = variants.find(({ encoding }) => encoding === nativeEncoding);
  const nativeSchema = native === undefined ? undefined : decodeSchema(native.arrowSchema);
  const types = await readTypeCatalog(db, spec.columns, config.schema);
  const problems: Problem[] = typeProblems(spec.name, types, targets);
  const fields: Field[] = [];
  const plans: ColumnPlan[] = [];
  const asText = new Set<string>();
  for (const [i, column] of spec.columns.entries()) {
    const canonicalField = plain.fields[i];
    if (canonicalField?.name !== column.name) {
      problems.push(
        streamProblem(
          spec.name,
          'schema_contradicts_columns',
          'its Arrow schema has other columns than its description',
          'mend the source',
          column.name,
        ),
      );
      return { problems };
    }
    const missing = missingBaseType(column, types);
    const field = missing === undefined ? (nativeSchema?.fields[i] ?? canonicalField) : canonicalField;
    const plan = planColumn(column, field, types);
    if (plan === undefined) {
      problems.push(
        streamProblem(
          spec.name,
          'type_not_supported',
          `column ${JSON.stringify(column.name)} (${column.nativeType}) has no type in PostgreSQL`,
          'leave the column out',
          column.name,
        ),
      );
      continue;
    }
    if (missing !== undefined) {
      asText.add(column.name);
      problems.push({
        ...streamProblem(
          spec.name,
          'type_missing',
          `column ${JSON.stringify(column.name)} becomes text: its type ${column.nativeType} can't be used here (${missing})`,
          'install the type at the destination',
          column.name,
        ),
        severity: 'warning',
      });
    }
    fields.push(field);
    plans.push(plan);
  }
  const target = targetOf(spec.name, config.schema);
  const table = await readTargetTable(db, target);
  if (table === undefined) {
    if (await typeExists(db, target)) {
      problems.push(
        streamProblem(
          spec.name,
          'name_taken',
          `a type is called ${formatTarget(target)}, so that no table can be`,
          'drop the type, or set another "schema"',
        ),
      );
    }
  } else {
    problems.push(...fitProblems(spec, target, table, plans));
    problems.push(...tablePrivilegeProblems(spec, target, table, config));
  }
  if (writesDirectly(config, spec) && problems.every(({ severity }) => severity !== 'error')) {
    problems.push(...directProblems(spec, target, table, plans));
  }
  if (spec.writeMode === 'upsert') {
    problems.push(...(await upsertProblems(db, { spec, target, table, plans, types, asText })));
  }
  return { schema: { fields, metadata: new Map() }, problems, ...(table === undefined ? {} : { table }) };
}

/** Why a column's values can't be of their own type here: a base type, as extensions bring them, is missing. */
function missingBaseType(column: Column, catalog: TypeCatalog): string | undefined {
  const definition = readColumnDefinition(column);
  for (const type of definition?.types ?? []) {
    const state = catalog.types.find((known) => known.type.schema === type.schema && known.type.name === type.name);
    if (type.kind === 'base' && state?.obstacle !== undefined) return `${type.name}: ${state.obstacle}`;
  }
  return undefined;
}

/** Types that can neither be used nor made. Missing base types are left to their columns, which become text. */
function typeProblems(stream: StreamName, catalog: TypeCatalog, targets: readonly Target[]): Problem[] {
  const problems: Problem[] = [];
  for (const { type, schema, exists, obstacle } of catalog.types) {
    const isTarget = targets.some((target) => target.schema === schema && target.table === type.name);
    if (!exists && type.kind === 'composite' && isTarget) {
      problems.push(
        streamProblem(
          stream,
          'row_type_of_target',
          `it has a column of the row type of ${formatTarget({ schema, table: type.name })}, a table that is yet to be made`,
          'load that table first, by itself',
        ),
      );
    }
    if (obstacle === undefined || type.kind === 'base') continue;
    problems.push(
      streamProblem(
        stream,
        'type_differs',
        `the type ${formatStreamName({ namespace: schema, name: type.name })} can't be used: ${obstacle}`,
        'drop or change the type at the destination, or set another "schema"',
      ),
    );
  }
  for (const collation of catalog.missingCollations) {
    problems.push({
      ...streamProblem(
        stream,
        'collation_missing',
        `the collation ${formatStreamName({ namespace: collation.schema, name: collation.name })} is missing here; columns get the default one`,
        'create the collation at the destination if sorting matters',
      ),
      severity: 'warning',
    });
  }
  return problems;
}
